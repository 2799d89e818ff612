"""What the figures over time are made of: promises, tickets and escalations, as lists and as CSV."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from escalations.figures import TRANSFERS, WAIT_WORDS, acknowledged, solved
from escalations.models import StepAcknowledgement
from people.paging import Page
from people.spreadsheets import csv_answer, wants_csv
from promises.models import Promise
from promises.reports import LATE_WORDS, OUTCOMES, Asked, due, renegotiated_only
from tickets.models import Ticket
from tracker.pages.dashboard_lists import shown_in_order
from tracker.pages.over_time_form import AskedForm

SHOWN = {**OUTCOMES, "renegotiated": "Renegotiated"}


@login_required
def promises(request: HttpRequest) -> HttpResponseBase:
    """Promises that were due in the period, the last due first; those with one outcome, of one day, so much late."""
    at, asked, form = _asked(request)
    show, group, day = request.GET.get("show", ""), _place(request, LATE_WORDS), _day(request)
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
    return _answer(request, "promises", title, of, rows, page, at, form)


def _rows(found: QuerySet[Promise]) -> Iterable[tuple]:
    # No owner: a spreadsheet of names and outcomes would be the ranking that there is not to be.
    lines = found.select_related("ticket__topic", "team")
    for one in lines.iterator(chunk_size=2_000):
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
    at, asked, form = _asked(request)
    found = solved(asked.since, at, **asked.about_tickets())
    if asked.owner:
        found = found.filter(owner=asked.owner)
    group = _place(request, TRANSFERS)
    if group is not None:
        last = group == len(TRANSFERS) - 1
        found = found.filter(**{"transfer_count__gte" if last else "transfer_count": group})
    found = found.select_related("customer", "owner", "team", "topic").order_by("-number")
    if wants_csv(request):
        head = ("ticket", "subject", "team", "topic", "channel", "opened at", "transfers")
        return csv_answer("tickets", head, (_ticket_row(one) for one in found.iterator(chunk_size=2_000)))
    page = Page.of(found, request)
    of = TRANSFERS[group] if group is not None else ""
    rows = [{"ticket": one, "times": one.transfer_count} for one in page.rows]
    return _answer(request, "tickets", "Tickets that were solved", of, rows, page, at, form)


def _ticket_row(one: Ticket) -> tuple:
    topic = one.topic.name if one.topic else ""
    opened = one.opened_at.isoformat()
    return one.number, one.subject, one.team.name, topic, one.channel, opened, one.transfer_count


@login_required
def escalations(request: HttpRequest) -> HttpResponseBase:
    """Escalations that somebody took in the period, the last first; those that waited so long."""
    at, asked, form = _asked(request)
    found = acknowledged(asked.since, at, **asked.about_tickets())
    if asked.owner:
        found = found.filter(by=asked.owner)
    group = _place(request, WAIT_WORDS)
    if group is not None:
        found = found.filter(wait=group)
    found = found.select_related("step__escalation__ticket__team", "by").order_by("-at", "-id")
    if wants_csv(request):
        head = ("ticket", "team", "opened at", "acknowledged at", "waited")
        return csv_answer("escalations", head, (_wait_row(one) for one in found.iterator(chunk_size=2_000)))
    page = Page.of(found, request)
    rows = [
        {
            "ticket": one.step.escalation.ticket,
            "opened_at": one.step.escalation.opened_at,
            "at": one.at,
            "seconds": (one.at - one.step.escalation.opened_at).total_seconds(),
        }
        for one in page.rows
    ]
    of = WAIT_WORDS[group] if group is not None else ""
    return _answer(request, "escalations", "Escalations that somebody took", of, rows, page, at, form)


def _wait_row(one: StepAcknowledgement) -> tuple:
    climbed = one.step.escalation
    ticket = climbed.ticket
    return (
        ticket.pk,
        ticket.team.name,
        climbed.opened_at.isoformat(),
        one.at.isoformat(),
        WAIT_WORDS[one.wait],
    )


def _asked(request: HttpRequest) -> tuple[datetime, Asked, AskedForm]:
    at = timezone.now()
    form = AskedForm(request.GET, request.user, at)
    return at, form.asked(at), form


def _place(request: HttpRequest, words: tuple[str, ...]) -> int | None:
    said = request.GET.get("group", "")
    return int(said) if said in map(str, range(len(words))) else None


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _answer(
    request: HttpRequest,
    kind: str,
    title: str,
    of: str,
    rows: list[dict],
    page: Page,
    at: datetime,
    form: AskedForm,
) -> HttpResponseBase:
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
