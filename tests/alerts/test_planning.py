"""When the rungs of a ladder lie. Pure: no database."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.models.ladder import DEFAULT_RUNGS
from alerts.planning import next_wake, pending, plan_rungs
from people.worktime import WorkTime

OFFICE = WorkTime(ZoneInfo("Europe/Berlin"), (((540, 1050),),) * 5 + ((), ()))  # 09:00 to 17:30
ALWAYS = WorkTime.always(UTC)
NEVER = WorkTime(UTC, ((),) * 7)


@dataclass
class Rung:
    position: int = 1
    minutes_before: int | None = None
    percent: int | None = None
    min_life_minutes: int = 0
    audiences: tuple = ()


DEFAULT = [Rung(position=place, **fields) for place, fields in enumerate(DEFAULT_RUNGS, start=1)]


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def planned(rungs, starts, due, worktime=ALWAYS):
    """Times, as "02 10:00" (day and time in UTC), and positions."""
    return [
        (f"{datetime.fromtimestamp(when, UTC):%d %H:%M}", position)
        for when, position in plan_rungs(rungs, at(starts), at(due), worktime)
    ]


def test_the_default_ladder_of_a_day_round_the_clock():
    assert planned(DEFAULT, "2026-03-02 10:00", "2026-03-03 10:00") == [
        ("02 22:00", 1),
        ("03 09:00", 2),
        ("03 09:45", 3),
        ("03 10:00", 4),
        ("03 11:00", 5),
    ]


def test_half_way_only_for_more_than_two_hours():
    assert 1 not in dict((p, w) for w, p in planned(DEFAULT, "2026-03-02 10:00", "2026-03-02 12:00"))
    assert 1 in dict((p, w) for w, p in planned(DEFAULT, "2026-03-02 10:00", "2026-03-02 12:01"))


def test_a_rung_before_the_start_is_left_out():
    assert planned([Rung(minutes_before=60)], "2026-03-02 10:00", "2026-03-02 10:30") == []
    assert planned([Rung(minutes_before=60)], "2026-03-02 10:00", "2026-03-02 11:00") == []
    assert planned([Rung(minutes_before=60)], "2026-03-02 10:00", "2026-03-02 11:01") == [("02 10:01", 1)]


def test_percents_are_of_working_time():
    # Monday 16:30 to Tuesday 10:00 in Berlin: an hour and an hour; half of it is Tuesday, as work begins.
    assert planned([Rung(percent=50)], "2026-03-02 15:30", "2026-03-03 09:00", OFFICE) == [("03 08:00", 1)]


def test_a_percent_of_a_night_is_of_the_clock():
    assert planned([Rung(percent=50)], "2026-03-02 20:00", "2026-03-03 04:00", OFFICE) == [("03 00:00", 1)]


def test_at_the_deadline_means_at_the_deadline_whatever_the_hour():
    assert planned([Rung(minutes_before=0)], "2026-03-02 10:00", "2026-03-08 03:00", OFFICE) == [
        ("08 03:00", 1)
    ]


def test_after_the_deadline_counts_working_time():
    assert planned([Rung(minutes_before=-60)], "2026-03-02 10:00", "2026-03-06 16:00", OFFICE) == [
        ("09 08:30", 1)  # Friday 17:00 in Berlin, half an hour before closing; the other half is Monday's
    ]


def test_with_no_working_time_at_all_the_clock_is_gone_by():
    assert planned(DEFAULT, "2026-03-02 10:00", "2026-03-02 14:00", NEVER) == [
        ("02 12:00", 1),
        ("02 13:00", 2),
        ("02 13:45", 3),
        ("02 14:00", 4),
        ("02 15:00", 5),
    ]


def test_a_fraction_of_a_second_is_rounded_up_so_that_no_rung_lies_before_its_time():
    due = at("2026-03-02 12:00") + timedelta(microseconds=1)
    [[when, _]] = plan_rungs([Rung(minutes_before=0)], at("2026-03-02 10:00"), due, ALWAYS)
    assert when == due.timestamp() // 1 + 1


def test_the_order_is_by_time_whatever_the_ladders():
    rungs = [Rung(position=1, minutes_before=15), Rung(position=2, minutes_before=60)]
    assert [p for _, p in planned(rungs, "2026-03-02 10:00", "2026-03-02 14:00")] == [2, 1]


class TestNextWake:
    PLAN = [[100, 1], [200, 2], [300, 3]]
    DUE = datetime.fromtimestamp(200, UTC)

    def wake(self, raised_until, **fields):
        found = next_wake(
            self.PLAN, due_at=self.DUE, raised_until=datetime.fromtimestamp(raised_until, UTC), **fields
        )
        return found and found.timestamp()

    def test_is_the_next_rung(self):
        assert self.wake(0) == 100
        assert self.wake(100) == 200
        assert self.wake(200, missed=True) == 300

    def test_is_none_after_the_last(self):
        assert self.wake(300, missed=True) is None

    def test_is_the_deadline_when_no_rung_lies_before_it(self):
        assert self.wake(300) == 200

    @pytest.mark.parametrize(("paused_until", "expected"), [(150, 150), (180, 180), (90, 100)])
    def test_waits_for_the_end_of_a_pause(self, paused_until, expected):
        assert self.wake(50, paused_until=datetime.fromtimestamp(paused_until, UTC)) == expected

    def test_does_not_sleep_through_the_deadline_in_a_pause(self):
        assert self.wake(100, paused_until=datetime.fromtimestamp(250, UTC)) == 200
        assert self.wake(100, paused_until=datetime.fromtimestamp(250, UTC), missed=True) == 250

    def test_what_was_raised_is_not_pending(self):
        assert pending(self.PLAN, datetime.fromtimestamp(200, UTC)) == [[300, 3]]
