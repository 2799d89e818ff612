"""What happened at the cap of a ticket's transfers, over REST: one more was granted, or one was refused."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.api.serializers import TransferRefusalSerializer
from escalations.granting import grant_transfer
from escalations.models import TransferRefusal
from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField, PersonField, found
from tickets.models import Ticket, TransferGrant

LONGEST_REASON = 5_000


class TransferGrantSerializer(serializers.ModelSerializer):
    """One transfer more than the cap."""

    ticket = serializers.IntegerField(source="ticket_id", read_only=True)
    by = PersonField(read_only=True)
    at = AwareDateTimeField(read_only=True)
    reason = serializers.CharField(max_length=LONGEST_REASON)

    class Meta:
        model = TransferGrant
        fields = ["id", "ticket", "reason", "by", "at"]


class TransferGrantsView(Endpoint):
    ordering = ("at", "id")

    @extend_schema(responses=TransferGrantSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """What was granted on top of the cap, the first first."""
        ticket = found(Ticket.objects.all(), number=number)
        return self.listed(ticket.transfer_grants.select_related("by"), TransferGrantSerializer)

    @extend_schema(request=TransferGrantSerializer, responses={201: TransferGrantSerializer})
    def post(self, request: Request, number: int) -> Response:
        """Allow one transfer more, for a reason. For managers above the team's lead, and administrators."""
        ticket, said = found(Ticket.objects.all(), number=number), self.said(TransferGrantSerializer)
        granted = grant_transfer(ticket, by=request.user, at=timezone.now(), **said)
        return self.created(
            granted, TransferGrantSerializer, route="api:ticket-transfer-grants", key=ticket.number
        )


class TransferRefusalsView(Endpoint):
    ordering = ("at", "id")

    @extend_schema(responses=TransferRefusalSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """Transfers that were refused at the cap, the first first. Each escalated the ticket instead."""
        rows = TransferRefusal.objects.filter(ticket=found(Ticket.objects.all(), number=number))
        return self.listed(rows.select_related("to_team", "to_owner", "by"), TransferRefusalSerializer)
