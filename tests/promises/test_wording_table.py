"""The table of wordings in wording_cases.txt, and that it covers what it must."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from people.worktime import WorkTime
from promises.wording import Unreadable, read

OFF = {date(2026, 5, 1): "Labour Day", date(2026, 12, 25): "Christmas Day"}


def office(zone: str, closing: int) -> WorkTime:
    return WorkTime(ZoneInfo(zone), (((9 * 60, closing),),) * 5 + ((), ()), OFF.get)


TEAMS = {
    "berlin": office("Europe/Berlin", 17 * 60 + 30),
    "newyork": office("America/New_York", 17 * 60),
    "night": WorkTime.always(ZoneInfo("UTC")),
}


def cases() -> list[list[str]]:
    lines = Path(__file__).with_name("wording_cases.txt").read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.split("|")]
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


CASES = cases()


def wall(at: datetime | None, zone: ZoneInfo) -> str:
    return "-" if at is None else at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def answer(team: str, said: str, timezone: str, language: str, wording: str) -> list[str]:
    zone = ZoneInfo(timezone)
    said_at = datetime.fromisoformat(said).replace(tzinfo=zone)
    try:
        found = read(wording, said_at=said_at, timezone=timezone, language=language, hours=TEAMS[team])
    except Unreadable as refusal:
        return [refusal.code]
    return [
        wall(found.due_at, zone),
        wall(found.not_before, zone),
        "outside" if found.outside_hours else "inside",
    ]


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case[3]}: {case[4]} ({case[0]}, {case[1]})" for case in CASES]
)
def test_a_wording_means_what_the_table_says(case):
    assert answer(*case[:5]) == case[5:]


def test_the_table_covers_three_teams_three_languages_and_both_clock_changes():
    assert len(CASES) >= 160
    assert {case[0] for case in CASES} == set(TEAMS)
    assert {case[3] for case in CASES} == {"en", "de", "fr"}
    assert len({case[2] for case in CASES}) >= 3
    for change in ("2026-03-29", "2026-03-08", "2026-10-25", "2026-11-01"):
        assert any(case[5].startswith(change) for case in CASES), change
