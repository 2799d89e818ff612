"""The rules by which tickets escalate by themselves.

Each finds, in the database, what has happened in a span of time; what it found carries a key, and a key acts only
once. So a pass that was lost, ran late or ran twice does no harm, and a dry run over last week is the same search:
it looks at things as they were then, and says when each was over.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from escalations.escalating import escalate
from escalations.models import Cause, EscalationCause, EscalationRule
from escalations.models.rule import DEFAULTS, RuleSetting
from people.fields import moment
from people.models import Team
from tickets.models import Ticket

log = logging.getLogger(__name__)

# A pass looks back so far: an outage of that length loses nothing.
LOOK_BACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """A ticket that a rule escalates at `at`: why, and the key that makes it act once.

    `over_at` is when it was no longer so (the promise kept, an owner found), after `at`; None: it still is. All aware.
    """

    ticket_id: int
    at: datetime
    key: str
    reason: str
    over_at: datetime | None = None


Pass = Callable[[datetime], int]
_passes: list[Pass] = []

Finder = Callable[[Team, RuleSetting, datetime, datetime], Iterable[Finding]]
_finders: dict[str, Finder] = {}


def rule(trigger: str) -> Callable[[Finder], Finder]:
    """Register what finds a trigger's tickets of a team after the first and up to the second time (aware).

    It finds what was so then, over or not. Apps above register theirs. Without any, a trigger is pulled by whoever
    calls `escalate` with it: a customer asks, or is angry.
    """

    def register(finder: Finder) -> Finder:
        _finders[trigger] = finder
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


def apply_rules(at: datetime | None = None) -> int:
    """Escalate what the rules find; how many tickets were escalated or got another cause."""
    at = moment(at)
    for also in _passes:
        also(at)
    acted = 0
    teams = list(Team.objects.select_related("calendar"))
    settings = settings_of(teams)
    for team in teams:
        for trigger, setting in settings[team.pk].items():
            if setting.enabled:
                acted += _apply(team, trigger, setting, at)
    return acted


def dry_run(
    team: Team, trigger: str, setting: RuleSetting, *, since: datetime, until: datetime
) -> list[Finding]:
    """What a rule with this setting would have escalated between two times (aware), in order; nothing is done."""
    return sorted(_found(team, trigger, setting, since, until), key=lambda finding: finding.at)


def _apply(team: Team, trigger: str, setting: RuleSetting, at: datetime) -> int:
    # What was over before this pass came by, after an outage say, needs nobody any more.
    found = [f for f in dry_run(team, trigger, setting, since=at - LOOK_BACK, until=at) if not f.over_at]
    known = set(EscalationCause.objects.filter(key__in=[f.key for f in found]).values_list("key", flat=True))
    new = [finding for finding in found if finding.key not in known]
    tickets = Ticket.objects.in_bulk({finding.ticket_id for finding in new})
    return sum(_escalate(tickets[finding.ticket_id], trigger, setting, finding, at) for finding in new)


def _escalate(ticket: Ticket, trigger: str, setting: RuleSetting, finding: Finding, at: datetime) -> bool:
    try:
        escalate(ticket, cause=trigger, reason=finding.reason, kind=setting.kind, key=finding.key, at=at)
    except Exception:
        # One ticket that cannot be escalated must not keep all the others from it; the next pass tries again.
        log.exception("Ticket %s could not be escalated by the rule %s", ticket.pk, trigger)
        return False
    return True


def _found(
    team: Team, trigger: str, setting: RuleSetting, since: datetime, until: datetime
) -> Iterator[Finding]:
    finder = _finders.get(trigger)
    if finder:
        yield from finder(team, setting, since, until)


def waited_since(
    team: Team, setting: RuleSetting, since: datetime, until: datetime
) -> tuple[datetime, datetime]:
    """Between which times (aware, UTC) that must have begun which has waited its minutes after `since`, by `until`.

    In the team's working minutes. So the database picks what to look at, however many tickets are open. Raises
    EmptyCalendar.
    """
    hours = team.calendar.worktime()
    return hours.subtract(since, setting.minutes), hours.subtract(until, setting.minutes)
