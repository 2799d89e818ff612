"""Escalations over REST: opened by hand, acknowledged, resolved."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.answering import acknowledge, resolve
from escalations.api.serializers import STATES, EscalationSerializer, OpenedEscalationSerializer
from escalations.escalating import escalate
from escalations.models import Cause, Escalation, Step, StepAcknowledgement
from escalations.rules import settings_of
from escalations.standing import Standing
from people.api.endpoint import Endpoint
from people.api.fields import ChoiceField, PersonField, found, number_field
from people.models import User
from tickets.models import Ticket

LONGEST_REASON = 5_000
# What somebody, or another system, says; the others are found.
SAID = (Cause.BY_HAND, Cause.CUSTOMER_ASKS, Cause.ANGRY_CUSTOMER)


class NewEscalationSerializer(serializers.Serializer):
    kind = ChoiceField(
        choices=Escalation.Kind.choices,
        required=False,
        help_text="hierarchical by default, or what the team has set where the customer asks or is angry.",
    )
    cause = ChoiceField(
        choices=[(cause.value, cause.label) for cause in SAID],
        required=False,
        default=Cause.BY_HAND,
    )
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True, default="")


class EscalationQuery(serializers.Serializer):
    ticket = number_field(required=False, help_text="The ticket's number.")
    state = ChoiceField(choices=STATES, required=False, help_text="`open`: nobody has said “I have it” yet.")
    resolved = serializers.BooleanField(required=False, help_text="false: open or acknowledged.")
    person = PersonField(required=False, help_text="Who has it or is asked now. E-mail address, or `me`.")


class StepAnswerSerializer(serializers.Serializer):
    takes_case = serializers.BooleanField(
        required=False, default=False, help_text="Become the ticket's owner; else stay beside the owner."
    )


class NewResolutionSerializer(serializers.Serializer):
    done = serializers.CharField(max_length=LONGEST_REASON, help_text="What was done.")


class EscalationsView(Endpoint):
    ordering = ("-opened_at", "-id")

    @extend_schema(parameters=[EscalationQuery], responses=EscalationSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Escalations, the newest first."""
        rows, asked, at = escalations_shown(), self.asked(EscalationQuery), timezone.now()
        if ticket := asked.get("ticket"):
            rows = rows.filter(ticket=ticket)
        if state := asked.get("state"):
            rows = _in_state(rows, state)
        if "resolved" in asked:
            rows = rows.filter(resolved_at__isnull=not asked["resolved"])
        if person := asked.get("person"):
            rows = _with(rows, person)
        return self.listed(rows, EscalationSerializer, about=lambda rows: shown_with(rows, at))


class TicketEscalationsView(Endpoint):
    ordering = ("-opened_at", "-id")

    @extend_schema(responses=EscalationSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """The escalations of a ticket, the newest first. At most one of them is not resolved."""
        rows, at = (
            escalations_shown().filter(ticket=found(Ticket.objects.all(), number=number)),
            timezone.now(),
        )
        return self.listed(rows, EscalationSerializer, about=lambda rows: shown_with(rows, at))

    @extend_schema(
        request=NewEscalationSerializer,
        responses={
            201: OpenedEscalationSerializer,
            200: OpenApiResponse(OpenedEscalationSerializer, "It was escalated: the cause has joined."),
        },
    )
    def post(self, request: Request, number: int) -> Response:
        """Escalate the ticket, or add a cause to its open escalation (200). Never spends a transfer."""
        at, said = timezone.now(), self.said(NewEscalationSerializer)
        ticket = found(Ticket.objects.select_related("team"), number=number)
        with transaction.atomic():
            # Under the lock that the verb takes: nobody else opens one in between.
            ticket.lock()
            joined = Escalation.objects.open().filter(ticket=ticket).exists()
            opened = escalate(ticket, by=request.user, at=at, **{"kind": _kind(ticket, said), **said})
        escalation = whole_escalation(opened.pk)
        context = {"joined": joined, **shown_with([escalation], at)}
        if joined:
            return self.shown(escalation, OpenedEscalationSerializer, **context)
        return self.created(
            escalation, OpenedEscalationSerializer, route="api:escalation", key=opened.pk, **context
        )


class EscalationView(Endpoint):
    @extend_schema(responses=EscalationSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One escalation: its causes, its chain, its steps, who has it, and who is next at what time."""
        escalation = whole_escalation(id)
        return self.shown(escalation, EscalationSerializer, **shown_with([escalation], timezone.now()))


class EscalationAcknowledgementView(Endpoint):
    @extend_schema(request=StepAnswerSerializer, responses={201: EscalationSerializer})
    def post(self, request: Request, id: int) -> Response:
        """“I have it”: the climb stops. Only who was asked, or stands in its chain. 409 when somebody else has it."""
        at, said = timezone.now(), self.said(StepAnswerSerializer)
        acknowledge(found(Escalation.objects.select_related("ticket"), pk=id), by=request.user, at=at, **said)
        return _created(self, id, at)


class ResolutionView(Endpoint):
    @extend_schema(request=NewResolutionSerializer, responses={201: EscalationSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Close it, saying what was done. Those of its chain and the ticket's owner. 409 when it is resolved."""
        at, said = timezone.now(), self.said(NewResolutionSerializer)
        resolve(found(Escalation.objects.select_related("ticket"), pk=id), by=request.user, at=at, **said)
        return _created(self, id, at)


def escalations_shown() -> QuerySet[Escalation]:
    """Escalations with all that is shown of one but their standing; three queries."""
    steps = Step.objects.select_related("person", "instead_of", "acknowledgement__by")
    return Escalation.objects.select_related("ticket", "opened_by", "resolution__by").prefetch_related(
        Prefetch("steps", steps), "causes__by"
    )


def whole_escalation(escalation_id: int) -> Escalation:
    """One of them; NotFound when there is none."""
    return found(escalations_shown(), pk=escalation_id)


def shown_with(escalations: list[Escalation], at: datetime) -> dict:
    """The context of EscalationSerializer, as of `at`."""
    return {"standing": Standing.of(escalations, at)}


def _created(view: Endpoint, escalation_id: int, at: datetime) -> Response:
    escalation = whole_escalation(escalation_id)
    context = shown_with([escalation], at)
    return view.created(
        escalation, EscalationSerializer, route="api:escalation", key=escalation_id, **context
    )


def _kind(ticket: Ticket, said: dict) -> str:
    if said["cause"] == Cause.BY_HAND:
        return Escalation.Kind.HIERARCHICAL
    return settings_of([ticket.team])[ticket.team_id][Cause(said["cause"])].kind


def _in_state(rows: QuerySet[Escalation], state: str) -> QuerySet[Escalation]:
    if state == "resolved":
        return rows.exclude(resolved_at=None)
    acknowledged = Exists(StepAcknowledgement.objects.filter(step__escalation=OuterRef("pk")))
    return rows.open().filter(acknowledged if state == "acknowledged" else ~acknowledged)


def _with(rows: QuerySet[Escalation], person: User) -> QuerySet[Escalation]:
    asked = Step.objects.filter(person=person, ended_at=None).values("escalation")
    acknowledged = StepAcknowledgement.objects.filter(by=person).values("step__escalation")
    return rows.filter(Q(pk__in=asked) | Q(pk__in=acknowledged))
