"""Tickets over REST, with the mood of their customers."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema, extend_schema_view

from escalations.api import tickets as one
from recovery.api.serializers import TicketQuery, TicketSerializer
from recovery.models import MoodReading
from tickets.api import tickets as many
from tickets.models.ticket import TicketQuerySet


def whole_tickets():
    """As those of `tickets`, each with its last mood; one query more."""
    last = MoodReading.objects.current().select_related("by")
    return many.whole_tickets().prefetch_related(Prefetch("mood_readings", last, to_attr="last_moods"))


class _WithMood:
    serializer = TicketSerializer
    whole = staticmethod(whole_tickets)


@extend_schema_view(
    get=extend_schema(parameters=[TicketQuery], responses=TicketSerializer(many=True)),
    post=extend_schema(responses={201: TicketSerializer}),
)
class TicketsView(_WithMood, many.TicketsView):
    query = TicketQuery

    def narrowed(self, tickets: TicketQuerySet, asked: dict) -> TicketQuerySet:
        found = super().narrowed(tickets, asked)
        return found.filter(pk__in=MoodReading.objects.heated_tickets()) if "mood" in asked else found


@extend_schema_view(
    get=extend_schema(responses=TicketSerializer), patch=extend_schema(responses=TicketSerializer)
)
class TicketView(_WithMood, one.TicketView):
    pass
