"""Working-time arithmetic on a calendar: weekly hours in a time zone, less days off and absences.

Pure: no database, no clock. Hours are wall time and are turned into UTC day by day, so a day on which the
clock changes has the 23 or 25 hours that it really has; minutes are elapsed minutes.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from people.spans import MINUTE, Ranges, Span, Stretch, cut, day_spans, instant, merge, micros, week

#: Nothing is looked for further away: longer than any leave, and short enough to give up in milliseconds.
HORIZON = timedelta(days=3 * 365 + 1)
_HORIZON_STRETCHES = HORIZON.days // Stretch.DAYS + 2  # the first and the last are only partly within it


class EmptyCalendar(ValueError):
    """The calendar has no working time, or not enough of it, within the horizon."""


class NaiveDatetime(ValueError):
    """A datetime without a time zone: it names no instant."""


def _never(day: date) -> str | None:
    return None


def _micros(name: str, at: datetime) -> int:
    if at.utcoffset() is None:
        raise NaiveDatetime(f"{name} ({at.isoformat()}) has no time zone: give an aware datetime.")
    return micros(at)


def _work(minutes: float) -> int:
    if not (math.isfinite(minutes) and minutes >= 0):
        raise ValueError(f"minutes must be a number of 0 or more, not {minutes!r}.")
    return round(minutes * MINUTE)


@dataclass(frozen=True)
class WorkTime:
    """When somebody works.

    - `timezone`: the zone of the wall times and of every `day` below.
    - `weekly`: seven days, Monday first, each any number of ranges in minutes from local midnight. An end
      past 1440 runs into the next day: 22:00 to 06:00 is (1320, 1800). It belongs, to its end, to the day
      it starts on; if that day is off, so is the whole range.
    - `day_off`: the name of a local day's holiday or closure, or None. It must always say the same of a
      day, for what it says is kept.
    - `away`: absences, aware, the end not included.

    Ranges and absences may overlap. Working time includes its opening and not its closing. Instants come
    back as aware UTC. Calendars with the same hours are equal and hash alike (`day_off` by identity).
    Raises ValueError naming the field.
    """

    timezone: tzinfo
    weekly: tuple[Ranges, ...]
    day_off: Callable[[date], str | None] = _never
    away: tuple[tuple[datetime, datetime], ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.timezone, tzinfo):
            raise ValueError(f"timezone must be a ZoneInfo, not {self.timezone!r}.")
        absent = merge(_absences(self.away))
        # Frozen for callers; here the fields get one canonical form, so that equal calendars compare equal.
        object.__setattr__(self, "weekly", week(self.weekly))
        object.__setattr__(self, "away", tuple((instant(start), instant(end)) for start, end in absent))
        object.__setattr__(self, "_absent", absent)
        object.__setattr__(self, "_stretches", {})

    @classmethod
    def always(cls, timezone: tzinfo) -> "WorkTime":
        """Round the clock, every day. The zone says only where a day begins."""
        return cls(timezone, (((0, 1440),),) * 7)

    def without(self, away: Iterable[tuple[datetime, datetime]]) -> "WorkTime":
        """This calendar with further absences cut out (aware datetimes, end not included)."""
        return replace(self, away=(*self.away, *away))

    def is_working(self, at: datetime) -> bool:
        """Whether `at` is working time. Raises NaiveDatetime."""
        now = _micros("at", at)
        return self._stretch(now // Stretch.LENGTH).is_working(now)

    def add(self, at: datetime, minutes: float) -> datetime:
        """The earliest instant with `minutes` working minutes elapsed since `at`; `at` itself for 0.

        It may be a closing: the last minute of a day ends there. Raises NaiveDatetime, ValueError on negative
        minutes, EmptyCalendar if the minutes do not fit within the horizon.
        """
        now, work = _micros("at", at), _work(minutes)
        if not work:
            return instant(now)
        work += self._stretch(now // Stretch.LENGTH).worked(now)
        for stretch in self._stretches_from(now, +1):
            if work <= stretch.total:
                return instant(stretch.earliest(work))
            work -= stretch.total
        raise self._empty(f"{minutes:g} working minutes after", at)

    def subtract(self, at: datetime, minutes: float) -> datetime:
        """The latest instant from which `minutes` working minutes elapse until `at`; `at` itself for 0.

        For more than 0 it is working time, an opening rather than the closing before it, so an alert planned
        there finds somebody at work. Raises as `add` does.
        """
        now, work = _micros("at", at), _work(minutes)
        if not work:
            return instant(now)
        left = -work
        for stretch in self._stretches_from(now, -1):
            left += stretch.worked(now)  # all of it in the stretches before the first
            if left >= 0:
                return instant(stretch.latest(left))
        raise self._empty(f"{minutes:g} working minutes before", at)

    def minutes_between(self, start: datetime, end: datetime) -> float:
        """Working minutes from `start` to `end`, negative if `end` comes first; 0 in an empty calendar.

        Raises NaiveDatetime.
        """
        first, last = _micros("start", start), _micros("end", end)
        if first > last:
            return -self.minutes_between(end, start)
        begin, finish = first // Stretch.LENGTH, last // Stretch.LENGTH
        whole = sum(self._stretch(index).total for index in range(begin, finish))
        return (whole + self._stretch(finish).worked(last) - self._stretch(begin).worked(first)) / MINUTE

    def next_opening(self, at: datetime) -> datetime:
        """`at` if it is working time, or else the next opening. Raises NaiveDatetime, EmptyCalendar."""
        now = _micros("at", at)
        for stretch in self._stretches_from(now, +1):
            if (opening := stretch.next_opening(now)) is not None:
                return instant(opening)
        raise self._empty("working time after", at)

    def previous_closing(self, at: datetime) -> datetime:
        """`at` if work goes on until then, or else the last closing before it: at an opening, the day before's.

        The mirror of `next_opening`, for which a closing is already over. Raises NaiveDatetime, EmptyCalendar.
        """
        now = _micros("at", at)
        for stretch in self._stretches_from(now, -1):
            if (closing := stretch.previous_closing(now)) is not None:
                return instant(closing)
        raise self._empty("working time before", at)

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """Working time of the ranges that start on local `day`, in order, aware UTC; none on a day off.

        A night's span reaches into the next day, and may overlap with that day's own.
        """
        return [(instant(start), instant(end)) for start, end in self._day(day)]

    def opening(self, day: date) -> datetime | None:
        """The first span's start on local `day` in UTC, None if nobody works."""
        found = self._day(day)
        return instant(found[0][0]) if found else None

    def closing(self, day: date) -> datetime | None:
        """The last span's end on local `day` in UTC (after midnight for a night), None if nobody works."""
        found = self._day(day)
        return instant(found[-1][1]) if found else None

    def is_workday(self, day: date) -> bool:
        """Whether any working time starts on local `day`."""
        return bool(self._day(day))

    def next_workday(self, day: date) -> date:
        """The first workday after `day`, never `day` itself. Raises EmptyCalendar."""
        return self.add_workdays(day, 1)

    def add_workdays(self, day: date, n: int) -> date:
        """The `n`th workday after `day`, which itself is not counted; `day` for 0.

        Raises ValueError on negative `n`, EmptyCalendar.
        """
        if n < 0:
            raise ValueError(f"n must be 0 or more workdays, not {n}.")
        found = day
        for _ in range(HORIZON.days if any(self.weekly) else 0):
            if not n or found == date.max:
                break
            found += timedelta(days=1)
            n -= self.is_workday(found)
        if n:
            raise EmptyCalendar(
                f"Not enough workdays within three years after {day}: check the work calendar."
            )
        return found

    def _day(self, day: date) -> list[Span] | tuple[Span, ...]:
        if isinstance(day, datetime):
            raise TypeError(
                "day must be a local date: a datetime may fall on another day in this calendar's zone."
            )
        ranges = self.weekly[day.weekday()]
        if not ranges or self.day_off(day) is not None:
            return ()
        found = day_spans(self.timezone, ranges, day)
        return cut(found, self._absent) if self._absent else found

    def _stretch(self, index: int) -> Stretch:
        stretch = self._stretches.get(index)
        if stretch is None:
            if len(self._stretches) > 10 * _HORIZON_STRETCHES:
                self._stretches.clear()  # a report over decades must not stay in memory
            days = map(date.fromordinal, Stretch.local_days(index))
            spans = merge(span for day in days for span in self._day(day))
            stretch = self._stretches[index] = Stretch(Stretch.clip(index, spans))
        return stretch

    def _stretches_from(self, at: int, step: int) -> Iterator[Stretch]:
        if any(self.weekly):
            first = at // Stretch.LENGTH
            for index in range(first, first + step * _HORIZON_STRETCHES, step):
                yield self._stretch(index)

    def _empty(self, sought: str, at: datetime) -> EmptyCalendar:
        where = at.astimezone(UTC).isoformat()
        return EmptyCalendar(
            f"No {sought} {where} within three years: check the work calendar and its absences."
        )


def _absences(away: Iterable[tuple[datetime, datetime]]) -> Iterator[Span]:
    for start, end in away:
        span = _micros("away: start", start), _micros("away: end", end)
        if span[0] >= span[1]:
            raise ValueError(f"away: an absence must end after it starts ({start.isoformat()}).")
        yield span
