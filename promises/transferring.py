"""Transferring a ticket, with what was promised to its customer. At the cap it escalates instead.

It lives here, above tickets and escalations, for it must know all three nouns.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from alerts import clock
from escalations.escalating import escalate
from escalations.models import Cause, TransferRefusal
from escalations.permissions import require_may_act_on
from escalations.rules import settings_of
from people.errors import Conflict
from people.fields import moment
from people.models import Team, User
from promises.handing_over import lead_there, offer_along, recall
from promises.models import Promise
from promises.models.promise import KIND
from tickets.models import CapReached, Event, State, Ticket, Transfer


@transaction.atomic
def transfer(
    ticket: Ticket,
    *,
    to_team: Team | None = None,
    to_owner: User | None = None,
    kind: str,
    reason: str,
    note: str,
    by: User,
    at: datetime | None = None,
) -> Transfer | TransferRefusal:
    """Move the ticket to a team, a person, or a person in a team; at the cap record the refusal and escalate.

    Its open promises are offered to the new owner, or to the new team's lead: until one accepts, who owns it
    answers for it. A warm one waits for the receiver's word: see `accept_transfer` and `decline_transfer`.
    Raises ValidationError naming the field, PermissionDenied.
    """
    at = moment(at)
    require_may_act_on(by, ticket, at)
    _check(kind, reason, note)
    to_team = destination(to_team, to_owner, ticket)
    if ticket.state == State.CLOSED:
        raise ValidationError({"ticket": "The ticket is closed. Open it again before you pass it on."})
    try:
        moved = Transfer.objects.record(
            ticket, to_team=to_team, to_owner=to_owner, kind=kind, reason=reason, note=note, by=by, at=at
        )
    except CapReached as reached:
        return _refuse(ticket, reached.allowed, to_team, to_owner, reason.strip(), note.strip(), by, at)
    ticket.refresh_from_db()
    offer_promises(moved, by, at)
    return moved


def destination(to_team: Team | None, to_owner: User | None, ticket: Ticket) -> Team:
    """The team that a ticket goes to: the person's, where only they are named. Raises ValidationError."""
    if to_team is None and to_owner is None:
        raise ValidationError(
            {"to_owner": "Say where it goes: to a person, to a team, or to a person in a team."}
        )
    if to_owner is None or (to_team is None and _serves(to_owner, ticket.team)):
        return to_team or ticket.team
    if to_team and to_owner.team_id and not _serves(to_owner, to_team):
        raise ValidationError(
            {"to_owner": f"{to_owner.name} does not work for {to_team.name}. Choose somebody who does."}
        )
    return to_team or to_owner.team or ticket.team


def _serves(person: User, team: Team) -> bool:
    return person.team_id == team.pk or person.memberships.filter(team=team).exists()


def _check(kind: str, reason: str, note: str) -> None:
    problems = {}
    if kind not in Transfer.Kind.values:
        problems["kind"] = f"“{kind}” is not a kind of transfer. Use {' or '.join(Transfer.Kind.values)}."
    if not reason.strip():
        problems["reason"] = "Say why the ticket moves."
    if not note.strip():
        problems["note"] = "Write what the receiver must know: the customer should not have to say it again."
    if problems:
        raise ValidationError(problems)


def _refuse(
    ticket: Ticket,
    allowed: int,
    to_team: Team,
    to_owner: User | None,
    reason: str,
    note: str,
    by: User,
    at: datetime,
) -> TransferRefusal:
    escalation = escalate(
        ticket,
        cause=Cause.CAP_REACHED,
        kind=settings_of([ticket.team])[ticket.team_id][Cause.CAP_REACHED].kind,
        reason=f"Transferred {allowed} times; {by.name} wanted to pass it to {to_owner or to_team}: {reason}",
        by=by,
        at=at,
    )
    refusal = TransferRefusal.objects.create(
        ticket=ticket,
        escalation=escalation,
        allowed=allowed,
        to_team=to_team,
        to_owner=to_owner,
        reason=reason,
        note=note,
        by=by,
        at=at,
    )
    Event.objects.record(
        ticket,
        "transfer_refused",
        at=at,
        actor=by,
        refusal=refusal.pk,
        allowed=allowed,
        escalation=escalation.pk,
        to_team=to_team.name,
        to_owner=to_owner.name if to_owner else None,
        reason=reason,
    )
    return refusal


def offer_promises(moved: Transfer, by: User, at: datetime) -> None:
    """Offer the open promises of a ticket that has moved to who has it now; until one accepts, they stay."""
    heir = moved.to_owner or lead_there(moved.to_team, at)
    for promise in Promise.objects.unsettled().filter(ticket=moved.ticket).order_by("pk"):
        # The lock on its deadline keeps a settlement or another answer from coming in between.
        if clock.lock(KIND, promise.pk) is None:
            continue
        promise.refresh_from_db()
        # What was offered before the ticket moved, perhaps along with another transfer, holds no more.
        recall(promise, by=by, at=at)
        if heir is None:
            Event.objects.record(
                moved.ticket, "promise_stays", at=at, promise=promise.pk, owner=promise.owner.name
            )
        elif promise.owner_id != heir.pk:
            offer_along(promise, moved, to=heir, by=by, at=at)


@transaction.atomic
def accept_transfer(moved: Transfer, *, by: User, at: datetime | None = None) -> Transfer:
    """The receiver of a warm transfer says yes; once more changes nothing. Its promises are accepted one by one.

    Raises ValidationError for a cold one, Conflict when it was declined or the ticket has moved on,
    PermissionDenied to all but the receiver and administrators.
    """
    at = moment(at)
    _lock_warm(moved, by)
    if moved.accepted_at:
        return moved
    moved.accepted_at = at
    moved.save(update_fields=["accepted_at"])
    Event.objects.record(moved.ticket, "transfer_accepted", at=at, actor=by, transfer=moved.pk)
    return moved


@transaction.atomic
def decline_transfer(moved: Transfer, *, by: User, reason: str, at: datetime | None = None) -> Transfer:
    """The receiver of a warm transfer says no: the ticket goes back to where it came from, with what was offered.

    The transfer took place, so it counts; the way back is none, so it does not. Back to the team alone when who
    had it has left. Raises as `accept_transfer` does, and Conflict when it was accepted.
    """
    at = moment(at)
    if not reason.strip():
        raise ValidationError({"reason": "Say why you decline: whoever asked has to find another way."})
    _lock_warm(moved, by)
    if moved.accepted_at:
        raise Conflict(
            {"transfer": "You have accepted it. Transfer the ticket if somebody else must have it."}
        )
    owner = moved.from_owner if moved.from_owner and moved.from_owner.is_active else None
    moved.declined_at, moved.decline_reason = at, reason.strip()
    moved.save(update_fields=["declined_at", "decline_reason"])
    Ticket.objects.filter(pk=moved.ticket_id).update(team=moved.from_team, owner=owner)
    moved.ticket.refresh_from_db()
    for promise in Promise.objects.unsettled().filter(ticket=moved.ticket).order_by("pk"):
        if clock.lock(KIND, promise.pk) is not None:
            recall(promise, by=by, at=at, transfer=moved)
    Event.objects.record(
        moved.ticket,
        "transfer_declined",
        at=at,
        actor=by,
        transfer=moved.pk,
        reason=moved.decline_reason,
        team=moved.from_team.name,
        owner=owner.name if owner else None,
    )
    return moved


def _lock_warm(moved: Transfer, by: User) -> None:
    """Check that `by` may answer this transfer, and that it waits for an answer or was accepted."""
    if moved.kind != Transfer.Kind.WARM or moved.to_owner_id is None:
        raise ValidationError(
            {"transfer": "Only a warm transfer is accepted or declined: this was a cold one."}
        )
    if by.pk != moved.to_owner_id and not by.is_staff:
        raise PermissionDenied("Only the person who was spoken to can answer this transfer.")
    moved.ticket.lock()
    moved.refresh_from_db()
    moved.ticket.refresh_from_db()
    if moved.declined_at:
        raise Conflict({"transfer": "This transfer was declined. The ticket is back where it came from."})
    here = (moved.to_team_id, moved.to_owner_id) == (moved.ticket.team_id, moved.ticket.owner_id)
    if not moved.accepted_at and not (here and moved.ordinal == moved.ticket.transfer_count):
        raise Conflict({"transfer": "The ticket has moved on since. Look at it for who has it now."})
