"""The moods of a ticket's customer over REST."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import found
from recovery.api.serializers import MoodSerializer, NewMoodSerializer
from recovery.models import MoodReading
from recovery.moods import read_mood
from tickets.models import Contact, Ticket


class MoodsView(Endpoint):
    ordering = ("at", "id")

    @extend_schema(responses=MoodSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """The moods that were read on a ticket, the first first; the last one holds."""
        ticket = found(Ticket.objects.all(), number=number)
        return self.listed(MoodReading.objects.filter(ticket=ticket).select_related("by"), MoodSerializer)

    @extend_schema(request=NewMoodSerializer, responses={201: MoodSerializer})
    def post(self, request: Request, number: int) -> Response:
        """Note how the customer is. It is never changed: read it anew to correct it. The same again is one reading."""
        ticket, said = found(Ticket.objects.all(), number=number), self.said(NewMoodSerializer)
        contact = _contact(said.pop("contact", None))
        read = read_mood(ticket, by=request.user, contact=contact, at=timezone.now(), **said)
        return self.created(read, MoodSerializer, route="api:ticket-moods", key=number)


def _contact(key: int | None) -> Contact | None:
    if key is None:
        return None
    contact = Contact.objects.filter(pk=key).first()
    if contact is None:
        raise ValidationError({"contact": f"There is no contact {key}. Log it first, or leave this out."})
    return contact
