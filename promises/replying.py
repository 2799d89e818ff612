"""A reply to the customer: logged as a contact of ours, with what it promises and what it keeps. One save."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.fields import moment
from people.models import User
from promises.making import make
from promises.models import Promise, Settlement
from promises.settling import keep
from tickets.models import Contact, Ticket


@dataclass(frozen=True)
class Replied:
    """What came of a reply; `promise` is None when nothing was promised in it."""

    contact: Contact
    promise: Promise | None
    kept: tuple[Settlement, ...]


@transaction.atomic
def reply(
    ticket: Ticket,
    *,
    by: User,
    body: str,
    channel: str,
    keeps: Iterable[Promise] = (),
    promise: dict | None = None,
    at: datetime | None = None,
) -> Replied:
    """Log what was written to the customer; it is the evidence for `keeps`, and what promises are made in it are made.

    Kept does not send it. `promise` has the fields of `promises.making.make`. All or nothing: raises ValidationError
    naming the field, Conflict for a promise that is settled, PermissionDenied for one that is not `by`'s to keep.
    """
    at = moment(at)
    if not body.strip():
        raise ValidationError({"body": "Say what was written. The next one to read this ticket needs it."})
    if promise:
        ticket.lock()  # before any deadline: every verb takes the two in this order
    said_at = (promise or {}).get("said_at") or at
    contact = ticket.log_contact(
        direction=Contact.Direction.OUTBOUND, by=by, at=at, happened_at=said_at, channel=channel, body=body
    )
    kept = tuple(keep(each, by=by, evidence=contact, at=at) for each in keeps)
    made = make(ticket, by=by, at=at, **promise) if promise else None
    return Replied(contact, made, kept)
