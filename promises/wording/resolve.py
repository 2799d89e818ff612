"""What was said, on the calendar: from `Said` to a window of instants."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from promises.wording.assemble import Said
from promises.wording.atoms import (
    CalendarDate,
    Clock,
    ClockRange,
    DayRange,
    Duration,
    Lead,
    Offset,
    Part,
    Portion,
    Span,
    Weekday,
    Workday,
)
from promises.wording.counts import DAY
from promises.wording.dates import Contradiction, NamesNoDay, day_of, span_days
from promises.wording.hours_of_day import clock_on, clock_today, last_of_range
from promises.wording.parts import Window, apply_lead, first_hour, part_window, rest_of_day
from promises.wording.scene import Scene

__all__ = ["Contradiction", "NamesNoDay", "Resolved", "TooFar", "resolve"]

#: A promise further away than this is a slip of the tongue or of the keyboard.
FURTHEST = timedelta(days=2 * 366)
#: How long "shortly after 3" lasts.
SOON = timedelta(minutes=30)


class TooFar(ValueError):
    """The time lies beyond what anybody promises."""


@dataclass(frozen=True)
class Resolved:
    """A window in UTC with what was said."""

    start: datetime | None
    due: datetime
    said: Said


def resolve(scene: Scene, said: Said) -> Resolved:
    """The window that was promised, possibly in the past.

    Raises TooFar, Contradiction, NamesNoDay, and EmptyCalendar where the team's hours are needed.
    """
    try:
        start, due = _window(scene, said)
    except OverflowError as error:
        raise TooFar from error
    if due - scene.said_at > FURTHEST:
        raise TooFar
    if start is not None and (start >= due or start <= scene.said_at < due):
        start = None  # it has begun; of a window that is over the start is kept, to be read back
    return Resolved(start, due, said)


def _window(scene: Scene, said: Said) -> Window:
    if said.duration:
        return _after_duration(scene, said, said.duration)
    if said.clock:
        return _at_clock(scene, said, said.clock)
    if said.part:
        return _in_part(scene, said)
    if said.span and not said.day:
        return _in_span(scene, said.span, said.day_lead)
    return _on_day(scene, said)


def _after_duration(scene: Scene, said: Said, duration: Duration) -> Window:
    if duration.months:
        local = scene.said_at.astimezone(scene.timezone)
        moved = _add_months(local, duration.months)
        return None, scene.at(moved, local.hour * 60 + local.minute)
    if duration.seconds > FURTHEST.total_seconds():
        raise TooFar
    if duration.working:
        return None, scene.hours.add(scene.said_at, duration.seconds / 60)
    if said.clock or said.part:  # "in 3 days at 10": the days are counted on the calendar
        counted = Said(
            day=Offset(round(duration.seconds / DAY)),
            part=said.part,
            clock=said.clock,
            zone=said.zone,
            time_lead=said.time_lead,
        )
        return _window(scene, counted)
    start = scene.said_at + timedelta(seconds=duration.least) if duration.least else None
    return start, scene.said_at + timedelta(seconds=duration.seconds)


def _add_months(local: datetime, months: float) -> date:
    whole = int(months)
    if whole > 36:
        raise TooFar
    month = local.month - 1 + whole
    year, month = local.year + month // 12, month % 12 + 1
    moved = date(year, month, min(local.day, monthrange(year, month)[1]))
    return moved + timedelta(days=round((months - whole) * 30))


def _at_clock(scene: Scene, said: Said, clock: Clock | ClockRange) -> Window:
    lead = _time_lead(said)
    first = clock.first if isinstance(clock, ClockRange) else clock
    zone = _zone(scene, said)
    part = said.part.part if said.part else None
    day, start = _clock_start(scene, said, first, zone, part)
    if isinstance(clock, ClockRange):
        end = last_of_range(scene, start, clock.last, start.astimezone(zone or scene.timezone).date(), zone)
        if isinstance(said.day, DayRange):
            return clock_on(scene, first, _range_first(scene, said), None, zone), end
        return (None if lead in (Lead.BY, Lead.BEFORE) else start), end
    if lead is Lead.SOON_AFTER:
        return start, start + SOON
    if lead in (Lead.AFTER, Lead.FROM):
        return start, rest_of_day(scene, start, day)
    if isinstance(said.day, DayRange):
        return clock_on(scene, first, _range_first(scene, said), None, zone), start
    return None, start


def _clock_start(
    scene: Scene, said: Said, clock: Clock, zone: tzinfo | None, part: Part | None
) -> tuple[date, datetime]:
    if said.day is None and said.span is None:
        if part is None:
            at = clock_today(scene, clock, zone, named=False, lead=said.time_lead)
        else:
            day = _part_day(scene, said, lambda day: clock_on(scene, clock, day, part, zone))
            at = clock_on(scene, clock, day, part, zone)
        return at.astimezone(zone or scene.timezone).date(), at
    if said.day == Offset(0) and part is None:
        return scene.today, clock_today(scene, clock, zone, named=True, lead=said.time_lead)
    day = _day(scene, said, lambda day: clock_on(scene, clock, day, part, zone))
    return day, clock_on(scene, clock, day, part, zone)


def _time_lead(said: Said) -> Lead | None:
    """ "Before Friday at 3" and "by Friday at 3" bind like "Friday by 3"."""
    if said.day_lead in (Lead.BY, Lead.BEFORE) and said.time_lead not in (
        Lead.AFTER,
        Lead.SOON_AFTER,
        Lead.BEFORE,
    ):
        return Lead.BY
    return said.time_lead


def _zone(scene: Scene, said: Said) -> tzinfo | None:
    if said.zone is None or said.zone.name == "customer":
        return None
    return scene.hours.timezone if said.zone.name == "team" else ZoneInfo(said.zone.name)


def _in_part(scene: Scene, said: Said) -> Window:
    part = said.part.part
    if part is Part.CLOSING and said.day in (None, Offset(0)) and not said.span:
        return apply_lead(scene, (None, _closing_today(scene)), said.time_lead, scene.today)

    def start_or_end(day: date) -> datetime:
        start, end = part_window(scene, part, day)
        return start or end

    if said.day is None and said.span is None:
        day = _part_day(scene, said, start_or_end)
    else:
        day = _day(scene, said, start_or_end)
    lead = said.time_lead
    if lead in (None, Lead.AT, Lead.ON) and said.day_lead in (Lead.BY, Lead.BEFORE, Lead.AFTER):
        lead = said.day_lead
    start, due = apply_lead(scene, part_window(scene, part, day), lead, day)
    if isinstance(said.day, DayRange) and start is not None:
        start = part_window(scene, part, _range_first(scene, said))[0]
    return start, due


def _part_day(scene: Scene, said: Said, moment) -> date:
    """The day of a part with no day: today's while any of it is ahead, else tomorrow's.

    "This afternoon" and points ("noon", "end of day") are today's even when they have passed, and then refused.
    """
    part, today = said.part, scene.today
    tomorrow = today + timedelta(days=1)
    if part.part is Part.FIRST_THING:
        begun = part_window(scene, part.part, today)[0] <= scene.said_at
        if begun or not scene.hours.is_workday(today):
            return tomorrow if part.this else scene.hours.next_workday(today)
        return today
    start, end = part_window(scene, part.part, today)
    if part.this or (start is None and not said.clock) or moment(today) > scene.said_at:
        return today
    if said.clock:  # "at 8 in the morning", said at ten
        return tomorrow
    return today if end > scene.said_at and not part.coming else tomorrow


def _closing_today(scene: Scene) -> datetime:
    """The first closing ahead of the team's today and the customer's today, which may be two dates."""
    closings = sorted({scene.closing(day) for day in (scene.team_today, scene.today)})
    return next((closing for closing in closings if closing > scene.said_at), closings[-1])


def _day(scene: Scene, said: Said, moment) -> date:
    """The day that was said. A weekday that is today is today's while `moment` of today is still ahead."""
    if said.span and said.day is None:
        first, last = span_days(scene, said.span)
        if said.span.portion.value not in ("end", "later") and first != last:
            raise NamesNoDay
        return last
    if said.span and isinstance(said.day, Weekday) and said.span.unit in ("week", "weekend"):
        monday = span_days(scene, Span("week", said.span.offset))[0]
        return monday + timedelta(days=said.day.number)
    if said.span and said.span.unit == "month" and isinstance(said.day, CalendarDate) and not said.day.month:
        first, last = span_days(scene, replace(said.span, portion=Portion.WHOLE))
        return first.replace(day=min(said.day.day, last.day))
    if isinstance(said.day, DayRange):
        return _range_last(scene, said)
    return day_of(scene, said.day, said.also, moment)


def _range_first(scene: Scene, said: Said) -> date:
    return _day(scene, replace(said, day=said.day.first, also=None), None)


def _range_last(scene: Scene, said: Said) -> date:
    first = _range_first(scene, said)
    last = _day(scene, replace(said, day=said.day.last, also=None), None)
    if isinstance(said.day.last, Weekday):
        while last < first:
            last += timedelta(days=7)
    return last


def _on_day(scene: Scene, said: Said) -> Window:
    lead = said.day_lead
    if said.day == Offset(0) and not said.also:
        return None, _closing_today(scene)
    if isinstance(said.day, Workday):
        day = day_of(scene, said.day)
        start = None if said.day.within or lead in (Lead.BY, Lead.BEFORE) else first_hour(scene, day)
        return start, scene.closing(day)
    day = _day(scene, said, None)
    if lead is Lead.AFTER:
        raise NamesNoDay
    if lead is Lead.BEFORE:
        return None, _closing_before(scene, day)
    if isinstance(said.day, DayRange):
        first = _range_first(scene, said)
        return (first_hour(scene, first) if first < day and lead is not Lead.BY else None), scene.closing(day)
    return (None if lead is Lead.BY else first_hour(scene, day)), scene.closing(day)


def _closing_before(scene: Scene, day: date) -> datetime:
    """ "Before Monday": the closing of the last working day before it that is still ahead."""
    before = scene.workday_before(day)
    if before is not None and scene.closing(before) > scene.said_at:
        return scene.closing(before)
    return scene.closing(day - timedelta(days=1))


def _in_span(scene: Scene, span: Span, lead: Lead | None) -> Window:
    first, last = span_days(scene, span)
    if lead is Lead.AFTER and span.unit == "weekend":
        day = scene.hours.next_workday(last)
        return first_hour(scene, day), scene.closing(day)
    if lead is Lead.AFTER:
        raise NamesNoDay
    if lead is Lead.BEFORE and span.portion.value not in ("end", "later"):
        return None, _closing_before(scene, first)
    if span.unit == "weekend" and lead is Lead.BY:
        return None, _closing_before(scene, first)
    if span.unit == "weekend":
        return first_hour(scene, first), scene.closing(last)
    due = _last_closing(scene, first, last)
    if span.portion.value in ("end", "later") or lead in (Lead.BY, Lead.BEFORE):
        return None, due
    return first_hour(scene, _first_workday(scene, first, last)), due


def _last_closing(scene: Scene, first: date, last: date) -> datetime:
    due = scene.closing(scene.last_workday(first, last))
    if due > scene.said_at:
        return due
    usual = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    usual = [day for day in usual if scene.hours.weekly[day.weekday()]]
    return max([due, *(scene.closing(day) for day in usual[-1:])])


def _first_workday(scene: Scene, first: date, last: date) -> date:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return next((day for day in days if scene.hours.is_workday(day)), first)
