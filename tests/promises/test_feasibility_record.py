"""An owner who keeps few promises at such notice."""

import pytest

from promises.models import Breach, Promise, Settlement
from tests.promises.desk import DAY, HOUR, MINUTE, MONDAY_TEN

IN_TWO_HOURS = MONDAY_TEN + 2 * HOUR


def test_a_low_rate_at_such_notice_is_told_with_its_figures(desk):
    desk.ended(kept=6, broken=3, notice=3 * HOUR)
    (warning,) = desk.check(IN_TWO_HOURS)
    assert warning.code == "low_kept_rate"
    assert "Amira Haddad kept 6 of 9 promises (66 %) at such notice, one to four hours" in warning.message


def test_seventy_percent_is_enough_and_fewer_than_eight_say_nothing(desk):
    desk.ended(kept=7, broken=3, notice=3 * HOUR)
    assert desk.codes(IN_TWO_HOURS) == []
    desk.ended(kept=0, broken=7, notice=30 * MINUTE)
    assert desk.codes(MONDAY_TEN + 40 * MINUTE) == []
    desk.ended(kept=0, broken=1, notice=30 * MINUTE)
    assert desk.codes(MONDAY_TEN + 40 * MINUTE) == ["low_kept_rate"]


def test_the_rate_at_another_notice_or_of_somebody_else_or_of_long_ago_is_not_held_against_them(desk):
    desk.ended(kept=0, broken=9, notice=30 * MINUTE)
    desk.ended(kept=0, broken=9, notice=3 * HOUR, owner=desk.cast.tom)
    desk.ended(kept=0, broken=9, notice=3 * HOUR, days_ago=91)
    assert desk.codes(IN_TWO_HOURS) == []


@pytest.mark.parametrize(
    ("notice", "codes"),
    [(HOUR, []), (HOUR + MINUTE, ["low_kept_rate"]), (4 * HOUR, ["low_kept_rate"]), (4 * HOUR + MINUTE, [])],
)
def test_a_notice_belongs_to_the_group_that_it_is_the_limit_of(desk, notice, codes):
    desk.ended(kept=0, broken=8, notice=4 * HOUR)
    assert desk.codes(MONDAY_TEN + notice) == codes


def test_promises_that_are_overdue_count_as_broken_and_withdrawn_ones_as_nothing(desk):
    due = MONDAY_TEN - 3 * DAY
    withdrawn = desk.owes(*[due] * 9, said_at=due - 3 * HOUR, settled_at=due - HOUR)
    Settlement.objects.bulk_create(
        Settlement(promise=p, outcome="withdrawn", at=due - HOUR, recorded_at=due - HOUR, reason="Solved.")
        for p in withdrawn
    )
    assert desk.codes(IN_TWO_HOURS) == []
    desk.owes(*[due] * 8, said_at=due - 3 * HOUR)
    assert desk.codes(IN_TWO_HOURS) == ["low_kept_rate"]


def test_evidence_that_it_was_kept_in_time_clears_a_breach_in_the_rate(desk):
    desk.ended(kept=8, broken=0, notice=3 * HOUR)
    for promise in Promise.objects.filter(owner=desk.cast.amira):
        Breach.objects.create(promise=promise, broken_at=promise.due_at, noticed_at=promise.due_at)
    assert desk.codes(IN_TWO_HOURS) == []


def test_a_low_rate_suggests_a_notice_at_which_promises_are_kept(desk):
    desk.ended(kept=2, broken=8, notice=3 * HOUR)
    desk.ended(kept=9, broken=1, notice=10 * HOUR)
    assert desk.instead(IN_TWO_HOURS) == MONDAY_TEN + 4 * HOUR + 5 * MINUTE
