"""What a team sets: how often tickets are transferred, when they escalate, and how long a step waits.

Set by managers above the team's lead, and administrators: a lead who could raise the cap would not need to escalate.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from escalations.models import EscalationRule, EscalationSetting
from escalations.models.rule import RuleSetting
from escalations.permissions import require_manager_of
from people.fields import moment
from people.models import Team, User
from tickets.models import TransferCap


@transaction.atomic
def set_caps(team: Team, caps: Mapping[str, int], *, by: User, at: datetime | None = None) -> None:
    """Set how often the team's tickets may be transferred, by priority; "" is any other. What is left out is unset.

    Raises ValidationError by field, PermissionDenied.
    """
    require_manager_of(by, team, moment(at))
    rows = [TransferCap(team=team, priority=priority, transfers=times) for priority, times in caps.items()]
    for row in rows:
        row.clean_fields()
    # One after the other: two who set at once would each leave a half.
    Team.objects.select_for_update(no_key=True).only("pk").get(pk=team.pk)
    TransferCap.objects.filter(team=team).delete()
    TransferCap.objects.bulk_create(rows)


@transaction.atomic
def set_rules(team: Team, rules: Mapping[str, RuleSetting], *, by: User, at: datetime | None = None) -> None:
    """Set when the team's tickets escalate by themselves, by trigger. For what is left out the defaults hold.

    Raises ValidationError by field, PermissionDenied.
    """
    require_manager_of(by, team, moment(at))
    rows = [
        EscalationRule(team=team, trigger=trigger, enabled=rule.enabled, minutes=rule.minutes, kind=rule.kind)
        for trigger, rule in rules.items()
    ]
    for row in rows:
        row.clean_fields()
    Team.objects.select_for_update(no_key=True).only("pk").get(pk=team.pk)
    EscalationRule.objects.filter(team=team).delete()
    EscalationRule.objects.bulk_create(rows)


@transaction.atomic
def set_steps(
    team: Team, *, step_minutes: int, repeats: int, by: User, at: datetime | None = None
) -> EscalationSetting:
    """Set how many working minutes a step waits, and how often the top and all below are asked again.

    Holds from the next step on. Raises ValidationError by field, PermissionDenied.
    """
    require_manager_of(by, team, moment(at))
    EscalationSetting(team=team, step_minutes=step_minutes, repeats=repeats).clean_fields()
    values = {"step_minutes": step_minutes, "repeats": repeats}
    return EscalationSetting.objects.update_or_create(team=team, defaults=values)[0]
