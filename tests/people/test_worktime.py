"""Working time by example. Properties over random calendars are in test_worktime_properties.py."""

import pickle
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from people.worktime import EmptyCalendar, NaiveDatetime, WorkTime

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
NINE_TO_HALF_PAST_FIVE = ((9 * 60, 17 * 60 + 30),)
OFFICE = WorkTime(BERLIN, (NINE_TO_HALF_PAST_FIVE,) * 5 + ((), ()))
ALWAYS = WorkTime.always(BERLIN)
NIGHTS = WorkTime(BERLIN, (((22 * 60, 30 * 60),),) * 7)
NO_HOURS = WorkTime(BERLIN, ((),) * 7)

# November 2026: Friday 20, Monday 23. Clocks change on 29 March and 25 October in Berlin.
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def at(day, clock, zone=BERLIN, fold=0):
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=fold).astimezone(UTC)


def nights(zone, start, end):
    return WorkTime(zone, (((start, end),),) * 7)


def length(calendar, day):
    """Minutes of all spans of a day."""
    return sum((end - start).total_seconds() for start, end in calendar.spans(day)) / 60


class TestWeekends:
    def test_an_hour_before_monday_quarter_past_nine_is_friday_quarter_to_five(self):
        assert OFFICE.subtract(at(MONDAY, "09:15"), 60) == at(FRIDAY, "16:45")

    def test_an_hour_after_friday_five_is_monday_half_past_nine(self):
        assert OFFICE.add(at(FRIDAY, "17:00"), 60) == at(MONDAY, "09:30")

    def test_the_last_minute_of_a_day_ends_at_its_closing_not_at_the_next_opening(self):
        assert OFFICE.add(at(FRIDAY, "17:00"), 30) == at(FRIDAY, "17:30")

    def test_the_first_minute_of_a_day_begins_at_its_opening_not_at_the_closing_before(self):
        assert OFFICE.subtract(at(MONDAY, "09:30"), 30) == at(MONDAY, "09:00")

    def test_minutes_are_counted_from_the_next_opening_when_nobody_works(self):
        assert OFFICE.add(at(SATURDAY, "12:00"), 15) == at(MONDAY, "09:15")
        assert OFFICE.subtract(at(SATURDAY, "12:00"), 15) == at(FRIDAY, "17:15")

    def test_no_minutes_lead_nowhere_even_when_nobody_works(self):
        assert OFFICE.add(at(SATURDAY, "12:00"), 0) == at(SATURDAY, "12:00")
        assert OFFICE.subtract(at(SATURDAY, "12:00"), 0) == at(SATURDAY, "12:00")
        assert NO_HOURS.add(at(SATURDAY, "12:00"), 0) == at(SATURDAY, "12:00")

    def test_a_week_has_five_days_of_eight_and_a_half_hours(self):
        assert OFFICE.minutes_between(at(MONDAY, "00:00"), at(date(2026, 11, 30), "00:00")) == 5 * 510

    def test_minutes_backwards_are_negative(self):
        assert OFFICE.minutes_between(at(MONDAY, "09:15"), at(FRIDAY, "17:00")) == -45

    def test_the_opening_is_working_time_and_the_closing_is_not(self):
        assert OFFICE.is_working(at(MONDAY, "09:00"))
        assert OFFICE.is_working(at(MONDAY, "17:29"))
        assert not OFFICE.is_working(at(MONDAY, "17:30"))
        assert not OFFICE.is_working(at(MONDAY, "08:59"))

    def test_the_next_opening_is_now_while_working_and_monday_from_friday_closing_on(self):
        assert OFFICE.next_opening(at(FRIDAY, "12:34")) == at(FRIDAY, "12:34")
        assert OFFICE.next_opening(at(FRIDAY, "17:30")) == at(MONDAY, "09:00")

    def test_the_previous_closing_is_now_while_working_or_closing_and_friday_before_monday_opens(self):
        assert OFFICE.previous_closing(at(FRIDAY, "12:34")) == at(FRIDAY, "12:34")
        assert OFFICE.previous_closing(at(FRIDAY, "17:30")) == at(FRIDAY, "17:30")
        assert OFFICE.previous_closing(at(MONDAY, "08:59")) == at(FRIDAY, "17:30")
        assert OFFICE.previous_closing(at(MONDAY, "09:00")) == at(FRIDAY, "17:30")

    def test_half_a_minute_is_thirty_seconds(self):
        assert OFFICE.add(at(MONDAY, "09:00"), 0.5) == at(MONDAY, "09:00") + timedelta(seconds=30)

    def test_answers_are_in_utc_whatever_the_zone_of_the_question(self):
        asked = at(MONDAY, "10:00").astimezone(NEW_YORK)
        found = [
            OFFICE.add(asked, 0),
            OFFICE.subtract(asked, 5),
            OFFICE.next_opening(asked),
            OFFICE.previous_closing(asked),
            OFFICE.opening(MONDAY),
            OFFICE.closing(MONDAY),
            *OFFICE.spans(MONDAY)[0],
        ]
        assert {moment.tzinfo for moment in found} == {UTC}
        assert found[2] == at(MONDAY, "10:00")


class TestDays:
    def test_a_day_opens_and_closes_by_the_local_clock(self):
        assert OFFICE.opening(MONDAY) == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        assert OFFICE.closing(MONDAY) == datetime(2026, 11, 23, 16, 30, tzinfo=UTC)

    def test_a_day_without_hours_neither_opens_nor_closes(self):
        assert OFFICE.opening(SATURDAY) is None
        assert OFFICE.closing(SATURDAY) is None
        assert not OFFICE.is_workday(SATURDAY)

    def test_the_next_workday_is_never_the_day_itself(self):
        assert OFFICE.next_workday(FRIDAY) == MONDAY
        assert OFFICE.next_workday(SATURDAY) == MONDAY
        assert OFFICE.next_workday(MONDAY) == date(2026, 11, 24)

    def test_two_workdays_after_friday_is_tuesday(self):
        assert OFFICE.add_workdays(FRIDAY, 2) == date(2026, 11, 24)
        assert OFFICE.add_workdays(SATURDAY, 0) == SATURDAY

    def test_a_datetime_is_not_taken_for_a_day(self):
        with pytest.raises(TypeError, match="local date"):
            OFFICE.spans(at(MONDAY, "09:00"))

    def test_a_lunch_break_is_not_working_time(self):
        lunch = WorkTime(BERLIN, (((9 * 60, 12 * 60), (13 * 60, 17 * 60)),) * 7)
        assert not lunch.is_working(at(MONDAY, "12:00"))
        assert lunch.add(at(MONDAY, "11:30"), 60) == at(MONDAY, "13:30")
        assert lunch.subtract(at(MONDAY, "13:30"), 60) == at(MONDAY, "11:30")
        assert len(lunch.spans(MONDAY)) == 2
        assert (lunch.opening(MONDAY), lunch.closing(MONDAY)) == (at(MONDAY, "09:00"), at(MONDAY, "17:00"))

    def test_ranges_that_overlap_or_touch_count_once(self):
        messy = WorkTime(BERLIN, (((720, 900), (540, 720), (600, 800)),) * 7)
        assert messy.spans(MONDAY) == [(at(MONDAY, "09:00"), at(MONDAY, "15:00"))]
        assert messy.minutes_between(at(MONDAY, "00:00"), at(MONDAY, "23:00")) == 360
        touching = WorkTime(BERLIN, (((540, 720), (720, 900)),) * 7)
        assert touching.spans(MONDAY) == messy.spans(MONDAY)


class TestDaysOff:
    OFF = WorkTime(BERLIN, OFFICE.weekly, day_off={MONDAY: "Closed for stocktaking"}.get)

    def test_a_holiday_is_skipped_in_both_directions(self):
        assert self.OFF.add(at(FRIDAY, "17:00"), 60) == at(date(2026, 11, 24), "09:30")
        assert self.OFF.subtract(at(date(2026, 11, 24), "09:15"), 60) == at(FRIDAY, "16:45")
        assert self.OFF.next_workday(FRIDAY) == date(2026, 11, 24)
        assert not self.OFF.is_working(at(MONDAY, "12:00"))

    def test_a_holiday_without_a_name_is_a_holiday(self):
        assert not WorkTime(BERLIN, OFFICE.weekly, day_off={MONDAY: ""}.get).is_workday(MONDAY)

    def test_a_night_that_starts_on_a_holiday_is_off_to_its_end(self):
        off = WorkTime(BERLIN, NIGHTS.weekly, day_off={MONDAY: "Holiday"}.get)
        assert off.is_working(at(MONDAY, "05:59"))  # Sunday's night
        assert not off.is_working(at(MONDAY, "23:00"))
        assert not off.is_working(at(date(2026, 11, 24), "01:00"))
        assert off.add(at(MONDAY, "05:00"), 61) == at(date(2026, 11, 24), "22:01")


class TestNights:
    def test_a_night_runs_into_the_next_day_and_belongs_to_the_day_it_starts_on(self):
        assert NIGHTS.spans(MONDAY) == [(at(MONDAY, "22:00"), at(date(2026, 11, 24), "06:00"))]
        assert NIGHTS.add(at(MONDAY, "23:30"), 60) == at(date(2026, 11, 24), "00:30")
        assert NIGHTS.subtract(at(MONDAY, "22:30"), 60) == at(MONDAY, "05:30")

    def test_a_night_and_the_early_shift_after_it_count_once_where_they_overlap(self):
        both = WorkTime(BERLIN, (((5 * 60, 12 * 60), (22 * 60, 30 * 60)),) * 7)
        assert both.minutes_between(at(MONDAY, "00:00"), at(MONDAY, "13:00")) == 12 * 60
        assert both.add(at(MONDAY, "04:00"), 180) == at(MONDAY, "07:00")

    def test_a_range_may_last_two_days(self):
        long = WorkTime(BERLIN, (((0, 2880),), (), (), (), (), (), ()))
        assert long.minutes_between(at(MONDAY, "00:00"), at(date(2026, 11, 30), "00:00")) == 2880

    @pytest.mark.parametrize("zone", [ZoneInfo("Pacific/Honolulu"), ZoneInfo("Pacific/Kiritimati")])
    def test_a_range_of_two_days_is_whole_on_any_day_of_the_year(self, zone):
        for n in range(60):
            day = MONDAY + timedelta(days=n)
            once = WorkTime(
                zone, (((0, 2880),),) * 7, day_off=lambda other, day=day: None if other == day else "off"
            )
            for half in (0, 24, 47):
                assert once.is_working(at(day, "00:30", zone) + timedelta(hours=half))
            assert not once.is_working(at(day, "00:00", zone) + timedelta(hours=48))


class TestRoundTheClock:
    def test_working_minutes_are_elapsed_minutes(self):
        start = at(date(2026, 10, 24), "13:17")
        assert ALWAYS.add(start, 100_000) == start + timedelta(minutes=100_000)
        assert ALWAYS.subtract(start, 400_000) == start - timedelta(minutes=400_000)
        assert ALWAYS.minutes_between(start, start + timedelta(days=700)) == 700 * 1440

    @pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, LORD_HOWE, ZoneInfo("America/Havana"), UTC])
    def test_there_is_no_seam_at_midnight(self, zone):
        calendar = WorkTime.always(zone)
        for day in (MONDAY + timedelta(days=n) for n in range(0, 400)):
            midnight = at(day, "00:00", zone)
            assert calendar.is_working(midnight)
            assert calendar.next_opening(midnight) == midnight

    def test_the_clock_changes_make_days_of_23_and_25_hours(self):
        assert length(ALWAYS, SPRING) == 23 * 60
        assert length(ALWAYS, AUTUMN) == 25 * 60


class TestClockChanges:
    """Berlin and New York change by an hour at night, Lord Howe by half an hour."""

    @pytest.mark.parametrize(
        ("zone", "day", "minutes"),
        [
            (BERLIN, SPRING, 420),
            (BERLIN, AUTUMN, 540),
            (NEW_YORK, date(2026, 3, 8), 420),
            (NEW_YORK, date(2026, 11, 1), 540),
            (LORD_HOWE, date(2026, 10, 4), 450),
            (LORD_HOWE, date(2026, 4, 5), 510),
            (BERLIN, MONDAY, 480),
        ],
    )
    def test_a_night_shift_from_ten_to_six_lasts_as_long_as_it_really_does(self, zone, day, minutes):
        shift = nights(zone, 22 * 60, 30 * 60)
        evening, morning = at(day - timedelta(days=1), "22:00", zone), at(day, "06:00", zone)
        assert length(shift, day - timedelta(days=1)) == minutes
        assert shift.add(evening, minutes) == morning
        assert shift.subtract(morning, minutes) == evening

    @pytest.mark.parametrize("day", [SPRING, AUTUMN])
    def test_office_hours_keep_the_local_clock_over_the_weekend_of_a_change(self, day):
        monday, friday = day + timedelta(days=1), day - timedelta(days=2)
        assert OFFICE.add(at(friday, "17:00"), 60) == at(monday, "09:30")
        assert OFFICE.subtract(at(monday, "09:30"), 60) == at(friday, "17:00")

    def test_an_opening_in_the_hour_that_spring_skips_moves_to_the_end_of_the_gap(self):
        assert nights(BERLIN, 150, 600).opening(SPRING) == at(SPRING, "03:00")
        assert nights(LORD_HOWE, 135, 600).opening(date(2026, 10, 4)) == at(
            date(2026, 10, 4), "02:30", LORD_HOWE
        )

    def test_a_closing_in_the_hour_that_spring_skips_moves_to_the_end_of_the_gap(self):
        assert nights(BERLIN, 60, 150).closing(SPRING) == at(SPRING, "03:00")

    def test_a_range_from_inside_the_gap_to_shortly_after_it_is_not_turned_inside_out(self):
        assert length(nights(BERLIN, 150, 190), SPRING) == 10

    def test_a_range_inside_the_gap_has_no_time_and_makes_no_workday(self):
        hidden = nights(BERLIN, 125, 175)
        assert hidden.spans(SPRING) == []
        assert hidden.next_workday(SPRING - timedelta(days=1)) == SPRING + timedelta(days=1)

    def test_an_opening_that_autumn_shows_twice_is_the_earlier_and_a_closing_the_later(self):
        twice = nights(BERLIN, 135, 165)
        assert twice.spans(AUTUMN) == [(at(AUTUMN, "02:15", fold=0), at(AUTUMN, "02:45", fold=1))]
        assert length(twice, AUTUMN) == 90

    def test_ranges_that_meet_in_the_repeated_hour_count_it_once(self):
        meeting = WorkTime(BERLIN, (((0, 150), (150, 360)),) * 7)
        assert length(meeting, AUTUMN) == 7 * 60
        assert meeting.minutes_between(at(AUTUMN, "00:00"), at(AUTUMN, "06:00")) == 7 * 60

    def test_both_of_the_repeated_hours_are_told_apart_in_the_question(self):
        early = nights(BERLIN, 0, 360)
        assert early.minutes_between(at(AUTUMN, "02:30", fold=0), at(AUTUMN, "02:30", fold=1)) == 60

    def test_a_day_that_a_country_skipped_is_no_workday(self):
        apia = WorkTime.always(ZoneInfo("Pacific/Apia"))  # went from the 29th to the 31st of December 2011
        assert not apia.is_workday(date(2011, 12, 30))
        assert apia.closing(date(2011, 12, 29)) == apia.opening(date(2011, 12, 31))


class TestAbsences:
    AWAY = WorkTime(
        BERLIN, OFFICE.weekly, away=((at(MONDAY, "10:00"), at(MONDAY, "12:00").astimezone(NEW_YORK)),)
    )

    def test_an_absence_cuts_a_day_in_two(self):
        assert self.AWAY.spans(MONDAY) == [
            (at(MONDAY, "09:00"), at(MONDAY, "10:00")),
            (at(MONDAY, "12:00"), at(MONDAY, "17:30")),
        ]
        assert self.AWAY.add(at(MONDAY, "09:30"), 60) == at(MONDAY, "12:30")
        assert self.AWAY.next_opening(at(MONDAY, "10:00")) == at(MONDAY, "12:00")
        assert self.AWAY.is_workday(MONDAY)

    def test_absences_that_overlap_count_once_in_any_order(self):
        more = self.AWAY.without(
            [(at(MONDAY, "11:00"), at(MONDAY, "14:00")), (at(FRIDAY, "00:00"), at(SATURDAY, "00:00"))]
        )
        assert more.spans(MONDAY)[1] == (at(MONDAY, "14:00"), at(MONDAY, "17:30"))
        assert not more.is_workday(FRIDAY)
        assert self.AWAY.is_workday(FRIDAY)
        assert more.minutes_between(at(FRIDAY, "00:00"), at(MONDAY, "23:00")) == 60 + 210

    def test_a_holiday_of_three_weeks_is_stepped_over(self):
        leave = OFFICE.without([(at(FRIDAY, "16:00"), at(date(2026, 12, 11), "12:00"))])
        assert leave.add(at(FRIDAY, "15:30"), 60) == at(date(2026, 12, 11), "12:30")
        assert leave.next_workday(FRIDAY) == date(2026, 12, 11)

    def test_an_absence_may_begin_and_end_in_the_middle_of_a_night(self):
        away = NIGHTS.without([(at(MONDAY, "23:00"), at(date(2026, 11, 24), "01:00"))])
        assert length(away, MONDAY) == 6 * 60
        assert away.closing(MONDAY) == at(date(2026, 11, 24), "06:00")


class TestEmptyCalendars:
    @pytest.mark.parametrize(
        "calendar",
        [
            NO_HOURS,
            WorkTime(BERLIN, OFFICE.weekly, day_off=lambda day: "Closed for good"),
            OFFICE.without([(at(date(2020, 1, 1), "00:00"), at(date(2035, 1, 1), "00:00"))]),
        ],
        ids=["no hours", "always off", "away for years"],
    )
    def test_an_empty_calendar_is_an_error_and_soon_so(self, calendar):
        began = time.perf_counter()
        for verb in (
            lambda: calendar.add(at(MONDAY, "09:00"), 1),
            lambda: calendar.subtract(at(MONDAY, "09:00"), 1),
            lambda: calendar.next_opening(at(MONDAY, "09:00")),
            lambda: calendar.previous_closing(at(MONDAY, "09:00")),
            lambda: calendar.next_workday(MONDAY),
            lambda: calendar.add_workdays(MONDAY, 3),
        ):
            with pytest.raises(EmptyCalendar, match="three years"):
                verb()
        assert not calendar.is_working(at(MONDAY, "10:00"))
        assert calendar.minutes_between(at(FRIDAY, "09:00"), at(MONDAY, "12:00")) == 0
        assert time.perf_counter() - began < 2

    def test_working_time_two_years_away_is_found(self):
        calendar = OFFICE.without([(at(MONDAY, "00:00"), at(date(2028, 11, 23), "00:00"))])
        assert calendar.next_opening(at(MONDAY, "09:00")) == at(date(2028, 11, 23), "09:00")

    def test_more_minutes_than_the_horizon_holds_are_an_error_and_soon_so(self):
        began = time.perf_counter()
        for minutes in (10_000_000, 1e15, 1e300):
            with pytest.raises(EmptyCalendar, match="three years"):
                ALWAYS.add(at(MONDAY, "09:00"), minutes)
            with pytest.raises(EmptyCalendar, match="three years"):
                ALWAYS.subtract(at(MONDAY, "09:00"), minutes)
        assert time.perf_counter() - began < 2

    def test_the_ends_of_the_calendar_do_not_overflow(self):
        with pytest.raises(EmptyCalendar):
            ALWAYS.add(datetime.max.replace(tzinfo=UTC), 1)
        with pytest.raises(EmptyCalendar):
            ALWAYS.subtract(datetime.min.replace(tzinfo=UTC), 1)
        with pytest.raises(EmptyCalendar):
            ALWAYS.next_workday(date.max)
        assert ALWAYS.spans(date.max) == ALWAYS.spans(date.min) == []


class TestBadInput:
    @pytest.mark.parametrize(
        "verb",
        [
            lambda naive: OFFICE.is_working(naive),
            lambda naive: OFFICE.add(naive, 1),
            lambda naive: OFFICE.add(naive, 0),
            lambda naive: OFFICE.subtract(naive, 1),
            lambda naive: OFFICE.minutes_between(naive, at(MONDAY, "09:00")),
            lambda naive: OFFICE.minutes_between(at(MONDAY, "09:00"), naive),
            lambda naive: OFFICE.next_opening(naive),
            lambda naive: OFFICE.previous_closing(naive),
            lambda naive: OFFICE.without([(naive, at(MONDAY, "09:00"))]),
        ],
    )
    def test_a_datetime_without_a_zone_is_refused(self, verb):
        with pytest.raises(NaiveDatetime, match=r"(at|start|end) \(2026-11-20T09:00:00\) has no time zone"):
            verb(datetime(2026, 11, 20, 9, 0))  # noqa: DTZ001

    @pytest.mark.parametrize("minutes", [-1, -0.001, float("nan"), float("inf")])
    def test_minutes_that_are_no_length_of_time_are_refused(self, minutes):
        with pytest.raises(ValueError, match="minutes must be"):
            OFFICE.add(at(MONDAY, "09:00"), minutes)
        with pytest.raises(ValueError, match="minutes must be"):
            OFFICE.subtract(at(MONDAY, "09:00"), minutes)

    def test_workdays_are_not_counted_backwards(self):
        with pytest.raises(ValueError, match="n must be 0 or more"):
            OFFICE.add_workdays(MONDAY, -1)

    def test_a_week_has_seven_days(self):
        with pytest.raises(ValueError, match="weekly must have 7 days"):
            WorkTime(BERLIN, (NINE_TO_HALF_PAST_FIVE,) * 5)

    @pytest.mark.parametrize("bad", [(-1, 60), (1440, 1500), (600, 600), (600, 540), (0, 2881), (540.5, 600)])
    def test_a_range_that_is_none_is_refused_with_its_day(self, bad):
        with pytest.raises(ValueError, match="weekly: day 2"):
            WorkTime(BERLIN, ((), (), (bad,), (), (), (), ()))

    def test_an_absence_that_ends_before_it_starts_is_refused(self):
        with pytest.raises(ValueError, match="away: an absence must end after it starts"):
            OFFICE.without([(at(MONDAY, "12:00"), at(MONDAY, "10:00"))])

    def test_a_zone_by_name_is_refused(self):
        with pytest.raises(ValueError, match="timezone must be a ZoneInfo"):
            WorkTime("Europe/Berlin", OFFICE.weekly)


def test_calendars_with_the_same_hours_are_equal_and_hash_alike():
    away = (at(MONDAY, "10:00"), at(MONDAY, "12:00"))
    elsewhere = tuple(moment.astimezone(NEW_YORK) for moment in away)
    other = WorkTime(BERLIN, [list(day) for day in OFFICE.weekly], away=[elsewhere])
    assert other == OFFICE.without([away])
    assert hash(other) == hash(OFFICE.without([away]))
    assert other != OFFICE


def test_a_calendar_survives_the_trip_to_a_worker():
    OFFICE.add(at(MONDAY, "09:00"), 60)
    assert pickle.loads(pickle.dumps(OFFICE)) == OFFICE  # noqa: S301
