"""What is done with a deadline: start it, hand it on, pause it, settle it, plan it anew.

Each locks the deadline's row first, which orders it against the sweep: on PostgreSQL by the row lock, on
SQLite because a transaction holds the only write lock from its beginning.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Least
from django.dispatch import receiver

from alerts.models import Deadline, Ladder, Rung
from alerts.planning import Plan, next_wake, pending, plan_rungs
from people.coverage import relying_on
from people.models import Team, User
from people.schedules import Schedules
from people.signals import working_time_changed
from people.worktime import EmptyCalendar


@transaction.atomic
def start(
    kind: str,
    subject_id: int,
    *,
    owner: User,
    team: Team,
    starts_at: datetime,
    due_at: datetime,
    at: datetime,
    with_ladder: bool = True,
) -> Deadline:
    """Start the clock: rungs lie between `starts_at` and after `due_at`; those before `at` are not raised.

    Without the team's ladder nobody is told of anything: the deadline is missed or settled, and that is all.
    IntegrityError when the subject has a running deadline already.
    """
    ladder = Ladder.objects.running_for(team) if with_ladder else None
    schedules = Schedules.load([owner.pk], [team.pk], since=min(starts_at, at))
    deadline = Deadline(
        kind=kind,
        subject_id=subject_id,
        owner=owner,
        team=team,
        ladder=ladder,
        starts_at=starts_at,
        at=due_at,
        # A call that is logged later does not raise what would have been raised meanwhile.
        raised_until=min(at, due_at),
    )
    deadline.plan = _planned(deadline, list(ladder.rungs.all()), schedules) if ladder else []
    deadline.next_rung_at = _wake(deadline)
    deadline.save(force_insert=True)
    return deadline


def preview(
    team: Team, owner: User | None, starts_at: datetime, due_at: datetime
) -> list[tuple[Rung, datetime]]:
    """The rungs that a promise like this would have, in order of time, and nothing saved."""
    rungs = {rung.position: rung for rung in Ladder.objects.rungs_for(team)}
    schedules = Schedules.load([owner.pk] if owner else [], [team.pk], since=starts_at)
    probe = Deadline(owner=owner, team=team, starts_at=starts_at, at=due_at)
    return [
        (rungs[position], datetime.fromtimestamp(at, tz=starts_at.tzinfo))
        for at, position in _planned(probe, list(rungs.values()), schedules)
    ]


def lock(kind: str, subject_id: int) -> Deadline | None:
    """The running deadline of a subject, locked until the end of the transaction; None when it is settled."""
    running = Deadline.objects.unsettled().filter(kind=kind, subject_id=subject_id)
    # Whoever held the lock may have put another deadline in its place: PostgreSQL then finds the old one settled
    # and does not see the new one before the next statement.
    while (deadline := running.select_for_update().first()) is None and running.exists():
        pass
    return deadline


def settle(deadline: Deadline, *, at: datetime) -> None:
    """Stop the clock of a locked deadline. What has not gone out yet will not."""
    deadline.settled_at = at
    deadline.next_rung_at = None
    deadline.save(update_fields=["settled_at", "next_rung_at"])


def resume(deadline: Deadline, *, at: datetime) -> Deadline:
    """A new deadline in place of a locked, settled one: the subject is owed again after all.

    At the same time, which may be past, and with what of its ladder lies ahead: what has been told is not told anew.
    """
    running = Deadline(
        kind=deadline.kind,
        subject_id=deadline.subject_id,
        owner_id=deadline.owner_id,
        team_id=deadline.team_id,
        ladder_id=deadline.ladder_id,
        starts_at=deadline.starts_at,
        at=deadline.at,
        plan=deadline.plan,
        raised_until=max(deadline.raised_until, at),
        missed_at=deadline.at if at >= deadline.at else None,
    )
    running.next_rung_at = _wake(running)
    running.save(force_insert=True)
    return running


def miss(deadline: Deadline) -> None:
    """Note that a locked deadline has passed; dated at the deadline."""
    deadline.missed_at = deadline.at
    deadline.next_rung_at = _wake(deadline)
    deadline.save(update_fields=["missed_at", "next_rung_at"])


def give_to(deadline: Deadline, owner: User, *, team: Team, at: datetime) -> None:
    """Another owner, for `team`, answers for a locked deadline: what lies ahead is planned in their working time."""
    deadline.owner, deadline.team = owner, team
    # A pause is somebody's “I have it”; the new owner has not said so.
    deadline.paused_until = None
    _replan(deadline, list(deadline.ladder.rungs.all()), Schedules.load([owner.pk], [team.pk], since=at))
    deadline.save(update_fields=["owner", "team", "paused_until", "plan", "next_rung_at", "stale"])


def pause(deadline: Deadline, *, by: User, at: datetime) -> datetime:
    """Hold the alerts of a locked deadline back for the ladder's pause, in working minutes of `by`; until when.

    Of whoever has it now, and not of the owner, who may be away for weeks.
    """
    schedules = Schedules.load([by.pk], [deadline.team_id], since=at)
    try:
        until = schedules.answering(by.pk, deadline.team_id, at).add(at, deadline.ladder.pause_minutes)
    except EmptyCalendar:
        until = at
    deadline.paused_until = until
    if not pending(deadline.plan, deadline.raised_until):
        deadline.plan = [*deadline.plan, _told_again(deadline, until)]
    deadline.next_rung_at = _wake(deadline)
    deadline.save(update_fields=["paused_until", "plan", "next_rung_at"])
    return until


# Rungs from here on repeat the ladder's last one: so many acknowledgements were not followed by anything.
REPEATS_FROM = 1000


def _told_again(deadline: Deadline, at: datetime) -> list[int]:
    """An acknowledgement is not doing: past the top of the ladder, its last rung is told once more."""
    repeats = [position for _, position in deadline.plan if position >= REPEATS_FROM]
    return [int(at.timestamp()) + 1, max(repeats, default=REPEATS_FROM - 1) + 1]


def replan(deadlines: Iterable[Deadline], *, at: datetime) -> None:
    """Plan locked deadlines anew, for people's working time has changed. Rungs already raised stay raised."""
    deadlines = list(deadlines)
    schedules = Schedules.load({d.owner_id for d in deadlines}, {d.team_id for d in deadlines}, since=at)
    rungs: dict[int, list[Rung]] = {}
    for rung in Rung.objects.filter(ladder__in={d.ladder_id for d in deadlines}).order_by("position"):
        rungs.setdefault(rung.ladder_id, []).append(rung)
    for deadline in deadlines:
        _replan(deadline, rungs.get(deadline.ladder_id, []), schedules)
    Deadline.objects.bulk_update(deadlines, ["plan", "next_rung_at", "stale"], batch_size=200)


def _replan(deadline: Deadline, rungs: list[Rung], schedules: Schedules) -> None:
    left = pending(deadline.plan, deadline.raised_until)
    repeats = [entry for entry in left if entry[1] >= REPEATS_FROM]
    positions = {position for _, position in left}
    # A rung that now lies in what was already gone through is due at once, not lost.
    soonest = int(deadline.raised_until.timestamp()) + 1
    planned = _planned(deadline, [rung for rung in rungs if rung.position in positions], schedules)
    deadline.plan = sorted([[max(at, soonest), position] for at, position in planned] + repeats)
    deadline.next_rung_at = _wake(deadline)
    deadline.stale = False


def _planned(deadline: Deadline, rungs: list[Rung], schedules: Schedules) -> Plan:
    if deadline.owner_id is None:
        worktime = schedules.teams[deadline.team_id]
    else:
        # Who will be there when it is due is who can still do something about it.
        worktime = schedules.answering(deadline.owner_id, deadline.team_id, deadline.at)
    try:
        return plan_rungs(rungs, deadline.starts_at, deadline.at, worktime)
    except EmptyCalendar:
        return plan_rungs(rungs, deadline.starts_at, deadline.at, schedules.teams[deadline.team_id])


def _wake(deadline: Deadline) -> datetime | None:
    return next_wake(
        deadline.plan,
        due_at=deadline.at,
        raised_until=deadline.raised_until,
        paused_until=deadline.paused_until,
        missed=deadline.missed_at is not None,
    )


@receiver(working_time_changed)
def _mark_stale(sender, user_ids: set[int], calendar_ids: set[int], at: datetime, **kwargs) -> None:
    """Have the sweep plan anew what a change of working time touches: there may be thousands, so not now."""
    touched = (
        Q(owner__in=relying_on(user_ids))
        | Q(owner__calendar__in=calendar_ids)
        | Q(owner__calendar=None, owner__team__calendar__in=calendar_ids)
        | Q(team__calendar__in=calendar_ids)
    )
    found = Deadline.objects.unsettled().filter(touched).values("pk")
    Deadline.objects.filter(pk__in=found, next_rung_at__isnull=False).update(
        stale=True, next_rung_at=Least("next_rung_at", Value(at))
    )
