"""What a promise would meet: the hours of those involved, what the owner owes, the ladder. Loaded once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.models import Ladder, Rung
from alerts.planning import plan_rungs
from people.models import Absence, Team, User
from people.schedules import Schedules
from people.worktime import EmptyCalendar, WorkTime
from promises.feasibility.load import HOUR, is_too_full
from promises.feasibility.record import KeptRecord
from promises.feasibility.working import can_be_met
from promises.models import Promise

#: How far away a better time is looked for: thirty working days with room for holidays.
HORIZON = timedelta(days=60)


@dataclass(frozen=True)
class Situation:
    """Everything that decides whether a due time can be kept. Asking it anything runs no query."""

    owner: User
    team: Team
    said_at: datetime
    at: datetime
    #: Nothing can be done about the promise before: the window is not open yet, or it is in the past.
    since: datetime
    #: The owner's working time as the calendar has it, then with the absences cut out; then the team's.
    regular: WorkTime
    hours: WorkTime
    team_hours: WorkTime
    schedules: Schedules
    #: Due times of what the owner owes already, in order.
    dues: Sequence[datetime]
    rungs: Sequence[Rung]
    record: KeptRecord

    @classmethod
    def load(
        cls,
        owner: User,
        team: Team,
        *,
        due_at: datetime,
        not_before: datetime | None,
        said_at: datetime,
        at: datetime,
        ignore: Promise | None,
    ) -> "Situation":
        """At most ten queries, however much the owner owes. All times aware; `ignore` is not counted as owed."""
        schedules = Schedules.load([owner.pk], [team.pk], since=min(said_at, at))
        own = schedules.of(owner.pk, team.pk)
        regular = replace(own, away=()) if own.away else own
        # Cut out here and not taken from the schedule: it knows no absences of people without a calendar.
        away = [(a.starts_at, a.ends_at) for a in schedules.absences.get(owner.pk, ())]
        return cls(
            owner=owner,
            team=team,
            said_at=said_at,
            at=at,
            since=max(not_before or said_at, at),
            regular=regular,
            hours=regular.without(away) if away else regular,
            team_hours=schedules.teams[team.pk],
            schedules=schedules,
            dues=_owed(owner, min(due_at, at) - HOUR, max(due_at, at) + HORIZON + HOUR, ignore),
            rungs=[rung for rung in Ladder.objects.rungs_for(team) if _comes_before(rung)],
            record=KeptRecord.of(owner, at),
        )

    def can_be_kept(self, due_at: datetime) -> bool:
        """Whether nothing but the owner's record speaks against `due_at`. The cheap questions come first."""
        return (
            not self.is_too_many(due_at)
            and can_be_met(self.hours, self.since, due_at)
            and can_be_met(self.team_hours, self.since, due_at)
            and not self.is_too_soon(due_at)
        )

    def absence(self, due_at: datetime) -> Absence | None:
        """The absence that keeps the owner from it, the one with a deputy first; None when none does."""
        absences = self.schedules.absences.get(self.owner.pk, ())
        # Away from closing time on, or back at work by then, is no hindrance: the ends do not count.
        found = [a for a in absences if a.starts_at < due_at < a.ends_at]
        if (
            not found
            and can_be_met(self.regular, self.since, due_at)
            and not can_be_met(self.hours, self.since, due_at)
        ):
            found = [a for a in absences if a.starts_at <= due_at and a.ends_at > self.since]
        return max(found, key=lambda a: a.deputy_id is not None, default=None)

    def is_too_many(self, due_at: datetime) -> bool:
        """Whether the owner would owe more in an hour than the team's setting allows."""
        return is_too_full(self.dues, due_at, self.team.promises_per_hour)

    def is_too_soon(self, due_at: datetime) -> bool:
        """Whether no alert would come before it is due. A ladder without such rungs warns of nothing."""
        if not self.rungs:
            return False
        # As the deadline's own plan is made: in the working time of whoever is there when it is due.
        hours = self.schedules.answering(self.owner.pk, self.team.pk, due_at)
        try:
            plan = plan_rungs(self.rungs, self.said_at, due_at, hours)
        except EmptyCalendar:
            plan = plan_rungs(self.rungs, self.said_at, due_at, self.team_hours)
        # What would have been raised by now, for a call that is logged later, is not raised any more.
        return not any(self.at.timestamp() < when < due_at.timestamp() for when, _ in plan)


def _comes_before(rung: Rung) -> bool:
    return rung.percent is not None or rung.minutes_before > 0


def _owed(owner: User, low: datetime, high: datetime, ignore: Promise | None) -> list[datetime]:
    owed = Promise.objects.unsettled().filter(owner=owner, due_at__gt=low, due_at__lt=high)
    if ignore is not None:
        owed = owed.exclude(pk=ignore.pk)
    return list(owed.order_by("due_at").values_list("due_at", flat=True))
