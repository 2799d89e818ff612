"""The checks themselves, gravest first, each with its sentence for the agent."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from people.models import Absence, Team, User
from people.worktime import WorkTime
from promises.feasibility.load import fullest_hour
from promises.feasibility.nearest import nearest
from promises.feasibility.record import WORDS
from promises.feasibility.situation import Situation
from promises.feasibility.warning import FeasibilityWarning
from promises.feasibility.working import can_be_met, covers
from promises.models import Promise

A_MOMENT = timedelta(microseconds=1)


def check(
    *,
    owner: User,
    team: Team,
    due_at: datetime,
    not_before: datetime | None,
    said_at: datetime,
    at: datetime,
    timezone: ZoneInfo,
    ignore: Promise | None = None,
) -> list[FeasibilityWarning]:
    """What speaks against `owner` keeping a promise for `team` in [`not_before` or `said_at`, `due_at`].

    `at` is the present and `timezone` the customer's, for the sentences; `ignore` is the promise that this one
    would replace. The warnings come gravest first, each code at most once. All but low_kept_rate carry the same
    time: the nearest one that none of them speaks against. That of low_kept_rate gives longer notice.

    Datetimes must be aware. At most eleven queries, however much the owner owes and however far the search goes.
    """
    situation = Situation.load(
        owner, team, due_at=due_at, not_before=not_before, said_at=said_at, at=at, ignore=ignore
    )
    case = _Case(situation, due_at, timezone)
    found = list(case.hindrances())
    warnings = []
    if found:
        instead = nearest(situation, due_at, accept=situation.can_be_kept)
        warnings = [FeasibilityWarning(code, message, instead) for code, message in found]
    if situation.record.is_low(due_at - said_at):
        warnings.append(FeasibilityWarning("low_kept_rate", case.low_rate(), _with_longer_notice(case)))
    return warnings


@dataclass(frozen=True)
class _Case:
    situation: Situation
    due_at: datetime
    timezone: ZoneInfo

    def hindrances(self) -> Iterator[tuple[str, str]]:
        """Codes and messages of all that makes `can_be_kept` say no."""
        s = self.situation
        if absence := s.absence(self.due_at):
            yield "owner_absent", self.absent(absence)
        team_can = can_be_met(s.team_hours, s.since, self.due_at)
        if not team_can:
            day_off = _day_off(s.team_hours, self.due_at)
            yield ("holiday", self.day_off(day_off)) if day_off else ("outside_team_hours", self.closed())
        # Whose hours are the team's would be told the same thing twice.
        if s.regular != s.team_hours and not can_be_met(s.regular, s.since, self.due_at):
            yield "outside_owner_hours", self.off_duty()
        if s.is_too_soon(self.due_at):
            yield "too_soon", f"{self.when} is too soon: no alert would come before it is due."
        if s.is_too_many(self.due_at):
            yield "too_many", self.too_many()

    @property
    def when(self) -> str:
        return self.clock(self.due_at)

    def clock(self, at: datetime) -> str:
        local = at.astimezone(self.timezone)
        return f"{local:%a} {local.day} {local:%b, %H:%M} ({self.timezone.key})"

    def absent(self, absence: Absence) -> str:
        s = self.situation
        person = s.schedules.answering_for(s.owner.pk, self.due_at)
        deputy = None if person == s.owner.pk else User.objects.filter(pk=person).first()
        stands_in = f"{deputy.name} stands in" if deputy else "nobody stands in"
        return f"{s.owner.name} is away at {self.when}, until {self.clock(absence.ends_at)}; {stands_in}."

    def day_off(self, name: str) -> str:
        return f"{self.situation.team.name} is closed at {self.when}: {name}."

    def closed(self) -> str:
        s = self.situation
        return _not_then(s.team.name, s.team_hours, self.due_at, self.when)

    def off_duty(self) -> str:
        s = self.situation
        day_off = _day_off(s.regular, self.due_at)
        if day_off:
            return f"{s.owner.name} does not work at {self.when}: {day_off}."
        return _not_then(s.owner.name, s.regular, self.due_at, self.when)

    def too_many(self) -> str:
        s = self.situation
        others = fullest_hour(s.dues, self.due_at) - 1
        return (
            f"{s.owner.name} already has {others} promise{'' if others == 1 else 's'} due within the hour around "
            f"{self.when}; {s.team.name} allows {s.team.promises_per_hour} an hour."
        )

    def low_rate(self) -> str:
        s = self.situation
        group = s.record.group(self.due_at - s.said_at)
        kept, ended = s.record.groups[group]
        return (
            f"{s.owner.name} kept {kept} of {ended} promises ({kept * 100 // ended} %) at such notice, "
            f"{WORDS[group]}, in the last 90 days; this one is due {self.when}."
        )


def _with_longer_notice(case: _Case) -> datetime | None:
    s = case.situation
    return nearest(
        s,
        case.due_at,
        accept=lambda at: not s.record.is_low(at - s.said_at) and s.can_be_kept(at),
        or_earlier=False,
    )


def _not_then(who: str, hours: WorkTime, due_at: datetime, when: str) -> str:
    if not any(hours.weekly):
        return f"{who} has no working hours at {when} or at any time: check the work calendar."
    if covers(hours, due_at):
        return f"{when} leaves {who} no working time: none lies between now and then."
    return f"{when} is outside the working hours of {who}."


def _day_off(hours: WorkTime, due_at: datetime) -> str | None:
    """The holiday or closure to which `due_at` is lost, be it the night that would have begun on that day."""
    if covers(hours, due_at):
        return None
    # The midnight that ends a holiday is still its own.
    day = (due_at - A_MOMENT).astimezone(hours.timezone).date()
    if name := hours.day_off(day):
        return name
    if covers(replace(hours, day_off=lambda day: None), due_at):
        return hours.day_off(day - timedelta(days=1))
    return None
