"""Changing whose a ticket is, and what it says, within its team: going to another team is a transfer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from escalations.permissions import require_may_act_on
from people.fields import moment
from people.models import User
from tickets.models import Ticket
from tickets.revising import revise


@transaction.atomic
def change(ticket: Ticket, *, by: User, at: datetime | None = None, **fields: object) -> None:
    """Set its `owner` (a person of its team, or None), subject, priority or topic. Promises stay where they are.

    Raises ValidationError naming the field, PermissionDenied; nothing is changed then.
    """
    at = moment(at)
    require_may_act_on(by, ticket, at)
    if "owner" in fields:
        ticket.assign(_of_its_team(fields.pop("owner"), ticket), by=by, at=at)
    revise(ticket, by=by, at=at, **fields)


def _of_its_team(owner: User | None, ticket: Ticket) -> User | None:
    """`owner`; one who serves another team is refused, for going there is a transfer, which is counted."""
    known = owner is None or owner.pk == ticket.owner_id or not owner.is_active
    if not (known or ticket.team.people().filter(pk=owner.pk).exists()):
        raise ValidationError(
            {
                "owner": f"{owner.name} is not in {ticket.team.name}. Choose somebody who is, or transfer the ticket: "
                "that is counted."
            }
        )
    return owner
