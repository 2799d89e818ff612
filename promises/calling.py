"""A call, as it comes: who it was, which ticket it is about, what was said, and what was promised. One save."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.fields import moment
from people.models import Team, User
from promises.making import make
from promises.models import Promise
from tickets.models import Contact, Customer, Ticket


@dataclass(frozen=True)
class Logged:
    """What came of a call; `promise` is None when nothing was promised."""

    ticket: Ticket
    contact: Contact
    promise: Promise | None


@transaction.atomic
def log_call(
    *,
    by: User,
    customer: Customer | dict,
    contact: dict,
    ticket: Ticket | None = None,
    subject: str = "",
    team: Team | None = None,
    priority: str = "normal",
    promise: dict | None = None,
    at: datetime | None = None,
) -> Logged:
    """Log a contact on `ticket`, or on a new one of `team` about `subject`, and make the promise given in it.

    `customer` is one that is known, or the fields of one to be recognised. `contact` has the fields of
    `Ticket.log_contact`, `promise` those of `promises.making.make`. All or nothing: ValidationError names the field.

    What was promised was said in this call, not after it: otherwise the call itself would show that it was kept.
    """
    at = moment(at)
    if promise and promise.get("said_at") and not contact.get("happened_at"):
        contact = {**contact, "happened_at": promise["said_at"]}
    if ticket is None:
        if team is None:
            raise ValidationError({"team": "Choose the team that takes care of it."})
        known = customer if isinstance(customer, Customer) else Customer.objects.recognise(**customer)
        ticket = Ticket.objects.log(
            customer=known,
            subject=subject,
            team=team,
            by=by,
            at=at,
            owner=by,
            priority=priority,
            channel=contact["channel"],
        )
    logged = ticket.log_contact(by=by, at=at, **contact)
    promised = make(ticket, by=by, at=at, **promise) if promise else None
    return Logged(ticket, logged, promised)
