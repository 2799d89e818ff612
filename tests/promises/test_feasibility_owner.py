"""A promise outside the owner's hours, or while the owner is away."""

from datetime import time

from tests.cast import an_absence, berlin, new_york
from tests.promises.desk import works


def test_a_part_timer_is_offered_the_end_of_her_own_day(desk):
    works(desk.cast.amira, 0, 1, 2, opens=time(8), closes=time(13))
    assert desk.codes(berlin("2026-03-02 13:00")) == []
    (warning,) = desk.check(berlin("2026-03-02 15:00"))
    assert warning.code == "outside_owner_hours"
    assert "Amira Haddad" in warning.message
    assert warning.suggested_at == berlin("2026-03-02 13:00")


def test_the_time_offered_suits_both_the_owner_and_the_team(desk):
    works(desk.cast.amira, 0, 5, opens=time(6), closes=time(12))
    assert desk.codes(berlin("2026-03-02 08:30"), at=berlin("2026-03-02 06:00")) == ["outside_team_hours"]
    assert desk.instead(berlin("2026-03-07 11:00")) == berlin("2026-03-09 10:00")
    assert desk.codes(berlin("2026-03-10 08:00")) == ["outside_team_hours", "outside_owner_hours"]


def test_an_owner_without_hours_in_common_with_the_team_is_offered_nothing(desk):
    works(desk.cast.amira, 5, 6, opens=time(9), closes=time(17))
    assert desk.codes(berlin("2026-03-03 12:00")) == ["outside_owner_hours"]
    assert desk.instead(berlin("2026-03-03 12:00")) is None


def test_an_owner_without_a_calendar_has_the_teams_hours_and_their_own_absences(desk):
    omar = desk.cast.omar
    assert desk.codes(berlin("2026-03-02 15:00"), owner=omar) == []
    assert desk.codes(berlin("2026-03-02 21:00"), owner=omar) == ["outside_team_hours"]
    an_absence(omar, berlin("2026-03-02 12:00"), berlin("2026-03-03 12:00"))
    assert desk.codes(berlin("2026-03-02 15:00"), owner=omar) == ["owner_absent"]
    assert desk.instead(berlin("2026-03-02 15:00"), owner=omar) == berlin("2026-03-02 12:00")


def test_the_owners_own_holiday_is_named(desk):
    thanksgiving = new_york("2026-11-26 10:00")
    (warning,) = desk.check(thanksgiving, owner=desk.cast.ben, at=new_york("2026-11-25 10:00"))
    assert warning.code == "outside_owner_hours"
    assert "Thanksgiving" in warning.message


def test_the_deputy_is_named_when_the_owner_is_away(desk):
    an_absence(desk.cast.amira, berlin("2026-03-04 00:00"), berlin("2026-03-09 09:00"), deputy=desk.cast.tom)
    (warning,) = desk.check(berlin("2026-03-05 12:00"))
    assert warning.code == "owner_absent"
    assert warning.message == (
        "Amira Haddad is away at Thu 5 Mar, 12:00 (Europe/Berlin), until Mon 9 Mar, 09:00 (Europe/Berlin); "
        "Tom Berger stands in."
    )
    assert warning.suggested_at == berlin("2026-03-03 17:30")


def test_it_is_said_when_nobody_stands_in_or_the_deputy_is_away_as_well(desk):
    away = berlin("2026-03-04 00:00"), berlin("2026-03-09 09:00")
    absence = an_absence(desk.cast.amira, *away)
    assert "nobody stands in" in desk.check(berlin("2026-03-05 12:00"))[0].message
    absence.deputy = desk.cast.tom
    absence.save()
    an_absence(desk.cast.tom, *away)
    assert "nobody stands in" in desk.check(berlin("2026-03-05 12:00"))[0].message


def test_an_absence_from_closing_or_until_the_due_time_is_no_hindrance(desk):
    an_absence(desk.cast.amira, berlin("2026-03-03 15:00"), berlin("2026-03-05 11:00"))
    assert desk.codes(berlin("2026-03-03 15:00")) == []
    assert desk.codes(berlin("2026-03-03 15:01")) == ["owner_absent"]
    assert desk.codes(berlin("2026-03-05 10:59")) == ["owner_absent"]
    assert desk.codes(berlin("2026-03-05 11:00")) == []


def test_an_owner_who_is_away_until_the_very_due_time_cannot_keep_it(desk):
    an_absence(desk.cast.amira, berlin("2026-03-02 00:00"), berlin("2026-03-03 11:00"))
    assert desk.codes(berlin("2026-03-03 11:00")) == ["owner_absent"]
    assert desk.codes(berlin("2026-03-03 12:00"), not_before=berlin("2026-03-03 09:00")) == []


def test_a_promise_outside_hours_during_an_absence_says_both(desk):
    an_absence(desk.cast.amira, berlin("2026-03-02 12:00"), berlin("2026-03-12 09:00"))
    assert desk.codes(berlin("2026-03-07 12:00")) == ["owner_absent", "outside_team_hours"]
    assert desk.instead(berlin("2026-03-07 12:00")) == berlin("2026-03-12 10:00")


def test_a_leave_longer_than_the_search_offers_nothing(desk):
    an_absence(desk.cast.amira, berlin("2026-03-02 00:00"), berlin("2026-06-02 00:00"))
    assert desk.instead(berlin("2026-03-10 12:00")) is None
