"""Who can solve this? The people to pass a ticket to, best first, with the reasons.

Choosing the first of the list should make the first transfer the last.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from escalations.abilities import Ability, abilities
from escalations.track_record import open_tickets, solved_shares
from people.coverage import Coverage
from people.fields import language_name, told
from people.models import User
from people.schedules import Schedules
from people.worktime import EmptyCalendar, WorkTime
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can solve it. `solved_share` is of the tickets passed to them, None when those are too few: it
    orders, and is shown to nobody.
    """

    person: User
    title: str
    has_topic: bool
    speaks: bool
    has_authority: bool
    goodwill_limit: Decimal
    goodwill_currency: str
    works_now: bool
    works_from: datetime | None
    open_tickets: int
    solved_share: float | None
    reasons: tuple[str, ...]


def who_can_solve(
    ticket: Ticket, *, at: datetime, amount: Decimal | None = None, currency: str = "EUR", limit: int = 10
) -> list[Candidate]:
    """Up to `limit` people, best first: with the authority, the topic and the language, there soonest, least loaded.

    `amount` is what the solution may cost, say a refund of 300. Whoever is away, has left or has the ticket now
    is not among them. A constant number of queries.

    What takes more to find out is asked of those only who may still be among the first: each key of the order in
    turn, and all who are level with the last of them stay in. So the order is that of everybody.
    """
    coverage = Coverage.at(at)
    found = [
        one
        for one in abilities(ticket, amount, currency)
        if not coverage.is_away(one.user_id) and one.user_id != ticket.owner_id
    ]
    order = _Order(found, limit)
    order.by(lambda one: (not one.has_authority, not one.has_topic, not one.speaks))
    openings = _openings(order.ids, ticket.team_id, at)
    order.by(lambda one: _half_hours(openings[one.user_id], at))
    shares = solved_shares(order.ids, at)
    order.by(lambda one: -shares.get(one.user_id, 0.5))
    load = open_tickets(order.ids)
    # Who may do just enough is asked before somebody higher up.
    order.by(lambda one: (load.get(one.user_id, 0), one.goodwill_limit, one.user_id))
    people = User.objects.filter(pk__in=order.ids).select_related("team").in_bulk()
    return [
        _candidate(
            one,
            people[one.user_id],
            ticket,
            amount,
            currency,
            openings[one.user_id],
            load.get(one.user_id, 0),
            shares.get(one.user_id),
            at,
        )
        for one in order.first
    ]


class _Order:
    """People in an order that becomes known key by key; who cannot be among the first `limit` any more is left out."""

    def __init__(self, people: Iterable[Ability], limit: int) -> None:
        self._keyed: list[tuple[tuple, Ability]] = [((), one) for one in people]
        self._limit = limit

    @property
    def first(self) -> list[Ability]:
        return [one for _, one in self._keyed]

    @property
    def ids(self) -> list[int]:
        return [one.user_id for one in self.first]

    def by(self, key: Callable[[Ability], object]) -> None:
        """Order those who are level so far by `key`."""
        keyed = [((*known, key(one)), one) for known, one in self._keyed]
        keyed.sort(key=lambda pair: pair[0])
        if len(keyed) > self._limit:
            last = keyed[self._limit - 1][0]
            keyed = [pair for pair in keyed if pair[0] <= last]
        self._keyed = keyed


def _openings(user_ids: list[int], team_id: int, at: datetime) -> dict[int, datetime | None]:
    """When each works next (aware UTC), `at` who works now; None without working hours."""
    schedules = Schedules.load(user_ids, [team_id], since=at)
    # Whoever has the same hours, and no absence ahead, shares one WorkTime.
    known: dict[int, datetime | None] = {}
    found = {}
    for user_id in user_ids:
        hours = schedules.of(user_id, team_id)
        if id(hours) not in known:
            known[id(hours)] = _opening(hours, at)
        found[user_id] = known[id(hours)]
    return found


def _opening(hours: WorkTime, at: datetime) -> datetime | None:
    try:
        return hours.next_opening(at)
    except EmptyCalendar:
        return None


def _half_hours(opening: datetime | None, at: datetime) -> float:
    # Who is there ten minutes sooner is not the better choice for that.
    return (opening - at).total_seconds() // 1800 if opening else float("inf")


def _candidate(
    ability: Ability,
    person: User,
    ticket: Ticket,
    amount: Decimal | None,
    currency: str,
    works_from: datetime | None,
    open_now: int,
    solved_share: float | None,
    at: datetime,
) -> Candidate:
    works_now = works_from is not None and works_from <= at
    limit = ability.goodwill_limit
    reasons = [
        *([f"knows {ticket.topic.name}"] if ability.has_topic else []),
        *([f"speaks {language_name(ticket.customer.language)}"] if ability.speaks else []),
        *(
            [f"may give up to {_amount(limit)} {currency}"]
            if amount is not None and ability.has_authority
            else []
        ),
        "works now" if works_now else _from(works_from),
        f"{open_now} open ticket{'' if open_now == 1 else 's'}",
        # Without a figure, and only where it speaks for them: nothing ranks people (decision 6).
        *(["solves most of what is passed on"] if solved_share is not None and solved_share > 0.5 else []),
    ]
    return Candidate(
        person=person,
        title=ability.title,
        has_topic=ability.has_topic,
        speaks=ability.speaks,
        has_authority=ability.has_authority,
        goodwill_limit=limit,
        goodwill_currency=currency,
        works_now=works_now,
        works_from=works_from,
        open_tickets=open_now,
        solved_share=solved_share,
        reasons=tuple(reasons),
    )


def _amount(limit: Decimal) -> str:
    return f"{limit:.0f}" if limit == limit.to_integral_value() else f"{limit:.2f}"


def _from(works_from: datetime | None) -> str:
    if works_from is None:
        return "has no working hours"
    return f"works from {told(works_from)}"
