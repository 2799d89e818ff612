"""Handing a promise over: it is offered, and only who accepts it owes it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from alerts import clock
from alerts.kinds import Recipient
from alerts.models import Deadline
from alerts.telling import tell
from escalations.chain import Chain
from people.errors import Conflict
from people.fields import moment
from people.models import Team, User
from promises.models import HandOver, Promise
from promises.permissions import require_may_act
from promises.rungs import RETURNED
from promises.settling import lock_open
from tickets.models import Event, Transfer


@transaction.atomic
def offer(promise: Promise, *, to: User, by: User, note: str = "", at: datetime | None = None) -> HandOver:
    """Offer the promise to `to`. Until they accept, the present owner answers for it.

    Raises ValidationError naming the field, Conflict when it is settled or on offer, PermissionDenied.
    """
    at = moment(at)
    require_may_act(by, promise, at)
    if not to.is_active:
        raise ValidationError({"to": f"{to.name} has left. Choose somebody who works here."})
    lock_open(promise)
    if to.pk == promise.owner_id:
        raise ValidationError({"to": f"{to.name} owns this promise already. Choose somebody else."})
    offered = HandOver.objects.filter(promise=promise, answered_at=None).select_related("to_owner").first()
    if offered:
        raise Conflict(
            {
                "promise": f"It is on offer to {offered.to_owner.name}. Take that back before you offer it again."
            }
        )
    hand_over = HandOver.objects.create(
        promise=promise,
        from_owner_id=promise.owner_id,
        to_owner=to,
        note=note.strip(),
        offered_at=at,
        offered_by=by,
    )
    _record(hand_over, "hand_over_offered", by, at, note=hand_over.note)
    return hand_over


def offer_along(promise: Promise, transfer: Transfer, *, to: User, by: User, at: datetime) -> HandOver:
    """Offer a locked promise to the new owner of its ticket, as part of the transfer."""
    hand_over = HandOver.objects.create(
        promise=promise,
        from_owner_id=promise.owner_id,
        to_owner=to,
        transfer=transfer,
        note=transfer.note,
        offered_at=at,
        offered_by=by,
    )
    _record(hand_over, "hand_over_offered", by, at, note=hand_over.note)
    return hand_over


def recall(promise: Promise, *, by: User, at: datetime, transfer: Transfer | None = None) -> None:
    """Take back what is on offer of a locked promise, or only what was offered along with `transfer`."""
    open_now = HandOver.objects.filter(promise=promise, answered_at=None)
    for offered in open_now.filter(transfer=transfer) if transfer else open_now:
        _answer(offered, HandOver.Answer.TAKEN_BACK, at)
        _record(offered, "hand_over_taken_back", by, at)


def lead_there(team: Team, at: datetime) -> User | None:
    """The team's lead, or who stands in for them, else whoever above is there; None when nobody is."""
    chain = Chain.at(at)
    there = (chain.stands_for(seat) for seat in chain.above(None, team.pk))
    person = next((person for person in there if person), None)
    return User.objects.filter(pk=person).first() if person else None


@transaction.atomic
def accept(hand_over: HandOver, *, by: User, at: datetime | None = None) -> HandOver:
    """Take the promise over: from now on `to_owner` owes it. Conflict when answered, PermissionDenied."""
    at = moment(at)
    require_receiver(by, hand_over)
    promise = hand_over.promise
    deadline = lock_open(promise)
    if not hand_over.to_owner.is_active:
        raise ValidationError(
            {"to": f"{hand_over.to_owner.name} has left. Offer it to somebody who works here."}
        )
    _answer(hand_over, HandOver.Answer.ACCEPTED, at)
    team = hand_over.transfer.to_team if hand_over.transfer_id else promise.team
    _give(promise, deadline, hand_over.to_owner, team, at)
    _record(hand_over, "hand_over_accepted", by, at)
    return hand_over


@transaction.atomic
def decline(hand_over: HandOver, *, by: User, reason: str, at: datetime | None = None) -> HandOver:
    """Refuse it, for a reason: the present owner still owes it.

    One that came with a transfer goes to the lead of the team that made it, who hears of it at once: its owner no
    longer has the ticket. A lead who declines it leaves it with its owner.
    Raises ValidationError without a reason, Conflict when answered, PermissionDenied.
    """
    at = moment(at)
    require_receiver(by, hand_over)
    if not reason.strip():
        raise ValidationError({"reason": "Say why you decline: the owner has to find another way."})
    promise = hand_over.promise
    deadline = lock_open(promise)
    _answer(hand_over, HandOver.Answer.DECLINED, at, reason.strip())
    lead = lead_there(promise.team, at) if hand_over.transfer_id else None
    if lead and lead.pk not in (promise.owner_id, hand_over.to_owner_id):
        _give(promise, deadline, lead, promise.team, at)
        tell(deadline, [Recipient(lead.pk, "lead")], at=at, rung=RETURNED)
    _record(hand_over, "hand_over_declined", by, at, reason=hand_over.reason)
    return hand_over


@transaction.atomic
def take_back(hand_over: HandOver, *, by: User, at: datetime | None = None) -> HandOver:
    """Withdraw the offer. Conflict when answered, PermissionDenied."""
    at = moment(at)
    require_may_act(by, hand_over.promise, at)
    lock_open(hand_over.promise)
    _answer(hand_over, HandOver.Answer.TAKEN_BACK, at)
    _record(hand_over, "hand_over_taken_back", by, at)
    return hand_over


def _give(promise: Promise, deadline: Deadline, owner: User, team: Team, at: datetime) -> None:
    promise.owner, promise.team = owner, team
    promise.save(update_fields=["owner", "team"])
    clock.give_to(deadline, owner, team=team, at=at)


def require_receiver(by: User, hand_over: HandOver) -> None:
    """Raise PermissionDenied unless `by` may accept and decline it: whom it was offered to, and administrators."""
    if by.pk != hand_over.to_owner_id and not by.is_staff:
        raise PermissionDenied("Only the person it was offered to can accept or decline it.")


def _answer(hand_over: HandOver, answer: str, at: datetime, reason: str = "") -> None:
    answered = HandOver.objects.filter(pk=hand_over.pk, answered_at=None).update(
        answer=answer, answered_at=at, reason=reason
    )
    if not answered:
        raise Conflict(
            {"hand_over": "This offer was answered already. Look at the promise for who owns it now."}
        )
    hand_over.answer, hand_over.answered_at, hand_over.reason = answer, at, reason


def _record(hand_over: HandOver, kind: str, by: User, at: datetime, **data) -> None:
    Event.objects.record(
        hand_over.promise.ticket,
        kind,
        at=at,
        actor=by,
        promise=hand_over.promise_id,
        from_owner=hand_over.from_owner.name,
        to_owner=hand_over.to_owner.name,
        **data,
    )
