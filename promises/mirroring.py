"""Transfers that happened in another helpdesk: they are counted, and cannot be refused any more.

Those at or over the cap are escalated by the rule for it, within a minute.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from people.fields import moment
from people.models import Team, User
from promises.transferring import destination, offer_promises
from tickets.models import Ticket, Transfer


@transaction.atomic
def mirror(
    ticket: Ticket,
    *,
    to_team: Team | None = None,
    to_owner: User | None = None,
    kind: str = Transfer.Kind.COLD,
    reason: str = "",
    note: str = "",
    happened_at: datetime | None = None,
    by: User,
    at: datetime | None = None,
) -> Transfer:
    """Record that the ticket was moved elsewhere at `happened_at` (aware; None: now), and move it here, too.

    Its open promises are offered to the new owner, or to the new team's lead, as with any transfer.
    Raises ValidationError naming the field, PermissionDenied to all but administrators, whose tokens integrations use.
    """
    at = moment(at)
    if not by.is_staff:
        raise PermissionDenied(
            "Only an administrator's token may record transfers of another helpdesk: the cap does not hold for them."
        )
    happened_at = moment(happened_at or at, "at")
    if happened_at > at:
        raise ValidationError({"at": "This lies in the future. Record what has happened."})
    moved = Transfer.objects.record(
        ticket,
        to_team=destination(to_team, to_owner, ticket),
        to_owner=to_owner,
        kind=kind,
        reason=reason,
        note=note,
        by=by,
        at=happened_at,
        mirrored=True,
        recorded_at=at,
    )
    ticket.refresh_from_db()
    offer_promises(moved, by, at)
    return moved
