"""A ticket moves, and what was promised on it: nobody inherits a promise in silence."""

import pytest

from escalations.models import Escalation
from people.errors import Conflict
from promises.handing_over import accept, decline, offer
from promises.models import HandOver, Promise
from promises.transferring import decline_transfer, transfer
from tests.cast import an_absence, berlin, new_york
from tickets.models import Transfer

SAID = {"kind": "cold", "reason": "Not ours.", "note": "She wants the invoice reissued."}


def passed(story, ticket, by, **fields):
    return transfer(ticket, by=by, at=story.now, **SAID | fields)


def on_offer():
    return HandOver.objects.get(answered_at=None)


def test_until_the_new_owner_accepts_the_old_one_owes_it(escalations):
    story, cast = escalations, escalations.cast
    promise = story.promise("in 4 hours")
    passed(story, promise.ticket, cast.amira, to_owner=cast.ben)

    story.it_is("2026-03-02 12:00")

    assert story.heard() == ["Mon 11:00 Amira as owner", "Mon 12:00 Amira as owner"]
    assert on_offer().to_owner == cast.ben
    assert on_offer().note == "She wants the invoice reissued."


def test_accepted_it_goes_along_to_the_new_team_and_its_hours(escalations):
    story, cast = escalations, escalations.cast
    promise = story.promise(due_at=berlin("2026-03-03 15:20"))  # 09:20 in New York
    passed(story, promise.ticket, cast.amira, to_owner=cast.ben)
    accept(on_offer(), by=cast.ben, at=story.now)

    story.it_is("2026-03-03 15:21")

    promise.refresh_from_db()
    assert (promise.owner, promise.team, promise.deadline.team) == (cast.ben, cast.new_york, cast.new_york)
    assert promise.deadline.alerts.get(rung=2).raised_at == new_york("2026-03-02 16:20")
    assert {alert.recipient for alert in promise.deadline.alerts.filter(rung=4)} == {cast.grace, cast.omar}


def test_declined_it_returns_to_the_lead_of_the_team_that_made_it_who_hears_of_it(escalations):
    story, cast = escalations, escalations.cast
    promise = story.promise(due_at=berlin("2026-03-03 15:20"))
    passed(story, promise.ticket, cast.amira, to_owner=cast.ben)

    decline(on_offer(), by=cast.ben, reason="I cannot call Berlin.", at=story.now)
    story.work()

    promise.refresh_from_db()
    assert (promise.owner, promise.team) == (cast.lena, cast.berlin)
    assert story.heard() == ["Mon 09:00 Lena as lead"]
    assert "it is yours now" in story.mails_to(cast.lena)[0].body


def test_to_a_team_alone_its_lead_is_asked(escalations):
    story, cast = escalations, escalations.cast
    promise = story.promise("in 4 hours")

    passed(story, promise.ticket, cast.amira, to_team=cast.new_york)

    assert on_offer().to_owner == cast.grace


def test_with_the_lead_away_and_nobody_in_their_place_whoever_is_above_is_asked(escalations):
    story, cast = escalations, escalations.cast
    an_absence(cast.grace, berlin("2026-03-01 00:00"), berlin("2026-03-10 00:00"))
    promise = story.promise("in 4 hours")

    passed(story, promise.ticket, cast.amira, to_team=cast.new_york)

    assert on_offer().to_owner == cast.omar


def test_with_nobody_to_ask_it_is_said_that_it_stays(escalations):
    story, cast = escalations, escalations.cast
    for person in (cast.grace, cast.omar):
        an_absence(person, berlin("2026-03-01 00:00"), berlin("2026-03-10 00:00"))
    promise = story.promise("in 4 hours")

    passed(story, promise.ticket, cast.amira, to_team=cast.new_york)

    assert promise.ticket.events.get(kind="promise_stays").data["owner"] == "Amira Haddad"


def test_a_lead_who_declines_for_their_own_team_leaves_it_with_the_owner(escalations):
    story, cast = escalations, escalations.cast
    promise = story.promise("in 4 hours")
    passed(story, promise.ticket, cast.amira, to_team=cast.berlin)

    decline(on_offer(), by=cast.lena, reason="You promised it.", at=story.now)

    promise.refresh_from_db()
    assert promise.owner == cast.amira


def test_when_the_ticket_moves_on_only_the_latest_receiver_is_asked(escalations):
    story, cast = escalations, escalations.cast
    promise = story.promise("in 4 hours")
    ticket = promise.ticket
    passed(story, ticket, cast.amira, to_owner=cast.ben)
    first = on_offer()
    passed(story, ticket, cast.ben, to_owner=cast.noor)

    with pytest.raises(Conflict):
        accept(first, by=cast.ben, at=story.now)
    accept(on_offer(), by=cast.noor, at=story.now)
    promise.refresh_from_db()
    assert (promise.owner, promise.team) == (cast.noor, cast.night_desk)


def test_an_offer_from_before_the_transfer_is_taken_back(escalations):
    story, cast = escalations, escalations.cast
    promise = story.promise("in 4 hours")
    offer(promise, to=cast.tom, by=cast.amira, at=story.now)

    passed(story, promise.ticket, cast.amira, to_owner=cast.ben)

    assert (on_offer().to_owner, on_offer().transfer) == (cast.ben, Transfer.objects.get())


def test_back_with_its_owner_a_promise_is_on_offer_to_nobody(escalations):
    story, cast = escalations, escalations.cast
    promise = story.promise("in 4 hours")
    passed(story, promise.ticket, cast.amira, to_owner=cast.tom)

    passed(story, promise.ticket, cast.tom, to_owner=cast.amira)

    assert not HandOver.objects.filter(answered_at=None).exists()
    assert Promise.objects.get().owner == cast.amira


def test_each_promise_is_asked_for_on_its_own(escalations):
    story, cast = escalations, escalations.cast
    ticket = story.ticket()
    kept, left = story.promise("in 4 hours", ticket=ticket), story.promise("in 6 hours", ticket=ticket)
    passed(story, ticket, cast.amira, to_owner=cast.ben)
    accept(HandOver.objects.get(promise=kept), by=cast.ben, at=story.now)
    decline(HandOver.objects.get(promise=left), by=cast.ben, reason="No.", at=story.now)

    assert [p.owner for p in Promise.objects.order_by("pk")] == [cast.ben, cast.lena]


def test_a_declined_warm_transfer_takes_back_what_was_offered_with_it(escalations):
    story, cast = escalations, escalations.cast
    promise = story.promise("in 4 hours")
    moved = passed(story, promise.ticket, cast.amira, to_owner=cast.ben, kind="warm")

    decline_transfer(moved, by=cast.ben, reason="I never said yes.", at=story.now)

    assert HandOver.objects.get().answer == HandOver.Answer.TAKEN_BACK
    promise.refresh_from_db()
    assert (promise.owner, promise.ticket.owner) == (cast.amira, cast.amira)


def mirrored(story, ticket, to_team, *, at=None):
    return Transfer.objects.record(
        ticket, to_team=to_team, to_owner=None, kind="cold", reason="", note="", by=None,
        at=at or story.now, recorded_at=story.now, mirrored=True,
    )  # fmt: skip


def test_a_mirrored_ticket_escalates_when_it_reaches_the_cap_and_owner_and_lead_hear_it(escalations):
    story, cast = escalations, escalations.cast
    ticket = story.ticket()
    mirrored(story, ticket, cast.new_york)
    story.it_is("2026-03-02 09:01")
    assert not Escalation.objects.exists()

    mirrored(story, ticket, cast.berlin)
    ticket.refresh_from_db()
    ticket.assign(cast.amira, by=cast.amira, at=story.now)
    story.it_is("2026-03-02 09:02")
    story.it_is("2026-03-02 09:03")

    assert Escalation.objects.get().causes.get().cause == "cap_reached"
    assert story.heard() == ["Mon 09:02 Amira as informed", "Mon 09:02 Lena as step"]


def test_mirrored_past_the_cap_while_it_is_escalated_joins_and_they_hear_it_again(escalations):
    story, cast = escalations, escalations.cast
    ticket = story.ticket()
    story.escalated(ticket, by=cast.tom)
    mirrored(story, ticket, cast.new_york)
    mirrored(story, ticket, cast.berlin)
    ticket.refresh_from_db()
    ticket.assign(cast.tom, by=cast.amira, at=story.now)

    story.it_is("2026-03-02 09:01")

    assert Escalation.objects.get().causes.count() == 2
    assert "Mon 09:00 Tom as informed" in story.heard()


def test_one_that_is_learnt_of_days_later_still_escalates(escalations):
    story, cast = escalations, escalations.cast
    ticket = story.ticket()
    before = berlin("2026-03-02 09:05")
    story.it_is("2026-03-12 09:00")
    mirrored(story, ticket, cast.new_york, at=before)
    mirrored(story, ticket, cast.berlin, at=before)

    story.it_is("2026-03-12 09:01")

    assert Escalation.objects.count() == 1
