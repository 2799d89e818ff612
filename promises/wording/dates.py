"""Which date a day's name is, seen from the customer's today."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from promises.wording.atoms import CalendarDate, Offset, Portion, Span, Weekday, Which, Workday
from promises.wording.scene import Scene

_WEEK = timedelta(days=7)
#: The days of a week, Monday 0, that a portion of it covers.
_WEEK_PORTIONS = {Portion.EARLY: (0, 1), Portion.MIDDLE: (2, 2), Portion.LATE: (3, 6)}
_MONTH_PORTIONS = {Portion.EARLY: (1, 10), Portion.MIDDLE: (11, 20), Portion.LATE: (21, 31)}
#: Nobody promises in more working days than this; `resolve` refuses what is too far in any case.
MOST_WORKDAYS = 400


class Contradiction(ValueError):
    """The weekday and the date that were said are two days."""

    def __init__(self, day: date) -> None:
        super().__init__(str(day))
        self.day = day


class NamesNoDay(ValueError):
    """A stretch of days without a word about which of them, or about where it ends."""


def day_of(
    scene: Scene,
    day: Offset | Weekday | CalendarDate | Workday,
    also: Weekday | None = None,
    moment: Callable[[date], datetime] | None = None,
) -> date:
    """The date. `moment` gives the instant in a day that decides whether today's is still ahead.

    Raises Contradiction if `also` is another weekday, EmptyCalendar for working days of a team without any,
    OverflowError beyond Python's calendar.
    """
    match day:
        case Offset(days):
            found = scene.today + timedelta(days=days)
        case Workday(count):
            if count > MOST_WORKDAYS:
                raise OverflowError
            found = scene.hours.add_workdays(scene.team_today, count)
        case Weekday():
            found = _weekday(scene, day, moment)
        case CalendarDate():
            found = _calendar_date(scene, day)
    if also and found.weekday() != also.number:
        raise Contradiction(found)
    return found


def _weekday(scene: Scene, day: Weekday, moment: Callable[[date], datetime] | None) -> date:
    """The coming such day. Today counts if the hour that was said is still ahead, never with "next"."""
    today = scene.today
    found = today + timedelta(days=(day.number - today.weekday()) % 7)
    if found == today and not _still_ahead(scene, day, moment):
        found += _WEEK
    return found + day.weeks * _WEEK


def _still_ahead(scene: Scene, day: Weekday, moment: Callable[[date], datetime] | None) -> bool:
    if day.which is Which.NEXT:
        return False
    if day.weeks:  # "Monday week", said on a Monday, is a week from today
        return True
    if moment is not None:
        return moment(scene.today) > scene.said_at
    return day.which is Which.THIS and scene.closing(scene.today) > scene.said_at


def _calendar_date(scene: Scene, day: CalendarDate) -> date:
    if day.year is not None:
        return date(day.year, day.month, day.day)
    year, month = scene.today.year, day.month or scene.today.month
    for _ in range(9 * 12):  # 29 February may be eight years away
        if day.day <= monthrange(year, month)[1] and date(year, month, day.day) >= scene.today:
            return date(year, month, day.day)
        if day.month is None:
            month += 1
            year, month = year + (month > 12), (month - 1) % 12 + 1
        else:
            year += 1
    raise OverflowError


def span_days(scene: Scene, span: Span) -> tuple[date, date]:
    """The first and the last day of a week, weekend, month, quarter or year, or of a portion of it."""
    today = scene.today
    if span.unit in ("week", "weekend"):
        monday = today - timedelta(days=today.weekday()) + span.offset * _WEEK
        first, last = (5, 6) if span.unit == "weekend" else _WEEK_PORTIONS.get(span.portion, (0, 6))
        return monday + timedelta(days=first), monday + timedelta(days=last)
    months = {"month": 1, "quarter": 3, "year": 12}[span.unit]
    index = today.year * 12 + today.month - 1
    index = index - index % months + span.offset * months
    if span.month is not None:
        index = today.year * 12 + span.month - 1
        if index < today.year * 12 + today.month - 1:
            index += 12
    first = date(index // 12, index % 12 + 1, 1)
    end = index + months - 1
    last = date(end // 12, end % 12 + 1, monthrange(end // 12, end % 12 + 1)[1])
    if months == 1 and span.portion in _MONTH_PORTIONS:
        low, high = _MONTH_PORTIONS[span.portion]
        return first.replace(day=low), first.replace(day=min(high, last.day))
    return first, last
