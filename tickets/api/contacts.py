"""What happened to a ticket over REST: contacts, the timeline, and the topics that tickets are about."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import found
from people.models import User
from tickets.api.serializers import (
    ContactSerializer,
    EventSerializer,
    NewContactSerializer,
    TopicSerializer,
)
from tickets.models import Contact, Event, Ticket, Topic


class ContactsView(Endpoint):
    ordering = ("happened_at", "id")

    @extend_schema(responses=ContactSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """The contact log of a ticket, the first first."""
        ticket = found(Ticket.objects.all(), number=number)
        return self.listed(Contact.objects.filter(ticket=ticket).select_related("by"), ContactSerializer)

    @extend_schema(request=NewContactSerializer, responses={201: ContactSerializer})
    def post(self, request: Request, number: int) -> Response:
        """Log a contact. A customer who gets back to us opens a pending or solved ticket again."""
        ticket = found(Ticket.objects.all(), number=number)
        contact = ticket.log_contact(by=request.user, at=timezone.now(), **self.said(NewContactSerializer))
        return self.created(contact, ContactSerializer, route="api:contact", key=contact.pk)


class ContactView(Endpoint):
    @extend_schema(responses=ContactSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One contact."""
        return self.shown(found(Contact.objects.select_related("by"), pk=id), ContactSerializer)


class EventsView(Endpoint):
    ordering = ("at", "id")

    @extend_schema(responses=EventSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """The timeline of a ticket, the first first."""
        ticket = found(Ticket.objects.all(), number=number)
        return self.listed(Event.objects.filter(ticket=ticket).select_related("actor"), EventSerializer)


class TopicsView(Endpoint):
    ordering = ("slug",)

    @extend_schema(responses=TopicSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What tickets can be about."""
        return self.listed(Topic.objects.all(), TopicSerializer)

    @extend_schema(request=TopicSerializer, responses={201: TopicSerializer})
    def post(self, request: Request) -> Response:
        """Add a topic. For administrators."""
        _require_administrator(request.user)
        topic = Topic(**self.said(TopicSerializer))
        topic.full_clean()
        topic.save(force_insert=True)
        return self.created(topic, TopicSerializer, route="api:topic", key=topic.slug)


class TopicView(Endpoint):
    @extend_schema(responses=TopicSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One topic."""
        return self.shown(found(Topic.objects.all(), slug=slug), TopicSerializer)

    @extend_schema(request=TopicSerializer(partial=True), responses=TopicSerializer)
    def patch(self, request: Request, slug: str) -> Response:
        """Rename a topic. For administrators."""
        _require_administrator(request.user)
        topic = found(Topic.objects.all(), slug=slug)
        for field, value in self.said(TopicSerializer, instance=topic, partial=True).items():
            setattr(topic, field, value)
        topic.full_clean()
        topic.save()
        return self.shown(topic, TopicSerializer)


def _require_administrator(user: User) -> None:
    if not user.is_staff:
        raise PermissionDenied("Only administrators may change topics. Ask one of them.")
