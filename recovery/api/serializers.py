"""Moods as the API shows and takes them: by themselves, on a ticket and on a contact."""

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from people.api.fields import AwareDateTimeField, ChoiceField, PersonField, number_field
from recovery.models import MoodReading
from recovery.models.mood_reading import WORDS
from tickets.api import serializers as tickets
from tickets.models import Contact, Ticket

LONGEST_NOTE = MoodReading._meta.get_field("note").max_length


def mood_choice(**kwargs) -> ChoiceField:
    """One of the five, as a word."""
    return ChoiceField(choices=WORDS, **kwargs)


class MoodSerializer(serializers.ModelSerializer):
    """How the customer of a ticket was, as somebody read it."""

    ticket = serializers.IntegerField(source="ticket_id", read_only=True)
    level = mood_choice(source="mood.word", read_only=True)
    contact = serializers.IntegerField(
        source="contact_id", allow_null=True, read_only=True, help_text="The contact that it was read in."
    )
    at = AwareDateTimeField(read_only=True, help_text="When the customer was so.")
    recorded_at = AwareDateTimeField(read_only=True)
    by = PersonField(read_only=True)

    class Meta:
        model = MoodReading
        fields = ["id", "ticket", "level", "contact", "note", "at", "recorded_at", "by"]


class NewMoodSerializer(serializers.Serializer):
    level = mood_choice(help_text="From content to beside themselves.")
    contact = number_field(
        required=False,
        allow_null=True,
        help_text="The id of the contact that it was read in; now without one.",
    )
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")


class MoodNowSerializer(MoodSerializer):
    """The last mood that was read."""

    ticket = contact = recorded_at = None

    class Meta(MoodSerializer.Meta):
        fields = ["level", "note", "at", "by"]


class TicketQuery(tickets.TicketQuery):
    mood = ChoiceField(
        choices=[("heated", "Angry or furious now")],
        required=False,
        help_text="Those whose customers are angry, or worse, by their last mood.",
    )


@extend_schema_serializer(component_name="Ticket")
class TicketSerializer(tickets.TicketSerializer):
    """A ticket with its customer's mood, as `recovery.api.tickets.whole_tickets` fetches it."""

    mood = serializers.SerializerMethodField(help_text="The last one read on this ticket; null: none was.")

    class Meta(tickets.TicketSerializer.Meta):
        fields = [*tickets.TicketSerializer.Meta.fields, "mood"]

    @extend_schema_field(MoodNowSerializer(allow_null=True))
    def get_mood(self, ticket: Ticket) -> dict | None:
        last = next(iter(ticket.last_moods), None)
        return MoodNowSerializer(last).data if last else None


class ContactWithMoodSerializer(tickets.ContactSerializer):
    mood = serializers.SerializerMethodField(help_text="That was read in it; null: none was.")

    class Meta(tickets.ContactSerializer.Meta):
        fields = [*tickets.ContactSerializer.Meta.fields, "mood"]

    @extend_schema_field(mood_choice(allow_null=True))
    def get_mood(self, contact: Contact) -> str | None:
        reading = getattr(contact, "mood_reading", None)
        return reading.mood.word if reading else None


class NewContactSerializer(tickets.NewContactSerializer):
    mood = mood_choice(
        required=False, allow_null=True, help_text="How the customer was in it, if that was heard."
    )
