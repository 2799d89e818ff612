"""A case: what a customer came with, what they were promised, and which plot tells the rest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from people.worktime import WorkTime

if TYPE_CHECKING:
    from tracker.demo.scene import Scene

# Told in steps: each yields the moment of the next one, and what lies ahead of the present is not told.
Plot = Callable[["Scene"], Iterator[datetime]]


@dataclass(frozen=True, slots=True)
class WorkdaysAgo:
    """A clock time of the team, on a working day of theirs so many working days before the present."""

    days: int
    clock: time

    def before(self, at: datetime, hours: WorkTime) -> datetime:
        day = at.astimezone(hours.timezone).date()
        left = self.days
        while left:
            day -= timedelta(days=1)
            left -= hours.is_workday(day)
        return datetime.combine(day, self.clock, tzinfo=hours.timezone)


@dataclass(frozen=True, slots=True)
class WorkingMinutesAgo:
    """So many working minutes of the team before the present: always while somebody is there."""

    minutes: int

    def before(self, at: datetime, hours: WorkTime) -> datetime:
        return hours.subtract(at, self.minutes)


@dataclass(frozen=True, slots=True)
class SecondsAgo:
    """So many seconds before the present, whatever the hour: for what is about to happen."""

    seconds: int

    def before(self, at: datetime, hours: WorkTime) -> datetime:
        return at - timedelta(seconds=self.seconds)


When = WorkdaysAgo | WorkingMinutesAgo | SecondsAgo


@dataclass(frozen=True, slots=True)
class Case:
    """One ticket. `ending` is what was said or written in the end, or why; `waited` seconds on the telephone.

    `open_all_night` gives the ticket to the night desk when the owner's team is closed at the present moment.
    """

    customer: str
    subject: str
    description: str
    owner: str
    topic: str
    when: When
    plot: Plot
    said: str = ""
    ending: str = ""
    kind: str = "callback"
    channel: str = "phone"
    priority: str = "normal"
    waited: int = 0
    open_all_night: bool = False


def workdays_ago(days: int, clock: str) -> WorkdaysAgo:
    """`clock` is “HH:MM” on the team's clock."""
    return WorkdaysAgo(days, time.fromisoformat(clock))
