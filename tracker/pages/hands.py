"""In whose hands a ticket is: how often it was passed on, who stands above, its escalation and its consults."""

from dataclasses import dataclass
from datetime import datetime

from escalations.answering import may_answer
from escalations.links import links
from escalations.permissions import Reach
from escalations.showing import ShownConsult, ShownEscalation, consults, open_escalations
from escalations.standing import Standing
from tickets.models import Ticket, Transfer

CONSULTS_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Meter:
    """How often the ticket was transferred, how often it may be, and how often it went back to an earlier owner."""

    count: int
    allowed: int
    returns: int

    @property
    def is_full(self) -> bool:
        """Is the cap reached? Then the next transfer is refused, and the ticket escalates instead."""
        return self.count >= self.allowed

    @property
    def marks(self) -> list[bool]:
        """One a transfer that is allowed or was made: was it made?"""
        return [place < self.count for place in range(min(max(self.count, self.allowed), 12))]


def hands_of(ticket: Ticket, reach: Reach, at: datetime) -> dict:
    """All of it, as of `at`, and what whose `reach` it is may do about it; a constant number of queries."""
    escalation = open_escalations().filter(ticket=ticket).first()
    standing = Standing.of([escalation] if escalation else [], at, reach.chain)
    transfers = list(ticket.transfers.select_related("by", "from_owner", "to_owner", "to_team"))
    return {
        "meter": meter_of(ticket, transfers),
        "passed": _waiting(transfers, ticket),
        "links": links(
            standing.chain.line(ticket.owner_id, ticket.team_id), standing.chain, ticket.team_id, at
        ),
        "may_grant": reach.manages(ticket.team_id),
        "escalation": ShownEscalation.of(escalation, standing, at) if escalation else None,
        "may_answer": may_answer(reach.user, escalation) if escalation else None,
        "consults": [
            ShownConsult.of(one, at)
            for one in consults().filter(ticket=ticket).order_by("-asked_at", "-id")[:CONSULTS_AT_MOST]
        ],
        "now": at,
    }


def meter_of(ticket: Ticket, transfers: list[Transfer] | None = None) -> Meter:
    """The count, the cap with what was granted, and the returns."""
    transfers = list(ticket.transfers.all()) if transfers is None else transfers
    return Meter(
        ticket.transfer_count, Transfer.objects.allowed(ticket), sum(one.is_return for one in transfers)
    )


def _waiting(transfers: list[Transfer], ticket: Ticket) -> Transfer | None:
    """The last transfer, where it is a warm one that its receiver has not answered."""
    last = max(transfers, key=lambda one: one.ordinal, default=None)
    if last is None or last.kind != Transfer.Kind.WARM or last.accepted_at or last.declined_at:
        return None
    return last if last.to_owner_id and last.to_owner_id == ticket.owner_id else None
