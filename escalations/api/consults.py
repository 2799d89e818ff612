"""Consults over REST: a question to a colleague, and the answer."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.consulting import answer, consult
from escalations.models import Consult, ConsultAnswer
from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, ChoiceField, PersonField, found, number_field
from tickets.models import Ticket

LONGEST_TEXT = 20_000


class ConsultAnswerSerializer(serializers.ModelSerializer):
    by = PersonField(read_only=True)
    at = AwareDateTimeField()

    class Meta:
        model = ConsultAnswer
        fields = ["by", "at", "text"]


class ConsultSerializer(serializers.ModelSerializer):
    """A question to a colleague; the ticket stays with its owner. Needs `at` in its context."""

    url = serializers.HyperlinkedIdentityField(
        view_name="api:consult", lookup_field="pk", lookup_url_kwarg="id"
    )
    ticket = serializers.IntegerField(source="ticket_id", read_only=True)
    state = serializers.SerializerMethodField()
    asked_by = PersonField(read_only=True)
    person = PersonField(read_only=True)
    asked_at = AwareDateTimeField()
    due_at = AwareDateTimeField()
    is_overdue = serializers.SerializerMethodField(help_text="Not answered, and its time has passed.")
    answer = ConsultAnswerSerializer(source="reply", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Consult
        fields = [
            "id", "url", "ticket", "state", "asked_by", "person", "question", "asked_at", "due_at", "is_overdue",
            "answer",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=["open", "answered"]))
    def get_state(self, consult: Consult) -> str:
        return "answered" if hasattr(consult, "reply") else "open"

    @extend_schema_field(serializers.BooleanField())
    def get_is_overdue(self, consult: Consult) -> bool:
        return not hasattr(consult, "reply") and consult.due_at <= self.context["at"]


class NewConsultSerializer(serializers.Serializer):
    person = PersonField()
    question = serializers.CharField(max_length=LONGEST_TEXT)
    due_at = AwareDateTimeField(
        required=False, allow_null=True, help_text="Two of their working hours when it is left out."
    )


class NewAnswerSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=LONGEST_TEXT)


class ConsultQuery(serializers.Serializer):
    person = PersonField(required=False, help_text="Who is asked. E-mail address, or `me`.")
    asked_by = PersonField(required=False, help_text="Who asks. E-mail address, or `me`.")
    ticket = number_field(required=False, help_text="The ticket's number.")
    state = ChoiceField(choices=["open", "answered"], required=False)


class ConsultsView(Endpoint):
    ordering = ("due_at", "id")

    @extend_schema(parameters=[ConsultQuery], responses=ConsultSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Consults by due time; `?person=me&state=open` are those that wait for your answer."""
        asked = self.asked(ConsultQuery)
        state = asked.pop("state", None)
        rows = consults().filter(**asked)
        if state:
            rows = rows.filter(reply__isnull=state == "open")
        return self.listed(rows, ConsultSerializer, about=lambda rows: {"at": timezone.now()})


class TicketConsultsView(Endpoint):
    ordering = ("due_at", "id")

    @extend_schema(responses=ConsultSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """The consults of a ticket, by due time."""
        rows = consults().filter(ticket=found(Ticket.objects.all(), number=number))
        return self.listed(rows, ConsultSerializer, about=lambda rows: {"at": timezone.now()})

    @extend_schema(request=NewConsultSerializer, responses={201: ConsultSerializer})
    def post(self, request: Request, number: int) -> Response:
        """Ask somebody for help. The ticket stays where it is. For the ticket's team and those above it."""
        at, said = timezone.now(), self.said(NewConsultSerializer)
        ticket = found(Ticket.objects.select_related("team"), number=number)
        asked = consult(ticket, by=request.user, at=at, **said)
        return self.created(
            found(consults(), pk=asked.pk), ConsultSerializer, route="api:consult", key=asked.pk, at=at
        )


class ConsultView(Endpoint):
    @extend_schema(responses=ConsultSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One consult, with its answer."""
        return self.shown(found(consults(), pk=id), ConsultSerializer, at=timezone.now())


class ConsultAnswerView(Endpoint):
    @extend_schema(request=NewAnswerSerializer, responses={201: ConsultSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Answer it. Only who was asked can; once: 409 after that."""
        at, said = timezone.now(), self.said(NewAnswerSerializer)
        answer(found(consults(), pk=id), by=request.user, at=at, **said)
        return self.created(found(consults(), pk=id), ConsultSerializer, route="api:consult", key=id, at=at)


def consults() -> QuerySet[Consult]:
    """Consults with all that is shown of one, in one query."""
    return Consult.objects.select_related("asked_by", "person", "ticket", "reply__by")
