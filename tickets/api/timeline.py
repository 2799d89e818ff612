"""The timeline of a ticket over REST, and the topics that tickets are about."""

from django.core.exceptions import PermissionDenied
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import found
from people.models import User
from tickets.api.serializers import EventSerializer, TopicSerializer
from tickets.models import Event, Ticket, Topic


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
