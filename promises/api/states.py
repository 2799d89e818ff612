"""The states of a ticket over REST. Solving or closing one asks what becomes of its open promises."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import found
from people.models import User
from promises.api.evidence import evidence_of
from promises.api.said import StateRequestSerializer
from promises.closing import Fate, move
from promises.models import Promise
from tickets.api.serializers import TicketStateSerializer
from tickets.models import Ticket, TicketState


class TicketStatesView(Endpoint):
    ordering = ("since", "id")

    @extend_schema(responses=TicketStateSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """The states that a ticket was in, the first first; the one without an end is the present one."""
        states = TicketState.objects.filter(ticket=found(Ticket.objects.all(), number=number))
        return self.listed(states.select_related("by"), TicketStateSerializer)

    @extend_schema(request=StateRequestSerializer, responses={201: TicketStateSerializer})
    def post(self, request: Request, number: int) -> Response:
        """Enter a state. Solved and closed: 409 with the open promises until each is kept, withdrawn or left."""
        said, at = self.said(StateRequestSerializer), timezone.now()
        ticket = found(Ticket.objects.select_related("customer", "team__calendar"), number=number)
        with transaction.atomic():
            state = move(
                ticket,
                said["state"],
                by=request.user,
                reason=said["reason"],
                fates=_fates(said["promises"], ticket, by=request.user, at=at),
                at=at,
            )
        return self.created(state, TicketStateSerializer, route="api:ticket-states", key=number)


def _fates(said: list[dict], ticket: Ticket, *, by: User, at: datetime) -> dict[int, Fate]:
    """What becomes of each promise, by id, with evidence that is logged first; ValidationError naming the place."""
    theirs = set(Promise.objects.filter(ticket=ticket).values_list("pk", flat=True))
    fates = {}
    for place, fate in enumerate(said):
        if fate["id"] not in theirs or fate["id"] in fates:
            why = "is named twice" if fate["id"] in fates else f"is not on ticket {ticket.pk}"
            raise ValidationError({f"promises.{place}.id": f"Promise {fate['id']} {why}."})
        evidence = evidence_of(fate.get("evidence"), ticket, f"promises.{place}.evidence", by=by, at=at)
        fates[fate["id"]] = Fate(fate["outcome"], evidence, fate["reason"])
    return fates
