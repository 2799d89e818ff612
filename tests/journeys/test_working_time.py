"""Alerts lie in working time: over the weekend, over a clock change, after a calendar was edited."""

from datetime import date, time

import pytest

from alerts.models import Ladder
from people.models import Closure
from promises.models import Breach
from tests.cast import berlin, new_york, utc


def test_a_promise_said_on_friday_for_monday_morning_is_remembered_on_friday(story):
    story.it_is("2026-03-06 16:00")
    story.promise(due_at=berlin("2026-03-09 09:15"))

    story.it_is("2026-03-09 10:00")

    # 105 working minutes from Friday 16:00 to Monday 09:15: an hour of them before its end is Friday 16:45.
    assert story.heard() == [
        "Fri 16:45 Amira as owner",
        "Fri 16:52 Amira as owner",  # half of them
        "Mon 09:00 Amira as owner",
        "Mon 09:00 Lena as lead",
        "Mon 09:15 Lena as lead",
        "Mon 09:15 Omar as manager",
    ]


def test_nobody_is_alerted_at_the_weekend_about_monday(story):
    story.it_is("2026-03-06 17:00")
    story.promise(due_at=berlin("2026-03-09 12:00"))
    story.it_is("2026-03-06 17:30")
    friday = story.heard()

    story.it_is("2026-03-09 08:59")

    assert story.heard() == friday


def test_a_promise_with_less_working_time_left_than_the_rung_asks_for_is_told_as_work_begins(story):
    # Said five minutes before work ends, for half an hour after it begins: no hour of work lies in between.
    story.it_is("2026-03-06 17:25")
    story.promise(due_at=berlin("2026-03-09 09:20"))

    story.it_is("2026-03-09 09:19")

    assert "Mon 09:00 Amira as owner" in story.heard()
    assert not [line for line in story.heard() if line.startswith(("Sat", "Sun", "Mon 08"))]


def test_a_promise_at_an_odd_hour_is_told_at_an_odd_hour_when_no_work_lies_before_it(story):
    story.it_is("2026-03-02 20:00")
    story.promise(due_at=berlin("2026-03-03 07:00"))

    story.it_is("2026-03-03 06:59")

    assert story.heard()[-3:] == [
        "Tue 06:00 Amira as owner",
        "Tue 06:45 Amira as owner",
        "Tue 06:45 Lena as lead",
    ]


def test_the_last_rung_after_a_promise_broken_on_friday_evening_waits_for_monday(story):
    story.it_is("2026-03-06 13:00")
    story.promise(due_at=berlin("2026-03-06 17:00"))

    story.it_is("2026-03-09 12:00")

    assert story.heard()[-1] == "Mon 09:30 Omar as up:3"
    assert Breach.objects.get().broken_at == berlin("2026-03-06 17:00")


@pytest.mark.parametrize(
    ("friday", "due", "an_hour_before"),
    [
        ("2026-03-27 16:00", "2026-03-30 09:15", utc("2026-03-27 15:45")),  # clocks go forward in between
        ("2026-10-23 16:00", "2026-10-26 09:15", utc("2026-10-23 14:45")),  # and back
    ],
)
def test_working_minutes_are_right_over_both_clock_changes(story, friday, due, an_hour_before):
    story.it_is(friday)
    promise = story.promise(due_at=berlin(due))

    story.it_is(due)

    by_rung = dict(
        promise.deadline.alerts.filter(recipient=story.cast.amira).values_list("rung", "raised_at")
    )
    assert by_rung[2] == an_hour_before
    assert by_rung[3] == berlin(due.replace("09:15", "09:00"))


@pytest.mark.parametrize(
    ("said", "hour_before", "due"),
    [
        # At 01:00 UTC the customer's clock goes from 02:00 to 03:00, in autumn from 03:00 to 02:00.
        ("2026-03-28 23:30", "2026-03-29 00:30", "2026-03-29 01:30"),
        ("2026-10-24 23:30", "2026-10-25 00:30", "2026-10-25 01:30"),
    ],
)
def test_two_hours_are_two_hours_over_a_clock_change(story, said, hour_before, due):
    ticket = story.ticket(team=story.cast.night_desk, owner=story.cast.noor)
    story.it_is(utc(said))
    promise = story.promise("in 2 hours", ticket=ticket)
    assert promise.due_at == utc(due)

    story.it_is(utc(due))

    alert = promise.deadline.alerts.get(rung=2)
    assert (alert.recipient, alert.raised_at) == (story.cast.noor, utc(hour_before))


def test_alerts_lie_in_the_working_time_of_an_owner_elsewhere(story):
    """Ben in New York owns it; the team and the customer are in Berlin."""
    ticket = story.ticket(owner=story.cast.ben)
    promise = story.promise(due_at=new_york("2026-03-03 09:30"), ticket=ticket)

    story.it_is(new_york("2026-03-03 09:30"))

    # An hour of Ben's working time before half past nine is half past four of the day before, in his own zone.
    assert promise.deadline.alerts.get(rung=2).raised_at == new_york("2026-03-02 16:30")


def test_a_closure_entered_after_the_promise_was_made_moves_its_alerts(story):
    promise = story.promise(due_at=berlin("2026-03-04 09:30"))  # Wednesday
    story.it_is("2026-03-02 12:00")
    Closure.objects.create(
        calendar=story.cast.berlin.calendar,
        starts_on=date(2026, 3, 3),
        ends_on=date(2026, 3, 3),
        name="Outing",
    )

    story.it_is("2026-03-04 09:30")

    assert promise.deadline.alerts.get(rung=2).raised_at == berlin("2026-03-02 17:00")  # not Tuesday 17:00


def test_longer_hours_entered_after_the_promise_was_made_move_its_alerts(story):
    promise = story.promise(due_at=berlin("2026-03-03 09:30"))
    story.it_is("2026-03-02 12:00")
    tuesday = story.cast.berlin.calendar.hours.get(weekday=1)
    tuesday.opens = time(7)
    tuesday.save()

    story.it_is("2026-03-03 09:30")

    assert promise.deadline.alerts.get(rung=2).raised_at == berlin("2026-03-03 08:30")


def test_another_calendar_for_the_team_moves_the_alerts(story):
    promise = story.promise(due_at=berlin("2026-03-03 09:30"))
    story.it_is("2026-03-02 12:00")
    story.cast.berlin.calendar = story.cast.night_desk.calendar
    story.cast.berlin.save()

    story.it_is("2026-03-03 09:30")

    assert promise.deadline.alerts.get(rung=2).raised_at == berlin("2026-03-03 08:30")


def test_an_edit_that_moves_a_rung_into_the_past_has_it_told_at_once(story):
    promise = story.promise(due_at=berlin("2026-03-03 10:30"))  # an hour before is Tuesday 09:30
    story.it_is("2026-03-02 17:00")
    tuesday = story.cast.berlin.calendar.hours.get(weekday=1)
    tuesday.opens = time(10)
    tuesday.save()

    story.it_is("2026-03-02 17:01")

    # Half an hour of work on Monday, half an hour on Tuesday: that is now.
    assert promise.deadline.alerts.get(rung=2).raised_at == berlin("2026-03-02 17:00")


def test_a_rung_that_was_raised_is_not_raised_again_after_a_calendar_edit(story):
    promise = story.promise(due_at=berlin("2026-03-03 09:30"))
    story.it_is("2026-03-02 17:00")
    assert promise.deadline.alerts.filter(rung=2).count() == 1
    for hours in story.cast.berlin.calendar.hours.all():
        hours.opens = time(7)
        hours.save()

    story.it_is("2026-03-03 09:30")

    assert promise.deadline.alerts.filter(rung=2).count() == 1


def test_an_edited_ladder_changes_no_running_promise(story):
    running = story.promise(due_at=berlin("2026-03-02 13:00"))
    story.it_is("2026-03-02 09:30")
    Ladder.objects.replace(
        story.cast.berlin, [{"minutes_before": 90, "audiences": ["manager"]}], at=story.now
    )
    later = story.promise(due_at=berlin("2026-03-02 13:00"))

    story.it_is("2026-03-02 13:00")

    assert set(running.deadline.alerts.values_list("rung", flat=True)) == {1, 2, 3, 4}
    assert [str(alert.recipient) for alert in later.deadline.alerts.all()] == ["Omar Benali"]
    assert later.deadline.alerts.get().raised_at == berlin("2026-03-02 11:30")
