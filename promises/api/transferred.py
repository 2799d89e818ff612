"""Transfers, as the API shows and takes them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.api.fields import AwareDateTimeField, ChoiceField, PersonField, TeamField
from promises.api.said import LONGEST_REASON
from promises.api.serializers import HandOverSerializer
from tickets.models import Transfer

STATES = ["done", "waiting", "accepted", "declined", "lapsed"]


class TransferSerializer(serializers.ModelSerializer):
    """A ticket was passed on."""

    url = serializers.HyperlinkedIdentityField(
        view_name="api:transfer", lookup_field="pk", lookup_url_kwarg="id"
    )
    ticket = serializers.IntegerField(source="ticket_id", read_only=True)
    kind = serializers.ChoiceField(choices=Transfer.Kind.choices)
    state = serializers.SerializerMethodField(
        help_text="A warm one waits for its receiver's word; it lapses when the ticket moves on first."
    )
    from_team = TeamField(read_only=True)
    from_owner = PersonField(read_only=True, allow_null=True)
    to_team = TeamField(read_only=True)
    to_owner = PersonField(read_only=True, allow_null=True)
    by = PersonField(read_only=True, allow_null=True)
    at = AwareDateTimeField(help_text="When it happened.")
    recorded_at = AwareDateTimeField(read_only=True)
    accepted_at = AwareDateTimeField(allow_null=True)
    declined_at = AwareDateTimeField(allow_null=True)
    hand_overs = HandOverSerializer(
        many=True, read_only=True, help_text="The open promises, offered to the new owner."
    )

    class Meta:
        model = Transfer
        fields = [
            "id", "url", "ticket", "ordinal", "allowed", "kind", "state", "from_team", "from_owner", "to_team",
            "to_owner", "is_return", "reason", "note", "mirrored", "by", "at", "recorded_at", "accepted_at",
            "declined_at", "decline_reason", "hand_overs",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, moved: Transfer) -> str:
        if moved.accepted_at or moved.declined_at:
            return "accepted" if moved.accepted_at else "declined"
        if moved.kind == Transfer.Kind.COLD or moved.to_owner_id is None:
            return "done"
        return "waiting" if _is_last(moved) else "lapsed"


class NewTransferSerializer(serializers.Serializer):
    """Where it goes: to a person, to a team, or to a person in a team."""

    to_team = TeamField(required=False, allow_null=True)
    to_owner = PersonField(required=False, allow_null=True)
    kind = ChoiceField(
        choices=Transfer.Kind.choices, required=False, help_text="Required, unless it is mirrored."
    )
    reason = serializers.CharField(
        max_length=LONGEST_REASON,
        required=False,
        allow_blank=True,
        default="",
        help_text="Required, likewise.",
    )
    note = serializers.CharField(
        max_length=LONGEST_REASON,
        required=False,
        allow_blank=True,
        default="",
        help_text="What the receiver must know. Required, likewise.",
    )
    mirrored = serializers.BooleanField(
        required=False,
        default=False,
        help_text="It happened in another helpdesk: it is counted, never refused. For administrators.",
    )
    at = AwareDateTimeField(
        required=False, help_text="With `mirrored` only: when it happened. Now when it is left out."
    )

    def validate(self, said: dict) -> dict:
        if not said["mirrored"] and "kind" not in said:
            raise serializers.ValidationError(
                {"kind": "Say whether you spoke to the receiver: warm, or else cold."}, code="required"
            )
        if not said["mirrored"] and "at" in said:
            raise serializers.ValidationError(
                {"at": "A transfer is made now. Only one of another helpdesk, `mirrored`, has a time."}
            )
        return said


def _is_last(moved: Transfer) -> bool:
    ticket = moved.ticket
    return (moved.ordinal, moved.to_team_id, moved.to_owner_id) == (
        ticket.transfer_count,
        ticket.team_id,
        ticket.owner_id,
    )
