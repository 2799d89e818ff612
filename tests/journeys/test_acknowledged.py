"""“I have it”: the ladder pauses for working minutes, and goes on when nothing follows."""

import pytest
from django.core.exceptions import PermissionDenied

from alerts.acknowledging import acknowledge
from alerts.models import Acknowledgement, Alert, Deadline
from promises.models import Breach
from promises.settling import keep
from tests.cast import a_call, an_absence, berlin


def last_alert_of(user) -> Alert:
    return Alert.objects.filter(recipient=user).latest("raised_at")


def test_an_acknowledgement_holds_the_next_rung_back_and_then_the_ladder_goes_on(story):
    story.promise("in 4 hours")
    story.it_is("2026-03-02 12:45")
    acknowledgement = acknowledge(last_alert_of(story.cast.amira), by=story.cast.amira, at=story.now)
    assert acknowledgement.paused_until == berlin("2026-03-02 13:15")

    story.it_is("2026-03-02 15:00")

    assert story.heard(after="2026-03-02 12:45") == [
        "Mon 13:15 Lena as lead",  # broken at 13:00, and told when the pause is over
        "Mon 13:15 Omar as manager",
        "Mon 14:00 Omar as up:3",
    ]


def test_a_pause_never_holds_back_the_breach(story):
    promise = story.promise("in 4 hours")
    story.it_is("2026-03-02 12:45")
    acknowledge(last_alert_of(story.cast.amira), by=story.cast.amira, at=story.now)

    story.it_is("2026-03-02 13:00")

    assert Breach.objects.get().broken_at == promise.due_at
    assert story.heard(after="2026-03-02 12:45") == []


def test_a_pause_that_is_over_before_the_next_rung_delays_nothing(story):
    story.promise("in 4 hours")
    story.it_is("2026-03-02 12:00")
    acknowledge(last_alert_of(story.cast.amira), by=story.cast.amira, at=story.now)

    story.it_is("2026-03-02 12:45")

    assert story.heard(after="2026-03-02 12:00") == ["Mon 12:45 Amira as owner", "Mon 12:45 Lena as lead"]


def test_a_pause_counts_working_minutes(story):
    story.promise(due_at=berlin("2026-03-02 17:20"))
    story.it_is("2026-03-02 17:20")
    acknowledge(last_alert_of(story.cast.lena), by=story.cast.lena, at=story.now)

    # Ten minutes are left of Monday; the others are worked on Tuesday.
    assert Deadline.objects.get().paused_until == berlin("2026-03-03 09:20")


def test_a_pause_counts_the_minutes_of_whoever_has_it_and_not_of_an_owner_who_is_away(story):
    an_absence(story.cast.amira, berlin("2026-03-02 10:00"), berlin("2026-03-20 00:00"))
    story.promise("in 4 hours")
    story.it_is("2026-03-02 12:00")
    acknowledge(last_alert_of(story.cast.lena), by=story.cast.lena, at=story.now)

    assert Deadline.objects.get().paused_until == berlin("2026-03-02 12:30")


def test_past_the_last_rung_it_is_told_once_more_for_each_acknowledgement(story):
    story.promise("in 4 hours")
    story.it_is("2026-03-02 14:00")
    acknowledge(last_alert_of(story.cast.omar), by=story.cast.omar, at=story.now)
    story.it_is("2026-03-02 15:00")
    assert story.heard(after="2026-03-02 14:00") == ["Mon 14:30 Omar as up:3"]

    acknowledge(last_alert_of(story.cast.omar), by=story.cast.omar, at=story.now)
    story.it_is("2026-03-03 12:00")

    assert story.heard(after="2026-03-02 14:00") == ["Mon 14:30 Omar as up:3", "Mon 15:30 Omar as up:3"]


def test_two_who_have_it_pause_it_until_the_later_of_both(story):
    story.promise("in 4 hours")
    story.it_is("2026-03-02 12:45")
    acknowledge(last_alert_of(story.cast.amira), by=story.cast.amira, at=story.now)
    story.it_is("2026-03-02 12:55")
    acknowledge(last_alert_of(story.cast.lena), by=story.cast.lena, at=story.now)

    story.it_is("2026-03-02 13:40")

    assert story.heard(after="2026-03-02 12:45") == ["Mon 13:25 Lena as lead", "Mon 13:25 Omar as manager"]


def test_a_promise_kept_during_the_pause_alerts_nobody(story):
    promise = story.promise("in 4 hours")
    story.it_is("2026-03-02 12:45")
    acknowledge(last_alert_of(story.cast.amira), by=story.cast.amira, at=story.now)
    story.it_is("2026-03-02 12:55")
    keep(promise, by=story.cast.amira, evidence=a_call(promise.ticket, at=story.now), at=story.now)

    story.it_is("2026-03-03 12:00")

    assert story.heard(after="2026-03-02 12:45") == []


def test_acknowledging_twice_is_acknowledging_once(story):
    story.promise("in 4 hours")
    story.it_is("2026-03-02 12:00")
    alert = last_alert_of(story.cast.amira)
    first = acknowledge(alert, by=story.cast.amira, at=story.now)
    story.it_is("2026-03-02 12:10")

    assert acknowledge(alert, by=story.cast.amira, at=story.now) == first
    assert Deadline.objects.get().paused_until == berlin("2026-03-02 12:30")


def test_only_the_recipient_or_an_administrator_acknowledges(story):
    story.promise("in 4 hours")
    story.it_is("2026-03-02 12:00")
    alert = last_alert_of(story.cast.amira)

    with pytest.raises(PermissionDenied):
        acknowledge(alert, by=story.cast.lena, at=story.now)
    assert acknowledge(alert, by=story.cast.admin, at=story.now).by == story.cast.admin


def test_an_alert_about_a_settled_promise_can_be_acknowledged_and_pauses_nothing(story):
    promise = story.promise("in 4 hours")
    story.it_is("2026-03-02 12:00")
    keep(promise, by=story.cast.amira, evidence=a_call(promise.ticket, at=story.now), at=story.now)

    assert (
        acknowledge(last_alert_of(story.cast.amira), by=story.cast.amira, at=story.now).paused_until is None
    )


def test_an_acknowledged_alert_is_not_sent_any_more(story):
    story.promise("in 4 hours")
    story.nothing_runs_until("2026-03-02 12:00")
    story.sweep.run(story.now)
    acknowledge(last_alert_of(story.cast.amira), by=story.cast.amira, at=story.now)

    assert story.outbox.run(story.now).dropped == 1
    assert story.mails() == []
    assert Acknowledgement.objects.count() == 1
