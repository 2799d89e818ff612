"""When a promise can be worked on, by the clock of one work calendar. Pure: no database."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from people.spans import merge
from people.worktime import EmptyCalendar, WorkTime

Span = tuple[datetime, datetime]


def covers(hours: WorkTime, at: datetime) -> bool:
    """Whether `at` is working time or the very end of it: end of day is a time to be done by."""
    try:
        return hours.is_working(at) or hours.previous_closing(at) == at
    except EmptyCalendar:
        return False


def can_be_met(hours: WorkTime, since: datetime, due_at: datetime) -> bool:
    """Whether `due_at` lies in working time, and some of it passes between `since` and then.

    Without the second, a promise for the minute of opening that is made in the night before would count as
    one that can be kept.
    """
    return covers(hours, due_at) and hours.minutes_between(since, due_at) > 0


def shared_spans(one: WorkTime, other: WorkTime, low: datetime, high: datetime) -> Iterator[Span]:
    """Where both work, in order, each span whole: at least those that touch `low` to `high`."""
    ones, others = _spans(one, low, high), _spans(other, low, high)
    i = j = 0
    while i < len(ones) and j < len(others):
        start, end = max(ones[i][0], others[j][0]), min(ones[i][1], others[j][1])
        if start < end:
            yield start, end
        if ones[i][1] < others[j][1]:
            i += 1
        else:
            j += 1


def _spans(hours: WorkTime, low: datetime, high: datetime) -> tuple[Span, ...]:
    # A range reaches up to two days past the midnight that it counts from.
    first = low.astimezone(hours.timezone).date() - timedelta(days=2)
    last = high.astimezone(hours.timezone).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return merge(span for day in days for span in hours.spans(day))
