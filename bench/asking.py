"""Whom to ask about a ticket, by the product and by hand in turn: the same answer, and how long each took."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from statistics import median, quantiles

from bench.command_by_hand import ByHand
from escalations.links import chain_for
from escalations.referral import who_can_solve
from tickets.models import Ticket

LIMIT = 10


@dataclass
class Question:
    """One kind of question: milliseconds that each took, ticket by ticket, and whether the answers were the same."""

    what: str
    product: list[float] = field(default_factory=list)
    by_hand: list[float] = field(default_factory=list)
    differ: list[int] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The product's median over that of the SQL."""
        return median(self.product) / median(self.by_hand)

    def row(self) -> tuple[str, ...]:
        """For the table."""
        times = (median(self.product), p95(self.product), median(self.by_hand), self.ratio)
        return (self.what, *(f"{one:.2f}" for one in times))


def measure(url: str, at: datetime, tickets: int) -> list[Question]:
    """The chain, and three referrals, for so many open tickets that lie evenly among all."""
    by_hand = ByHand(url)
    everything = list(_open_tickets(tickets))
    with_topic = [ticket for ticket in everything if ticket.topic_id]
    without = [ticket for ticket in everything if not ticket.topic_id]
    try:
        return [
            _asked(
                "chain_for",
                everything,
                lambda ticket: _chain(ticket, at),
                lambda ticket: by_hand.chain(ticket.pk, at),
            ),
            *(
                _asked(
                    what,
                    asked,
                    lambda ticket, amount=amount: _referral(ticket, at, amount),
                    lambda ticket, amount=amount: by_hand.referral(ticket.pk, at, amount, LIMIT),
                )
                for what, asked, amount in (
                    ("who_can_solve, by topic", with_topic, None),
                    ("who_can_solve, and a refund of 300", with_topic, Decimal(300)),
                    ("who_can_solve, no topic: hundreds fit alike", without, None),
                )
            ),
        ]
    finally:
        by_hand.close()


def _open_tickets(many: int) -> Iterator[Ticket]:
    found = Ticket.objects.in_state("open").select_related("customer", "topic", "team")
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    # A step that shares no factor with how topics, owners and languages repeat.
    yield from found.filter(pk__in=[keys[n * 997 % len(keys)] for n in range(min(many, len(keys)))])


def _asked(
    what: str, tickets: list[Ticket], product: Callable[[Ticket], list], by_hand: Callable[[Ticket], list]
) -> Question:
    question = Question(what)
    for ticket in tickets[:3]:
        product(ticket), by_hand(ticket)
    for ticket in tickets:
        ours, theirs = _timed(question.product, product, ticket), _timed(question.by_hand, by_hand, ticket)
        if ours != theirs:
            question.differ.append(ticket.pk)
    return question


def _timed(times: list[float], ask: Callable[[Ticket], list], ticket: Ticket) -> list:
    began = time.perf_counter()
    answer = ask(ticket)
    times.append((time.perf_counter() - began) * 1000)
    return answer


def _chain(ticket: Ticket, at: datetime) -> list[tuple]:
    return [
        (
            link.position_id,
            link.title,
            link.holder.name,
            link.person.name,
            link.is_away,
            link.works_now,
            link.works_from,
        )
        for link in chain_for(ticket, at)
    ]


def _referral(ticket: Ticket, at: datetime, amount: Decimal | None) -> list[tuple]:
    return [
        (
            one.person.pk,
            one.person.name,
            one.has_topic,
            one.speaks,
            one.has_authority,
            one.works_from,
            one.open_tickets,
            one.solved_share,
        )
        for one in who_can_solve(ticket, at=at, amount=amount, limit=LIMIT)
    ]


def p95(times: list[float]) -> float:
    """The time that 95 of 100 stay below; the only one where there is one."""
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
