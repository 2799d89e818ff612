"""A new time, agreed with the customer before the old one breaks."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from alerts import clock
from people.errors import Conflict
from people.fields import moment, told
from people.models import User
from promises.making import preview
from promises.models import Promise, Renegotiation
from promises.models.promise import KIND
from promises.permissions import require_may_act
from promises.settling import lock_open
from tickets.models import Event


@transaction.atomic
def renegotiate(
    promise: Promise,
    *,
    by: User,
    reason: str,
    customer_told: bool,
    wording: str = "",
    due_at: datetime | None = None,
    not_before: datetime | None = None,
    said_at: datetime | None = None,
    language: str = "",
    at: datetime | None = None,
) -> Renegotiation:
    """Move the promise to a new window. The old one stays on record, and the slip is counted.

    Raises ValidationError naming the field (a reason is needed, and the customer must know), Conflict when it
    is settled, already broken, or promised for that window already, PermissionDenied.
    """
    at = moment(at)
    require_may_act(by, promise, at)
    if not reason.strip():
        raise ValidationError({"reason": "Say why the time must change: the customer may ask."})
    if not customer_told:
        raise ValidationError(
            {"customer_told": "Tell the customer first: a time they do not know of is no promise."}
        )
    old = lock_open(promise)
    if old.missed_at or at >= old.at:
        raise Conflict({"promise": f"It broke on {told(old.at)}. Settle it, and make a new promise."})
    seen = preview(
        team=promise.team,
        owner=promise.owner,
        timezone=promise.timezone,
        language=language or by.language,
        wording=wording,
        due_at=due_at,
        not_before=not_before,
        said_at=said_at,
        at=at,
        ignore=promise,
    )
    if (seen.window.not_before, seen.window.due_at) == (promise.not_before, promise.due_at):
        raise Conflict(
            {"promise": "It is promised for that time already. Agree on another one, or leave it."}
        )
    renegotiation = Renegotiation.objects.create(
        promise=promise,
        from_wording=promise.wording,
        from_not_before=promise.not_before,
        from_due_at=promise.due_at,
        to_wording=seen.window.wording,
        to_not_before=seen.window.not_before,
        to_due_at=seen.window.due_at,
        reason=reason.strip(),
        customer_told=customer_told,
        at=at,
        by=by,
    )
    promise.wording, promise.understood = seen.window.wording, seen.window.understood
    promise.due_at, promise.not_before = seen.window.due_at, seen.window.not_before
    promise.save(update_fields=["wording", "understood", "due_at", "not_before"])
    clock.settle(old, at=at)
    clock.start(
        KIND, promise.pk, owner=promise.owner, team=promise.team, starts_at=at, due_at=promise.due_at, at=at
    )
    Event.objects.record(
        promise.ticket,
        "promise_renegotiated",
        at=at,
        actor=by,
        promise=promise.pk,
        promise_kind=promise.kind,
        from_due_at=renegotiation.from_due_at.isoformat(),
        to_due_at=renegotiation.to_due_at.isoformat(),
        wording=promise.wording,
        reason=renegotiation.reason,
        warnings=[warning.code for warning in seen.warnings],
    )
    return renegotiation
