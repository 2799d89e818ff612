"""Solving a ticket that has open promises: each is asked about first."""

import pytest
from django.core.exceptions import ValidationError

from promises.closing import Fate, OpenPromises, move
from promises.making import make
from promises.models import Promise
from tests.cast import a_call


def test_a_ticket_with_an_open_promise_is_not_solved_before_it_is_said_what_becomes_of_it(story):
    promise = story.promise("in 4 hours")

    with pytest.raises(OpenPromises) as asked:
        move(promise.ticket, "solved", by=story.cast.amira, at=story.now)

    assert asked.value.promises == [promise]
    assert promise.ticket.state == "open"


def test_each_promise_meets_the_fate_that_was_chosen_for_it(story):
    ticket = story.ticket()
    kept, withdrawn, left = (story.promise("in 4 hours", ticket=ticket) for _ in range(3))
    call = a_call(ticket, at=story.it_is("2026-03-02 09:30"))

    move(
        ticket,
        "solved",
        by=story.cast.amira,
        fates={
            kept.pk: Fate("keep", evidence=call),
            withdrawn.pk: Fate("withdraw", reason="Not needed any more."),
            left.pk: Fate("leave"),
        },
        at=story.now,
    )

    states = {promise.pk: promise.state for promise in Promise.objects.with_facts()}
    assert states == {kept.pk: "kept", withdrawn.pk: "withdrawn", left.pk: "open"}
    assert ticket.state == "solved"


def test_a_promise_that_was_left_is_watched_on_although_its_ticket_is_solved(story):
    promise = story.promise("in 4 hours")
    move(promise.ticket, "solved", by=story.cast.amira, fates={promise.pk: Fate("leave")}, at=story.now)

    story.it_is("2026-03-02 12:00")

    assert story.heard() == ["Mon 11:00 Amira as owner", "Mon 12:00 Amira as owner"]


@pytest.mark.parametrize(
    ("fate", "field"),
    [
        (Fate("keep"), "evidence"),
        (Fate("withdraw"), "reason"),
        (Fate("forget"), "outcome"),
    ],
)
def test_an_impossible_fate_leaves_everything_as_it_was(story, fate, field):
    ticket = story.ticket()
    first, second = (story.promise("in 4 hours", ticket=ticket) for _ in range(2))

    with pytest.raises(ValidationError) as refused:
        move(
            ticket,
            "solved",
            by=story.cast.amira,
            fates={first.pk: Fate("withdraw", reason="Not needed."), second.pk: fate},
            at=story.now,
        )

    assert list(refused.value.message_dict) == [field]
    assert ticket.state == "open"
    assert Promise.objects.unsettled().count() == 2


def test_a_ticket_that_is_pending_keeps_its_promises_without_being_asked(story):
    promise = story.promise("in 4 hours")

    move(promise.ticket, "pending", by=story.cast.amira, at=story.now)

    assert Promise.objects.unsettled().count() == 1


def test_nothing_is_promised_on_a_closed_ticket(story):
    ticket = story.ticket()
    move(ticket, "closed", by=story.cast.amira, at=story.now)

    with pytest.raises(ValidationError, match="closed"):
        make(ticket, by=story.cast.amira, wording="in 4 hours", at=story.now)
