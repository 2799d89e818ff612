"""What becomes of a promise: kept, broken, kept late, withdrawn."""

import pytest
from django.utils import timezone

from alerts.models import Alert, Deadline
from people.errors import Conflict
from promises.models import Breach, Promise, Settlement
from promises.settling import keep, withdraw
from tests.cast import a_call, berlin


def test_a_promise_that_is_kept_in_time_alerts_nobody_afterwards(story):
    promise = story.promise("in 4 hours")
    story.it_is("2026-03-02 11:30")
    keep(promise, by=story.cast.amira, evidence=a_call(promise.ticket, at=story.now), at=story.now)

    story.it_is("2026-03-04 12:00")

    assert story.heard() == ["Mon 11:00 Amira as owner"]  # half-way, while it was open
    promise = Promise.objects.with_facts().get()
    assert (promise.state, promise.is_broken, promise.settled_at) == (
        "kept",
        False,
        berlin("2026-03-02 11:30"),
    )


def test_a_promise_that_breaks_is_told_up_the_ladder_to_each_of_them_once(story):
    promise = story.promise("in 4 hours")

    story.it_is("2026-03-04 12:00")

    assert story.heard() == [
        "Mon 11:00 Amira as owner",  # half-way of four hours
        "Mon 12:00 Amira as owner",  # an hour before
        "Mon 12:45 Amira as owner",
        "Mon 12:45 Lena as lead",
        "Mon 13:00 Lena as lead",  # broken
        "Mon 13:00 Omar as manager",
        "Mon 14:00 Omar as up:3",  # an hour after: Omar is as far up as it goes
    ]
    breach = Breach.objects.get()
    assert breach.broken_at == promise.due_at == berlin("2026-03-02 13:00")
    assert Promise.objects.with_facts().get().state == "broken"


def test_everybody_who_is_alerted_gets_one_email_as_well(story):
    story.promise("in 4 hours")

    story.it_is("2026-03-04 12:00")

    assert [mail.split(":")[0] for mail in story.mails()] == [
        "amira", "amira", "amira", "lena", "lena", "omar", "omar",
    ]  # fmt: skip
    assert len({mail["Message-ID"] for mail in _sent()}) == 7
    assert story.mails()[0] == "amira: Call back for Inês Duarte is due Mon 2 Mar, 13:00 (Europe/Berlin)"
    assert story.mails()[-1].startswith("omar: Broken: Call back for Inês Duarte was due Mon 2 Mar, 13:00")


def test_a_promise_of_two_hours_has_no_alert_half_way(story):
    story.promise("in 2 hours")

    story.it_is("2026-03-02 10:59")

    assert story.heard() == ["Mon 10:00 Amira as owner", "Mon 10:45 Amira as owner", "Mon 10:45 Lena as lead"]


def test_a_promise_kept_late_is_broken_and_kept(story):
    promise = story.promise("in 4 hours")
    story.it_is("2026-03-02 13:20")
    keep(promise, by=story.cast.amira, evidence=a_call(promise.ticket, at=story.now), at=story.now)
    story.it_is("2026-03-03 12:00")

    promise = Promise.objects.with_facts().get()
    assert (promise.state, promise.is_broken, promise.is_kept_late) == ("kept", True, True)
    assert Promise.objects.in_state("broken", story.now).count() == 1
    assert Promise.objects.in_state("kept", story.now).count() == 1
    assert story.heard(after="2026-03-02 13:00") == []  # nobody is sent up the ladder any more


def test_a_promise_kept_late_is_broken_even_when_no_sweep_came_by(story):
    promise = story.promise("in 4 hours")
    story.nothing_runs_until("2026-03-02 13:20")
    keep(promise, by=story.cast.amira, evidence=a_call(promise.ticket, at=story.now), at=story.now)
    story.it_is("2026-03-03 12:00")

    breach = Breach.objects.get()
    assert (breach.broken_at, breach.noticed_at) == (berlin("2026-03-02 13:00"), berlin("2026-03-02 13:20"))
    assert Promise.objects.with_facts().get().is_kept_late
    assert story.heard() == []


def test_evidence_from_before_the_deadline_clears_a_breach_that_was_noted_meanwhile(story):
    promise = story.promise("in 4 hours")
    story.it_is("2026-03-02 13:10")
    call = a_call(promise.ticket, at=story.now, happened_at=berlin("2026-03-02 12:50"))
    keep(promise, by=story.cast.amira, evidence=call, at=story.now)

    promise = Promise.objects.with_facts().get()
    assert (promise.state, promise.is_broken, promise.is_kept_late) == ("kept", False, False)
    assert not Promise.objects.in_state("broken", story.now).exists()


def test_a_withdrawn_promise_alerts_nobody_and_is_not_broken(story):
    promise = story.promise("in 4 hours")
    withdraw(promise, by=story.cast.amira, reason="She found the answer herself.", at=story.now)

    story.it_is("2026-03-03 12:00")

    assert story.heard() == []
    promise = Promise.objects.with_facts().get()
    assert (promise.state, promise.is_broken) == ("withdrawn", False)


def test_a_promise_withdrawn_after_it_was_due_stays_broken(story):
    promise = story.promise("in 4 hours")
    story.nothing_runs_until("2026-03-02 13:00")
    withdraw(promise, by=story.cast.amira, reason="She cancelled the contract.", at=story.now)

    assert Promise.objects.with_facts().get().is_broken


def test_a_second_settlement_is_refused_and_changes_nothing(story):
    promise = story.promise("in 4 hours")
    call = a_call(promise.ticket, at=story.it_is("2026-03-02 09:30"))
    keep(promise, by=story.cast.amira, evidence=call, at=story.now)

    told = r"already settled as kept on Mon 2 Mar, 09:30 \(Berlin\)\."
    with timezone.override("Europe/Berlin"), pytest.raises(Conflict, match=told):
        withdraw(promise, by=story.cast.amira, reason="No longer needed.", at=story.now)
    with pytest.raises(Conflict, match="already settled"):
        keep(promise, by=story.cast.amira, evidence=call, at=story.now)
    assert Settlement.objects.get().outcome == "kept"


def test_a_promise_settled_between_the_raise_and_the_send_sends_nothing(story):
    promise = story.promise("in 4 hours")
    story.nothing_runs_until("2026-03-02 11:00")
    assert story.sweep.run(story.now).alerts == 1
    keep(promise, by=story.cast.amira, evidence=a_call(promise.ticket, at=story.now), at=story.now)

    posted = story.outbox.run(story.now)

    assert (posted.sent, posted.dropped) == (0, 1)
    assert story.mails() == []


def test_a_customer_who_writes_again_does_not_touch_the_promise(story):
    promise = story.promise("in 4 hours")
    story.it_is("2026-03-02 12:30")
    before = Deadline.objects.values().get()

    promise.ticket.log_contact(direction="inbound", by=None, body="And?", at=story.now)

    assert Deadline.objects.values().get() == before
    story.it_is("2026-03-02 13:00")
    assert Promise.objects.with_facts().get().is_broken


def test_two_promises_on_one_ticket_are_watched_each_for_itself(story):
    ticket = story.ticket()
    first = story.promise("in 2 hours", ticket=ticket)
    second = story.promise("in 3 hours", ticket=ticket, kind="update")
    called = a_call(ticket, at=story.it_is("2026-03-02 09:30"))
    keep(first, by=story.cast.amira, evidence=called, at=story.now)

    story.it_is("2026-03-02 12:00")

    assert set(Alert.objects.values_list("deadline__subject_id", flat=True)) == {second.pk}
    assert list(Breach.objects.values_list("promise_id", flat=True)) == [second.pk]


def test_a_call_that_is_logged_later_does_not_raise_what_would_have_been_raised_meanwhile(story):
    # Said at nine for one o'clock; written down at half past twelve: half-way and an hour before have gone by.
    story.it_is("2026-03-02 12:30")
    story.promise("in 4 hours", said_at=berlin("2026-03-02 09:00"))

    story.it_is("2026-03-02 12:59")

    assert story.heard() == ["Mon 12:45 Amira as owner", "Mon 12:45 Lena as lead"]
    assert Promise.objects.get().due_at == berlin("2026-03-02 13:00")


def _sent():
    from django.core import mail

    return [message.extra_headers for message in mail.outbox]
