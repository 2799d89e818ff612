"""The rules by which tickets escalate by themselves.

Each finds, in the database, what has happened in a span of time; what it found carries a key, and a key acts only
once. So a pass that was lost, ran late or ran twice does no harm, and a dry run over last week is the same search:
it looks at things as they were then, and says when each was over.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from escalations.escalating import escalate
from escalations.models import Cause, EscalationCause, EscalationRule
from escalations.models.rule import DEFAULTS, RuleSetting
from people.fields import moment
from people.models import Team
from people.worktime import EmptyCalendar, WorkTime
from tickets.models import Ticket

log = logging.getLogger(__name__)

# A pass looks back so far: an outage of that length loses nothing.
LOOK_BACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Watch:
    """A team, and how a rule is set for it."""

    team: Team
    setting: RuleSetting


@dataclass(frozen=True, slots=True)
class Finding:
    """A ticket of a team that a rule escalates at `at`: why, and the key that makes it act once.

    `over_at` is when it was no longer so (the promise kept, an owner found), after `at`; None: it still is. All aware.
    """

    team_id: int
    ticket_id: int
    at: datetime
    key: str
    reason: str
    over_at: datetime | None = None


Pass = Callable[[datetime], int]
_passes: list[Pass] = []

Finder = Callable[[Sequence[Watch], datetime, datetime], Iterable[Finding]]
_finders: dict[str, Finder] = {}
_records: dict[str, Finder] = {}


def rule(trigger: str) -> Callable[[Finder], Finder]:
    """Register what finds a trigger's tickets of some teams after the first and up to the second time (aware).

    It finds what was so then, over or not, in a number of queries that does not grow with that of the teams. Apps
    above register theirs. Without any, a trigger is pulled by whoever calls `escalate` with it: a customer asks.
    """

    def register(finder: Finder) -> Finder:
        _finders[trigger] = finder
        return finder

    return register


def record(trigger: str) -> Callable[[Finder], Finder]:
    """Register what a dry run tells besides: tickets that escalated for this without being searched for."""

    def register(finder: Finder) -> Finder:
        _records[trigger] = finder
        return finder

    return register


def each_pass(also: Pass) -> Pass:
    """Register what every pass of the rules does besides, as of its time: for apps above."""
    _passes.append(also)
    return also


def is_searched(trigger: str) -> bool:
    """Is there a search for this trigger, or is it pulled by whoever calls `escalate`?"""
    return trigger in _finders


def settings_of(teams: Iterable[Team]) -> dict[int, dict[str, RuleSetting]]:
    """By team: what holds for each trigger, the defaults included. One query."""
    teams = list(teams)
    settings = {team.pk: dict(DEFAULTS) for team in teams}
    for row in EscalationRule.objects.filter(team__in=teams):
        settings[row.team_id][Cause(row.trigger)] = RuleSetting(row.enabled, row.minutes, row.kind)
    return settings


def apply_rules(at: datetime | None = None, *, since: datetime | None = None) -> int:
    """Escalate what the rules find after `since` (None: in the last two days).

    Returns how many tickets were escalated or got another cause.
    """
    at = moment(at)
    for also in _passes:
        also(at)
    teams = _teams()
    settings = settings_of(teams)
    acted = 0
    for trigger in DEFAULTS:
        watches = [Watch(team, settings[team.pk][trigger]) for team in teams]
        on = [watch for watch in watches if watch.setting.enabled]
        acted += _apply(trigger, on, since or at - LOOK_BACK, at)
    return acted


def dry_run(
    team: Team, trigger: str, setting: RuleSetting, *, since: datetime, until: datetime
) -> list[Finding]:
    """What a rule with this setting would have escalated between two times (aware), in order; nothing is done.

    Of a rule that nothing is searched for: what people escalated for it.
    """
    found = _found(trigger, [Watch(team, setting)], since, until)
    if told := _records.get(trigger):
        found += told([Watch(team, setting)], since, until)
    return sorted(found, key=_order)


def _order(finding: Finding) -> tuple[datetime, str]:
    return finding.at, finding.key


def _teams() -> list[Team]:
    """All teams, with all that their working time is made of. Four queries."""
    return list(
        Team.objects.select_related("calendar").prefetch_related("calendar__hours", "calendar__closures")
    )


def _apply(trigger: str, watches: Sequence[Watch], since: datetime, at: datetime) -> int:
    # What was over before this pass came by, after an outage say, needs nobody any more.
    found = [finding for finding in _found(trigger, watches, since, at) if not finding.over_at]
    if not found:
        return 0
    known = set(EscalationCause.objects.filter(key__in=[f.key for f in found]).values_list("key", flat=True))
    new = [finding for finding in found if finding.key not in known]
    tickets = Ticket.objects.in_bulk({finding.ticket_id for finding in new})
    settings = {watch.team.pk: watch.setting for watch in watches}
    return sum(
        _escalate(tickets[finding.ticket_id], trigger, settings[finding.team_id], finding, at)
        for finding in new
    )


def _escalate(ticket: Ticket, trigger: str, setting: RuleSetting, finding: Finding, at: datetime) -> bool:
    try:
        escalate(ticket, cause=trigger, reason=finding.reason, kind=setting.kind, key=finding.key, at=at)
    except Exception:
        # One ticket that cannot be escalated must not keep all the others from it; the next pass tries again.
        log.exception("Ticket %s could not be escalated by the rule %s", ticket.pk, trigger)
        return False
    return True


def _found(trigger: str, watches: Sequence[Watch], since: datetime, until: datetime) -> list[Finding]:
    finder = _finders.get(trigger)
    found = finder(watches, since, until) if finder and watches else ()
    return sorted(found, key=_order)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Teams of which all that began after the first and by the second time has waited long enough (aware, UTC)."""

    after: datetime
    by: datetime
    minutes: int
    hours: WorkTime
    team_ids: set[int]

    def due(self, start: datetime) -> datetime:
        """When what began at `start` has waited for as many working minutes as are set."""
        return self.hours.add(start, self.minutes)


def waiting(watches: Iterable[Watch], since: datetime, until: datetime) -> list[Waiting]:
    """When that must have begun which has waited its minutes after `since`, by `until`: in working minutes.

    So the database picks what to look at, however many tickets are open. Teams with the same hours and minutes are
    looked at together; those without working time have none to wait for.
    """
    alike: dict[tuple[int, int], Waiting | None] = {}
    for watch in watches:
        key = (watch.team.calendar_id, watch.setting.minutes)
        if key not in alike:
            alike[key] = _waiting(watch.team.calendar.worktime(), watch.setting.minutes, since, until)
        if alike[key]:
            alike[key].team_ids.add(watch.team.pk)
    return [span for span in alike.values() if span]


def _waiting(hours: WorkTime, minutes: int, since: datetime, until: datetime) -> Waiting | None:
    try:
        after, by = hours.subtract(since, minutes), hours.subtract(until, minutes)
    except EmptyCalendar:
        return None
    # Outside working hours nothing more has waited.
    return Waiting(after, by, minutes, hours, set()) if after < by else None
