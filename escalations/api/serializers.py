"""Escalations, as the API shows them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from escalations.models import (
    Cause,
    Escalation,
    EscalationCause,
    Resolution,
    Step,
    StepAcknowledgement,
    TransferRefusal,
)
from people.api.fields import AwareDateTimeField, PersonField, TeamField

STATES = ["open", "acknowledged", "resolved"]


class CauseSerializer(serializers.ModelSerializer):
    """Why it escalated. A second cause joins the open escalation."""

    cause = serializers.ChoiceField(choices=Cause.choices)
    at = AwareDateTimeField()
    by = PersonField(read_only=True, allow_null=True, help_text="null: a rule.")

    class Meta:
        model = EscalationCause
        fields = ["cause", "reason", "at", "by"]


class StepSerializer(serializers.ModelSerializer):
    """One person who was asked to take it, and until when."""

    person = PersonField(read_only=True)
    instead_of = PersonField(read_only=True, allow_null=True)
    starts_at = AwareDateTimeField()
    due_at = AwareDateTimeField(help_text="Without an acknowledgement by then, the next is asked.")
    ended_at = AwareDateTimeField(allow_null=True)
    ending = serializers.ChoiceField(choices=Step.Ending.choices, allow_blank=True)

    class Meta:
        model = Step
        fields = [
            "ordinal", "level", "title", "person", "instead_of", "starts_at", "due_at", "ended_at", "ending",
        ]  # fmt: skip


class StepAcknowledgementSerializer(serializers.ModelSerializer):
    by = PersonField(read_only=True)
    at = AwareDateTimeField()

    class Meta:
        model = StepAcknowledgement
        fields = ["by", "at", "takes_case"]


class ResolutionSerializer(serializers.ModelSerializer):
    by = PersonField(read_only=True)
    at = AwareDateTimeField()

    class Meta:
        model = Resolution
        fields = ["by", "at", "done"]


class ChainLinkSerializer(serializers.Serializer):
    """A position of the chain that the escalation started with."""

    position = serializers.IntegerField(allow_null=True, help_text="Its id; null: asked for their skill.")
    title = serializers.CharField()
    holder = serializers.EmailField(allow_null=True, help_text="Who held it then.")


class HasSerializer(serializers.Serializer):
    person = serializers.EmailField(source="person.email")
    since = AwareDateTimeField()


class NextSerializer(serializers.Serializer):
    person = serializers.EmailField(source="person.email")
    title = serializers.CharField()
    at = AwareDateTimeField()


class EscalationSerializer(serializers.ModelSerializer):
    """An escalation. Needs `standing` in its context."""

    url = serializers.HyperlinkedIdentityField(
        view_name="api:escalation", lookup_field="pk", lookup_url_kwarg="id"
    )
    ticket = serializers.IntegerField(source="ticket_id", read_only=True)
    kind = serializers.ChoiceField(choices=Escalation.Kind.choices)
    state = serializers.ChoiceField(choices=STATES, read_only=True)
    opened_at = AwareDateTimeField()
    opened_by = PersonField(read_only=True, allow_null=True, help_text="null: a rule.")
    resolved_at = AwareDateTimeField(allow_null=True)
    causes = CauseSerializer(many=True, read_only=True)
    has = serializers.SerializerMethodField(
        help_text="Who acknowledged it, else who is asked now; null when it is resolved."
    )
    next = serializers.SerializerMethodField(
        help_text="Who is asked next, and when, as things look now; null when nobody is."
    )
    acknowledgement = serializers.SerializerMethodField()
    resolution = ResolutionSerializer(read_only=True, allow_null=True, default=None)
    chain = serializers.SerializerMethodField(help_text="As it was when it was opened, the nearest first.")
    steps = StepSerializer(many=True, read_only=True)

    class Meta:
        model = Escalation
        fields = [
            "id", "url", "ticket", "kind", "state", "opened_at", "opened_by", "resolved_at", "causes", "has", "next",
            "acknowledgement", "resolution", "chain", "steps",
        ]  # fmt: skip

    @extend_schema_field(HasSerializer(allow_null=True))
    def get_has(self, escalation: Escalation) -> dict | None:
        has = self.context["standing"].has(escalation)
        return HasSerializer(has).data if has else None

    @extend_schema_field(NextSerializer(allow_null=True))
    def get_next(self, escalation: Escalation) -> dict | None:
        following = self.context["standing"].next(escalation)
        return NextSerializer(following).data if following else None

    @extend_schema_field(StepAcknowledgementSerializer(allow_null=True))
    def get_acknowledgement(self, escalation: Escalation) -> dict | None:
        steps = escalation.steps.all()
        given = next((step.acknowledgement for step in steps if hasattr(step, "acknowledgement")), None)
        return StepAcknowledgementSerializer(given).data if given else None

    @extend_schema_field(ChainLinkSerializer(many=True))
    def get_chain(self, escalation: Escalation) -> list[dict]:
        people = self.context["standing"].people
        return [
            {**link, "holder": people[link["holder"]].email if link["holder"] in people else None}
            for link in escalation.chain
        ]


class OpenedEscalationSerializer(EscalationSerializer):
    joined = serializers.SerializerMethodField(
        help_text="Was the ticket escalated already, so that this is one more cause?"
    )

    class Meta(EscalationSerializer.Meta):
        fields = [*EscalationSerializer.Meta.fields, "joined"]

    @extend_schema_field(serializers.BooleanField())
    def get_joined(self, escalation: Escalation) -> bool:
        return self.context["joined"]


class TransferRefusalSerializer(serializers.ModelSerializer):
    """A transfer that was refused at the cap; the ticket escalated instead."""

    ticket = serializers.IntegerField(source="ticket_id", read_only=True)
    escalation = serializers.IntegerField(source="escalation_id", read_only=True)
    to_team = TeamField(read_only=True)
    to_owner = PersonField(read_only=True, allow_null=True)
    by = PersonField(read_only=True)
    at = AwareDateTimeField()

    class Meta:
        model = TransferRefusal
        fields = [
            "id", "ticket", "escalation", "allowed", "to_team", "to_owner", "reason", "note", "by", "at",
        ]  # fmt: skip
