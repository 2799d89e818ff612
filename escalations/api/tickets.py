"""One ticket over REST: shown, and changed by those who may act on it."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.changing import change
from people.api.endpoint import Endpoint
from people.api.fields import found
from tickets.api.serializers import TicketChangesSerializer, TicketSerializer
from tickets.api.tickets import whole_tickets


class TicketView(Endpoint):
    """As `TicketsView`, an app above may show more of it."""

    serializer = TicketSerializer
    whole = staticmethod(whole_tickets)

    @extend_schema(responses=TicketSerializer)
    def get(self, request: Request, number: int) -> Response:
        """One ticket."""
        return self.shown(found(self.whole(), number=number), self.serializer)

    @extend_schema(request=TicketChangesSerializer, responses=TicketSerializer)
    def patch(self, request: Request, number: int) -> Response:
        """Change its subject, priority, topic or owner. Promises stay with whoever owns them."""
        ticket = found(self.whole(), number=number)
        change(ticket, by=request.user, at=timezone.now(), **self.said(TicketChangesSerializer))
        # Read again: another priority may allow other transfers.
        return self.shown(found(self.whole(), number=number), self.serializer)
