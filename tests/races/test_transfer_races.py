"""Transfers of one ticket by many processes at once never pass the cap, and lose no promise."""

from collections import Counter

import pytest

from escalations.granting import grant_transfer
from escalations.models import Escalation, TransferRefusal
from people.models import User
from promises.handing_over import accept, offer
from promises.models import HandOver, Promise
from promises.transferring import transfer
from tests.cast import a_promise, a_ticket, assemble, berlin
from tests.races.processes import at_once
from tickets.models import Ticket, Transfer

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True), pytest.mark.slow]

MONDAY = berlin("2026-03-02 09:00")
SAID = {"kind": "cold", "reason": "Not mine.", "note": "She waits for her invoice.", "at": MONDAY}


def pass_on(number: int, by: int, to: int) -> str:
    outcome = transfer(
        Ticket.objects.get(pk=number), by=User.objects.get(pk=by), to_owner=User.objects.get(pk=to), **SAID
    )
    return type(outcome).__name__


def fifty(cast) -> list[User]:
    """Fifty more agents of the team in Berlin."""
    return User.objects.bulk_create(
        User(email=f"agent{n}@kept.example", name=f"Agent {n}", team=cast.berlin) for n in range(50)
    )


def test_fifty_transfers_at_once_never_pass_the_cap():
    cast = assemble()
    ticket = a_ticket(cast, at=MONDAY)

    answers = at_once(pass_on, [(ticket.pk, cast.admin.pk, to.pk) for to in fifty(cast)])

    assert Counter(answers) == {"Transfer": 2, "TransferRefusal": 48}
    assert sorted(Transfer.objects.values_list("ordinal", flat=True)) == [1, 2]
    ticket.refresh_from_db()
    assert (ticket.transfer_count, ticket.owner) == (2, Transfer.objects.get(ordinal=2).to_owner)
    escalation = Escalation.objects.get()
    assert TransferRefusal.objects.count() == escalation.causes.count() == 48
    assert escalation.steps.count() == 1


def test_with_a_grant_exactly_one_more_goes_through():
    cast = assemble()
    ticket = a_ticket(cast, at=MONDAY)
    grant_transfer(ticket, by=cast.omar, reason="Once more.", at=MONDAY)

    answers = at_once(pass_on, [(ticket.pk, cast.admin.pk, to.pk) for to in fifty(cast)[:10]])

    assert Counter(answers) == {"Transfer": 3, "TransferRefusal": 7}


def say_yes(hand_over: int) -> str:
    offered = HandOver.objects.get(pk=hand_over)
    accept(offered, by=offered.to_owner, at=MONDAY)
    return "accepted"


@pytest.mark.parametrize("turn", range(5))
def test_a_promise_accepted_while_its_ticket_moves_has_one_owner_and_one_offer_at_most(turn):
    cast = assemble()
    promise = a_promise(a_ticket(cast, at=MONDAY), at=MONDAY)
    offered = offer(promise, to=cast.tom, by=cast.amira, at=MONDAY)

    answers = at_once(
        either, [("accept", offered.pk), ("transfer", promise.ticket_id, cast.amira.pk, cast.tom.pk)]
    )

    promise.refresh_from_db()
    offered.refresh_from_db()
    assert answers[1] == "Transfer"
    open_now = HandOver.objects.filter(answered_at=None)
    if answers[0] == "accepted":
        # Tom had it before the ticket came to him: nothing is left to offer.
        assert (promise.owner, promise.deadline.owner, open_now.count()) == (cast.tom, cast.tom, 0)
    else:
        assert answers[0].startswith("Conflict")
        assert (offered.answer, promise.owner) == (HandOver.Answer.TAKEN_BACK, cast.amira)
        assert open_now.get().transfer == Transfer.objects.get()


def either(what: str, *arguments: int) -> str:
    return say_yes(*arguments) if what == "accept" else pass_on(*arguments)


@pytest.mark.parametrize("turn", range(5))
def test_the_offer_of_one_transfer_accepted_while_the_next_moves_on(turn):
    cast = assemble()
    promise = a_promise(a_ticket(cast, at=MONDAY), at=MONDAY)
    pass_on(promise.ticket_id, cast.amira.pk, cast.ben.pk)
    offered = HandOver.objects.get()

    answers = at_once(
        either, [("accept", offered.pk), ("transfer", promise.ticket_id, cast.ben.pk, cast.noor.pk)]
    )

    promise = Promise.objects.get()
    expected = cast.ben if answers[0] == "accepted" else cast.amira
    assert (promise.owner, promise.deadline.owner) == (expected, expected)
    # Either way Noor is asked, of whoever owes it now.
    asked = HandOver.objects.get(answered_at=None)
    assert (asked.from_owner, asked.to_owner) == (expected, cast.noor)
