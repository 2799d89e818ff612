"""Promises as the API shows them. `promises.api.reading` fetches what this needs."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.api.fields import AwareDateTimeField, PersonField, TeamField
from promises.customer.link import url_of
from promises.models import HandOver, Promise, Renegotiation, Settlement
from promises.permissions import may_act


class RungSerializer(serializers.Serializer):
    """A step of the ladder: when whom it tells, and how."""

    rung = serializers.CharField(help_text="“T-60 min”, “50 %” of the time gone by, “T-0”, “T+60 min”.")
    position = serializers.IntegerField(help_text="On the ladder, from 1.")
    at = AwareDateTimeField()
    audiences = serializers.ListField(
        child=serializers.CharField(), help_text="owner, deputy, lead, manager, team, or up:N levels."
    )
    channels = serializers.ListField(child=serializers.CharField())


TIME = AwareDateTimeField()


def _plain(rung: dict) -> dict:
    """As RungSerializer shows it, without making one for each row: that took a fifth of a list's time."""
    return {**rung, "at": TIME.to_representation(rung["at"])}


class WarningSerializer(serializers.Serializer):
    """Something that speaks against a promise."""

    code = serializers.CharField(
        help_text="owner_absent, holiday, outside_team_hours, outside_owner_hours, too_soon, too_many, low_kept_rate."
    )
    message = serializers.CharField()
    suggested_at = AwareDateTimeField(allow_null=True, help_text="The nearest time that can be kept.")


class SettlementSerializer(serializers.ModelSerializer):
    """How a promise ended."""

    outcome = serializers.ChoiceField(choices=Settlement.Outcome.choices)
    at = AwareDateTimeField(help_text="When it was kept, as the evidence shows, or withdrawn.")
    recorded_at = AwareDateTimeField()
    by = PersonField(read_only=True, allow_null=True)
    evidence = serializers.PrimaryKeyRelatedField(
        read_only=True, allow_null=True, pk_field=serializers.IntegerField(), help_text="The contact, by id."
    )

    class Meta:
        model = Settlement
        fields = ["outcome", "at", "recorded_at", "by", "evidence", "reason"]


class RenegotiationSerializer(serializers.ModelSerializer):
    """A new time, agreed before the old one broke."""

    from_not_before = AwareDateTimeField(allow_null=True)
    from_due_at = AwareDateTimeField()
    to_not_before = AwareDateTimeField(allow_null=True)
    to_due_at = AwareDateTimeField()
    at = AwareDateTimeField()
    by = PersonField(read_only=True)

    class Meta:
        model = Renegotiation
        fields = [
            "id", "from_wording", "from_not_before", "from_due_at", "to_wording", "to_not_before", "to_due_at",
            "reason", "customer_told", "at", "by",
        ]  # fmt: skip


class HandOverSerializer(serializers.ModelSerializer):
    """A promise offered to another owner. Until they accept, the present owner answers for it."""

    promise = serializers.IntegerField(source="promise_id", read_only=True)
    ticket = serializers.IntegerField(source="promise.ticket_id", read_only=True)
    from_owner = PersonField(read_only=True)
    to = PersonField(source="to_owner", read_only=True)
    state = serializers.SerializerMethodField()
    offered_at = AwareDateTimeField()
    offered_by = PersonField(read_only=True)
    answered_at = AwareDateTimeField(allow_null=True)
    reason = serializers.CharField(help_text="Why it was declined.")

    class Meta:
        model = HandOver
        fields = [
            "id", "promise", "ticket", "from_owner", "to", "note", "state", "offered_at", "offered_by",
            "answered_at", "reason",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=["open", *HandOver.Answer.values]))
    def get_state(self, hand_over: HandOver) -> str:
        return hand_over.answer or "open"


class PromiseSerializer(serializers.ModelSerializer):
    """A promise as a list shows it. Needs `at` and `clocks` in its context."""

    url = serializers.HyperlinkedIdentityField(
        view_name="api:promise", lookup_field="pk", lookup_url_kwarg="id"
    )
    ticket = serializers.IntegerField(source="ticket_id", read_only=True)
    state = serializers.ChoiceField(choices=["open", "broken", "kept", "withdrawn"], read_only=True)
    said_at = AwareDateTimeField()
    made_at = AwareDateTimeField()
    made_by = PersonField(read_only=True)
    owner = PersonField(read_only=True)
    team = TeamField(read_only=True)
    not_before = AwareDateTimeField(allow_null=True)
    due_at = AwareDateTimeField()
    first_due_at = AwareDateTimeField(help_text="As it was first promised, before any renegotiation.")
    is_at_risk = serializers.SerializerMethodField(help_text="Owed, and due within the hour.")
    is_overdue = serializers.SerializerMethodField(help_text="Owed, and its time has passed.")
    is_broken = serializers.BooleanField(read_only=True, help_text="True of one that was kept late, too.")
    broken_at = serializers.SerializerMethodField(help_text="The deadline, not when somebody noticed.")
    kept_late = serializers.BooleanField(source="is_kept_late", read_only=True)
    settled_at = AwareDateTimeField(allow_null=True)
    settlement = SettlementSerializer(read_only=True, allow_null=True, default=None)
    slips = serializers.IntegerField(read_only=True, help_text="How often it was renegotiated.")
    is_disputed = serializers.BooleanField(
        read_only=True, help_text="The customer said on their page that it had not been kept."
    )
    hand_over_open = serializers.BooleanField(read_only=True)
    warnings = WarningSerializer(many=True, help_text="What the agent was told of, and went ahead.")
    next_rung = serializers.SerializerMethodField(help_text="Whom the next alert tells, and when.")

    class Meta:
        model = Promise
        fields = [
            "id", "url", "ticket", "kind", "state", "wording", "understood", "not_before", "due_at", "first_due_at",
            "timezone", "language", "owner", "team", "said_at", "made_at", "made_by", "is_at_risk", "is_overdue",
            "is_broken", "broken_at", "kept_late", "settled_at", "settlement", "slips", "is_disputed",
            "hand_over_open",
            "warnings", "next_rung",
        ]  # fmt: skip

    @extend_schema_field(serializers.BooleanField())
    def get_is_at_risk(self, promise: Promise) -> bool:
        return promise.is_at_risk(self.context["at"])

    @extend_schema_field(serializers.BooleanField())
    def get_is_overdue(self, promise: Promise) -> bool:
        return promise.is_overdue(self.context["at"])

    @extend_schema_field(AwareDateTimeField(allow_null=True))
    def get_broken_at(self, promise: Promise) -> str | None:
        breach = getattr(promise, "breach", None)
        return TIME.to_representation(breach.broken_at if breach and promise.is_broken else None)

    @extend_schema_field(RungSerializer(allow_null=True))
    def get_next_rung(self, promise: Promise) -> dict | None:
        ahead = self.context["clocks"].next_rung(promise.pk)
        return _plain(ahead) if ahead else None


class WholePromiseSerializer(PromiseSerializer):
    """A promise with its history and its ladder."""

    renegotiations = RenegotiationSerializer(many=True, read_only=True)
    hand_over = serializers.SerializerMethodField(help_text="The offer that waits for an answer.")
    ladder = serializers.SerializerMethodField(
        help_text="Every rung of the running deadline, or the last one."
    )
    customer_url = serializers.SerializerMethodField(
        help_text="The customer's page, to be sent to them; null for those who may not act on the promise."
    )

    class Meta(PromiseSerializer.Meta):
        fields = [*PromiseSerializer.Meta.fields, "renegotiations", "hand_over", "ladder", "customer_url"]

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_customer_url(self, promise: Promise) -> str | None:
        request = self.context["request"]
        return url_of(promise) if may_act(request.user, promise, self.context["at"]) else None

    @extend_schema_field(HandOverSerializer(allow_null=True))
    def get_hand_over(self, promise: Promise) -> dict | None:
        return HandOverSerializer(promise.offers[0]).data if promise.offers else None

    @extend_schema_field(RungSerializer(many=True))
    def get_ladder(self, promise: Promise) -> list[dict]:
        return [_plain(rung) for rung in self.context["clocks"].ladder(promise.pk)]
