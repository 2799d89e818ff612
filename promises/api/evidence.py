"""What shows that a promise was kept, as the API takes it."""

from datetime import datetime

from django.core.exceptions import ValidationError

from people.api.fields import errors_under
from people.models import User
from tickets.models import Contact, Ticket


def evidence_of(
    said: int | dict | None, ticket: Ticket, name: str, *, by: User, at: datetime
) -> Contact | None:
    """The contact with the id `said`, or one that is logged now with the fields in it; None for None.

    It is a contact of ours unless the fields say otherwise.
    ValidationErrors are put under `name`, the place of the evidence in the request.
    """
    if said is None:
        return None
    with errors_under(name):
        if isinstance(said, int):
            return _logged(said)
        return ticket.log_contact(
            by=by, at=at, **{"direction": Contact.Direction.OUTBOUND, "channel": "phone", **said}
        )


def _logged(contact_id: int) -> Contact:
    contact = Contact.objects.filter(pk=contact_id).first()
    if contact is None:
        raise ValidationError(f"There is no contact {contact_id}. Log it first, or send its fields here.")
    return contact
