"""A promise outside the team's hours, on its holidays and closures."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from people.models import Closure, WorkCalendar, WorkHours
from tests.cast import berlin, utc
from tests.promises.desk import HOUR, MINUTE


def test_tonight_is_outside_hours_and_closing_is_nearest(desk):
    (warning,) = desk.check(berlin("2026-03-02 21:00"))
    assert warning.code == "outside_team_hours"
    assert (
        warning.message == "Mon 2 Mar, 21:00 (Europe/Berlin) is outside the working hours of Support Berlin."
    )
    assert warning.suggested_at == berlin("2026-03-02 17:30")
    assert warning.suggested_at.utcoffset() == timedelta(0)


def test_a_minute_after_closing_is_outside_hours(desk):
    assert desk.codes(berlin("2026-03-02 17:31")) == ["outside_team_hours"]


def test_after_closing_there_is_only_the_first_working_hour_of_the_next_day(desk):
    assert desk.instead(berlin("2026-03-02 21:00"), at=berlin("2026-03-02 17:45")) == berlin(
        "2026-03-03 10:00"
    )


def test_closing_is_not_offered_when_no_alert_would_come_before_it(desk):
    tonight = berlin("2026-03-02 19:00")
    assert desk.instead(tonight, at=berlin("2026-03-02 17:14")) == berlin("2026-03-02 17:30")
    assert desk.instead(tonight, at=berlin("2026-03-02 17:15")) == berlin("2026-03-03 10:00")


def test_saturday_morning_is_nearer_to_friday_and_sunday_to_monday(desk):
    assert desk.codes(berlin("2026-03-07 10:00")) == ["outside_team_hours"]
    assert desk.instead(berlin("2026-03-07 10:00")) == berlin("2026-03-06 17:30")
    assert desk.instead(berlin("2026-03-08 15:00")) == berlin("2026-03-09 10:00")


def test_of_two_times_as_near_the_later_is_offered(desk):
    halfway = berlin("2026-03-03 01:45")  # 8:15 after closing, 8:15 before the end of the first hour
    assert desk.instead(halfway) == berlin("2026-03-03 10:00")
    assert desk.instead(halfway - MINUTE) == berlin("2026-03-02 17:30")


def test_nothing_is_offered_before_the_customer_expects_it(desk):
    assert desk.instead(berlin("2026-03-07 12:00"), not_before=berlin("2026-03-07 09:00")) == berlin(
        "2026-03-09 10:00"
    )


def test_a_promise_for_opening_made_in_the_night_leaves_no_time_to_keep_it(desk):
    opening, night = berlin("2026-03-03 09:00"), berlin("2026-03-03 02:00")
    (warning,) = desk.check(opening, at=night)
    assert warning.code == "outside_team_hours"
    assert "no working time" in warning.message
    assert warning.suggested_at == berlin("2026-03-03 10:00")
    assert desk.codes(opening + MINUTE, at=night) == []


def test_times_are_told_in_the_customers_zone(desk):
    (warning,) = desk.check(berlin("2026-03-02 21:00"), timezone=ZoneInfo("Asia/Tokyo"))
    assert "Tue 3 Mar, 05:00 (Asia/Tokyo)" in warning.message


def test_the_night_desk_can_keep_a_promise_at_any_hour(desk):
    for hour in range(24):
        at_night = utc("2026-03-07 00:00") + hour * HOUR
        assert desk.codes(at_night, owner=desk.cast.noor, team=desk.cast.night_desk) == []


def test_a_calendar_without_hours_is_a_warning_and_not_a_crash(desk):
    WorkHours.objects.filter(calendar=desk.cast.berlin.calendar).delete()
    (warning,) = desk.check(berlin("2026-03-02 15:00"))
    assert (warning.code, warning.suggested_at) == ("outside_team_hours", None)
    assert "check the work calendar" in warning.message


def test_a_public_holiday_is_named(desk):
    good_friday = berlin("2026-04-03 12:00")
    (warning,) = desk.check(good_friday, at=berlin("2026-04-01 10:00"))
    assert warning.code == "holiday"
    assert warning.message == "Support Berlin is closed at Fri 3 Apr, 12:00 (Europe/Berlin): Good Friday."
    assert warning.suggested_at == berlin("2026-04-02 17:30")


def test_after_easter_comes_tuesday(desk):
    assert desk.codes(berlin("2026-04-06 15:00"), at=berlin("2026-04-01 10:00")) == ["holiday"]
    assert desk.instead(berlin("2026-04-06 15:00"), at=berlin("2026-04-01 10:00")) == berlin(
        "2026-04-07 10:00"
    )


def test_the_midnight_that_ends_a_holiday_is_still_its_own(desk):
    assert desk.codes(berlin("2026-04-04 00:00"), at=berlin("2026-04-01 10:00")) == ["holiday"]
    assert desk.codes(berlin("2026-04-03 00:00"), at=berlin("2026-04-01 10:00")) == ["outside_team_hours"]


def test_the_opening_after_a_holiday_is_not_on_it(desk):
    (warning,) = desk.check(berlin("2026-04-07 09:00"), at=berlin("2026-04-06 12:00"))
    assert warning.code == "outside_team_hours"
    assert "no working time" in warning.message


def test_the_day_before_a_holiday_ends_at_closing_and_not_earlier(desk):
    assert desk.codes(berlin("2026-04-02 17:30")) == []
    assert desk.codes(berlin("2026-04-02 18:00")) == ["outside_team_hours"]


def test_a_closure_of_the_team_is_named(desk):
    Closure.objects.create(
        calendar=desk.cast.berlin.calendar,
        starts_on=date(2026, 3, 3),
        ends_on=date(2026, 3, 4),
        name="Inventory",
    )
    (warning,) = desk.check(berlin("2026-03-04 12:00"))
    assert (warning.code, warning.message.endswith(": Inventory.")) == ("holiday", True)
    assert warning.suggested_at == berlin("2026-03-05 10:00")


def test_the_small_hours_of_a_night_lost_to_a_holiday_belong_to_it(desk):
    calendar = WorkCalendar.objects.create(name="Nights", timezone="Europe/Berlin", country="DE")
    WorkHours.objects.bulk_create(
        WorkHours(calendar=calendar, weekday=day, opens=time(22), closes=time(6)) for day in range(7)
    )
    desk.cast.night_desk.calendar = calendar
    desk.cast.night_desk.save()
    case = {"owner": desk.cast.noor, "team": desk.cast.night_desk, "at": berlin("2026-04-02 23:00")}
    assert desk.codes(berlin("2026-04-03 06:00"), **case) == []  # Thursday's night
    assert desk.codes(berlin("2026-04-04 03:00"), **case) == ["holiday"]  # Good Friday's night
    assert desk.instead(berlin("2026-04-04 03:00"), **case) == berlin("2026-04-04 23:00")
