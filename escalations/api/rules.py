"""When a team's tickets escalate by themselves, over REST: its rules, and a dry run of each."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.api.teams import team_of
from escalations.models import Escalation
from escalations.models.rule import DEFAULTS, NOTES, RuleSetting
from escalations.permissions import require_manager_of
from escalations.rules import Finding, dry_run, is_searched, settings_of
from escalations.tuning import set_rules
from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, ChoiceField
from people.models import Team

# Working minutes: some 200 days of eight hours.
MOST_MINUTES = 100_000
LAST_WEEK = timedelta(days=7)
LONGEST_SPAN = timedelta(days=31)
MOST_FINDINGS = 200
TRIGGERS = [(cause.value, cause.label) for cause in DEFAULTS]


class RuleSerializer(serializers.Serializer):
    """When tickets escalate by themselves. What is left out is as by default."""

    trigger = ChoiceField(choices=TRIGGERS)
    enabled = serializers.BooleanField(required=False)
    minutes = serializers.IntegerField(
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        help_text="The team's working minutes that it waits for.",
    )
    kind = ChoiceField(choices=Escalation.Kind.choices, required=False)
    is_default = serializers.BooleanField(read_only=True)


class RulesSerializer(serializers.Serializer):
    rules = RuleSerializer(many=True, max_length=len(TRIGGERS))


class DryRunRequestSerializer(serializers.Serializer):
    trigger = ChoiceField(choices=TRIGGERS)
    minutes = serializers.IntegerField(
        min_value=0, max_value=MOST_MINUTES, required=False, help_text="As the team has set by default."
    )
    since = AwareDateTimeField(required=False, help_text="A week before `until` by default.")
    until = AwareDateTimeField(required=False, help_text="Now by default.")


class FindingSerializer(serializers.Serializer):
    """A ticket that the rule would have escalated."""

    ticket = serializers.IntegerField(source="ticket_id", help_text="The ticket's number.")
    at = AwareDateTimeField()
    reason = serializers.CharField()
    over_at = AwareDateTimeField(
        allow_null=True, help_text="When it was over without the rule; null: it is not over."
    )


class DryRunSerializer(serializers.Serializer):
    """What a rule would have done. Nothing was done."""

    trigger = serializers.CharField()
    minutes = serializers.IntegerField()
    since = AwareDateTimeField()
    until = AwareDateTimeField()
    searched = serializers.BooleanField(
        help_text="false: nothing is searched for, and the findings are what people escalated for this."
    )
    note = serializers.CharField(allow_blank=True, help_text="What to know in order to read this rightly.")
    count = serializers.IntegerField(help_text="Of all that it found.")
    findings = FindingSerializer(many=True, help_text=f"The first {MOST_FINDINGS} of them, in order.")


class RulesView(Endpoint):
    @extend_schema(responses=RulesSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """When the team's tickets escalate by themselves: every trigger, as it holds."""
        return self._set(team_of(slug))

    @extend_schema(request=RulesSerializer, responses=RulesSerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Set them; triggers that are left out are as by default. For managers above the lead, and administrators."""
        team, said = team_of(slug), self.said(RulesSerializer)["rules"]
        if len({rule["trigger"] for rule in said}) < len(said):
            raise ValidationError({"rules": "A trigger is named twice. Set each once."})
        set_rules(
            team, {rule["trigger"]: _setting(rule) for rule in said}, by=request.user, at=timezone.now()
        )
        return self._set(team)

    def _set(self, team: Team) -> Response:
        rules = [
            {
                "trigger": trigger,
                "enabled": setting.enabled,
                "minutes": setting.minutes,
                "kind": setting.kind,
                "is_default": setting == DEFAULTS[trigger],
            }
            for trigger, setting in settings_of([team])[team.pk].items()
        ]
        return self.shown({"rules": rules}, RulesSerializer)


class DryRunView(Endpoint):
    @extend_schema(request=DryRunRequestSerializer, responses=DryRunSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """What a rule would have escalated last week, and when each was over without it. Nothing is done.

        For managers above the team's lead, and administrators.
        """
        now, team, said = timezone.now(), team_of(slug), self.said(DryRunRequestSerializer)
        require_manager_of(request.user, team, now)
        trigger = said["trigger"]
        since, until = _span(said, now)
        known = settings_of([team])[team.pk][trigger]
        setting = RuleSetting(True, said.get("minutes", known.minutes), known.kind)
        findings: list[Finding] = dry_run(team, trigger, setting, since=since, until=until)
        shown = {
            "trigger": trigger,
            "minutes": setting.minutes,
            "since": since,
            "until": until,
            "searched": is_searched(trigger),
            "note": NOTES.get(trigger, ""),
            "count": len(findings),
            "findings": findings[:MOST_FINDINGS],
        }
        return self.shown(shown, DryRunSerializer)


def _setting(said: dict) -> RuleSetting:
    default = DEFAULTS[said["trigger"]]
    return RuleSetting(
        said.get("enabled", default.enabled),
        said.get("minutes", default.minutes),
        said.get("kind", default.kind),
    )


def _span(said: dict, now: datetime) -> tuple[datetime, datetime]:
    until = min(said.get("until", now), now)
    since = said.get("since", until - LAST_WEEK)
    if since >= until:
        raise ValidationError({"since": "The span ends before it begins. Give a time before `until`."})
    if until - since > LONGEST_SPAN:
        raise ValidationError({"since": f"Ask for at most {LONGEST_SPAN.days} days at once."})
    return since, until
