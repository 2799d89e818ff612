"""What a customer says of a promise counts: confirmed, disputed, or another time, please."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alerts.models import Alert, Deadline
from alerts.sweep import Sweep
from escalations.models import Escalation, EscalationCause
from escalations.rules import apply_rules
from people.errors import Conflict
from promises.customer.answering import LONGEST, ask_another_time, confirm, dispute
from promises.models import Breach, CustomerAnswer, Promise, Settlement
from promises.rungs import DISPUTED, TIME_ASKED
from promises.settling import keep, withdraw
from tests.cast import a_call, a_promise, a_ticket, an_absence, berlin
from tickets.models import Event, State

pytestmark = pytest.mark.django_db
SAID, DUE, LATER = (berlin(f"2026-03-02 {clock}") for clock in ("10:00", "14:00", "15:00"))
NOON = berlin("2026-03-02 12:00")


@pytest.fixture
def promise(cast) -> Promise:
    return a_promise(a_ticket(cast, at=SAID), "in 4 hours", at=SAID)


def fresh(promise: Promise) -> Promise:
    return Promise.objects.with_facts().select_related("ticket").get(pk=promise.pk)


def kept(promise: Promise, at=NOON) -> Settlement:
    return keep(promise, by=promise.owner, evidence=a_call(promise.ticket, at=at), at=at)


def in_state(state: str, at=LATER) -> set[int]:
    return set(Promise.objects.in_state(state, at).values_list("pk", flat=True))


def test_a_dispute_of_a_kept_promise_makes_it_broken_and_owed_again(promise):
    settlement = kept(promise)

    answer = dispute(promise, words="My phone was on all day.", at=LATER)

    found = fresh(promise)
    assert (found.state, found.is_broken, found.is_disputed, found.settled_at) == ("broken", True, True, None)
    assert found.breach.broken_at == DUE
    assert promise.pk in in_state("broken") & in_state("overdue") & in_state("disputed") & in_state(
        "unsettled"
    )
    assert promise.pk not in in_state("kept") | in_state("kept_late") | in_state("open")
    settlement.refresh_from_db()
    assert (settlement.promise, settlement.outcome, answer.settlement) == (None, "kept", settlement)


def test_it_escalates_at_once_and_the_owner_hears_of_it(promise, cast):
    kept(promise)
    dispute(promise, at=LATER)

    escalation = Escalation.objects.get(ticket=promise.ticket)
    assert "was not kept" in escalation.causes.get().reason
    assert escalation.steps.get().person == cast.lena
    alert = Alert.objects.get(rung=DISPUTED)
    assert alert.recipient == cast.amira
    assert list(alert.deliveries.values_list("channel", flat=True)) == ["in_app"]


def test_the_rules_that_look_later_find_that_it_has_escalated(promise):
    kept(promise)
    dispute(promise, at=LATER)
    Sweep().run(LATER + timedelta(minutes=1))
    apply_rules(LATER + timedelta(minutes=1))
    assert EscalationCause.objects.count() == 1


def test_what_the_ladder_has_told_is_not_told_again(promise):
    Sweep().run(DUE + timedelta(minutes=5))
    before = Alert.objects.filter(deadline__kind="promise").count()
    kept(promise, at=DUE + timedelta(minutes=6))
    dispute(promise, at=DUE + timedelta(minutes=7))
    Sweep().run(DUE + timedelta(minutes=8))
    told = Alert.objects.filter(deadline__kind="promise").exclude(rung=DISPUTED)
    assert told.count() == before
    assert Deadline.objects.unsettled().get(kind="promise").missed_at == DUE


def test_kept_again_by_a_later_call_it_is_late_and_stays_broken(promise):
    kept(promise)
    dispute(promise, at=LATER)
    again = LATER + timedelta(minutes=20)
    kept(fresh(promise), at=again)
    found = fresh(promise)
    assert (found.state, found.is_broken, found.is_kept_late, found.is_disputed) == ("kept", True, True, True)


def test_the_call_that_the_customer_disputes_is_no_evidence_any_more(promise):
    call = a_call(promise.ticket, at=NOON)
    keep(promise, by=promise.owner, evidence=call, at=NOON)
    dispute(promise, at=LATER)
    with pytest.raises(ValidationError, match="before the promise"):
        keep(fresh(promise), by=promise.owner, evidence=call, at=LATER + timedelta(minutes=1))


def test_an_overdue_promise_is_broken_by_a_dispute_before_the_sweep_comes_by(promise):
    answer = dispute(promise, at=LATER)
    assert answer.settlement is None
    assert fresh(promise).state == "broken"
    assert Breach.objects.get().noticed_at == LATER
    assert Escalation.objects.filter(ticket=promise.ticket).exists()


def test_before_it_is_due_there_is_nothing_to_dispute(promise):
    with pytest.raises(ValidationError, match="not due yet"):
        dispute(promise, at=NOON)
    assert not CustomerAnswer.objects.exists()
    assert fresh(promise).state == "open"


def test_claimed_as_kept_before_it_was_due_it_is_owed_again_in_what_time_is_left(promise):
    kept(promise, at=NOON)
    dispute(promise, at=NOON + timedelta(minutes=10))
    assert fresh(promise).state == "open"
    assert not Breach.objects.exists()
    cause = Escalation.objects.get(ticket=promise.ticket).causes.get()
    assert cause.get_cause_display() == "The customer says that a promise was not kept"
    assert cause.reason == "“in 4 hours” had been recorded as kept, and is owed again."
    Sweep().run(LATER)
    assert fresh(promise).state == "broken"
    second = dispute(fresh(promise), at=LATER)
    assert second.at == LATER


def test_a_dispute_opens_a_closed_ticket(promise):
    kept(promise)
    promise.ticket.move_to(State.CLOSED, by=promise.owner, at=NOON + timedelta(minutes=1))
    dispute(fresh(promise), at=LATER)
    assert fresh(promise).ticket.state == State.OPEN


@pytest.mark.parametrize("settled", [True, False])
def test_disputed_twice_is_disputed_once(promise, settled):
    if settled:
        kept(promise)
    first = dispute(promise, at=LATER)
    second = dispute(fresh(promise), at=LATER + timedelta(minutes=5))
    assert first == second
    assert Event.objects.filter(kind="promise_disputed").count() == 1
    assert EscalationCause.objects.count() == 1


def test_every_settlement_can_be_disputed(promise):
    kept(promise)
    dispute(promise, at=LATER)
    kept(fresh(promise), at=LATER + timedelta(minutes=5))
    dispute(fresh(promise), at=LATER + timedelta(minutes=9))
    assert fresh(promise).state == "broken"
    assert Settlement.objects.filter(promise=None).count() == 2


@pytest.mark.parametrize("answer", [dispute, confirm])
def test_what_was_withdrawn_is_not_answered(promise, answer):
    withdraw(promise, by=promise.owner, reason="Solved itself.", at=NOON)
    with pytest.raises(Conflict):
        answer(promise, at=LATER)


def test_who_stands_in_for_the_owner_hears_of_it(promise, cast):
    an_absence(cast.amira, LATER - timedelta(minutes=1), LATER + timedelta(days=3), deputy=cast.tom)
    dispute(promise, at=LATER)
    alert = Alert.objects.get(rung=DISPUTED)
    assert (alert.recipient, alert.instead_of) == (cast.tom, cast.amira)


def test_a_confirmation_of_what_was_kept_changes_nothing_else(promise):
    settlement = kept(promise)
    answer = confirm(promise, at=LATER)
    assert confirm(promise, at=LATER + timedelta(minutes=1)) == answer
    assert answer.settlement == settlement
    assert Event.objects.filter(kind="promise_confirmed").count() == 1


def test_the_customers_word_keeps_a_promise_that_nobody_settled(promise):
    confirm(promise, at=LATER)
    found = fresh(promise)
    assert (found.state, found.is_broken) == ("kept", False)
    assert found.settlement.by is None
    assert found.settlement.at == DUE, "Kept as promised, not when they said so."
    assert not Deadline.objects.unsettled().filter(kind="promise").exists()


def test_a_call_that_is_logged_says_when_it_was_kept(promise):
    a_call(promise.ticket, at=DUE + timedelta(minutes=10))
    confirm(promise, at=LATER)
    found = fresh(promise)
    assert (found.is_kept_late, found.is_broken) == (True, True)


def test_a_customer_may_change_their_mind(promise):
    dispute(promise, at=LATER)
    confirm(fresh(promise), at=LATER + timedelta(minutes=2))
    assert fresh(promise).state == "kept"
    dispute(fresh(promise), at=LATER + timedelta(minutes=3))
    assert fresh(promise).state == "broken"


def test_another_time_is_asked_for_once_and_the_owner_hears_of_it(promise, cast):
    answer = ask_another_time(promise, words="  After six, please. ", at=NOON)
    assert ask_another_time(promise, words="After six, please.", at=NOON + timedelta(minutes=1)) == answer
    with pytest.raises(Conflict):
        ask_another_time(promise, words="Or at seven.", at=NOON + timedelta(minutes=2))
    assert Alert.objects.get(rung=TIME_ASKED).recipient == cast.amira
    event = Event.objects.get(kind="promise_time_asked")
    assert event.data["body"] == "After six, please."
    assert fresh(promise).state == "open"


@pytest.mark.parametrize("words", ["", "   ", "x" * (LONGEST + 1), "a\x00b"])
def test_another_time_needs_words_that_can_be_read(promise, words):
    with pytest.raises(ValidationError):
        ask_another_time(promise, words=words, at=NOON)


def test_there_is_no_other_time_for_what_is_settled(promise):
    kept(promise)
    with pytest.raises(Conflict):
        ask_another_time(promise, words="After six", at=LATER)


def test_the_database_refuses_a_second_answer(promise):
    dispute(promise, at=LATER)
    same = {"promise": promise, "due_at": DUE, "at": LATER}
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomerAnswer.objects.create(kind="disputed", **same)
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomerAnswer.objects.create(kind="confirmed", **same)
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomerAnswer.objects.create(kind="another_time", **same)
