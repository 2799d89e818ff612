"""Escalations that nobody has acknowledged yet, and tickets at their cap: what waits for somebody to decide."""

from django.db.models import F, Min, OuterRef, QuerySet, Subquery

from escalations.models import Step
from tickets.models import State, Ticket, TicketState, TransferCap
from tickets.models.transfer import DEFAULT_CAP, with_transfers


def unanswered() -> QuerySet[Step]:
    """The step that waits of each open escalation that nobody has: who is asked, and until when."""
    return Step.objects.filter(ended_at=None, escalation__resolved_at=None)


def at_the_cap() -> QuerySet[Ticket]:
    """Open and pending tickets that were transferred as often as they may be, grants counted. Two queries more."""
    # Hardly a ticket is ever transferred twice: the least cap of all leaves few to be looked at closely.
    least = TransferCap.objects.aggregate(least=Min("transfers"))["least"]
    least = DEFAULT_CAP if least is None else min(least, DEFAULT_CAP)
    # From the tickets in work to their counts, in two steps: in one, PostgreSQL would begin with all tickets ever.
    count = Ticket.objects.filter(pk=OuterRef("ticket")).values("transfer_count")
    in_work = TicketState.objects.filter(until=None, state__in=[State.OPEN, State.PENDING])
    moved = in_work.annotate(moved=Subquery(count)).filter(moved__gte=least).order_by()
    near = list(moved.values_list("ticket", flat=True))
    return with_transfers(Ticket.objects.filter(pk__in=near)).filter(
        transfer_count__gte=F("transfers_allowed")
    )
