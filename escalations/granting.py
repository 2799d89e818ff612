"""One transfer more than the cap, for a reason."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from escalations.permissions import require_manager
from people.fields import moment
from people.models import User
from tickets.models import Event, Ticket, TransferGrant


@transaction.atomic
def grant_transfer(ticket: Ticket, *, by: User, reason: str, at: datetime | None = None) -> TransferGrant:
    """Allow one transfer more. Raises ValidationError without a reason, PermissionDenied to all but managers."""
    at = moment(at)
    require_manager(by, ticket, at)
    if not reason.strip():
        raise ValidationError({"reason": "Say why one more transfer serves this customer."})
    ticket.lock()
    grant = TransferGrant.objects.create(ticket=ticket, by=by, at=at, reason=reason.strip())
    Event.objects.record(ticket, "transfer_granted", at=at, actor=by, grant=grant.pk, reason=grant.reason)
    return grant
