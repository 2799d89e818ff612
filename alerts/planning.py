"""When the rungs of a ladder lie, for one deadline. Pure: no database, no clock."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from people.worktime import EmptyCalendar, WorkTime

Plan = list[list[int]]


class RungLike(Protocol):
    position: int
    minutes_before: int | None
    percent: int | None
    min_life_minutes: int


def plan_rungs(rungs: Iterable[RungLike], starts_at: datetime, due_at: datetime, worktime: WorkTime) -> Plan:
    """The times of the rungs: [[seconds since 1970 (UTC), rung position], ...] in order of time.

    `worktime` is that of the person who answers for the deadline. A rung before the deadline lies in their
    working time; one that would lie before the start is left out, for nobody could have acted on it. A rung
    at the deadline lies there whatever the hour: a broken promise is told when it breaks.
    """
    life_minutes = (due_at - starts_at).total_seconds() / 60
    times = (
        (time_of(rung, starts_at, due_at, worktime), rung.position)
        for rung in rungs
        if life_minutes > rung.min_life_minutes
    )
    # Rounded up: a rung never lies before the moment that it tells of.
    return sorted([math.ceil(at.timestamp()), position] for at, position in times if at > starts_at)


def time_of(rung: RungLike, starts_at: datetime, due_at: datetime, worktime: WorkTime) -> datetime:
    """When `rung` lies, aware, possibly before `starts_at`."""
    if rung.percent is not None:
        return _share_of_life(rung.percent, starts_at, due_at, worktime)
    if rung.minutes_before == 0:
        return due_at
    if rung.minutes_before < 0:
        return _after(due_at, -rung.minutes_before, worktime)
    return _before(due_at, rung.minutes_before, starts_at, worktime)


def _share_of_life(percent: int, starts_at: datetime, due_at: datetime, worktime: WorkTime) -> datetime:
    working = worktime.minutes_between(starts_at, due_at)
    if working <= 0:
        # Promised and due within one closing time: the clock is all there is to go by.
        return starts_at + (due_at - starts_at) * percent / 100
    return worktime.next_opening(worktime.add(starts_at, working * percent / 100))


def _before(due_at: datetime, minutes: int, starts_at: datetime, worktime: WorkTime) -> datetime:
    try:
        in_working_time = worktime.subtract(due_at, minutes)
    except EmptyCalendar:
        in_working_time = starts_at
    if in_working_time > starts_at:
        return in_working_time
    # There is less working time than that from the promise to its end. Then it is told as work begins, or, where
    # no work begins before the end, at an odd hour: better than a promise that breaks without an alert.
    by_the_clock = due_at - timedelta(minutes=minutes)
    try:
        opening = worktime.next_opening(by_the_clock)
    except EmptyCalendar:
        return by_the_clock
    return opening if opening < due_at else by_the_clock


def _after(due_at: datetime, minutes: int, worktime: WorkTime) -> datetime:
    try:
        return worktime.add(due_at, minutes)
    except EmptyCalendar:
        return due_at + timedelta(minutes=minutes)


def pending(plan: Plan, raised_until: datetime) -> Plan:
    """The entries of `plan` that have not been raised."""
    done = raised_until.timestamp()
    return [entry for entry in plan if entry[0] > done]


def next_wake(
    plan: Plan,
    *,
    due_at: datetime,
    raised_until: datetime,
    paused_until: datetime | None = None,
    missed: bool = False,
) -> datetime | None:
    """When the sweep must look at a deadline next; None when nothing lies ahead.

    A pause holds the alerts back, and never the breach: that is noted at the deadline, come what may.
    """
    ahead = pending(plan, raised_until)
    wakes = [] if missed else [due_at]
    if ahead:
        rung_at = datetime.fromtimestamp(ahead[0][0], UTC)
        wakes.append(max(rung_at, paused_until) if paused_until else rung_at)
    return min(wakes, default=None)
