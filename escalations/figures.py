"""How often tickets were passed on before they were solved, and which escalations somebody took."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, QuerySet

from alerts.waits import with_wait
from escalations.models import StepAcknowledgement
from people.planner import row_by_row
from tickets.models import Ticket, TicketState

TRANSFERS = ("Never passed on", "Passed on once", "Passed on twice", "Three times or more")


def solved(since: datetime, until: datetime, **of_ticket: object) -> QuerySet[Ticket]:
    """Tickets that were solved in that time (aware), once each, even if they were opened again."""
    states = TicketState.objects.filter(state="solved", since__gte=since, since__lte=until)
    return Ticket.objects.filter(pk__in=states.order_by().values("ticket"), **of_ticket)


def transfers(tickets: QuerySet[Ticket]) -> list[tuple[str, int]]:
    """How many of these were passed on how often, by TRANSFERS. One query."""
    found: Counter = Counter()
    rows = tickets.order_by().values_list("transfer_count").annotate(number=Count("pk"))
    with row_by_row():
        for times, number in rows:
            found[min(times, len(TRANSFERS) - 1)] += number
    return [(words, found[place]) for place, words in enumerate(TRANSFERS)]


def acknowledged(since: datetime, until: datetime, **of_ticket: object) -> QuerySet[StepAcknowledgement]:
    """Acknowledgements in that time (aware), with `wait` of alerts.waits: since the escalation was opened."""
    narrowed = {f"step__escalation__ticket__{name}": value for name, value in of_ticket.items()}
    found = StepAcknowledgement.objects.filter(at__gte=since, at__lte=until, **narrowed)
    return with_wait(found, "step__escalation__opened_at")
