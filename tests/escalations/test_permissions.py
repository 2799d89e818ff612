"""Every rule from the wrong side: who may escalate, acknowledge, resolve, ask and answer."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from escalations.answering import acknowledge, resolve
from escalations.consulting import answer, consult
from escalations.escalating import escalate
from escalations.models import Consult, Escalation
from people.errors import Conflict
from tests.cast import a_ticket, berlin

MONDAY = berlin("2026-03-02 09:00")


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=MONDAY)


@pytest.fixture
def escalation(cast, ticket):
    return escalate(ticket, cause="by_hand", reason="She waits.", by=cast.amira, at=MONDAY)


@pytest.mark.parametrize("who", ["amira", "tom", "noor", "omar", "admin"])
def test_anybody_who_works_here_escalates_any_ticket(cast, ticket, who):
    assert escalate(ticket, cause="by_hand", reason="She waits.", by=getattr(cast, who), at=MONDAY).pk


def test_whoever_has_left_does_not(cast, ticket):
    cast.noor.is_active = False
    with pytest.raises(PermissionDenied):
        escalate(ticket, cause="by_hand", reason="She waits.", by=cast.noor, at=MONDAY)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"cause": "boredom"}, "cause"),
        ({"kind": "sideways"}, "kind"),
        ({"at": MONDAY.replace(tzinfo=None)}, "at"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_done(cast, ticket, fields, field):
    fields = {"cause": "by_hand", "reason": "She waits.", "at": MONDAY, **fields}
    with pytest.raises(ValidationError) as refused:
        escalate(ticket, by=cast.amira, **fields)

    assert list(refused.value.message_dict) == [field]
    assert not Escalation.objects.exists()


@pytest.mark.parametrize(
    ("who", "may"),
    [("lena", True), ("omar", True), ("admin", True), ("amira", False), ("tom", False), ("grace", False)],
)
def test_its_chain_acknowledges_and_the_owner_does_not(cast, escalation, who, may):
    if may:
        assert acknowledge(escalation, by=getattr(cast, who), at=MONDAY).by == getattr(cast, who)
    else:
        with pytest.raises(PermissionDenied, match="chain"):
            acknowledge(escalation, by=getattr(cast, who), at=MONDAY)


def test_acknowledged_again_by_the_same_person_changes_nothing(cast, escalation):
    first = acknowledge(escalation, by=cast.lena, at=MONDAY)

    assert acknowledge(escalation, by=cast.lena, at=berlin("2026-03-02 10:00")) == first


@pytest.mark.parametrize("takes_case", [True, False])
def test_whoever_acknowledges_takes_the_case_or_stays_beside_the_owner(cast, ticket, escalation, takes_case):
    acknowledge(escalation, by=cast.lena, takes_case=takes_case, at=MONDAY)

    ticket.refresh_from_db()
    assert (ticket.owner, ticket.transfer_count) == (cast.lena if takes_case else cast.amira, 0)


@pytest.mark.parametrize(("who", "may"), [("lena", True), ("amira", True), ("tom", False), ("grace", False)])
def test_its_chain_and_the_owner_resolve(cast, escalation, who, may):
    if may:
        assert resolve(escalation, by=getattr(cast, who), done="Reissued.", at=MONDAY).done == "Reissued."
        assert Escalation.objects.get().state == "resolved"
    else:
        with pytest.raises(PermissionDenied):
            resolve(escalation, by=getattr(cast, who), done="Reissued.", at=MONDAY)


def test_resolving_says_what_was_done_once(cast, escalation):
    with pytest.raises(ValidationError, match="Say what was done"):
        resolve(escalation, by=cast.lena, done=" ", at=MONDAY)
    resolve(escalation, by=cast.lena, done="Reissued.", at=MONDAY)
    with pytest.raises(Conflict, match="resolved already"):
        resolve(escalation, by=cast.lena, done="Again.", at=MONDAY)
    with pytest.raises(Conflict, match="resolved already"):
        acknowledge(escalation, by=cast.lena, at=MONDAY)


@pytest.mark.parametrize(("who", "may"), [("tom", True), ("lena", True), ("ben", False), ("grace", False)])
def test_those_who_may_act_on_a_ticket_ask_about_it(cast, ticket, who, may):
    def ask():
        return consult(ticket, person=cast.noor, question="Which tax?", by=getattr(cast, who), at=MONDAY)

    if may:
        assert ask().person == cast.noor
    else:
        with pytest.raises(PermissionDenied):
            ask()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"question": ""}, "question"),
        ({"person": "amira"}, "person"),
        ({"person": "gone"}, "person"),
        ({"due_at": MONDAY}, "due_at"),
        ({"due_at": MONDAY.replace(tzinfo=None)}, "due_at"),
    ],
)
def test_a_consult_that_cannot_be_names_what_is_wrong(cast, ticket, fields, field):
    cast.ben.is_active = False
    fields = {"person": "noor", "question": "Which tax?", **fields}
    fields["person"] = {"noor": cast.noor, "amira": cast.amira, "gone": cast.ben}[fields["person"]]

    with pytest.raises(ValidationError) as refused:
        consult(ticket, by=cast.amira, at=MONDAY, **fields)

    assert list(refused.value.message_dict) == [field]
    assert not Consult.objects.exists()


def test_only_who_was_asked_answers_once_and_says_something(cast, ticket):
    asked = consult(ticket, person=cast.noor, question="Which tax?", by=cast.amira, at=MONDAY)

    with pytest.raises(PermissionDenied):
        answer(asked, text="19 %", by=cast.amira, at=MONDAY)
    with pytest.raises(ValidationError, match="Write an answer"):
        answer(asked, text=" ", by=cast.noor, at=MONDAY)
    answer(asked, text="19 %", by=cast.noor, at=MONDAY)
    with pytest.raises(Conflict, match="answered already"):
        answer(asked, text="7 %", by=cast.noor, at=MONDAY)
