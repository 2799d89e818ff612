"""Escalations that nobody has acknowledged yet, and tickets at their cap: what waits for somebody to decide."""

from django.db.models import F, Min, QuerySet

from escalations.models import Step
from tickets.models import State, Ticket, TransferCap
from tickets.models.transfer import DEFAULT_CAP, with_transfers


def unanswered() -> QuerySet[Step]:
    """The step that waits of each open escalation that nobody has: who is asked, and until when."""
    return Step.objects.filter(ended_at=None, escalation__resolved_at=None)


def at_the_cap() -> QuerySet[Ticket]:
    """Open and pending tickets that were transferred as often as they may be, grants counted. One query more."""
    # Hardly a ticket is ever transferred twice: the least cap of all leaves few to be looked at closely.
    least = TransferCap.objects.aggregate(least=Min("transfers"))["least"]
    least = DEFAULT_CAP if least is None else min(least, DEFAULT_CAP)
    moved = Ticket.objects.in_state(State.OPEN, State.PENDING).filter(transfer_count__gte=least)
    return with_transfers(moved).filter(transfer_count__gte=F("transfers_allowed"))
