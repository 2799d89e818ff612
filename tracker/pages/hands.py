"""In whose hands a ticket is: how often it was passed on, who stands above, its escalation and its consults."""

from dataclasses import dataclass
from datetime import datetime

from escalations.answering import asked
from escalations.chain import Chain
from escalations.links import links
from escalations.models import Escalation
from escalations.showing import ShownConsult, ShownEscalation, consults, open_escalations
from escalations.standing import Standing
from people.models import User
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


def hands_of(ticket: Ticket, reader: User, at: datetime) -> dict:
    """All of it, as of `at`; a constant number of queries."""
    escalation = open_escalations().filter(ticket=ticket).first()
    standing = Standing.of([escalation] if escalation else [], at)
    transfers = list(ticket.transfers.select_related("by", "from_owner", "to_owner", "to_team"))
    return {
        "meter": meter_of(ticket, transfers),
        "passed": _waiting(transfers, ticket),
        "links": links(
            standing.chain.line(ticket.owner_id, ticket.team_id), standing.chain, ticket.team_id, at
        ),
        "may_grant": _is_manager(reader, standing.chain, ticket),
        "escalation": ShownEscalation.of(escalation, standing, at) if escalation else None,
        "may_answer": _may_answer(reader, escalation, ticket),
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


def _is_manager(reader: User, chain: Chain, ticket: Ticket) -> bool:
    """As `permissions.manages`, from the chain that is loaded."""
    above_lead = [
        seat
        for seat in chain.above(None, ticket.team_id)
        if not (seat.leads_team and seat.team_id == ticket.team_id)
    ]
    return reader.is_staff or any(reader.pk in (s.holder_id, chain.stands_for(s)) for s in above_lead)


def _may_answer(reader: User, escalation: Escalation | None, ticket: Ticket) -> dict[str, bool]:
    """May the reader acknowledge the escalation, and resolve it?"""
    if escalation is None:
        return {"acknowledge": False, "resolve": False}
    mine = reader.is_staff or reader.pk in asked(escalation)
    return {"acknowledge": mine, "resolve": mine or reader.pk == ticket.owner_id}
