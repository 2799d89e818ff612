"""Who can solve this? The people to pass a ticket to, best first, with the reasons.

Choosing the first of the list should make the first transfer the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q

from escalations.models import Position
from people.coverage import Coverage
from people.models import User
from people.schedules import Schedules
from people.worktime import EmptyCalendar, WorkTime
from tickets.models import Ticket, TicketState, Transfer

# How far back it is looked whether tickets that were passed to somebody needed another transfer.
HISTORY = timedelta(days=90)
# Fewer than this many say nothing about anybody.
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can solve it. `solved_share` is of the tickets passed to them, None when those are too few."""

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


@dataclass(frozen=True, slots=True)
class _Record:
    """What one person brings, over all their positions."""

    user_id: int
    title: str
    topics: frozenset[int]
    languages: frozenset[str]
    limits: dict[str, Decimal]


def who_can_solve(
    ticket: Ticket, *, at: datetime, amount: Decimal | None = None, currency: str = "EUR", limit: int = 10
) -> list[Candidate]:
    """Up to `limit` people, best first: with the authority, the topic and the language, there soonest, least loaded.

    `amount` is what the solution may cost, say a refund of 300. Whoever is away, has left or has the ticket now
    is not among them. A constant number of queries.
    """
    coverage = Coverage.at(at)
    records = [r for r in _records() if not coverage.is_away(r.user_id) and r.user_id != ticket.owner_id]
    records.sort(key=lambda r: _fit(r, ticket, amount, currency), reverse=True)
    # Working times, load and history are looked up for the most fitting only: there may be thousands.
    best = records[: max(limit * 5, 50)]
    ids = [record.user_id for record in best]
    people = User.objects.filter(pk__in=ids).select_related("team").in_bulk()
    schedules = Schedules.load(ids, [ticket.team_id], since=at)
    load, history = _load(ids), _history(ids, at)
    candidates = [
        _candidate(
            record,
            people[record.user_id],
            ticket,
            amount,
            currency,
            schedules.of(record.user_id, ticket.team_id),
            load.get(record.user_id, 0),
            history.get(record.user_id),
            at,
        )
        for record in best
    ]
    return sorted(candidates, key=lambda c: _rank(c, at))[:limit]


def _rank(candidate: Candidate, at: datetime) -> tuple:
    wait = (candidate.works_from - at).total_seconds() if candidate.works_from else float("inf")
    # To the half hour: who is there ten minutes sooner is not the better choice for that.
    return (
        not candidate.has_authority,
        not candidate.has_topic,
        not candidate.speaks,
        wait // 1800,
        -(candidate.solved_share if candidate.solved_share is not None else 0.5),
        candidate.open_tickets,
        # Who may do just enough is asked before somebody higher up.
        candidate.goodwill_limit,
        candidate.person.pk,
    )


def _records() -> list[_Record]:
    """Everybody who holds a position, with all that their positions allow. Two queries."""
    topics: dict[int, set[int]] = {}
    for position_id, topic_id in Position.topics.through.objects.values_list("position_id", "topic_id"):
        topics.setdefault(position_id, set()).add(topic_id)
    held: dict[int, list[tuple]] = {}
    rows = Position.objects.filter(holder__is_active=True).order_by("id")
    for row in rows.values_list(
        "holder_id", "title", "id", "languages", "goodwill_limit", "goodwill_currency", "holder__language"
    ):
        held.setdefault(row[0], []).append(row)
    return [
        _Record(
            user_id=user_id,
            title=positions[0][1],
            topics=frozenset().union(*(topics.get(p[2], ()) for p in positions)),
            languages=frozenset({positions[0][6]}.union(*(p[3] for p in positions))),
            limits={p[5]: max(q[4] for q in positions if q[5] == p[5]) for p in positions},
        )
        for user_id, positions in held.items()
    ]


def _fit(record: _Record, ticket: Ticket, amount: Decimal | None, currency: str) -> tuple[bool, bool, bool]:
    return (
        amount is None or record.limits.get(currency, Decimal(0)) >= amount,
        ticket.topic_id is not None and ticket.topic_id in record.topics,
        ticket.customer.language in record.languages,
    )


def _candidate(
    record: _Record,
    person: User,
    ticket: Ticket,
    amount: Decimal | None,
    currency: str,
    worktime: WorkTime,
    open_tickets: int,
    solved_share: float | None,
    at: datetime,
) -> Candidate:
    has_authority, has_topic, speaks = _fit(record, ticket, amount, currency)
    try:
        works_from = worktime.next_opening(at)
    except EmptyCalendar:
        works_from = None
    works_now = works_from is not None and works_from <= at
    limit = record.limits.get(currency, Decimal(0))
    reasons = [
        *([f"knows {ticket.topic.name}"] if has_topic else []),
        *([f"speaks {ticket.customer.language}"] if speaks else []),
        *([f"may give up to {_amount(limit)} {currency}"] if amount is not None and has_authority else []),
        "works now" if works_now else _from(works_from, person),
        f"{open_tickets} open ticket{'' if open_tickets == 1 else 's'}",
        *([f"solved {solved_share:.0%} of what was passed on"] if solved_share is not None else []),
    ]
    return Candidate(
        person=person,
        title=record.title,
        has_topic=has_topic,
        speaks=speaks,
        has_authority=has_authority,
        goodwill_limit=limit,
        goodwill_currency=currency,
        works_now=works_now,
        works_from=works_from,
        open_tickets=open_tickets,
        solved_share=solved_share,
        reasons=tuple(reasons),
    )


def _amount(limit: Decimal) -> str:
    return f"{limit:.0f}" if limit == limit.to_integral_value() else f"{limit:.2f}"


def _from(works_from: datetime | None, person: User) -> str:
    if works_from is None:
        return "has no working hours"
    local = works_from.astimezone(person.zone)
    return f"works from {local:%a} {local.day} {local:%b, %H:%M} ({person.timezone})"


def _load(user_ids: Sequence[int]) -> dict[int, int]:
    """Open tickets by owner."""
    open_now = TicketState.objects.filter(until=None, state="open", ticket__owner__in=user_ids)
    return dict(open_now.values_list("ticket__owner").annotate(Count("pk")))


def _history(user_ids: Sequence[int], at: datetime) -> dict[int, float]:
    """Of the tickets passed to each: the share that was solved without another transfer."""
    later = Transfer.objects.filter(ticket=OuterRef("ticket"), ordinal__gt=OuterRef("ordinal"))
    ended = TicketState.objects.filter(state__in=["solved", "closed"])
    solved = ended.filter(ticket=OuterRef("ticket"), since__gt=OuterRef("at"))
    rows = (
        Transfer.objects.filter(to_owner__in=user_ids, at__gt=at - HISTORY, at__lte=at)
        .annotate(moved_on=Exists(later), was_solved=Exists(solved))
        .filter(Q(moved_on=True) | Q(was_solved=True))
        .values_list("to_owner")
        .annotate(all=Count("pk"), well=Count("pk", filter=Q(moved_on=False)))
    )
    return {person: well / all_ for person, all_, well in rows if all_ >= ENOUGH}
