"""What an agent is warned of before a promise is made, and what they are offered instead."""

from datetime import time

import pytest

from alerts.models import Ladder
from people.models import WorkHours
from tests.cast import an_absence, berlin, utc
from tests.promises.desk import DAY, MINUTE, works


@pytest.mark.parametrize(
    ("due", "not_before"),
    [
        ("2026-03-02 17:30", None),  # by end of day: closing is a time to be done by
        ("2026-03-03 12:00", "2026-03-03 09:00"),  # tomorrow morning
        ("2026-03-03 10:00", "2026-03-03 09:00"),  # first thing tomorrow
        ("2026-03-02 17:30", "2026-03-02 12:00"),  # this afternoon
        ("2026-03-02 10:30", None),  # in half an hour
        ("2026-03-03 09:00", None),  # at nine tomorrow
        ("2026-03-06 17:30", None),  # end of the week
        ("2026-03-02 12:34", None),
    ],
)
def test_a_promise_within_everybodys_hours_warns_of_nothing(desk, due, not_before):
    assert desk.check(berlin(due), not_before=not_before and berlin(not_before)) == []


def test_the_beginning_of_a_lunch_break_can_be_kept_and_the_middle_cannot(desk):
    WorkHours.objects.filter(calendar=desk.cast.berlin.calendar).update(closes=time(12))
    WorkHours.objects.bulk_create(
        WorkHours(calendar=desk.cast.berlin.calendar, weekday=day, opens=time(13), closes=time(17, 30))
        for day in range(5)
    )
    assert desk.codes(berlin("2026-03-02 12:00")) == []
    assert desk.codes(berlin("2026-03-02 12:20")) == ["outside_team_hours"]
    assert desk.instead(berlin("2026-03-02 12:20")) == berlin("2026-03-02 12:00")
    assert desk.codes(berlin("2026-03-02 13:00")) == []


def test_warnings_come_gravest_first_and_always_the_same(desk):
    desk.ended(kept=0, broken=8, notice=30 * MINUTE)
    works(desk.cast.amira, 0, opens=time(9), closes=time(12))
    an_absence(desk.cast.amira, berlin("2026-04-03 00:00"), berlin("2026-04-07 00:00"))
    due = berlin("2026-04-03 15:00")
    desk.owes(*[due] * 4)
    found = [desk.check(due, at=due - 10 * MINUTE) for _ in range(3)]
    assert found[0] == found[1] == found[2]
    assert [warning.code for warning in found[0]] == [
        "owner_absent",
        "holiday",
        "outside_owner_hours",
        "too_soon",
        "too_many",
        "low_kept_rate",
    ]


def test_hours_are_local_on_both_sides_of_a_clock_change(desk):
    friday = berlin("2026-03-27 10:00")
    assert desk.codes(berlin("2026-03-27 17:30"), at=friday) == []
    assert desk.codes(berlin("2026-03-30 17:30"), at=friday) == []
    assert desk.codes(berlin("2026-03-30 17:31"), at=friday) == ["outside_team_hours"]
    sunday = berlin("2026-03-29 03:30")  # half an hour into summer time
    assert desk.codes(sunday, at=friday) == ["outside_team_hours"]
    assert desk.instead(sunday, at=friday) == utc("2026-03-30 08:00")  # ten in Berlin by now
    # As near to Friday's closing, in winter time, as to Monday at ten, in summer time: 31 hours 45 minutes.
    halfway = berlin("2026-03-29 01:15")
    assert desk.instead(halfway, at=friday) == utc("2026-03-30 08:00")
    assert desk.instead(halfway - MINUTE, at=friday) == utc("2026-03-27 16:30")


def test_the_number_of_queries_does_not_depend_on_how_much_is_owed(desk, django_assert_num_queries):
    Ladder.objects.running_for(desk.cast.berlin)
    due = berlin("2026-03-03 15:00")
    an_absence(desk.cast.amira, due - DAY, due + DAY, deputy=desk.cast.tom)
    for more in (3, 297):
        desk.owes(*[due + n * MINUTE for n in range(more)])
        with django_assert_num_queries(11):
            assert desk.codes(due)[0] == "owner_absent"
