"""The desk: what is owed, and what others wait for, by due time. Mine, or my team's."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from escalations.showing import ShownConsult, ShownEscalation
from people.live import live_part
from people.models import User
from promises.models import HandOver, Promise
from promises.showing import Shown
from tickets.models import State, Ticket
from tracker.pages.waiting import waiting_for, waiting_in_team

SHOWN_AT_MOST = 100
TICKETS_AT_MOST = 20
GROUPS = [
    ("overdue", "Overdue"),
    ("soon", "At risk: due within the hour"),
    ("today", "Later today"),
    ("tomorrow", "Tomorrow"),
    ("later", "Later"),
]


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The whole page, or the list alone when htmx asks for it."""
    at = timezone.now()
    who = "team" if request.GET.get("who") == "team" and request.user.team_id else "mine"
    owed = {"mine": _owed().filter(owner=request.user), "team": _owed().filter(team=request.user.team_id)}
    waiting = waiting_for(request.user, at) if who == "mine" else waiting_in_team(request.user.team_id, at)
    context = {
        "who": who,
        "now": at,
        "show_owner": who == "team",
        **waiting,
        **_listed(owed[who], at, [*waiting.get("asked", ()), *waiting.get("questions", ())]),
    }
    context["unpromised"] = _unpromised(request.user, who)
    context["offers"] = offers_to(request.user, at) if who == "mine" else []
    if request.htmx:
        return live_part(request, "desk/owed.html", context)
    context["counts"] = {name: promises.count() for name, promises in owed.items()}
    return render(request, "desk/desk.html", context)


def _unpromised(user: User, who: str) -> list[Ticket]:
    """Open tickets with nothing promised: the reader's, or those of their team that are nobody's."""
    tickets = Ticket.objects.in_state(State.OPEN, State.PENDING).with_state().select_related("customer")
    mine = tickets.filter(owner=user) if who == "mine" else tickets.filter(team=user.team_id, owner=None)
    owed = Promise.objects.unsettled().filter(ticket=OuterRef("pk"))
    return list(mine.filter(~Exists(owed)).order_by("-number")[:TICKETS_AT_MOST])


def offers_to(user: User, at: datetime) -> list[dict]:
    """Promises that others want to hand to `user`, the most urgent first."""
    found = (
        HandOver.objects.filter(to_owner=user, answered_at=None)
        .select_related("from_owner")
        .order_by("promise__due_at")[:SHOWN_AT_MOST]
    )
    promises = {p.pk: p for p in _facts().filter(pk__in=[offer.promise_id for offer in found])}
    return [
        {
            "id": offer.pk,
            "promise": Shown.of(promises[offer.promise_id], at),
            "from_owner": str(offer.from_owner),
            "note": offer.note,
        }
        for offer in found
    ]


def _owed():
    return Promise.objects.unsettled()


def _facts():
    return Promise.objects.with_facts().select_related("owner", "ticket__customer")


def _listed(owed, at: datetime, waiting: list[ShownEscalation | ShownConsult]) -> dict:
    """Groups in the order of time, each with its promises and what else waits; `more`: not all are shown."""
    keys = list(owed.order_by("due_at", "id").values_list("pk", flat=True)[: SHOWN_AT_MOST + 1])
    promises = _facts().filter(pk__in=keys[:SHOWN_AT_MOST]).order_by("due_at", "id")
    offers = HandOver.objects.filter(promise__in=keys, answered_at=None).select_related("to_owner")
    offered = {offer.promise_id: offer for offer in offers}
    groups: dict[str, list[dict]] = {name: [] for name, _ in GROUPS}
    for promise in promises:
        row = {"promise": Shown.of(promise, at, offered.get(promise.pk)), "due_at": promise.due_at}
        groups[_group(promise.due_at, promise.is_overdue(at), promise.is_at_risk(at), at)].append(row)
    for one in waiting:
        kind = "escalation" if isinstance(one, ShownEscalation) else "consult"
        group = _group(one.due_at, one.due == "overdue", one.due == "soon", at)
        groups[group].append({kind: one, "due_at": one.due_at})
    return {
        "groups": [
            {"name": name, "title": title, "rows": sorted(groups[name], key=lambda row: row["due_at"])}
            for name, title in GROUPS
            if groups[name]
        ],
        "more": len(keys) > SHOWN_AT_MOST,
    }


def _group(due_at: datetime, is_overdue: bool, is_soon: bool, at: datetime) -> str:
    if is_overdue:
        return "overdue"
    if is_soon:
        return "soon"
    today = timezone.localtime(at).date()
    day = timezone.localtime(due_at).date()
    if day == today:
        return "today"
    return "tomorrow" if day == today + timedelta(days=1) else "later"
