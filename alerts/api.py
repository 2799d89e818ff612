"""Alerts over REST: who was told what, when and how, and “I have it”.

What an alert is about lies above this app; `tracker.api.alerts` adds it.
"""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from alerts.acknowledging import acknowledge
from alerts.clock import REPEATS_FROM
from alerts.models import Acknowledgement, Alert, Delivery
from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, PersonField, found


class AcknowledgementSerializer(serializers.ModelSerializer):
    by = PersonField(read_only=True)
    at = AwareDateTimeField()
    paused_until = AwareDateTimeField(
        allow_null=True, help_text="The ladder goes on then, unless something is done."
    )

    class Meta:
        model = Acknowledgement
        fields = ["by", "at", "paused_until"]


class DeliverySerializer(serializers.ModelSerializer):
    state = serializers.SerializerMethodField()
    done_at = AwareDateTimeField(allow_null=True)

    class Meta:
        model = Delivery
        fields = ["channel", "state", "attempts", "done_at", "error"]

    @extend_schema_field(serializers.ChoiceField(choices=["waiting", *Delivery.Outcome.values]))
    def get_state(self, delivery: Delivery) -> str:
        return delivery.outcome or "waiting"


class AlertSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(
        view_name="api:alert", lookup_field="pk", lookup_url_kwarg="id"
    )
    recipient = PersonField(read_only=True)
    instead_of = PersonField(read_only=True, allow_null=True, help_text="In whose place they hear it.")
    rung = serializers.SerializerMethodField(
        help_text="“T-60 min”, “50 %” of the time gone by, “T-0”, “T+60 min”."
    )
    position = serializers.IntegerField(source="rung", read_only=True, help_text="Of the rung on the ladder.")
    rung_at = AwareDateTimeField(help_text="When it was planned for.")
    raised_at = AwareDateTimeField()
    late_seconds = serializers.FloatField(read_only=True, help_text="From `rung_at` to `raised_at`.")
    deadline_at = AwareDateTimeField(source="deadline.at")
    deliveries = DeliverySerializer(many=True, read_only=True)
    acknowledgement = AcknowledgementSerializer(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Alert
        fields = [
            "id", "url", "recipient", "instead_of", "audience", "rung", "position", "rung_at", "raised_at",
            "late_seconds", "overdue", "deadline_at", "deliveries", "acknowledgement",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField())
    def get_rung(self, alert: Alert) -> str:
        ladder = alert.deadline.ladder
        rungs = {rung.position: rung for rung in ladder.rungs.all()} if ladder else {}
        if alert.rung >= REPEATS_FROM and rungs:
            return str(rungs[max(rungs)])
        return str(rungs[alert.rung]) if alert.rung in rungs else f"rung {alert.rung}"


class AlertQuery(serializers.Serializer):
    recipient = PersonField(required=False, help_text="E-mail address, or `me`.")
    acknowledged = serializers.BooleanField(required=False)


class AlertsView(Endpoint):
    ordering = ("-raised_at", "-id")
    serializer: type[AlertSerializer] = AlertSerializer
    query: type[AlertQuery] = AlertQuery

    def get(self, request: Request) -> Response:
        """Alerts, the newest first."""
        return self.listed(self.chosen(self.alerts(), self.asked(self.query)), self.serializer)

    def alerts(self) -> QuerySet[Alert]:
        """Alerts with all that is shown of one; four queries."""
        return Alert.objects.select_related(
            "deadline__ladder", "recipient", "instead_of", "acknowledgement__by"
        ).prefetch_related("deadline__ladder__rungs", "deliveries")

    def chosen(self, alerts: QuerySet[Alert], asked: dict) -> QuerySet[Alert]:
        """Those that were asked for."""
        if recipient := asked.get("recipient"):
            alerts = alerts.filter(recipient=recipient)
        if "acknowledged" in asked:
            alerts = alerts.filter(acknowledgement__isnull=not asked["acknowledged"])
        return alerts


class AlertView(AlertsView):
    def get(self, request: Request, id: int) -> Response:
        """One alert."""
        return self.shown(found(self.alerts(), pk=id), self.serializer)


class AcknowledgementView(Endpoint):
    @extend_schema(responses=AcknowledgementSerializer)
    def get(self, request: Request, id: int) -> Response:
        """Who has it; 404 while nobody said so."""
        acknowledgement = Acknowledgement.objects.filter(alert=id).select_related("by").first()
        if acknowledgement is None:
            raise NotFound(f"Nobody has acknowledged alert {id}.")
        return self.shown(acknowledgement, AcknowledgementSerializer)

    @extend_schema(request=None, responses={201: AcknowledgementSerializer})
    def post(self, request: Request, id: int) -> Response:
        """“I have it”: pauses the ladder for a while. Saying it again returns the first acknowledgement."""
        acknowledged = acknowledge(found(Alert.objects.all(), pk=id), by=request.user, at=timezone.now())
        return self.created(acknowledged, AcknowledgementSerializer, route="api:acknowledgement", key=id)
