"""Contacts over REST, with the mood that was read in each."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import found
from recovery.api.serializers import ContactWithMoodSerializer, NewContactSerializer
from recovery.moods import log_contact
from tickets.models import Contact, Ticket


class ContactsView(Endpoint):
    ordering = ("happened_at", "id")

    @extend_schema(responses=ContactWithMoodSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """The contact log of a ticket, the first first."""
        ticket = found(Ticket.objects.all(), number=number)
        return self.listed(_contacts().filter(ticket=ticket), ContactWithMoodSerializer)

    @extend_schema(request=NewContactSerializer, responses={201: ContactWithMoodSerializer})
    def post(self, request: Request, number: int) -> Response:
        """Log a contact. A customer who gets back to us opens a pending or solved ticket again."""
        ticket = found(Ticket.objects.all(), number=number)
        contact = log_contact(ticket, by=request.user, at=timezone.now(), **self.said(NewContactSerializer))
        return self.created(contact, ContactWithMoodSerializer, route="api:contact", key=contact.pk)


class ContactView(Endpoint):
    @extend_schema(responses=ContactWithMoodSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One contact."""
        return self.shown(found(_contacts(), pk=id), ContactWithMoodSerializer)


def _contacts() -> QuerySet[Contact]:
    return Contact.objects.select_related("by", "mood_reading")
