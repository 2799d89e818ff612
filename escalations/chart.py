"""The chain of command as an organisation chart: every position once, beneath the one it reports to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from escalations.chain import Chain
from escalations.links import Link, links
from escalations.models import Position
from people.fields import language_name
from tickets.models import Topic


@dataclass(frozen=True, slots=True)
class Row:
    """A position in the order of the chart. `below` counts all beneath it; after it, `closes` levels end."""

    position: Position
    link: Link
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    below: int
    closes: range


def chart(at: datetime) -> list[Row]:
    """Every position, each above those that report to it, as of `at` (aware). A constant number of queries.

    Those that report in a circle, which only a hand in the database can make, stand at the top: none is lost.
    """
    topics = Prefetch("topics", Topic.objects.order_by("name"))
    found = Position.objects.select_related("team", "holder").prefetch_related(topics).order_by("title", "id")
    positions = {one.pk: one for one in found}
    chain = Chain.at(at)
    seats = [seat for seat in chain.seats.values() if seat.id in positions]
    linked = {link.position_id: link for link in links(seats, chain, None, at)}
    reports: dict[int | None, list[int]] = {}
    for one in positions.values():
        reports.setdefault(one.reports_to_id if one.reports_to_id in positions else None, []).append(one.pk)
    placed = list(_walk(reports, positions))
    depths = [depth for _, depth in placed]
    return [
        _row(
            positions[key],
            linked[key],
            _below(depths, place),
            depth - (depths[place + 1] if place + 1 < len(depths) else 0),
        )
        for place, (key, depth) in enumerate(placed)
        if key in linked
    ]


def _walk(reports: dict[int | None, list[int]], positions: dict[int, Position]) -> Iterator[tuple[int, int]]:
    """Keys with their depths, the top first. Without recursion: a chain may be as deep as it likes."""
    seen: set[int] = set()
    for start in [*reports.get(None, ()), *positions]:
        ahead = [(start, 0)]
        while ahead:
            key, depth = ahead.pop()
            if key in seen:
                continue
            seen.add(key)
            yield key, depth
            ahead += [(below, depth + 1) for below in reversed(reports.get(key, ()))]


def _below(depths: list[int], place: int) -> int:
    end = place + 1
    while end < len(depths) and depths[end] > depths[place]:
        end += 1
    return end - place - 1


def _row(position: Position, link: Link, below: int, closes: int) -> Row:
    spoken = dict.fromkeys([*([position.holder.language] if position.holder else []), *position.languages])
    return Row(
        position=position,
        link=link,
        topics=tuple(topic.name for topic in position.topics.all()),
        languages=tuple(map(language_name, spoken)),
        below=below,
        closes=range(max(0, closes)),
    )
