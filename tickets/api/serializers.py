"""Tickets, customers, contacts and the timeline, as the API shows and takes them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.api.fields import AwareDateTimeField, ByField, ChoiceField, PersonField, TeamField
from people.models import User
from tickets.models import Channel, Contact, Customer, Event, Priority, State, Ticket, TicketState, Topic

# Half a year: nobody was kept on hold longer, and the column ends somewhere.
MOST_SECONDS = 60 * 60 * 24 * 183
LONGEST_TEXT = 50_000


class TopicField(ByField):
    what = "topic"
    remedy = "GET /api/v1/topics/ lists them."

    def __init__(self, **kwargs) -> None:
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", Topic.objects.all())
        super().__init__(slug_field="slug", **kwargs)


class TopicSerializer(serializers.ModelSerializer):
    class Meta:
        model = Topic
        fields = ["slug", "name"]


class CustomerSerializer(serializers.ModelSerializer):
    """The customer of a ticket. Known by e-mail address, or else by phone number; a new one is recorded."""

    name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)

    class Meta:
        model = Customer
        fields = ["name", "email", "phone", "language", "timezone"]


class TicketSerializer(serializers.ModelSerializer):
    """A ticket, as `with_transfers` annotates it."""

    url = serializers.HyperlinkedIdentityField(view_name="api:ticket", lookup_field="number")
    state = serializers.ChoiceField(choices=State.choices, read_only=True)
    team = TeamField(read_only=True)
    owner = PersonField(read_only=True, allow_null=True)
    topic = TopicField(read_only=True, allow_null=True)
    customer = CustomerSerializer(read_only=True)
    transfer_count = serializers.IntegerField(read_only=True, help_text="How often it was passed on.")
    transfers_allowed = serializers.IntegerField(
        read_only=True, help_text="How often it may be: the cap of its team, and what was granted on top."
    )
    returns = serializers.IntegerField(
        read_only=True, help_text="How often it came back to a person or a team that had it before."
    )
    opened_at = AwareDateTimeField(read_only=True)
    opened_by = PersonField(read_only=True, allow_null=True)

    class Meta:
        model = Ticket
        fields = [
            "number", "url", "state", "subject", "description", "channel", "priority", "team", "owner", "topic",
            "customer", "transfer_count", "transfers_allowed", "returns", "opened_at", "opened_by",
        ]  # fmt: skip


class NewTicketSerializer(serializers.Serializer):
    customer = CustomerSerializer()
    subject = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    team = TeamField(required=False, help_text="Your own team when it is left out.")
    owner = PersonField(required=False, allow_null=True, help_text="Nobody yet when it is left out.")
    topic = TopicField(required=False, allow_null=True)
    channel = ChoiceField(choices=Channel.choices, required=False, default=Channel.API)
    priority = ChoiceField(choices=Priority.choices, required=False)


class TicketChangesSerializer(serializers.Serializer):
    """What can be changed of a ticket. Its state has an address of its own, for it asks about promises."""

    subject = serializers.CharField(max_length=200, required=False)
    priority = ChoiceField(choices=Priority.choices, required=False)
    topic = TopicField(required=False, allow_null=True)
    owner = PersonField(required=False, allow_null=True)


class PersonOrNobodyField(PersonField):
    """As `PersonField`; `nobody` is None."""

    def to_internal_value(self, data: object) -> User | None:
        return None if data == "nobody" else super().to_internal_value(data)


class TicketQuery(serializers.Serializer):
    state = ChoiceField(choices=State.choices, required=False)
    team = TeamField(required=False)
    owner = PersonOrNobodyField(required=False, help_text="E-mail address, `me`, or `nobody`.")
    priority = ChoiceField(choices=Priority.choices, required=False)
    topic = TopicField(required=False)
    customer = serializers.CharField(
        max_length=254, required=False, help_text="The customer's e-mail address."
    )
    search = serializers.CharField(
        max_length=200, required=False, help_text="In number, subject or customer."
    )


class ContactSerializer(serializers.ModelSerializer):
    happened_at = AwareDateTimeField()
    recorded_at = AwareDateTimeField()
    by = PersonField(read_only=True, allow_null=True)

    class Meta:
        model = Contact
        fields = [
            "id", "direction", "channel", "outcome", "body", "waited_seconds", "on_hold_seconds", "happened_at",
            "recorded_at", "by",
        ]  # fmt: skip


class ContactFields(serializers.Serializer):
    """What is logged of a contact that was ours."""

    channel = ChoiceField(
        choices=Channel.choices, required=False, help_text="The ticket's when it is left out."
    )
    body = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    waited_seconds = serializers.IntegerField(min_value=0, max_value=MOST_SECONDS, required=False)
    on_hold_seconds = serializers.IntegerField(min_value=0, max_value=MOST_SECONDS, required=False)
    happened_at = AwareDateTimeField(required=False, help_text="Now when it is left out.")


class NewContactSerializer(ContactFields):
    direction = ChoiceField(choices=Contact.Direction.choices)
    outcome = ChoiceField(choices=Contact.Outcome.choices, required=False)


class EventSerializer(serializers.ModelSerializer):
    at = AwareDateTimeField()
    actor = PersonField(read_only=True, allow_null=True)
    data = serializers.SerializerMethodField(help_text="What a reader needs to see then; depends on `kind`.")

    class Meta:
        model = Event
        fields = ["id", "kind", "at", "actor", "data"]

    @extend_schema_field({"type": "object", "additionalProperties": {}})
    def get_data(self, event: Event) -> dict:
        return event.data


class TicketStateSerializer(serializers.ModelSerializer):
    state = serializers.ChoiceField(choices=State.choices)
    since = AwareDateTimeField()
    until = AwareDateTimeField(allow_null=True)
    by = PersonField(read_only=True, allow_null=True)

    class Meta:
        model = TicketState
        fields = ["state", "since", "until", "by", "reason"]
