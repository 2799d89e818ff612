"""The desk: what is owed, and what others wait for, by due time. Mine, or my team's."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from escalations.permissions import Reach
from people.live import live_part
from people.models import User
from promises.models import HandOver, Promise
from promises.showing import Shown, shown_in_order
from tickets.models import State, Ticket
from tracker.pages import agenda
from tracker.pages.waiting import count_in_team, waiting_for, waiting_in_team

SHOWN_AT_MOST = 100
TICKETS_AT_MOST = 20


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The whole page, or what changes of it alone when htmx asks."""
    at = timezone.now()
    who = "team" if request.GET.get("who") == "team" and request.user.team_id else "mine"
    promises = {"mine": _owed().filter(owner=request.user), "team": _owed().filter(team=request.user.team_id)}
    owed = list(_owed_rows(promises[who], Reach(request.user, at)))
    waiting = list(_waiting(request.user, who, at))
    tickets = list(_unpromised(request.user, who)[: TICKETS_AT_MOST + 1])
    context = {
        "who": who,
        "now": at,
        "show_owner": who == "team",
        "counts": {
            name: found.count() + (len(waiting) if name == who else _count_waiting(request.user, name, at))
            for name, found in promises.items()
        },
        "groups": agenda.grouped([*owed[:SHOWN_AT_MOST], *waiting], at),
        "more": len(owed) > SHOWN_AT_MOST,
        "unpromised": tickets[:TICKETS_AT_MOST],
        "more_tickets": len(tickets) > TICKETS_AT_MOST,
    }
    if request.htmx:
        return live_part(request, "desk/owed.html", context)
    return render(request, "desk/desk.html", context)


def _unpromised(user: User, who: str) -> QuerySet[Ticket]:
    """Open tickets with nothing promised: the reader's, or those of their team that are nobody's; the oldest first."""
    tickets = Ticket.objects.in_state(State.OPEN, State.PENDING).with_state().select_related("customer")
    mine = tickets.filter(owner=user) if who == "mine" else tickets.filter(team=user.team_id, owner=None)
    owed = Promise.objects.unsettled().filter(ticket=OuterRef("pk"))
    return mine.filter(~Exists(owed)).order_by("number")


def _owed() -> QuerySet[Promise]:
    return Promise.objects.unsettled()


def _owed_rows(owed: QuerySet[Promise], reach: Reach) -> Iterator[agenda.Row]:
    """The promises that are due first, one more than are shown."""
    keys = list(owed.order_by("due_at", "id").values_list("pk", flat=True)[: SHOWN_AT_MOST + 1])
    # Between the two queries somebody may have settled one.
    return (agenda.of_promise(row) for row in shown_in_order(keys, reach.at, reach) if row.open)


def _waiting(user: User, who: str, at: datetime) -> Iterator[agenda.Row]:
    """What waits for a word besides promises."""
    found = waiting_for(user, at) if who == "mine" else waiting_in_team(user.team_id, at)
    yield from map(agenda.of_escalation, found["escalations"])
    yield from map(agenda.of_consult, found.get("consults", ()))
    yield from map(agenda.of_transfer, found.get("transfers", ()))
    if who == "mine":
        yield from _offers_to(user, at)


def _count_waiting(user: User, who: str, at: datetime) -> int:
    """How many rows `_waiting` has, for the tab that is not shown."""
    return count_in_team(user.team_id) if who == "team" else sum(1 for _ in _waiting(user, who, at))


def _offers_to(user: User, at: datetime) -> Iterator[agenda.Row]:
    """Promises that others want to hand to `user`, the most urgent first."""
    offers = HandOver.objects.filter(to_owner=user, answered_at=None).select_related("from_owner")
    found = {offer.promise_id: offer for offer in offers.order_by("promise__due_at")[:SHOWN_AT_MOST]}
    promises = _owed().with_facts().select_related("owner", "ticket__customer")
    for promise in promises.filter(pk__in=found):
        yield agenda.of_offer(found[promise.pk], Shown.of(promise, at))
