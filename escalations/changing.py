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
def change(ticket: Ticket, *, by: User, at: datetime | None = None, **fields: object) -> dict[str, object]:
    """Set its `owner` (a person of its team, or None), subject, priority or topic. Promises stay where they are.

    Returns what each said before (see `plain`): as others have left it meanwhile, not as `ticket` was fetched.
    Raises ValidationError naming the field, PermissionDenied; nothing is changed then.
    """
    at = moment(at)
    ticket.lock_and_read()
    require_may_act_on(by, ticket, at)
    before = {name: plain(ticket, name) for name in fields}
    if "owner" in fields:
        ticket.assign(_of_its_team(fields.pop("owner"), ticket), by=by, at=at)
    revise(ticket, by=by, at=at, **fields)
    return before


def plain(ticket: Ticket, field: str) -> object:
    """What `field` says now: a key, a word, or None."""
    return getattr(ticket, f"{field}_id" if field in ("owner", "topic") else field)


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
