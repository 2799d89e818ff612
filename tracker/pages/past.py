"""What the figures over time are made of: promises and tickets, as lists and as CSV."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from escalations.figures import TRANSFERS
from people.paging import Page
from people.spreadsheets import AT_ONCE, csv_answer, wants_csv
from promises.models import Promise
from promises.reports import LATE_WORDS, OUTCOMES, Asked, due, renegotiated_only, tickets_solved
from promises.showing import shown_in_order
from tickets.models import Ticket
from tracker.pages.over_time_form import AskedForm

SHOWN = {**OUTCOMES, "renegotiated": "Renegotiated"}


@login_required
def promises(request: HttpRequest) -> HttpResponseBase:
    """Promises that were due in the period, the last due first; those with one outcome, of one day, so much late."""
    at, asked, form = asked_of(request)
    show, group, day = request.GET.get("show", ""), place_of(request, LATE_WORDS), _day(request)
    found = due(asked)
    if show == "renegotiated":
        found = renegotiated_only(found)
    elif show in OUTCOMES:
        found = found.filter(outcome=show)
    if group is not None:
        found = found.filter(lateness=group)
    if day:
        found = found.filter(day=day)
    found = found.order_by("-due_at", "-id")
    if wants_csv(request):
        head = (
            "ticket",
            "promise",
            "kind",
            "wording",
            "team",
            "topic",
            "channel",
            "said at",
            "due at",
            "outcome",
        )
        return csv_answer("promises", head, _rows(found))
    page = Page.of(found.values_list("pk", flat=True), request)
    rows = [{"promise": one, "reasons": ()} for one in shown_in_order(page.rows, at)]
    title = "Promises" if show not in SHOWN else f"Promises: {SHOWN[show].lower()}"
    of = LATE_WORDS[group] if group is not None else f"{day:%A} {day.day} {day:%B}" if day else ""
    return show_list(request, "promises", title, of, rows, page, at, form)


def _rows(found: QuerySet[Promise]) -> Iterable[tuple]:
    # No owner: a spreadsheet of names and outcomes would be the ranking that there is not to be.
    lines = found.select_related("ticket__topic", "team")
    for one in lines.iterator(chunk_size=AT_ONCE):
        yield (
            one.ticket_id,
            one.pk,
            one.kind,
            one.wording,
            one.team.name,
            one.ticket.topic.name if one.ticket.topic else "",
            one.ticket.channel,
            one.said_at.isoformat(),
            one.due_at.isoformat(),
            one.outcome,
        )


@login_required
def tickets(request: HttpRequest) -> HttpResponseBase:
    """Tickets that were solved in the period, the newest first; those that were passed on so often."""
    at, asked, form = asked_of(request)
    found = tickets_solved(asked)
    group = place_of(request, TRANSFERS)
    if group is not None:
        last = group == len(TRANSFERS) - 1
        found = found.filter(**{"transfer_count__gte" if last else "transfer_count": group})
    found = found.select_related("customer", "owner", "team", "topic").order_by("-number")
    if wants_csv(request):
        head = ("ticket", "subject", "team", "topic", "channel", "opened at", "transfers")
        return csv_answer("tickets", head, (_ticket_row(one) for one in found.iterator(chunk_size=AT_ONCE)))
    page = Page.of(found, request)
    of = TRANSFERS[group] if group is not None else ""
    rows = [{"ticket": one, "times": one.transfer_count} for one in page.rows]
    return show_list(request, "tickets", "Tickets that were solved", of, rows, page, at, form)


def _ticket_row(one: Ticket) -> tuple:
    topic = one.topic.name if one.topic else ""
    opened = one.opened_at.isoformat()
    return one.number, one.subject, one.team.name, topic, one.channel, opened, one.transfer_count


def asked_of(request: HttpRequest) -> tuple[datetime, Asked, AskedForm]:
    """The present, what is asked for, and its form. PermissionDenied for a person whose figures are none of theirs."""
    at = timezone.now()
    form = AskedForm(request.GET, request.user, at)
    return at, form.asked(at), form


def place_of(request: HttpRequest, words: tuple[str, ...]) -> int | None:
    """Which of these groups is asked for; None for no such one."""
    said = request.GET.get("group", "")
    return int(said) if said in map(str, range(len(words))) else None


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def show_list(
    request: HttpRequest,
    kind: str,
    title: str,
    of: str,
    rows: list[dict],
    page: Page,
    at: datetime,
    form: AskedForm,
) -> HttpResponseBase:
    """The page of such a list: `rows` as its kind's template shows them, `of` for what narrows it."""
    context: dict[str, object] = {
        "kind": kind,
        "title": title,
        "of": of,
        "rows": rows,
        "row": f"dashboard/past_{kind}_row.html",
        "page": page,
        "now": at,
        "back": form.query(),
        "past": True,
    }
    return render(request, "dashboard/past.html", context)
