"""Which of the promises that are owed are in danger, and why. Reads what is open, never what is past."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import TextChoices

from people.models import Absence, Team
from people.schedules import Schedules
from people.worktime import EmptyCalendar, WorkTime
from promises.feasibility.load import HOUR
from promises.models import HandOver, Promise
from promises.models.promise import AT_RISK_BEFORE


class Reason(TextChoices):
    OWNER_AWAY = "owner_away", "Owner away"
    NOT_WORKING = "not_working", "Not working before it is due"
    TOO_MANY = "too_many", "Too many at once"
    NOT_ACCEPTED = "not_accepted", "Hand-over not accepted"


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that is still owed, as of one moment: how it stands to the clock, and what endangers it.

    `reasons` are those of one that is not due yet; what is overdue needs none.
    """

    id: int
    owner_id: int
    team_id: int
    due_at: datetime
    overdue: bool
    soon: bool
    reasons: tuple[str, ...]


def owed(at: datetime, team: Team | None = None) -> list[Owed]:
    """Every promise still owed as of `at` (aware), the most urgent first; of one team, where one is given.

    Nine queries at most, whatever the number. How many an owner owes at once is counted over all teams.
    """
    found = Promise.objects.unsettled().order_by("due_at", "id")
    rows = list(found.values_list("id", "owner_id", "team_id", "due_at", "not_before"))
    offered = set(HandOver.objects.filter(answered_at=None).order_by().values_list("promise_id", flat=True))
    situation = _Situation.of(rows, at)
    too_many = _too_many(rows, situation.capacity, at)
    return [_owed(row, at, situation, too_many, offered) for row in rows if team is None or row[2] == team.pk]


def _owed(row: tuple, at: datetime, situation: "_Situation", too_many: set[int], offered: set[int]) -> Owed:
    pk, owner_id, team_id, due_at, not_before = row
    reasons = []
    if due_at > at:
        if hindered := situation.hindrance(owner_id, team_id, due_at, not_before):
            reasons.append(hindered)
        if pk in too_many:
            reasons.append(Reason.TOO_MANY.value)
        if pk in offered:
            reasons.append(Reason.NOT_ACCEPTED.value)
    soon = at < due_at <= at + AT_RISK_BEFORE
    return Owed(pk, owner_id, team_id, due_at, due_at <= at, soon, tuple(reasons))


@dataclass
class _Situation:
    """When those who owe something work, from `at` on."""

    at: datetime
    schedules: Schedules
    capacity: dict[int, int]
    # The first working moment of an owner, by (owner, team, is it counted with absences).
    _openings: dict[tuple[int, int, bool], datetime | None] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[tuple], at: datetime) -> "_Situation":
        owners, teams = {row[1] for row in rows}, {row[2] for row in rows}
        capacity = dict(Team.objects.order_by().values_list("id", "promises_per_hour"))
        return cls(at, Schedules.load(owners, teams, since=at), capacity)

    def hindrance(self, owner: int, team: int, due_at: datetime, not_before: datetime | None) -> str:
        """Why its owner cannot work on it before it is due; empty where they can."""
        if owner in self.schedules.gone:
            return Reason.OWNER_AWAY
        absences = self.schedules.absences.get(owner, ())
        # Away from closing time on, or back by then, hinders nobody: the ends do not count.
        if any(one.starts_at < due_at < one.ends_at for one in absences):
            return Reason.OWNER_AWAY
        since = not_before if not_before and not_before > self.at else None
        if self._works_before(due_at, owner, team, since, with_absences=True):
            return ""
        if absences and self._works_before(due_at, owner, team, since, with_absences=False):
            return Reason.OWNER_AWAY
        return Reason.NOT_WORKING

    def _works_before(
        self, due_at: datetime, owner: int, team: int, since: datetime | None, *, with_absences: bool
    ) -> bool:
        if since:
            opening = self._opening(owner, team, since, with_absences)
        else:
            # The same for all that one person owes: asked once.
            key = (owner, team, with_absences)
            if key not in self._openings:
                self._openings[key] = self._opening(owner, team, self.at, with_absences)
            opening = self._openings[key]
        return opening is not None and opening < due_at

    def _opening(self, owner: int, team: int, since: datetime, with_absences: bool) -> datetime | None:
        hours = self.schedules.of(owner, team)
        try:
            if with_absences:
                # Cut out here too: a person without a calendar of their own has the team's, absences and all.
                return _without(hours, self.schedules.absences.get(owner, ())).next_opening(since)
            return replace(hours, away=()).next_opening(since)
        except EmptyCalendar:
            return None


def _without(hours: WorkTime, absences: Sequence[Absence]) -> WorkTime:
    return hours if hours.away or not absences else hours.without((a.starts_at, a.ends_at) for a in absences)


def _too_many(rows: Iterable[tuple], capacity: dict[int, int], at: datetime) -> set[int]:
    """Promises in an hour in which their owner owes more than the promise's team allows; an hour slides."""
    by_owner: dict[int, list[tuple]] = {}
    for row in rows:
        if row[3] > at - HOUR:
            by_owner.setdefault(row[1], []).append(row)
    found: set[int] = set()
    for mine in by_owner.values():
        if len(mine) <= min(capacity[row[2]] for row in mine):
            continue
        dues = [row[3] for row in mine]
        fullest = [0] * len(mine)
        for start, due in enumerate(dues):
            if start and dues[start - 1] == due:
                continue
            end = bisect_left(dues, due + HOUR)
            for place in range(start, end):
                fullest[place] = max(fullest[place], end - start)
        found |= {row[0] for row, most in zip(mine, fullest, strict=True) if most > capacity[row[2]]}
    return found
