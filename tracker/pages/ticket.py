"""A ticket on one page: its customer, its promises, and what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from escalations.permissions import Reach
from escalations.referral import who_can_solve
from people.live import live_part
from people.models import User
from promises.models import CustomerAnswer, HandOver, Promise
from promises.showing import Shown, told_by_customer
from recovery.forms import HeardForm, MoodForm
from recovery.showing import course_of
from tickets.forms import OwnerForm
from tickets.models import Event, SavedReply, State, Ticket
from tracker.pages.alerted import alerts_about
from tracker.pages.hands import hands_of
from tracker.pages.reply_form import ReplyForm, initial_of
from tracker.pages.timeline import told

EVENTS_AT_MOST = 200
SOLVERS_AT_MOST = 3


@dataclass(frozen=True)
class Offer:
    """A promise that is offered to the reader, by whom, and what they wrote to it."""

    id: int
    from_owner: str
    note: str


@login_required
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    """The whole page, or one live part of it: `head`, `promises`, `timeline`, `climb`, `hands` or `referral`."""
    at = timezone.now()
    found = found_ticket(number)
    reach = Reach(request.user, at)
    part = request.GET.get("part") if request.htmx else None
    if part == "promises":
        return live_part(request, "tickets/promises.html", {"ticket": found, **_promises(found, reach, at)})
    if part == "timeline":
        return live_part(request, "tickets/happened.html", {"ticket": found, **_timeline(found, at)})
    if part == "head":
        return live_part(request, "tickets/head.html", _head(found, reach))
    if part == "referral":
        solvers = who_can_solve(found, at=at, limit=SOLVERS_AT_MOST)
        return live_part(request, "tickets/referral.html", {"ticket": found, "solvers": solvers})
    if part in ("climb", "hands"):
        return live_part(request, f"tickets/{part}.html", {"ticket": found, **hands_of(found, reach, at)})
    return render(request, "tickets/ticket.html", context_of(found, request.user, at))


def context_of(found: Ticket, reader: User, at: datetime, **forms) -> dict:
    """All that the page shows, as of `at`; `forms` stand in for the empty ones when one was refused."""
    reach = Reach(reader, at)
    promises = _promises(found, reach, at)
    if "reply_form" not in forms:
        rows = [row["shown"] for row in promises["promises"]]
        forms["reply_form"] = reply_form_of(found, reader, [row for row in rows if row.may_act])
    return {
        **_head(found, reach),
        # Asked for once the page is there: it takes longer than all the rest.
        "solvers": None,
        "mood_form": MoodForm(auto_id="mood_%s"),
        "contact_form": HeardForm(initial={"channel": found.channel if found.channel != "api" else "phone"}),
        "owner_form": OwnerForm(
            team=found.team,
            initial={"owner": found.owner_id, "priority": found.priority, "topic": found.topic_id},
        ),
        **promises,
        **_timeline(found, at),
        **hands_of(found, reach, at),
        **forms,
    }


def _head(found: Ticket, reach: Reach) -> dict:
    return {
        "ticket": found,
        "may_act": reach.acts_on(found),
        "state_name": State(found.state).label,
    }


def reply_form_of(
    found: Ticket, reader: User, promises: Iterable[Shown], data: QueryDict | None = None
) -> ReplyForm:
    """The form of a reply: the replies that the reader may use here, and those of the promises that are owed."""
    return ReplyForm(
        data,
        initial=initial_of(found.channel, reader.language),
        saved=SavedReply.objects.usable_on(found, reader).select_related("team"),
        owed=[row for row in promises if row.open],
    )


def found_ticket(number: int) -> Ticket:
    """The ticket with all that its page shows of it; Http404 when there is none."""
    tickets = Ticket.objects.with_state().select_related("customer", "owner", "team", "topic", "opened_by")
    # A number beyond the column's range is a database error on SQLite, and no ticket anywhere.
    found = tickets.filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404("There is no such ticket.")
    return found


def _promises(found: Ticket, reach: Reach, at: datetime) -> dict:
    promises = (
        Promise.objects.with_facts()
        .filter(ticket=found)
        .select_related("owner", "ticket__customer")
        .order_by("settled_at", "due_at", "id")
    )
    offers = {
        offer.promise_id: offer
        for offer in HandOver.objects.filter(promise__ticket=found, answered_at=None).select_related(
            "from_owner", "to_owner"
        )
    }
    rows = [Shown.of(p, at, offers.get(p.pk), reach) for p in promises]
    mine = {
        key: Offer(offer.pk, str(offer.from_owner), offer.note)
        for key, offer in offers.items()
        if offer.to_owner_id == reach.user.pk
    }
    said = told_by_customer(CustomerAnswer.objects.filter(promise__ticket=found))
    return {
        "promises": [
            {"shown": row, "offer": mine.get(row.id), "customer": said.get(row.id)}
            for row in sorted(rows, key=lambda row: not row.open)
        ],
        "owed": sum(row.open for row in rows),
        "now": at,
    }


def _timeline(found: Ticket, at: datetime) -> dict:
    events = Event.objects.filter(ticket=found).select_related("actor").order_by("-at", "-id")
    # Told at the moment at which something happens, after it.
    entries = [*alerts_about(found, EVENTS_AT_MOST + 1), *told(events[: EVENTS_AT_MOST + 1])]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return {
        "entries": entries[:EVENTS_AT_MOST],
        "older": len(entries) > EVENTS_AT_MOST,
        # Each reading is an event, too: the mood is drawn anew with the timeline, without asking twice.
        "course": course_of(found),
        "now": at,
    }
