"""The dashboard's tables and lists as CSV: the same rows as on the page, without the pages."""

from collections.abc import Iterator, Sequence

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from escalations.models import Step
from people.spreadsheets import AT_ONCE, csv_answer, in_turns
from promises.models import Promise
from promises.outlook import Counts, Outlook
from promises.risk import Owed, Reason
from tickets.models import Ticket
from tracker.pages.dashboard import COLUMNS, TeamForm, people_shown

# More than work anywhere; a table of them is made in memory.
PEOPLE_AT_MOST = 10_000


@login_required
def numbers_csv(request: HttpRequest) -> HttpResponseBase:
    """The table by team, or, with `part=people`, that by person: of the teams that the page shows."""
    at = timezone.now()
    team = TeamForm(request.GET).chosen
    outlook = Outlook.of(at, team)
    labels = [label for label, _, _ in COLUMNS.values()]
    if request.GET.get("part") == "people":
        people = people_shown(outlook, request.user, team, PEOPLE_AT_MOST)
        rows = ((one.name, one.team.name if one.team else "", *_numbers(counts)) for one, counts in people)
        return csv_answer("kept-people", ("Person", "Team", *labels), rows)
    rows = ((one.name, *_numbers(counts)) for one, counts in outlook.teams)
    return csv_answer("kept-teams", ("Team", *labels), rows)


def _numbers(counts: Counts) -> list[int]:
    return [getattr(counts, name) for name in COLUMNS]


def promises_csv(rows: Sequence[Owed]) -> HttpResponseBase:
    """Promises that are owed, with whoever owes them: what is open now is for everybody."""
    head = (
        "ticket",
        "promise",
        "kind",
        "wording",
        "customer",
        "team",
        "owner",
        "due at",
        "stands",
        "at risk",
    )
    return csv_answer("kept-promises", head, _promise_rows(rows))


def _promise_rows(rows: Sequence[Owed]) -> Iterator[tuple]:
    whole = Promise.objects.select_related("ticket__customer", "team", "owner")
    for some in in_turns(rows):
        found = whole.in_bulk([one.id for one in some])
        for one in some:
            # Gone from the database meanwhile: no row of it either.
            if promise := found.get(one.id):
                yield (
                    promise.ticket_id,
                    promise.pk,
                    promise.kind,
                    promise.wording,
                    promise.ticket.customer.name,
                    promise.team.name,
                    promise.owner.name,
                    one.due_at.isoformat(),
                    "overdue" if one.overdue else "soon" if one.soon else "later",
                    "; ".join(Reason(why).label for why in one.reasons),
                )


def escalations_csv(steps: QuerySet[Step]) -> HttpResponseBase:
    """Escalations that nobody has, with who is asked and until when."""
    head = ("ticket", "subject", "customer", "team", "opened at", "asked", "answer due at")
    whole = steps.select_related("person", "escalation__ticket__customer", "escalation__ticket__team")
    return csv_answer("kept-escalations", head, map(_step_row, whole.iterator(chunk_size=AT_ONCE)))


def _step_row(one: Step) -> tuple:
    climbed, ticket = one.escalation, one.escalation.ticket
    about = (ticket.pk, ticket.subject, ticket.customer.name, ticket.team.name)
    return *about, climbed.opened_at.isoformat(), one.person.name, one.due_at.isoformat()


def tickets_csv(tickets: QuerySet[Ticket]) -> HttpResponseBase:
    """Tickets at their cap, with how often they were transferred, and may be."""
    head = ("ticket", "subject", "customer", "team", "owner", "state", "transfers", "allowed")
    return csv_answer("kept-tickets", head, map(_ticket_row, tickets.iterator(chunk_size=AT_ONCE)))


def _ticket_row(one: Ticket) -> tuple:
    owner = one.owner.name if one.owner else ""
    about = (one.number, one.subject, one.customer.name, one.team.name, owner, one.state)
    return *about, one.transfer_count, one.transfers_allowed
