"""The dashboard over REST: how things stand now."""

from dataclasses import asdict

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from alerts.models import Heartbeat
from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, TeamField
from people.models import User
from promises.outlook import Counts, Outlook
from promises.risk import Reason
from tracker.pages.shell import SWEEP, is_stale

PEOPLE_AT_MOST = 1_000


class CountsSerializer(serializers.Serializer):
    """How much there is of each; where a promise is both due within the hour and at risk, it is in both."""

    open = serializers.IntegerField(help_text="Promises that are owed, overdue ones too.")
    overdue = serializers.IntegerField()
    soon = serializers.IntegerField(help_text="Due within the hour.")
    risk = serializers.IntegerField(help_text="Not due yet, and in danger for one of the reasons.")
    unanswered = serializers.IntegerField(help_text="Escalations that nobody has acknowledged.")
    capped = serializers.IntegerField(help_text="Open tickets transferred as often as they may be.")


class ReasonsSerializer(serializers.Serializer):
    """Promises at risk by reason; one may have several."""

    owner_away = serializers.IntegerField()
    not_working = serializers.IntegerField(help_text="Their owner does not work before they are due.")
    too_many = serializers.IntegerField(
        help_text="Their owner owes more within an hour than the team allows."
    )
    not_accepted = serializers.IntegerField(help_text="Offered to somebody who has not accepted.")


class TeamCountsSerializer(CountsSerializer):
    team = serializers.CharField(help_text="The team's slug.")


class PersonCountsSerializer(CountsSerializer):
    person = serializers.EmailField()


class SweepSerializer(serializers.Serializer):
    last_at = AwareDateTimeField(allow_null=True, help_text="When it last ran; null when it never did.")
    stale = serializers.BooleanField(help_text="Silent for longer than it may: alerts are not going out.")


class OutlookSerializer(serializers.Serializer):
    """How things stand. Teams and people come in the order of the alphabet."""

    at = AwareDateTimeField()
    total = CountsSerializer()
    reasons = ReasonsSerializer()
    teams = TeamCountsSerializer(many=True)
    people = PersonCountsSerializer(many=True, help_text="Of the team that was asked for; else empty.")
    sweep = SweepSerializer()


class OutlookQuery(serializers.Serializer):
    team = TeamField(required=False, help_text="A team's slug: its numbers alone, with its people.")


class DashboardView(Endpoint):
    @extend_schema(parameters=[OutlookQuery], responses=OutlookSerializer)
    def get(self, request: Request) -> Response:
        """What is overdue, in danger or waits for somebody now: in all, by team and, for one team, by person."""
        at = timezone.now()
        team = self.asked(OutlookQuery).get("team")
        outlook = Outlook.of(at, team)
        people: list[tuple[User, Counts]] = outlook.people([team], PEOPLE_AT_MOST) if team else []
        beat_at = Heartbeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()
        return self.shown(
            {
                "at": at,
                "total": asdict(outlook.total),
                "reasons": {why: outlook.reasons[why] for why in Reason.values},
                "teams": [{"team": one.slug, **asdict(counts)} for one, counts in outlook.teams],
                "people": [{"person": one.email, **asdict(counts)} for one, counts in people],
                "sweep": {"last_at": beat_at, "stale": is_stale(beat_at)},
            },
            OutlookSerializer,
        )
