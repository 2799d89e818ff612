"""What holds for every wording whatever, found by trying many."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.worktime import WorkTime
from promises.wording import Unreadable, read
from promises.wording.de import GERMAN
from promises.wording.en import ENGLISH
from promises.wording.fr import FRENCH
from promises.wording.language import Language, expand

TEAMS = (
    WorkTime(ZoneInfo("Europe/Berlin"), (((540, 1050),),) * 5 + ((), ())),
    WorkTime(ZoneInfo("America/New_York"), (((540, 720), (780, 1020)),) * 5 + ((), ())),
    WorkTime(ZoneInfo("Europe/Paris"), (((1320, 1800),),) * 7),
    WorkTime.always(ZoneInfo("UTC")),
    WorkTime(ZoneInfo("UTC"), ((),) * 7),
)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "UTC",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "Pacific/Apia",
)


def vocabulary(language: Language) -> list[str]:
    """A phrase of each entry of a table, so that sentences made of them reach every rule."""
    entries = [notation for table in language.phrases.values() for notation in table]
    return sorted({" ".join(min(expand(notation))) for notation in entries})


NUMBERS = [
    "2",
    "3",
    "17:30",
    "14h30",
    "0930",
    "1730",
    "3/12",
    "3.12.",
    "2026-12-03",
    "3rd",
    "31",
    "-",
    ",",
    ".",
    "2-3",
]
WORDS = sorted({*vocabulary(ENGLISH), *vocabulary(GERMAN), *vocabulary(FRENCH), *NUMBERS})

moments = st.integers(0, 16 * 366 * 1440).map(
    lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
clock_changes = st.sampled_from(
    [
        datetime(2026, 3, 28, 12, tzinfo=UTC),
        datetime(2026, 10, 24, 12, tzinfo=UTC),
        datetime(2026, 11, 1, 4, tzinfo=UTC),
    ]
).flatmap(lambda at: st.integers(0, 36 * 60).map(lambda minutes: at + timedelta(minutes=minutes)))
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
scenes = st.fixed_dictionaries(
    {
        "said_at": moments | clock_changes,
        "timezone": st.sampled_from(ZONES),
        "language": st.sampled_from(["en", "de", "fr", "xx"]),
        "hours": st.sampled_from(TEAMS),
    }
)
thorough = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def outcome(wording, scene):
    """The reading, or the refusal's code and words. Any other exception is a failure."""
    try:
        return read(wording, **scene)
    except Unreadable as refusal:
        return refusal.code, refusal.understood, refusal.remedy


def check(wording, scene):
    found = outcome(wording, scene)
    assert outcome(wording, scene) == found
    if isinstance(found, tuple):
        assert all(found)
        return
    assert found.due_at > scene["said_at"]
    assert found.due_at.tzinfo is UTC
    assert found.not_before is None or scene["said_at"] < found.not_before < found.due_at
    assert found.matched
    assert found.understood.startswith(found.matched)


@thorough
@given(sentences, scenes)
def test_sentences_of_known_words_are_a_window_ahead_or_a_refusal(wording, scene):
    check(wording, scene)


@thorough
@given(st.text(max_size=520), scenes)
def test_any_text_is_a_window_ahead_or_a_refusal(wording, scene):
    check(wording, scene)


@thorough
@given(st.text("0123456789:./-,hapm t", max_size=30), scenes)
def test_any_figures_are_a_window_ahead_or_a_refusal(wording, scene):
    check(wording, scene)


@given(
    st.integers(1, 999),
    st.sampled_from(["minute", "hour", "day"]),
    moments | clock_changes,
    st.sampled_from(ZONES),
)
def test_a_duration_is_elapsed_time_wherever_and_whenever(number, unit, said_at, timezone):
    seconds = number * {"minute": 60, "hour": 3600, "day": 86400}[unit]
    if seconds > 700 * 86400:
        return
    found = read(f"in {number} {unit}s", said_at=said_at, timezone=timezone, language="en", hours=TEAMS[0])
    assert found.due_at - said_at == timedelta(seconds=seconds)


@given(st.integers(0, 23), st.integers(0, 59), moments, st.sampled_from(ZONES))
def test_a_clock_time_tomorrow_is_that_time_on_the_customers_clock(hour, minute, said_at, timezone):
    found = read(
        f"tomorrow at {hour:02}:{minute:02}",
        said_at=said_at,
        timezone=timezone,
        language="en",
        hours=TEAMS[0],
    )
    zone = ZoneInfo(timezone)
    local = found.due_at.astimezone(zone)
    assert local.date() == said_at.astimezone(zone).date() + timedelta(days=1)
    shown = (local.hour, local.minute)
    skipped = (
        datetime(local.year, local.month, local.day, hour, minute, tzinfo=zone)
        .astimezone(UTC)
        .astimezone(zone)
    )
    assert shown == (hour, minute) or (skipped.hour, skipped.minute) != (hour, minute)
