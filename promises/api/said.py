"""What is sent to make, renegotiate, settle or hand over a promise."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.api.fields import (
    LARGEST_ID,
    AwareDateTimeField,
    ChoiceField,
    PersonField,
    TeamField,
    number_field,
)
from people.fields import LANGUAGES
from promises.models import Promise, Settlement
from promises.models.promise import FILTERS
from tickets.api.serializers import NewContactSerializer
from tickets.models import State

LONGEST_WORDING = Promise._meta.get_field("wording").max_length
LONGEST_REASON = 5_000
EVIDENCE = (
    "Send the id of a logged contact of ours that reached the customer, or a contact to log now, "
    'such as {"channel": "phone", "body": "Called back."}.'
)
NO_EVIDENCE = "A promise is kept with evidence. " + EVIDENCE


class WhenSerializer(serializers.Serializer):
    """When: in words, or as a time. One of the two."""

    wording = serializers.CharField(
        max_length=LONGEST_WORDING,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="As said to the customer: “tomorrow morning”.",
        error_messages={
            "max_length": "That is longer than {max_length} characters. Send only the sentence with the time."
        },
    )
    due_at = AwareDateTimeField(required=False, allow_null=True)
    not_before = AwareDateTimeField(required=False, allow_null=True, help_text="With `due_at` only.")
    said_at = AwareDateTimeField(required=False, allow_null=True, help_text="Now when it is left out.")
    language = ChoiceField(
        choices=LANGUAGES, required=False, allow_blank=True, help_text="Of the wording; yours by default."
    )

    def validate_wording(self, wording: str | None) -> str:
        return wording or ""


class NewPromiseSerializer(WhenSerializer):
    kind = ChoiceField(choices=Promise.Kind.choices, required=False)
    owner = PersonField(required=False, allow_null=True, help_text="The ticket's owner by default, else you.")
    timezone = serializers.CharField(
        max_length=64, required=False, allow_blank=True, help_text="The customer's by default."
    )


class PreviewQuerySerializer(WhenSerializer):
    team = TeamField(required=False, help_text="Your own by default.")
    owner = PersonField(required=False, allow_null=True, help_text="You by default.")
    timezone = serializers.CharField(
        max_length=64, required=False, allow_blank=True, help_text="The customer's; the team's by default."
    )


class RenegotiationRequestSerializer(WhenSerializer):
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True, default="")
    customer_told = serializers.BooleanField(
        required=False, default=False, help_text="Must be true: tell the customer first."
    )


@extend_schema_field(
    {
        "oneOf": [
            {
                "type": "integer",
                "description": "The id of a logged contact of ours that reached the customer.",
            },
            {
                "type": "object",
                "description": "A contact of ours that reached the customer, to be logged now.",
                "properties": {
                    "channel": {"type": "string"},
                    "body": {"type": "string"},
                    "happened_at": {"type": "string", "format": "date-time"},
                    "waited_seconds": {"type": "integer"},
                    "on_hold_seconds": {"type": "integer"},
                },
            },
        ],
        "nullable": True,
    }
)
class EvidenceField(serializers.Field):
    """A contact's id (int), or the fields of a contact to log (dict)."""

    default_error_messages = {"invalid": "This is no evidence. {remedy}"}

    def to_internal_value(self, data: object) -> int | dict:
        if isinstance(data, str) and data.isascii() and data.isdigit() and len(data) < 20:
            data = int(data)
        if isinstance(data, bool) or not isinstance(data, int | dict):
            self.fail("invalid", remedy=EVIDENCE)
        if isinstance(data, int):
            if not 0 < data <= LARGEST_ID:
                self.fail("invalid", remedy=EVIDENCE)
            return data
        # Whatever it says of itself is taken at its word: an attempt, or a call of the customer's, shows nothing.
        contact = NewContactSerializer(data=data, context=self.context, partial=True)
        contact.is_valid(raise_exception=True)
        return contact.validated_data

    def to_representation(self, value: object) -> object:
        return value


class SettlementRequestSerializer(serializers.Serializer):
    outcome = ChoiceField(choices=Settlement.Outcome.choices)
    evidence = EvidenceField(required=False, allow_null=True, help_text=EVIDENCE)
    reason = serializers.CharField(
        max_length=LONGEST_REASON,
        required=False,
        allow_blank=True,
        default="",
        help_text="Why it is withdrawn.",
    )

    def validate(self, said: dict) -> dict:
        if said["outcome"] == Settlement.Outcome.KEPT and said.get("evidence") is None:
            raise serializers.ValidationError({"evidence": NO_EVIDENCE}, code="required")
        return said


class HandOverRequestSerializer(serializers.Serializer):
    to = PersonField()
    note = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True, default="")


class RefusalSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True, default="")


class FateSerializer(serializers.Serializer):
    """What becomes of an open promise when its ticket is solved or closed."""

    id = number_field()
    outcome = ChoiceField(choices=["keep", "withdraw", "leave"], help_text="`leave`: it is still owed.")
    evidence = EvidenceField(required=False, allow_null=True, help_text=EVIDENCE)
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True, default="")

    def validate(self, said: dict) -> dict:
        # The verb refuses these as well; only here is it known which of the promises it was.
        if said["outcome"] == "keep" and said.get("evidence") is None:
            raise serializers.ValidationError({"evidence": NO_EVIDENCE}, code="required")
        if said["outcome"] == "withdraw" and not said["reason"]:
            raise serializers.ValidationError({"reason": "Say why it is withdrawn: the customer may ask."})
        return said


class StateRequestSerializer(serializers.Serializer):
    state = ChoiceField(choices=State.choices)
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True, default="")
    promises = FateSerializer(many=True, required=False, default=list, max_length=200)


class PromiseQuery(serializers.Serializer):
    state = ChoiceField(choices=list(FILTERS), required=False)
    owner = PersonField(required=False, help_text="E-mail address, or `me`.")
    team = TeamField(required=False)
    ticket = number_field(required=False, help_text="The ticket's number.")
    kind = ChoiceField(choices=Promise.Kind.choices, required=False)
    due_before = AwareDateTimeField(required=False)
    due_after = AwareDateTimeField(required=False, help_text="From this moment on.")


class HandOverQuery(serializers.Serializer):
    to = PersonField(required=False, help_text="To whom it was offered: e-mail address, or `me`.")
    promise = number_field(required=False)
    state = ChoiceField(
        choices=["open", "answered"], required=False, default="open", help_text="`open` by default."
    )
