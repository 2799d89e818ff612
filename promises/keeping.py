"""Keeping a promise on the screen: with a contact that is there already, or with one that is logged for it."""

from datetime import datetime

from django.db import transaction

from people.fields import moment
from people.models import User
from promises.models import Promise, Settlement
from promises.settling import keep
from tickets.models import Contact

SHOWN_AT_MOST = 5


def evidence_for(promise: Promise) -> list[Contact]:
    """Contacts that can show that it was kept, the newest first: ours, that reached the customer, since it was said."""
    return list(
        Contact.objects.filter(
            ticket=promise.ticket_id,
            direction=Contact.Direction.OUTBOUND,
            outcome=Contact.Outcome.REACHED,
            happened_at__gt=promise.owed_since(),
        )
        .select_related("by")
        .order_by("-happened_at", "-id")[:SHOWN_AT_MOST]
    )


@transaction.atomic
def keep_with(
    promise: Promise,
    *,
    by: User,
    evidence: Contact | None,
    channel: str = "phone",
    body: str = "",
    happened_at: datetime | None = None,
    at: datetime | None = None,
) -> Settlement:
    """Keep it with `evidence`; without one, with a contact that is logged now as `channel`, `body`, `happened_at` say.

    Raises ValidationError naming the field, Conflict, PermissionDenied; no contact is logged then.
    """
    at = moment(at)
    if evidence is None:
        evidence = promise.ticket.log_contact(
            direction=Contact.Direction.OUTBOUND,
            by=by,
            at=at,
            happened_at=happened_at,
            channel=channel,
            body=body,
        )
    return keep(promise, by=by, evidence=evidence, at=at)
