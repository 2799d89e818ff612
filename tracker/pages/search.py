"""The search: a page of its own, and the same finds in the palette that opens over any page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.paging import A_PAGE, Page, page_of
from promises.models import Promise
from promises.showing import Badge, Shown
from tickets.models import Customer, State, Ticket
from tracker.searching import KINDS, LAST_PAGE, LONGEST, found

A_GROUP = IN_PALETTE = 5
STATE_ICONS = {"open": "circle-dot", "pending": "circle-pause", "solved": "circle-check", "closed": "archive"}


@dataclass(frozen=True)
class Hit:
    """Something that was found: where it leads, what it is, and what tells it from others like it."""

    url: str
    icon: str
    title: str
    about: str
    badge: Badge | None = None
    number: int | None = None
    due_at: datetime | None = None
    due: str = ""
    is_quoted: bool = False


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Everything of a few of each kind, or one kind page by page; the palette's part of it to htmx."""
    at = timezone.now()
    text = request.GET.get("q", "").strip()[:LONGEST]
    kind = request.GET.get("kind") if request.GET.get("kind") in KINDS else ""
    in_palette = bool(request.htmx)
    if kind:
        size = IN_PALETTE if in_palette else A_PAGE
        paged = partial(Page.of, request=request, size=size, last=LAST_PAGE)
    else:
        paged = partial(page_of, number=1, size=A_GROUP)
    groups = [_group(name, text, paged, at) for name in ([kind] if kind else KINDS)] if text else []
    context = {
        "text": text,
        "kind": kind,
        "groups": [group for group in groups if group["hits"] or group["page"].earlier],
        "kinds": KINDS,
        "now": at,
    }
    response = render(request, "search/options.html" if in_palette else "search/search.html", context)
    response["Vary"] = "HX-Request, Cookie"
    return response


def _group(kind: str, text: str, paged: Callable[..., Page], at: datetime) -> dict:
    page = paged(_fetched(kind, found(kind, text)))
    return {"kind": kind, "hits": [_SHOWN[kind](row, at) for row in page.rows], "page": page}


def _fetched(kind: str, rows):
    if kind == "tickets":
        return rows.with_state().select_related("customer", "owner", "team")
    if kind == "promises":
        return rows.with_facts().select_related("owner", "ticket__customer")
    return rows


def _ticket(ticket: Ticket, at: datetime) -> Hit:
    state = State(ticket.state)
    owner = str(ticket.owner) if ticket.owner else ticket.team.name
    return Hit(
        url=ticket.get_absolute_url(),
        icon="ticket",
        title=ticket.subject,
        about=f"{ticket.customer.name} · {owner}",
        badge=Badge(f"state-{state.value}", STATE_ICONS[state.value], state.label),
        number=ticket.number,
    )


def _customer(customer: Customer, at: datetime) -> Hit:
    return Hit(
        url=f"/tickets/?state=all&customer={customer.pk}",
        icon="user",
        title=customer.name,
        about=" · ".join(filter(None, [customer.email, customer.phone])),
    )


def _promise(promise: Promise, at: datetime) -> Hit:
    shown = Shown.of(promise, at)
    return Hit(
        url=promise.get_absolute_url(),
        icon=shown.kind_icon,
        title=shown.words or shown.kind,
        about=f"{shown.customer} · {shown.subject}",
        badge=shown.badges[0],
        number=shown.ticket,
        due_at=shown.due_at,
        due=shown.due,
        is_quoted=bool(shown.words),
    )


_SHOWN: dict[str, Callable[..., Hit]] = {"tickets": _ticket, "customers": _customer, "promises": _promise}
