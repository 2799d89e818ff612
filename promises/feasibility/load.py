"""How many promises somebody owes around a time. Pure: no database."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


def fullest_hour(dues: Sequence[datetime], at: datetime) -> int:
    """Promises in the fullest hour that one due `at` would be part of, this one among them.

    `dues` are the others' due times, in order. An hour slides: it begins anywhere, so that the answer does
    not depend on which of the promises was made last. Two that are a whole hour apart do not share one.
    """
    return max(_hours(dues, at))


def is_too_full(dues: Sequence[datetime], at: datetime, capacity: int) -> bool:
    """Whether any hour that one due `at` would be part of held more than `capacity`; quick where many are."""
    return any(count > capacity for count in _hours(dues, at))


def _hours(dues: Sequence[datetime], at: datetime) -> Iterator[int]:
    """How many are in each hour that begins with one of them, or with the new one, and holds the new one."""
    low, own, high = bisect_right(dues, at - HOUR), bisect_left(dues, at), bisect_left(dues, at + HOUR)
    for first in range(low, own):
        yield 1 + bisect_left(dues, dues[first] + HOUR, own, high) - first
    yield 1 + high - own
