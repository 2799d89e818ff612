"""One change to many tickets over REST, and taking it back: as the list of tickets does it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import ChoiceField, PersonField, number_field
from tickets.api.serializers import TopicField
from tickets.models import Priority, State
from tracker import undoing
from tracker.changing_many import AT_MOST, change_many


class TicketChangesSerializer(serializers.Serializer):
    """The tickets, and the one thing that all of them shall say."""

    tickets = serializers.ListField(
        child=number_field(), min_length=1, max_length=AT_MOST, help_text=f"Their numbers, at most {AT_MOST}."
    )
    owner = PersonField(required=False, allow_null=True, help_text="E-mail address, `me`, or null: nobody.")
    priority = ChoiceField(choices=Priority.choices, required=False)
    topic = TopicField(required=False, allow_null=True, help_text="Slug, or null: none.")
    state = ChoiceField(
        choices=[(state.value, state.label) for state in (State.OPEN, State.PENDING)],
        required=False,
        help_text="What ends a ticket asks about its promises, one ticket at a time.",
    )

    def validate(self, data: dict) -> dict:
        said = [field for field in undoing.FIELDS if field in data]
        if len(said) != 1:
            raise serializers.ValidationError(
                f"Name one thing to change: {', '.join(undoing.FIELDS)}. This names {len(said)}."
            )
        value = data[said[0]]
        # Undoing travels as plain values: a key stands for a row.
        return {"numbers": data["tickets"], "field": said[0], "value": getattr(value, "pk", value)}


class RefusedSerializer(serializers.Serializer):
    ticket = serializers.IntegerField()
    reason = serializers.CharField(help_text="In words. The ticket is as it was.")


class TicketsChangedSerializer(serializers.Serializer):
    """What came of it, a ticket at a time."""

    changed = serializers.ListField(child=serializers.IntegerField())
    unchanged = serializers.ListField(child=serializers.IntegerField(), help_text="They said so already.")
    refused = RefusedSerializer(many=True)
    undo = serializers.CharField(
        allow_null=True,
        help_text="For `undo/`, by the same person, within ten minutes. Null: nothing to take back.",
    )


class UndoSerializer(serializers.Serializer):
    undo = serializers.CharField(max_length=20_000, help_text="As the change answered it.")


class UndoneSerializer(serializers.Serializer):
    undone = serializers.IntegerField(help_text="How many tickets are as they were before.")
    refused = RefusedSerializer(many=True)


class TicketChangesView(Endpoint):
    @extend_schema(request=TicketChangesSerializer, responses=TicketsChangedSerializer)
    def post(self, request: Request) -> Response:
        """Set the owner, priority, topic or state of many tickets. What is refused of one leaves the others changed."""
        outcome = change_many(**self.said(TicketChangesSerializer), by=request.user)
        answer = {
            "changed": [each.number for each in outcome.changed],
            "unchanged": outcome.unchanged,
            "refused": _refused(outcome.refused),
            "undo": undoing.token(outcome.changed, request.user) or None,
        }
        return self.shown(answer, TicketsChangedSerializer)


class UndoView(Endpoint):
    @extend_schema(request=UndoSerializer, responses=UndoneSerializer)
    def post(self, request: Request) -> Response:
        """Put back what a change of many tickets changed, but for those that somebody has changed since."""
        undone, refused = undoing.undo(self.said(UndoSerializer)["undo"], by=request.user)
        return self.shown({"undone": undone, "refused": _refused(refused)}, UndoneSerializer)


def _refused(reasons: dict[int, str]) -> list[dict]:
    return [{"ticket": number, "reason": why} for number, why in reasons.items()]
