"""What people bring to a ticket: topics, languages and authority, over all the positions that they hold."""

from dataclasses import dataclass
from decimal import Decimal

from escalations.models import Position
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Ability:
    """What one person brings to one ticket. `goodwill_limit` is in the currency that was asked for."""

    user_id: int
    title: str
    has_topic: bool
    speaks: bool
    has_authority: bool
    goodwill_limit: Decimal


def abilities(ticket: Ticket, amount: Decimal | None, currency: str) -> list[Ability]:
    """Of everybody active who holds a position, for what may cost `amount` (None: nothing). Two queries."""
    through = Position.topics.through.objects
    with_topic = set(
        through.filter(topic=ticket.topic_id).values_list("position_id", flat=True) if ticket.topic_id else ()
    )
    held: dict[int, list[tuple]] = {}
    rows = Position.objects.filter(holder__is_active=True).order_by("id")
    for row in rows.values_list(
        "holder_id", "id", "title", "languages", "goodwill_limit", "goodwill_currency", "holder__language"
    ):
        held.setdefault(row[0], []).append(row)
    spoken = ticket.customer.language
    return [
        _over(user_id, positions, with_topic, spoken, amount, currency) for user_id, positions in held.items()
    ]


def _over(
    user_id: int,
    positions: list[tuple],
    with_topic: set[int],
    spoken: str,
    amount: Decimal | None,
    currency: str,
) -> Ability:
    limit = max((row[4] for row in positions if row[5] == currency), default=Decimal(0))
    return Ability(
        user_id=user_id,
        title=positions[0][2],
        has_topic=any(row[1] in with_topic for row in positions),
        speaks=any(spoken == row[6] or spoken in row[3] for row in positions),
        has_authority=amount is None or limit >= amount,
        goodwill_limit=limit,
    )
