"""Solving or closing a ticket that has open promises: each of them is asked about first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from escalations.permissions import require_may_act_on
from people.errors import Conflict
from people.fields import moment
from people.models import User
from promises.models import Promise
from promises.settling import keep, withdraw
from tickets.models import Contact, State, Ticket, TicketState

ENDS = (State.SOLVED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a promise: `keep` with evidence, `withdraw` with a reason, or `leave`: it is still owed."""

    outcome: str
    evidence: Contact | None = None
    reason: str = ""


class OpenPromises(Conflict):
    """Promises are open, and nobody said what becomes of them; they are in `promises`."""

    def __init__(self, promises: Sequence[Promise]) -> None:
        self.promises = list(promises)
        super().__init__(
            {"promises": f"{len(promises)} open: say of each whether to keep, withdraw or leave it."}
        )


@transaction.atomic
def move(
    ticket: Ticket,
    state: str,
    *,
    by: User,
    reason: str = "",
    fates: Mapping[int, Fate] | None = None,
    at: datetime | None = None,
) -> TicketState:
    """Enter a state; solved and closed settle the open promises as `fates` says, by promise id.

    Raises OpenPromises when one has no fate, ValidationError for an impossible one, PermissionDenied; nothing is
    changed then.
    """
    at = moment(at)
    require_may_act_on(by, ticket, at)
    fates = fates or {}
    ticket.lock()
    if state in ENDS:
        owed = list(Promise.objects.unsettled().filter(ticket=ticket).select_related("ticket", "owner"))
        forgotten = [promise for promise in owed if promise.pk not in fates]
        if forgotten:
            raise OpenPromises(forgotten)
        for promise in owed:
            _meet(promise, fates[promise.pk], by, at)
    return ticket.move_to(state, by=by, at=at, reason=reason)


def _meet(promise: Promise, fate: Fate, by: User, at: datetime) -> None:
    match fate.outcome:
        case "keep" if fate.evidence is None:
            raise ValidationError({"evidence": "Choose the contact that shows that it was kept."})
        case "keep":
            keep(promise, by=by, evidence=fate.evidence, at=at)
        case "withdraw":
            withdraw(promise, by=by, reason=fate.reason, at=at)
        case "leave":
            pass
        case other:
            raise ValidationError({"outcome": f"“{other}” is not an outcome. Use keep, withdraw or leave."})
