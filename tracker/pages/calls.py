"""Log a call and make a promise, in one form from the keyboard."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from escalations.showing import standing_to
from people.answers import gone_to, refuse, show_form
from people.models import User
from people.once import sent_once
from promises.calling import Logged, log_call
from promises.models import next_due
from promises.understanding import Understanding, local_time, read_said_at, understand
from recovery.moods import read_mood
from tickets.models import Customer, State, Ticket
from tracker.pages.call_form import NEW, CallForm, is_email, split_contact

MATCHES = 6
TICKETS = 8
READ_BY = ("language", "owner", "team", "customer_timezone", "happened_at")


@login_required
@sent_once
def call(request: HttpRequest) -> HttpResponse:
    """The form; saved only when what was understood of the promise had been shown."""
    if request.method != "POST":
        return show_form(
            request,
            "calls/new.html",
            _context(request, CallForm(reader=request.user, initial=_given(request))),
        )
    form = CallForm(request.POST, reader=request.user)
    if not form.is_valid():
        return show_form(
            request, "calls/new.html", _context(request, form, _seen(request, form)), refused=True
        )
    seen = _seen(request, form)
    if seen and (seen.error or request.POST.get("seen") != seen.seen):
        context = _context(request, form, seen) | {"confirm": not seen.error, "autofocus": False}
        return show_form(request, "calls/new.html", context, refused=bool(seen.error))
    try:
        logged = _log(form, seen, request.user)
    except ValidationError as error:
        refuse(form, error)
        return show_form(request, "calls/new.html", _context(request, form, seen), refused=True)
    return gone_to(request, _said(logged, request.user), logged.ticket.get_absolute_url())


@login_required
@require_POST
def call_preview(request: HttpRequest) -> HttpResponse:
    """What the words typed so far would mean; saves nothing."""
    form = CallForm(request.POST, reader=request.user)
    form.is_valid()
    context = {
        "seen": _seen(request, form, fresh=True),
        "fixed": request.POST.get("fixed"),
        "zone_problems": _zone_problems(form),
    }
    return render(request, "calls/preview.html", context)


@login_required
def customer_matches(request: HttpRequest) -> HttpResponse:
    """Customers whom the words typed so far fit, to choose from."""
    return render(
        request, "calls/matches.html", _matches(request.GET.get("who", ""), request.GET.get("customer", ""))
    )


@login_required
def customer_tickets(request: HttpRequest) -> HttpResponse:
    """Open tickets of the chosen customer: the call may be about one of them."""
    return render(
        request,
        "calls/tickets.html",
        _tickets(request.GET.get("customer", ""), request.GET.get("ticket", "")),
    )


def _given(request: HttpRequest) -> dict:
    return {"ticket": request.GET.get("ticket", "")[:20]}


@transaction.atomic
def _log(form: CallForm, seen: Understanding | None, by: User) -> Logged:
    data = form.cleaned_data
    promise = None
    if seen:
        due_at = data["due_at"]
        promise = {
            "wording": "" if due_at else data["wording"],
            "due_at": due_at,
            "kind": data["kind"] or "callback",
            "owner": data["owner"] or by,
            "said_at": seen.said_at,
            "timezone": seen.zone,
            "language": data["language"] or by.language,
        }
    names = ("channel", "direction", "waited_seconds", "on_hold_seconds", "body", "happened_at")
    logged = log_call(
        by=by,
        customer=form.customer_said(),
        contact={name: data[name] for name in names},
        ticket=data["known_ticket"],
        subject=data["subject"],
        team=data["team"] or by.team,
        priority=data["priority"] or "normal",
        promise=promise,
    )
    if data["mood"]:
        read_mood(logged.ticket, by=by, level=data["mood"], contact=logged.contact)
    return logged


def _said(logged: Logged, reader: User) -> str:
    if logged.promise is None:
        return f"Logged on #{logged.ticket.number}. Nothing was promised."
    due = local_time(logged.promise.due_at, reader.timezone)
    return f"Logged on #{logged.ticket.number}. The promise is due {due} your time."


def _seen(request: HttpRequest, form: CallForm, fresh: bool = False) -> Understanding | None:
    """How the words read; None when there are none. `form` has been validated, and may be invalid."""
    data, at = form.cleaned_data, timezone.now()
    words = request.POST.get("wording", "").strip()[:10_000]
    if not words:
        return None
    ticket, customer = data.get("known_ticket"), data.get("known_customer")
    team = ticket.team if ticket else data.get("team") or request.user.team
    if team is None:
        return Understanding(
            words, "UTC", at, error="Choose the team first: its working hours are needed to read this."
        )
    who = ticket.customer if ticket else customer
    if _zone_problems(form):
        return Understanding(
            words, "UTC", at, error="Correct their time zone first: it is needed to read this."
        )
    said_at = data.get("happened_at") or (
        None if fresh else read_said_at(request.POST.get("read_at", ""), at)
    )
    return understand(
        words=words,
        team=team,
        owner=data.get("owner") or request.user,
        timezone=who.timezone if who else data.get("customer_timezone") or request.user.timezone,
        language=data.get("language") or request.user.language,
        said_at=said_at,
        at=at,
    )


def _zone_problems(form: CallForm) -> list[str]:
    """What is wrong with the zone that a new customer is said to live in. `form` has been validated."""
    data = form.cleaned_data
    known = data.get("known_ticket") or data.get("known_customer")
    return [] if known else form.errors.get("customer_timezone", [])


def _context(request: HttpRequest, form: CallForm, seen: Understanding | None = None) -> dict:
    said = {name: form[name].value() or "" for name in ("who", "customer", "ticket")}
    fixed = (
        Ticket.objects.filter(pk=int(said["ticket"])).select_related("customer").first()
        if _is_key(said["ticket"])
        else None
    )
    chosen = form.cleaned_data.get("due_at") if form.is_bound and hasattr(form, "cleaned_data") else None
    return {
        "form": form,
        "seen": seen,
        "chosen": chosen,
        "fixed": fixed if request.GET.get("ticket") or request.POST.get("fixed") else None,
        "zones": _zones(),
        # Fields that decide, besides the words, which time is read.
        "read_by": [form[name] for name in READ_BY],
        **_matches(said["who"], said["customer"]),
        **_tickets(said["customer"], said["ticket"]),
    }


@cache
def _zones() -> list[str]:
    """Zones to choose from: places, without the old names and the offsets that the table also has."""
    old = ("Etc/", "US/", "SystemV/", "Brazil/", "Canada/", "Chile/", "Mexico/")
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(old))


def _is_key(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 19


@dataclass(frozen=True)
class Match:
    """A customer to choose: enough to tell two of the same name apart."""

    key: str
    name: str
    email: str
    phone: str
    zone: str
    now: datetime


def _matches(who: str, chosen: str) -> dict:
    """Up to six customers, and whether one of them is meant beyond doubt."""
    who = who.strip()[:200]
    found = list(Customer.objects.best(who)[:MATCHES]) if len(who) >= 2 else []
    at = timezone.now()
    matches = [Match(str(c.pk), c.name, c.email, c.phone, c.timezone, at) for c in found]
    keys = [match.key for match in matches]
    exact = [m.key for m in matches if who.lower() in (m.email.lower(), m.phone.lower())]
    if chosen not in (*keys, NEW):
        # An address or a number that is somebody's tells who it is; a name that fits two people does not.
        chosen = exact[0] if len(exact) == 1 else keys[0] if len(keys) == 1 and len(who) >= 4 else ""
        if not matches and (is_email(who) or len(who) >= 2):
            chosen = NEW
    return {"matches": matches, "picked": chosen, "who": who, "split": split_contact(who)}


def _tickets(customer: str, chosen: str) -> dict:
    """Open tickets of a customer with what is owed on each, what is due first at the top; one query."""
    at = timezone.now()
    found = []
    if _is_key(customer):
        tickets = Ticket.objects.filter(customer=int(customer)).in_state(State.OPEN, State.PENDING)
        tickets = tickets.annotate(next_due_at=next_due())
        in_order = tickets.order_by(F("next_due_at").asc(nulls_last=True), "-number")
        found = list(in_order.values("number", "subject", "next_due_at")[: TICKETS + 1])
    rows = [ticket | {"due": standing_to(ticket["next_due_at"], at)} for ticket in found[:TICKETS]]
    return {
        "tickets": rows,
        "more_tickets": len(found) > TICKETS,
        "ticket_picked": next((row["number"] for row in rows if chosen == str(row["number"])), None),
        "owed_late": sum(row["due"] == "overdue" for row in rows),
        "now": at,
    }
