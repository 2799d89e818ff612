"""How people did with what was passed to them, and how much they have in hand."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef

from tickets.models import TicketState, Transfer

# How far back it is looked whether tickets that were passed to somebody needed another transfer.
HISTORY = timedelta(days=90)
# Fewer than this many say nothing about anybody.
ENOUGH = 3


def open_tickets(user_ids: Collection[int]) -> dict[int, int]:
    """How many open tickets each has; who has none is left out. One query."""
    open_now = TicketState.objects.filter(until=None, state="open", ticket__owner__in=user_ids)
    return dict(open_now.order_by().values_list("ticket__owner").annotate(Count("pk")))


def solved_shares(user_ids: Collection[int], at: datetime) -> dict[int, float]:
    """Of the tickets passed to each before `at` (aware): the share solved without another transfer. One query.

    Who was passed too few is left out: they say nothing.
    """
    later = Transfer.objects.filter(ticket=OuterRef("ticket"), ordinal__gt=OuterRef("ordinal"))
    ended = TicketState.objects.filter(state__in=["solved", "closed"])
    solved = ended.filter(ticket=OuterRef("ticket"), since__gt=OuterRef("at"))
    rows = (
        Transfer.objects.filter(to_owner__in=user_ids, at__gt=at - HISTORY, at__lte=at)
        .order_by()
        .filter(Exists(later) | Exists(solved))
        .values_list("to_owner")
        .annotate(all=Count("pk"), well=Count("pk", filter=~Exists(later)))
    )
    return {person: well / all_ for person, all_, well in rows if all_ >= ENOUGH}
