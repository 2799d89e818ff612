"""Two who escalate, acknowledge, resolve, or climb at once: one open escalation, and one who has it."""

from collections import Counter

import pytest

from alerts.acknowledging import acknowledge as see
from alerts.models import Alert, Deadline
from alerts.sweep import Sweep
from escalations.answering import acknowledge, resolve
from escalations.escalating import escalate
from escalations.models import Escalation, Step, StepAcknowledgement
from escalations.rules import apply_rules
from people.models import User
from tests.cast import a_promise, a_ticket, assemble, berlin
from tests.races.processes import at_once
from tickets.models import Ticket

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True), pytest.mark.slow]

MONDAY, HALF_PAST = berlin("2026-03-02 09:00"), berlin("2026-03-02 09:30")


def do(what: str, *arguments: int) -> object:
    return {
        "escalate": by_hand, "by key": by_key, "acknowledge": have, "resolve": done, "sweep": sweep,
        "see": seen, "rules": rules,
    }[what](*arguments)  # fmt: skip


def by_hand(number: int, by: int) -> int:
    ticket, person = Ticket.objects.get(pk=number), User.objects.get(pk=by)
    return escalate(ticket, cause="by_hand", reason="She waits.", by=person, at=MONDAY).pk


def by_key(number: int) -> int:
    return escalate(Ticket.objects.get(pk=number), cause="promise_broken", key="breach:1", at=MONDAY).pk


def have(escalation: int, by: int) -> str:
    found, person = Escalation.objects.get(pk=escalation), User.objects.get(pk=by)
    acknowledge(found, by=person, takes_case=True, at=HALF_PAST)
    return "has it"


def done(escalation: int, by: int) -> str:
    found, person = Escalation.objects.get(pk=escalation), User.objects.get(pk=by)
    resolve(found, by=person, done="Reissued.", at=HALF_PAST)
    return "resolved"


def seen(alert: int) -> str:
    found = Alert.objects.get(pk=alert)
    see(found, by=found.recipient, at=HALF_PAST)
    return "seen"


def sweep() -> str:
    return str(Sweep().run(HALF_PAST).missed)


def rules() -> int:
    return apply_rules(HALF_PAST)


def escalated(cast) -> Escalation:
    ticket = a_ticket(cast, at=MONDAY)
    return escalate(ticket, cause="by_hand", reason="She waits.", by=cast.amira, at=MONDAY)


def test_many_who_escalate_one_ticket_open_one_escalation():
    cast = assemble()
    ticket = a_ticket(cast, at=MONDAY)

    answers = at_once(do, [("escalate", ticket.pk, cast.amira.pk)] * 10)

    assert answers == [str(Escalation.objects.get().pk)] * 10
    assert Escalation.objects.get().causes.count() == 10
    assert Step.objects.count() == 1


def test_one_cause_told_ten_times_is_one_cause():
    ticket = a_ticket(assemble(), at=MONDAY)

    at_once(do, [("by key", ticket.pk)] * 10)

    assert Escalation.objects.get().causes.count() == 1


def test_two_passes_of_the_rules_at_once_escalate_once():
    cast = assemble()
    for _ in range(5):
        a_promise(a_ticket(cast, at=MONDAY), due_at=berlin("2026-03-02 09:20"), at=MONDAY)
    Sweep().run(HALF_PAST)

    at_once(do, [("rules",)] * 4)

    assert Escalation.objects.count() == 5
    assert all(escalation.causes.count() == 1 for escalation in Escalation.objects.all())


def test_two_who_acknowledge_at_once_one_has_it():
    cast = assemble()
    escalation = escalated(cast)

    answers = at_once(do, [("acknowledge", escalation.pk, who.pk) for who in (cast.lena, cast.omar)])

    assert Counter(answer.split(":")[0] for answer in answers) == {"has it": 1, "Conflict": 1}
    assert Ticket.objects.get().owner == StepAcknowledgement.objects.get().by


@pytest.mark.parametrize("turn", range(5))
def test_acknowledged_while_it_climbs_it_stops_and_somebody_has_it(turn):
    escalation = escalated(cast := assemble())

    answers = at_once(do, [("acknowledge", escalation.pk, cast.lena.pk), ("sweep",), ("sweep",)])

    assert answers[0] == "has it"
    assert StepAcknowledgement.objects.get().by == cast.lena
    assert_stopped()
    assert not Step.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("turn", range(5))
def test_resolved_while_it_climbs_it_stays_resolved(turn):
    escalation = escalated(cast := assemble())

    answers = at_once(do, [("resolve", escalation.pk, cast.lena.pk), ("sweep",), ("sweep",)])

    assert answers[0] == "resolved"
    assert_stopped()
    assert not Step.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("turn", range(5))
def test_a_cause_that_comes_while_it_is_resolved_is_not_lost(turn):
    escalation = escalated(cast := assemble())

    answers = at_once(
        do, [("resolve", escalation.pk, cast.lena.pk), ("escalate", escalation.ticket_id, cast.tom.pk)]
    )

    escalation.refresh_from_db()
    assert answers[0] == "resolved"
    joined = int(answers[1]) == escalation.pk
    # It joined before the escalation was resolved, or it opened another.
    assert joined == (Escalation.objects.count() == 1)
    assert Escalation.objects.open().count() == (0 if joined else 1)
    if joined:
        assert escalation.causes.count() == 2


@pytest.mark.parametrize("turn", range(5))
def test_an_alert_seen_late_while_others_climb_resolve_and_escalate_hangs_nobody(turn):
    escalation = escalated(cast := assemble())
    Sweep().run(HALF_PAST)  # Omar is asked now; Lena sees hers late
    old = Alert.objects.get(recipient=cast.lena)

    answers = at_once(
        do,
        [
            ("see", old.pk),
            ("resolve", escalation.pk, cast.omar.pk),
            ("acknowledge", escalation.pk, cast.omar.pk),
            ("escalate", escalation.ticket_id, cast.tom.pk),
            ("sweep",),
        ],
    )

    assert answers[0] == "seen"
    assert answers[1] == "resolved"
    assert answers[2].startswith(("has it", "Conflict"))
    assert answers[3].isdigit()


def assert_stopped():
    assert not Deadline.objects.unsettled().filter(kind="step", next_rung_at__isnull=False).exists()
