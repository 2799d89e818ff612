"""How a promise ends: kept, with evidence, or withdrawn, with a reason."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from alerts import clock
from alerts.models import Deadline
from people.errors import Conflict
from people.fields import moment, told
from people.models import User
from promises.deadlines import PromiseDeadlines
from promises.models import HandOver, Promise, Settlement
from promises.models.promise import KIND
from promises.permissions import require_may_act
from tickets.models import Contact, Event


@transaction.atomic
def keep(promise: Promise, *, by: User, evidence: Contact, at: datetime | None = None) -> Settlement:
    """Settle as kept: `evidence` shows that the customer was reached, and when.

    Kept after it was due it stays broken, too; evidence from before then clears a breach that was already noted.
    Raises ValidationError for evidence that shows nothing, Conflict when it is settled, PermissionDenied.
    """
    at = moment(at)
    require_may_act(by, promise, at)
    deadline = lock_open(promise)
    # With the lock: the customer may have said at this very moment that it was not kept.
    _check_evidence(promise, evidence)
    if evidence.happened_at > deadline.at:
        note_breach(deadline, at)
    settlement = end(
        deadline,
        promise,
        Settlement(outcome="kept", at=evidence.happened_at, recorded_at=at, by=by, evidence=evidence),
    )
    was_late = settlement.at > promise.due_at
    Event.objects.record(
        promise.ticket,
        "promise_kept",
        at=at,
        actor=by,
        promise=promise.pk,
        promise_kind=promise.kind,
        evidence=evidence.pk,
        kept_at=settlement.at.isoformat(),
        late=was_late,
        clears_breach=deadline.missed_at is not None and not was_late,
    )
    return settlement


@transaction.atomic
def withdraw(promise: Promise, *, by: User, reason: str, at: datetime | None = None) -> Settlement:
    """Settle as withdrawn, for a reason: the customer no longer needs it, say.

    Raises ValidationError without a reason, Conflict when it is settled, PermissionDenied.
    """
    at = moment(at)
    require_may_act(by, promise, at)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn: the customer may ask."})
    deadline = lock_open(promise)
    if at >= deadline.at:
        note_breach(deadline, at)
    settlement = end(
        deadline,
        promise,
        Settlement(outcome="withdrawn", at=at, recorded_at=at, by=by, reason=reason.strip()),
    )
    Event.objects.record(
        promise.ticket,
        "promise_withdrawn",
        at=at,
        actor=by,
        promise=promise.pk,
        promise_kind=promise.kind,
        reason=settlement.reason,
    )
    return settlement


def lock_open(promise: Promise) -> Deadline:
    """The promise's running deadline, locked: whoever holds it decides. Conflict when it is settled."""
    deadline = clock.lock(KIND, promise.pk)
    if deadline is None:
        settlement = Settlement.objects.filter(promise=promise).first()
        how = f" as {settlement.outcome} on {told(settlement.recorded_at)}" if settlement else ""
        raise Conflict({"promise": f"This promise is already settled{how}. Make a new one if more is owed."})
    promise.refresh_from_db(fields=["owner", "team", "due_at", "not_before", "wording", "settled_at"])
    return deadline


def _check_evidence(promise: Promise, evidence: Contact) -> None:
    if evidence.ticket_id != promise.ticket_id:
        raise ValidationError(
            {"evidence": "This contact belongs to another ticket. Choose one of this ticket."}
        )
    if evidence.direction != Contact.Direction.OUTBOUND:
        raise ValidationError(
            {"evidence": "The customer contacted us here. Choose a contact of ours to them."}
        )
    if evidence.outcome != Contact.Outcome.REACHED:
        raise ValidationError(
            {
                "evidence": "The customer was not reached. Agree on a new time, or log a contact that reached them."
            }
        )
    if evidence.happened_at <= promise.owed_since():
        raise ValidationError(
            {
                "evidence": "This contact was before the promise, or the one in which it was agreed. Choose a later."
            }
        )


def note_breach(deadline: Deadline, at: datetime) -> None:
    """The sweep has not come by yet: it was broken all the same."""
    if deadline.missed_at is None:
        PromiseDeadlines().missed([deadline.subject_id], at)
        clock.miss(deadline)


def end(deadline: Deadline, promise: Promise, settlement: Settlement) -> Settlement:
    """Save what settles the promise, and stop its locked deadline."""
    settlement.promise = promise
    settlement.save(force_insert=True)
    clock.settle(deadline, at=settlement.recorded_at)
    promise.settled_at = settlement.recorded_at
    promise.save(update_fields=["settled_at"])
    HandOver.objects.filter(promise=promise, answered_at=None).update(
        answered_at=settlement.recorded_at, answer=HandOver.Answer.LAPSED
    )
    return settlement
