"""The one search for a time that can be kept. Pure: it asks a situation that was loaded before."""

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from promises.feasibility.situation import HORIZON, Situation
from promises.feasibility.working import Span, shared_spans

MICROSECOND = timedelta(microseconds=1)
#: Times are proposed as people say them.
STEP_SECONDS = 5 * 60
#: Nobody calls on the stroke of opening: after it the first proposal is “first thing”, the first working hour.
FIRST_THING = timedelta(hours=1)


def nearest(
    situation: Situation,
    due_at: datetime,
    *,
    accept: Callable[[datetime], bool],
    or_earlier: bool = True,
) -> datetime | None:
    """The due time nearest to `due_at` (aware) that `accept` takes, in UTC: the later of two as near.

    It lies within the working time of both owner and team, after the present, in the promise's window where
    it is earlier than `due_at`, and within 60 days; None when there is no such time.
    """
    origin = max(due_at, situation.at)
    spans = list(
        shared_spans(
            situation.hours,
            situation.team_hours,
            max(situation.since, origin - HORIZON),
            origin + HORIZON,
        )
    )
    later = next(filter(accept, _later(spans, situation.since, origin)), None)
    if not or_earlier:
        return later
    reach = origin - (later - origin) if later else origin - HORIZON
    earlier = takewhile(lambda at: at > reach, _earlier(spans, situation.since, origin))
    return next(filter(accept, earlier), later)


def _later(spans: Iterable[Span], since: datetime, origin: datetime) -> Iterator[datetime]:
    furthest = origin + HORIZON
    for start, end in spans:
        low = max(_first(start, end, since), origin + MICROSECOND)
        yield from map(_mark, _marks(low, min(end, furthest)))
        if low <= end <= furthest:
            yield end


def _earlier(spans: list[Span], since: datetime, origin: datetime) -> Iterator[datetime]:
    for start, end in reversed(spans):
        low = _first(start, end, since)
        if low <= end < origin:
            yield end
        yield from map(_mark, reversed(_marks(low, min(end, origin))))


def _first(start: datetime, end: datetime, since: datetime) -> datetime:
    """The first time in a span of working time that is worth proposing."""
    return min(start + FIRST_THING, end) if start > since else since + MICROSECOND


def _marks(low: datetime, high: datetime) -> range:
    """The numbers of the whole five minutes from `low` until before `high`."""
    return range(*(math.ceil(at.timestamp() / STEP_SECONDS) for at in (low, high)))


def _mark(number: int) -> datetime:
    return datetime.fromtimestamp(number * STEP_SECONDS, UTC)
