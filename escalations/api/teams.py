"""What a team sets, over REST: its transfer caps, and how long a step of an escalation waits."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.models import EscalationSetting
from escalations.tuning import set_caps, set_steps
from people.api.endpoint import Endpoint
from people.api.fields import found
from people.models import Team
from tickets.models import Priority, TransferCap
from tickets.models.transfer import DEFAULT_CAP


def _times(**options) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=100, **options)


class TransferCapsSerializer(serializers.Serializer):
    """How often a ticket may be transferred; null: as `any` says."""

    any = _times(required=False, default=DEFAULT_CAP)
    low = _times(required=False, allow_null=True, default=None)
    normal = _times(required=False, allow_null=True, default=None)
    high = _times(required=False, allow_null=True, default=None)
    urgent = _times(required=False, allow_null=True, default=None)


class EscalationSettingSerializer(serializers.ModelSerializer):
    step_minutes = serializers.IntegerField(
        min_value=1,
        max_value=10_000,
        help_text="Working minutes of whoever is asked, until the next is asked.",
    )
    repeats = _times(help_text="How often the top and everyone below are asked again.")

    class Meta:
        model = EscalationSetting
        fields = ["step_minutes", "repeats"]


class TransferCapsView(Endpoint):
    @extend_schema(responses=TransferCapsSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """How often the team's tickets may be transferred before they escalate."""
        return self._set(team_of(slug))

    @extend_schema(request=TransferCapsSerializer, responses=TransferCapsSerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Set it. For managers above the team's lead, and administrators."""
        team, said = team_of(slug), self.said(TransferCapsSerializer)
        caps = {"" if name == "any" else name: times for name, times in said.items() if times is not None}
        set_caps(team, caps, by=request.user, at=timezone.now())
        return self._set(team)

    def _set(self, team: Team) -> Response:
        caps = dict(TransferCap.objects.filter(team=team).values_list("priority", "transfers"))
        shown = {"any": caps.get("", DEFAULT_CAP)} | {name: caps.get(name) for name in Priority.values}
        return self.shown(shown, TransferCapsSerializer)


class EscalationSettingView(Endpoint):
    @extend_schema(responses=EscalationSettingSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """How long a step of an escalation waits, and how often it repeats at the top."""
        team = team_of(slug)
        setting = EscalationSetting.objects.filter(team=team).first() or EscalationSetting(team=team)
        return self.shown(setting, EscalationSettingSerializer)

    @extend_schema(request=EscalationSettingSerializer, responses=EscalationSettingSerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Set it. For managers above the team's lead, and administrators."""
        team, said = team_of(slug), self.said(EscalationSettingSerializer)
        setting = set_steps(team, by=request.user, at=timezone.now(), **said)
        return self.shown(setting, EscalationSettingSerializer)


def team_of(slug: str) -> Team:
    """The team; NotFound when there is none."""
    return found(Team.objects.select_related("calendar"), slug=slug)
