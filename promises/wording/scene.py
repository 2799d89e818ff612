"""Wall time, and the edges of the team's days, as instants."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

from people.worktime import EmptyCalendar, WorkTime


def instant(timezone: tzinfo, day: date, minute: int, after: datetime | None = None) -> datetime:
    """The UTC instant at which the clock of `timezone` shows `minute` minutes past midnight of `day`.

    A time that spring skips moves forward to the end of the gap, as it does in the working calendar. A time
    that autumn shows twice is the first, so that nobody is called an hour late, unless the first is not
    after `after`: then only the second can have been meant.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    first, second = _folds(timezone, wall)
    while first > second:  # PEP 495: only in a gap
        wall += timedelta(minutes=1)
        first, second = _folds(timezone, wall)
    return second if after is not None and first <= after < second else first


def _folds(timezone: tzinfo, wall: datetime) -> tuple[datetime, datetime]:
    first, second = (wall.replace(tzinfo=timezone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second


@dataclass(frozen=True)
class Scene:
    """When and where it was said: `said_at` in UTC, the customer's zone, the team's hours."""

    said_at: datetime
    timezone: tzinfo
    hours: WorkTime

    @cached_property
    def today(self) -> date:
        """The customer's date."""
        return self.said_at.astimezone(self.timezone).date()

    @cached_property
    def team_today(self) -> date:
        return self.said_at.astimezone(self.hours.timezone).date()

    def at(self, day: date, minute: int, timezone: tzinfo | None = None) -> datetime:
        """Wall time of the customer (or of `timezone`) as an instant."""
        return instant(timezone or self.timezone, day, minute, self.said_at)

    def opening(self, day: date) -> datetime:
        """When the team opens that day; on a day off, when it usually would. Raises EmptyCalendar."""
        return self.hours.opening(day) or self._usual(day, first=True)

    def closing(self, day: date) -> datetime:
        """When the team closes that day; on a day off, when it usually would. Raises EmptyCalendar."""
        return self.hours.closing(day) or self._usual(day, first=False)

    def _usual(self, day: date, first: bool) -> datetime:
        """The weekday's own hours (a holiday), else those of the last weekday before it that has any."""
        for back in range(7):
            ranges = self.hours.weekly[(day.weekday() - back) % 7]
            if ranges:
                minute = min(start for start, _ in ranges) if first else max(end for _, end in ranges)
                return instant(self.hours.timezone, day, minute)
        raise EmptyCalendar("The team's calendar has no working hours.")

    def works(self, at: datetime) -> bool:
        """Whether the team works at `at`, its closing included: a promise for the closing is kept in time."""
        return self.hours.is_working(at) or self.hours.is_working(at - timedelta(microseconds=1))

    def usually_works(self, at: datetime) -> bool:
        """Whether `at` lies in the hours that the team keeps, even if that day is off."""
        if self.works(at):
            return True
        day = at.astimezone(self.hours.timezone).date()
        try:
            return self.opening(day) <= at <= self.closing(day)
        except EmptyCalendar:
            return False

    def workday_before(self, day: date) -> date | None:
        """The team's last working day before `day`, not further back than three weeks."""
        days = (day - timedelta(days=back) for back in range(1, 22))
        return next((found for found in days if self.hours.is_workday(found)), None)

    def last_workday(self, first: date, last: date) -> date:
        """The last working day from `first` to `last`; by the usual week if all of them are off."""
        days = [last - timedelta(days=back) for back in range((last - first).days + 1)]
        for works in (self.hours.is_workday, lambda day: bool(self.hours.weekly[day.weekday()])):
            if found := next((day for day in days if works(day)), None):
                return found
        return last
