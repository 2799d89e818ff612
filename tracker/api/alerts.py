"""Alerts with what they are about: alerts know nothing of promises or escalations, here they meet."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Case, F, Model, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from alerts import api as alerts
from alerts.models import Alert
from escalations.climbing import KIND as STEP
from escalations.consulting import KIND as CONSULT
from escalations.models import Consult, Step
from escalations.permissions import below, is_for
from people.api.fields import number_field
from people.models import User
from promises.models import Promise
from promises.models.promise import KIND as PROMISE


class AlertSerializer(alerts.AlertSerializer):
    """An alert about a promise, a step of an escalation, or a consult."""

    promise = serializers.IntegerField(read_only=True, allow_null=True, help_text="The promise's id.")
    escalation = serializers.IntegerField(read_only=True, allow_null=True, help_text="The escalation's id.")
    consult = serializers.IntegerField(read_only=True, allow_null=True, help_text="The consult's id.")
    ticket = serializers.IntegerField(read_only=True, allow_null=True, help_text="The ticket's number.")

    class Meta(alerts.AlertSerializer.Meta):
        fields = [*alerts.AlertSerializer.Meta.fields, "promise", "escalation", "consult", "ticket"]


class AlertQuery(alerts.AlertQuery):
    promise = number_field(required=False, help_text="The promise's id.")
    escalation = number_field(required=False, help_text="The escalation's id.")
    ticket = number_field(required=False, help_text="The ticket's number.")


def _of(model: type[Model], column: str) -> Subquery:
    """A column of what the alert is about."""
    return Subquery(model.objects.filter(pk=OuterRef("deadline__subject_id")).values(column))


def _about(**expressions: object) -> Case:
    """What to say of an alert by the kind of its deadline; null for any other."""
    whens = [When(deadline__kind=kind, then=expression) for kind, expression in expressions.items()]
    return Case(*whens, output_field=BigIntegerField())


class _WithSubject:
    serializer, query = AlertSerializer, AlertQuery

    def alerts(self) -> QuerySet[Alert]:
        subject = F("deadline__subject_id")
        return (
            super()
            .alerts()
            .annotate(
                promise=_about(**{PROMISE: subject}),
                escalation=_about(**{STEP: _of(Step, "escalation")}),
                consult=_about(**{CONSULT: subject}),
                ticket=_about(
                    **{
                        PROMISE: _of(Promise, "ticket"),
                        STEP: _of(Step, "escalation__ticket"),
                        CONSULT: _of(Consult, "ticket"),
                    }
                ),
            )
        )

    def chosen(self, found: QuerySet[Alert], asked: dict) -> QuerySet[Alert]:
        """Those that were asked for: whom something was told is on its record, whatever else is somebody's own."""
        found = super().chosen(found, asked)
        if not asked.keys() & {"promise", "escalation", "ticket"}:
            found = _own(found, asked.get("recipient"), self.request.user, timezone.now())
        if promise := asked.get("promise"):
            found = found.filter(deadline__kind=PROMISE, deadline__subject_id=promise)
        if escalation := asked.get("escalation"):
            steps = Step.objects.filter(escalation=escalation).values("pk")
            found = found.filter(deadline__kind=STEP, deadline__subject_id__in=steps)
        if ticket := asked.get("ticket"):
            found = found.filter(_of_ticket(ticket))
        return found


def _own(found: QuerySet[Alert], recipient: User | None, reader: User, at: datetime) -> QuerySet[Alert]:
    """The reader's own, and those of everybody below them. Raises PermissionDenied for anybody else's."""
    if recipient and not is_for(reader, recipient, at):
        raise PermissionDenied(
            "A person's alerts are for themselves and for those above them. Name a promise, an escalation or a "
            "ticket to see whom it was told."
        )
    return found if recipient or reader.is_staff else found.filter(recipient__in=[reader, *below(reader, at)])


def _of_ticket(ticket: int) -> Q:
    about = {
        PROMISE: Promise.objects.filter(ticket=ticket),
        STEP: Step.objects.filter(escalation__ticket=ticket),
        CONSULT: Consult.objects.filter(ticket=ticket),
    }
    found = Q()
    for kind, subjects in about.items():
        found |= Q(deadline__kind=kind, deadline__subject_id__in=subjects.values("pk"))
    return found


class AlertsView(_WithSubject, alerts.AlertsView):
    @extend_schema(parameters=[AlertQuery], responses=AlertSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Alerts, the newest first: yours and those of everybody below you, or all about what you name."""
        return super().get(request)


class AlertView(_WithSubject, alerts.AlertView):
    @extend_schema(responses=AlertSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One alert."""
        return super().get(request, id)
