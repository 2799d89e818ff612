"""Tickets over REST."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import errors_under, found
from people.models import Team
from tickets.api.serializers import NewTicketSerializer, TicketQuery, TicketSerializer
from tickets.models import Customer, Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.models.transfer import with_transfers

# Filters that are columns, too.
SAME = ("team", "owner", "priority", "topic")


def whole_tickets():
    """Tickets with all that the API shows of one, in one query."""
    whole = with_transfers(Ticket.objects.with_state())
    return whole.select_related("customer", "team__calendar", "owner", "topic", "opened_by")


class TicketsView(Endpoint):
    """An app above shows more of a ticket: its view names how, and what is fetched for it."""

    ordering = ("-number",)
    query = TicketQuery
    serializer = TicketSerializer
    whole = staticmethod(whole_tickets)

    @extend_schema(parameters=[TicketQuery], responses=TicketSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Tickets, the newest first."""
        return self.listed(self.narrowed(self.whole(), self.asked(self.query)), self.serializer)

    def narrowed(self, tickets: TicketQuerySet, asked: dict) -> TicketQuerySet:
        """Those of `tickets` that were asked for."""
        if state := asked.get("state"):
            tickets = tickets.in_state(state)
        if email := asked.get("customer"):
            tickets = tickets.filter(customer__email__iexact=email.strip())
        if text := asked.get("search"):
            tickets = tickets.matching(text)
        return tickets.filter(**{name: asked[name] for name in SAME if name in asked})

    @extend_schema(request=NewTicketSerializer, responses={201: TicketSerializer})
    def post(self, request: Request) -> Response:
        """Log a ticket, with its customer, who is recorded when they are new."""
        said = self.said(NewTicketSerializer)
        team = said.pop("team", None) or request.user.team
        if team is None:
            raise ValidationError(
                {"team": "You are in no team: say whose ticket this is, by the team's slug."}
            )
        with transaction.atomic():
            customer = _customer(said.pop("customer"), team)
            ticket = Ticket.objects.log(
                customer=customer, team=team, by=request.user, at=timezone.now(), **said
            )
        number = ticket.number
        whole = found(self.whole(), number=number)
        return self.created(whole, self.serializer, route="api:ticket", key=number)


def _customer(said: dict, team: Team) -> Customer:
    with errors_under("customer"):
        # A new one whose zone nobody named is taken to live where the team works, as a preview takes it.
        customer = Customer.objects.recognise(**{"timezone": team.calendar.timezone, **said})
        customer.correct(timezone=said.get("timezone", ""), language=said.get("language", ""))
    return customer
