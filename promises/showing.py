"""A promise as plain data for the screen, so that the templates that show it run no query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from escalations.permissions import Reach
from promises.models import CustomerAnswer, HandOver, Promise
from promises.permissions import is_within

KIND_ICONS = {"callback": "phone-outgoing", "update": "mail", "resolution": "circle-check"}


@dataclass(frozen=True)
class Badge:
    """A state in a word and a sign; `name` is its class in the stylesheet."""

    name: str
    icon: str
    text: str


@dataclass(frozen=True)
class Shown:
    """What a row or a card of a promise shows. All times are aware; zones are the customer's."""

    id: int
    ticket: int
    subject: str
    customer: str
    zone: str
    kind: str
    kind_icon: str
    words: str
    understood: str
    due_at: datetime
    not_before: datetime | None
    owner: str
    owner_id: int
    due: str  # overdue, soon, later, settled: how the row stands to the clock
    badges: tuple[Badge, ...]
    open: bool
    overdue: bool
    offered_to: str
    offer_id: int | None
    settled_at: datetime | None
    settled_how: str
    slips: int
    asks_time: bool  # the customer, for another than the one that is owed
    may_act: bool  # the reader: then its verbs are shown

    @classmethod
    def of(
        cls, promise: Promise, at: datetime, offer: HandOver | None = None, reach: Reach | None = None
    ) -> "Shown":
        """As of `at`; needs `with_facts()`, `owner` and `ticket__customer` fetched; `offer` is the open one.

        `reach` is the reader's, where its verbs are offered to those who may use them.
        """
        settlement = getattr(promise, "settlement", None)
        return cls(
            id=promise.pk,
            ticket=promise.ticket_id,
            subject=promise.ticket.subject,
            customer=promise.ticket.customer.name,
            zone=promise.timezone,
            kind=promise.get_kind_display(),
            kind_icon=KIND_ICONS[promise.kind],
            words=promise.wording,
            understood=promise.understood,
            due_at=promise.due_at,
            not_before=promise.not_before,
            owner=str(promise.owner),
            owner_id=promise.owner_id,
            due=_standing(promise, at),
            badges=tuple(_badges(promise, at)),
            open=promise.settled_at is None,
            overdue=promise.is_overdue(at),
            offered_to=offer.to_owner.name if offer else "",
            offer_id=offer.pk if offer else None,
            settled_at=settlement.at if settlement else None,
            settled_how=settlement.reason if settlement else "",
            slips=promise.slips,
            asks_time=_asks_time(promise),
            may_act=reach is not None and is_within(reach, promise),
        )


def shown_in_order(keys: Sequence[int], at: datetime, reach: Reach | None = None) -> list[Shown]:
    """These promises as rows, in this order; two queries. With a `reach` they know whether its reader may act."""
    offers = {
        offer.promise_id: offer
        for offer in HandOver.objects.filter(promise__in=keys, answered_at=None).select_related("to_owner")
    }
    found = Promise.objects.with_facts().select_related("owner", "ticket__customer").in_bulk(keys)
    return [Shown.of(found[key], at, offers.get(key), reach) for key in keys if key in found]


def _asks_time(promise: Promise) -> bool:
    return promise.settled_at is None and promise.asks_time


def _standing(promise: Promise, at: datetime) -> str:
    if promise.settled_at is not None:
        return "settled"
    if promise.is_overdue(at):
        return "overdue"
    return "soon" if promise.is_at_risk(at) else "later"


def _badges(promise: Promise, at: datetime) -> list[Badge]:
    found = _settled(promise) if promise.settled_at is not None else [_owed(promise, at)]
    if promise.is_disputed:
        found.append(Badge("disputed", "message-circle-warning", "Disputed"))
    if _asks_time(promise):
        found.append(Badge("warn", "calendar-clock", "Asks for another time"))
    return found


def _owed(promise: Promise, at: datetime) -> Badge:
    if promise.is_overdue(at):
        return Badge("overdue", "octagon-alert", "Broken" if promise.is_broken else "Overdue")
    if promise.is_at_risk(at):
        return Badge("at-risk", "triangle-alert", "At risk")
    return Badge("open", "clock", "Open")


def _settled(promise: Promise) -> list[Badge]:
    if promise.state == "withdrawn":
        found = [Badge("withdrawn", "undo-2", "Withdrawn")]
    elif promise.is_kept_late:
        found = [Badge("broken", "octagon-alert", "Kept late")]
    else:
        found = [Badge("kept", "check", "Kept")]
    if promise.is_broken and not promise.is_kept_late:
        found.append(Badge("broken", "octagon-alert", "Broken"))
    return found


@dataclass(frozen=True)
class Told:
    """What the customer said of a promise on their page, for the agent."""

    title: str
    tone: str
    icon: str
    asks: bool  # for another time
    words: str
    at: datetime


_TOLD = {
    "confirmed": ("The customer confirms that it was kept.", "good", "check"),
    "disputed": ("The customer says that it was not kept.", "bad", "octagon-alert"),
    "another_time": ("The customer asks for another time.", "warn", "calendar-clock"),
}


def told_by_customer(answers: Iterable[CustomerAnswer]) -> dict[int, list[Told]]:
    """By promise, the last that the customer said of each kind, in order of time."""
    last: dict[int, dict[str, Told]] = {}
    for answer in sorted(answers, key=lambda answer: answer.at):
        told = Told(*_TOLD[answer.kind], answer.kind == "another_time", answer.words, answer.at)
        of_promise = last.setdefault(answer.promise_id, {})
        of_promise.pop(answer.kind, None)
        of_promise[answer.kind] = told
    return {promise: list(by_kind.values()) for promise, by_kind in last.items()}
