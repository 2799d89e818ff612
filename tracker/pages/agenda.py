"""What is on a desk, in the order of time: what is owed, and what waits for a word, whatever it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from escalations.showing import ShownConsult, ShownEscalation
from promises.models import HandOver
from promises.showing import Shown
from recovery.showing import ShownMood, heated_on
from tickets.models import Transfer

GROUPS = {
    "overdue": "Overdue",
    "waiting": "Waiting",
    "soon": "Within the hour",
    "today": "Later today",
    "tomorrow": "Tomorrow",
    "later": "Later",
}


@dataclass(frozen=True)
class Row:
    """One thing on the desk; `shown` is what its template calls it by."""

    template: str
    ticket: int
    shown: Shown | HandOver | ShownEscalation | ShownConsult | Transfer
    at: datetime  # when it is due; where nothing says when, since when it waits
    due: str  # overdue, soon, later; waiting where nothing says when
    promise: Shown | None = None  # that the hand-over is about
    mood: ShownMood | None = None  # of a customer who is angry, or worse


def of_promise(promise: Shown) -> Row:
    """What the reader, or their team, owes."""
    return Row("desk/promise.html", promise.ticket, promise, promise.due_at, promise.due)


def of_offer(offer: HandOver, promise: Shown) -> Row:
    """A promise that a colleague wants to hand over; it stands where the promise will."""
    return Row("desk/offer.html", promise.ticket, offer, promise.due_at, promise.due, promise)


def of_escalation(escalation: ShownEscalation) -> Row:
    """By the time at which it climbs; without one it has been acknowledged, and waits to be resolved."""
    known = escalation.due_at is not None
    at, due = (escalation.due_at, escalation.due) if known else (escalation.since, "waiting")
    return Row("desk/escalation.html", escalation.ticket, escalation, at, due)


def of_consult(consult: ShownConsult) -> Row:
    """A question, by the time at which its answer is wanted."""
    return Row("desk/consult.html", consult.ticket, consult, consult.due_at, consult.due)


def of_transfer(transfer: Transfer) -> Row:
    """A ticket that was passed on warm and waits for the reader's word."""
    return Row("desk/passed.html", transfer.ticket_id, transfer, transfer.at, "waiting")


def grouped(rows: Iterable[Row], at: datetime) -> list[dict]:
    """The groups that have rows, in the order of time: `name`, `title`, `rows`, the earliest first. One query."""
    rows = sorted(rows, key=lambda row: row.at)
    moods = heated_on({row.ticket for row in rows})
    groups: dict[str, list[Row]] = {name: [] for name in GROUPS}
    for row in rows:
        groups[_group(row, at)].append(replace(row, mood=moods.get(row.ticket)))
    return [{"name": name, "title": GROUPS[name], "rows": found} for name, found in groups.items() if found]


def _group(row: Row, at: datetime) -> str:
    if row.due != "later":
        return row.due
    ahead = timezone.localtime(row.at).date() - timezone.localtime(at).date()
    return {0: "today", 1: "tomorrow"}.get(ahead.days, "later")
