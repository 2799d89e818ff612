"""Spans of working time as plain integers: microseconds since 1970 in UTC, half-open, `start < end`.

Integers keep the arithmetic exact: adding minutes and subtracting them again comes back to the same
instant. Nothing here knows of days off or absences by name; `people.worktime` is the calendar that people
read and call.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

Span = tuple[int, int]
Ranges = tuple[tuple[int, int], ...]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
EPOCH_DAY = EPOCH.toordinal()
#: Local days that can be laid out: a year from either end of Python's calendar no conversion overflows.
FIRST_DAY, LAST_DAY = date(2, 1, 1).toordinal(), date(9998, 12, 31).toordinal()


def micros(at: datetime) -> int:
    """Microseconds since 1970 of an aware datetime in any zone."""
    return (at - EPOCH) // MICROSECOND


def instant(at: int) -> datetime:
    """The aware UTC datetime of `at` microseconds since 1970."""
    return EPOCH + timedelta(microseconds=at)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time, sorted, with overlapping and touching spans made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def cut(spans: Iterable[Span], holes: tuple[Span, ...]) -> list[Span]:
    """The parts of sorted `spans` outside `holes` (merged)."""
    left = []
    for start, end in spans:
        # Holes are sorted and apart: of those that begin before `start` only the last can reach it.
        for hole_start, hole_end in holes[max(bisect_right(holes, (start,)) - 1, 0) :]:
            if hole_start >= end:
                break
            if hole_start > start:
                left.append((start, hole_start))
            start = max(start, hole_end)
        if start < end:
            left.append((start, end))
    return left


def _both_folds(timezone: tzinfo, wall: datetime) -> Span:
    return tuple(micros(wall.replace(tzinfo=timezone, fold=fold)) for fold in (0, 1))


def _edges(timezone: tzinfo, day: date, minute: int) -> Span:
    """The first and the last instant at which the local clock shows `minute` minutes after midnight of `day`.

    They differ in the hour that autumn repeats. A time that spring skips moves forward to the end of the
    gap: moved by the gap's length instead, 02:30 would come after 03:10 and a range between the two would
    turn inside out.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    first, last = _both_folds(timezone, wall)
    while first > last:  # PEP 495: only inside a gap
        wall += timedelta(minutes=1)
        first, last = _both_folds(timezone, wall)
    return first, last


def week(weekly: Iterable[Iterable[tuple[int, int]]]) -> tuple[Ranges, ...]:
    """Seven days of ranges in minutes from local midnight, each day sorted, or ValueError."""
    days = tuple(tuple(sorted((start, end) for start, end in ranges)) for ranges in weekly)
    if len(days) != 7:
        raise ValueError(f"weekly must have 7 days, Monday first, not {len(days)}.")
    for number, ranges in enumerate(days):
        for start, end in ranges:
            if not (
                isinstance(start, int) and isinstance(end, int) and 0 <= start < 1440 and start < end <= 2880
            ):
                raise ValueError(
                    f"weekly: day {number}, range ({start}, {end}): whole minutes from midnight with "
                    "0 <= start < 1440 and start < end <= 2880."
                )
    return days


@lru_cache(maxsize=32_768)
def day_spans(timezone: tzinfo, ranges: Ranges, day: date) -> tuple[Span, ...]:
    """The spans of `ranges` (minutes from local midnight of `day`), merged.

    An opening that the clock shows twice is the earlier of the two, such a closing the later: an hour that
    the schedule can be read to contain is worked. A range that lies in a gap altogether has no span.
    """
    if not FIRST_DAY <= day.toordinal() <= LAST_DAY:
        return ()
    found = ((_edges(timezone, day, start)[0], _edges(timezone, day, end)[1]) for start, end in ranges)
    return merge(span for span in found if span[0] < span[1])


class Stretch:
    """The working time of a fixed stretch of UTC, with running totals: a search in it is a bisection."""

    __slots__ = ("before", "ends", "starts", "total")

    DAYS = 14
    LENGTH = DAYS * DAY

    def __init__(self, spans: list[Span]) -> None:
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.before = [0]
        for start, end in spans:
            self.before.append(self.before[-1] + end - start)
        self.total = self.before[-1]

    @classmethod
    def local_days(cls, index: int) -> range:
        """Ordinals of the local days whose spans may touch stretch `index`.

        A range ends within 48 hours of its midnight, which lies up to 16 hours from that of UTC.
        """
        first = EPOCH_DAY + index * cls.DAYS
        return range(max(first - 2, FIRST_DAY), min(first + cls.DAYS, LAST_DAY) + 1)

    @classmethod
    def clip(cls, index: int, spans: Iterable[Span]) -> list[Span]:
        """The parts of `spans` inside stretch `index`."""
        low, high = index * cls.LENGTH, (index + 1) * cls.LENGTH
        return [(max(start, low), min(end, high)) for start, end in spans if start < high and end > low]

    def worked(self, at: int) -> int:
        """Working microseconds from the beginning of the stretch to `at`."""
        i = bisect_right(self.starts, at) - 1
        return 0 if i < 0 else self.before[i] + min(at, self.ends[i]) - self.starts[i]

    def earliest(self, work: int) -> int:
        """The earliest instant with `work` microseconds behind it in the stretch; 0 < work <= total."""
        i = bisect_left(self.before, work) - 1
        return self.starts[i] + work - self.before[i]

    def latest(self, work: int) -> int:
        """The latest instant with `work` microseconds behind it in the stretch; 0 <= work < total."""
        i = bisect_right(self.before, work) - 1
        return self.starts[i] + work - self.before[i]

    def is_working(self, at: int) -> bool:
        i = bisect_right(self.starts, at) - 1
        return i >= 0 and at < self.ends[i]

    def next_opening(self, at: int) -> int | None:
        """`at` or the first instant after it that is working time; None if the stretch has none."""
        i = bisect_right(self.ends, at)
        return max(at, self.starts[i]) if i < len(self.starts) else None

    def previous_closing(self, at: int) -> int | None:
        """`at` if work goes on until then, or else the last closing; None if the stretch has none."""
        i = bisect_left(self.starts, at) - 1
        return min(at, self.ends[i]) if i >= 0 else None
