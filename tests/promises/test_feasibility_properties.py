"""What holds for any promise: what is offered instead can be kept, and nothing nearer can.

The search is held to every five minutes around it, asked one by one.
"""

from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Closure
from promises.feasibility.nearest import FIRST_THING
from promises.feasibility.situation import Situation
from promises.feasibility.working import shared_spans
from tests.cast import an_absence, berlin, utc
from tests.promises.desk import DAY, HOUR, MINUTE, Desk, works

#: From before the clocks of New York change, over those of Berlin, until after Easter.
START, MINUTES = utc("2026-03-05 00:00"), 36 * 24 * 60
FIVE_MINUTES = 5 * 60


@pytest.fixture
def busy_desk(desk: Desk) -> Desk:
    """Absences, part-time hours, a closure and full hours, all in those five weeks."""
    cast = desk.cast
    an_absence(cast.amira, berlin("2026-03-12 12:00"), berlin("2026-03-19 09:00"), deputy=cast.tom)
    an_absence(cast.noor, berlin("2026-03-28 00:00"), berlin("2026-03-29 12:00"))
    works(cast.tom, 0, 2, 4, 5, opens=time(7, 10), closes=time(12, 25))
    works(cast.viktor, 0, 1, 2, 3, 4, 5, 6, opens=time(22), closes=time(3), zone="America/New_York")
    Closure.objects.create(
        calendar=cast.berlin.calendar, starts_on=date(2026, 3, 24), ends_on=date(2026, 3, 25), name="Move"
    )
    for person in (cast.amira, cast.tom, cast.noor):
        desk.owes(*[START + 7 * n * HOUR for n in range(100) for _ in range(3)], owner=person)
        desk.owes(*[START + 5 * DAY + n * 11 * MINUTE for n in range(60)], owner=person)
    return desk


@st.composite
def promises(draw) -> dict:
    """A present, what was said a while before it, when it is due and, now and then, not before when."""
    at = START + draw(st.integers(0, MINUTES)) * MINUTE
    due_at = at + draw(st.one_of(st.integers(1, 120), st.integers(1, 7 * 24 * 60))) * MINUTE
    said_at = at - draw(st.sampled_from([0, 0, 0, 10, 600])) * MINUTE
    earliest = due_at - draw(st.integers(1, 600)) * MINUTE
    not_before = earliest if earliest > said_at and draw(st.booleans()) else None
    return {"at": at, "due_at": due_at, "said_at": said_at, "not_before": not_before}


PAIRS = [
    *("amira/berlin", "tom/berlin", "ben/berlin", "omar/new_york"),
    *("viktor/new_york", "noor/night_desk", "viktor/night_desk", "amira/night_desk"),
]
any_promise = partial(given, promises(), st.sampled_from(PAIRS))
read_only = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@read_only
@any_promise()
def test_what_is_offered_can_be_kept_and_lies_ahead(busy_desk, promise, pair):
    case = _case(busy_desk, pair)
    for warning in busy_desk.check(**promise, **case):
        if instead := warning.suggested_at:
            assert instead > promise["at"]
            assert instead > (promise["not_before"] or promise["said_at"])
            assert _hindrances(busy_desk, {**promise, "due_at": instead}, case) == []


@read_only
@any_promise()
def test_there_are_warnings_exactly_when_it_cannot_be_kept(busy_desk, promise, pair):
    case = _case(busy_desk, pair)
    can = Situation.load(**promise, **case, ignore=None).can_be_kept(promise["due_at"])
    assert (_hindrances(busy_desk, promise, case) == []) == can


@settings(read_only, max_examples=40)
@any_promise()
def test_nothing_nearer_can_be_kept_but_in_a_first_working_hour(busy_desk, promise, pair):
    case, due_at = _case(busy_desk, pair), promise["due_at"]
    warnings = _hindrances(busy_desk, promise, case)
    if not warnings:
        return
    situation = Situation.load(**promise, **case, ignore=None)
    distance = abs(warnings[0].suggested_at - due_at) if warnings[0].suggested_at else 9 * DAY
    low, high = max(due_at - distance, situation.since), due_at + distance
    openings = [
        start for start, _ in shared_spans(situation.hours, situation.team_hours, low - 2 * DAY, high)
    ]
    for mark in _five_minutes_between(low, high):
        if situation.can_be_kept(mark) and abs(mark - due_at) < distance:
            assert any(start <= mark < start + FIRST_THING for start in openings), mark


def _case(desk: Desk, pair: str) -> dict:
    owner, team = pair.split("/")
    return {"owner": getattr(desk.cast, owner), "team": getattr(desk.cast, team)}


def _hindrances(desk: Desk, promise: dict, case: dict) -> list:
    """The warnings but for the owner's record, which only a longer notice would mend."""
    return [w for w in desk.check(**promise, **case) if w.code != "low_kept_rate"]


def _five_minutes_between(low: datetime, high: datetime) -> list[datetime]:
    first, last = int(low.timestamp()) // FIVE_MINUTES + 1, int(high.timestamp()) // FIVE_MINUTES
    return [START + timedelta(seconds=n * FIVE_MINUTES - START.timestamp()) for n in range(first, last + 1)]
