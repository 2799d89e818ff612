"""How often tickets were passed on before they were solved, and how long escalations waited for somebody."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, QuerySet, When

from escalations.models import StepAcknowledgement
from tickets.models import Ticket, TicketState

TRANSFERS = ("Never passed on", "Passed on once", "Passed on twice", "Three times or more")
# Up to and including each; whatever took longer makes the last group. Elapsed time, not working time.
WAITS = (timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1), timedelta(hours=4))
WAIT_WORDS = (
    "15 minutes or less",
    "15 to 30 minutes",
    "30 minutes to an hour",
    "one to four hours",
    "more than four hours",
)


def solved(since: datetime, until: datetime, **of_ticket: object) -> QuerySet[Ticket]:
    """Tickets that were solved in that time (aware), once each, even if they were opened again."""
    states = TicketState.objects.filter(state="solved", since__gte=since, since__lte=until)
    return Ticket.objects.filter(pk__in=states.order_by().values("ticket"), **of_ticket)


def transfers(tickets: QuerySet[Ticket]) -> list[tuple[str, int]]:
    """How many of these were passed on how often, by TRANSFERS. One query."""
    found: Counter = Counter()
    rows = tickets.order_by().values_list("transfer_count").annotate(number=Count("pk"))
    for times, number in rows:
        found[min(times, len(TRANSFERS) - 1)] += number
    return [(words, found[place]) for place, words in enumerate(TRANSFERS)]


def acknowledged(since: datetime, until: datetime, **of_ticket: object) -> QuerySet[StepAcknowledgement]:
    """Acknowledgements in that time (aware), with `wait`, an index of WAIT_WORDS: since the escalation was opened."""
    narrowed = {f"step__escalation__ticket__{name}": value for name, value in of_ticket.items()}
    found = StepAcknowledgement.objects.filter(at__gte=since, at__lte=until, **narrowed)
    whens = [When(_waited__lte=limit, then=place) for place, limit in enumerate(WAITS)]
    return found.annotate(_waited=F("at") - F("step__escalation__opened_at")).annotate(
        wait=Case(*whens, default=len(WAITS), output_field=IntegerField())
    )


def waits(found: QuerySet[StepAcknowledgement]) -> list[tuple[str, int]]:
    """How many of these waited how long, by WAIT_WORDS. One query."""
    counted = dict(found.order_by().values_list("wait").annotate(number=Count("pk")))
    return [(words, counted.get(place, 0)) for place, words in enumerate(WAIT_WORDS)]
