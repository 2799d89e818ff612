"""Transfers over REST: made, refused at the cap, mirrored from another helpdesk, and answered by their receivers."""

from datetime import datetime

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.api.escalations import shown_with, whole_escalation
from escalations.api.serializers import EscalationSerializer, TransferRefusalSerializer
from escalations.models import TransferRefusal
from people.api.endpoint import Endpoint
from people.api.fields import PersonField, found
from promises.api.refused import TransferRefused
from promises.api.said import RefusalSerializer
from promises.api.transferred import NewTransferSerializer, TransferSerializer
from promises.mirroring import mirror
from promises.models import HandOver
from promises.transferring import accept_transfer, decline_transfer, transfer
from tickets.models import Ticket, Transfer


class TransferQuery(serializers.Serializer):
    to = PersonField(required=False, help_text="The receiver. E-mail address, or `me`.")
    waiting = serializers.BooleanField(required=False, help_text="true: warm, and not answered yet.")


class TransfersView(Endpoint):
    ordering = ("-id",)

    @extend_schema(parameters=[TransferQuery], responses=TransferSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Transfers, the newest first; `?to=me&waiting=true` are those that wait for your word."""
        rows, asked = transfers_shown(), self.asked(TransferQuery)
        if to := asked.get("to"):
            rows = rows.filter(to_owner=to)
        if "waiting" in asked:
            waiting = Transfer.objects.filter(
                kind=Transfer.Kind.WARM,
                accepted_at=None,
                declined_at=None,
                ordinal=F("ticket__transfer_count"),
                to_owner=F("ticket__owner"),
                to_team=F("ticket__team"),
            )
            rows = rows.filter(pk__in=waiting) if asked["waiting"] else rows.exclude(pk__in=waiting)
        return self.listed(rows, TransferSerializer)


class TicketTransfersView(Endpoint):
    ordering = ("ordinal",)

    @extend_schema(responses=TransferSerializer(many=True))
    def get(self, request: Request, number: int) -> Response:
        """How the ticket was passed on, the first first."""
        rows = transfers_shown().filter(ticket=found(Ticket.objects.all(), number=number))
        return self.listed(rows, TransferSerializer)

    @extend_schema(request=NewTransferSerializer, responses={201: TransferSerializer})
    def post(self, request: Request, number: int) -> Response:
        """Pass the ticket on. At the cap 409: the refusal is recorded, and the ticket has escalated instead.

        For the ticket's team and those above it. Its open promises are offered to the new owner, or to the lead
        of the new team; each stays with its owner until it is accepted.
        """
        at, said = timezone.now(), self.said(NewTransferSerializer)
        ticket = found(Ticket.objects.select_related("team", "owner"), number=number)
        if said.pop("mirrored"):
            moved = mirror(ticket, by=request.user, happened_at=said.pop("at", None), at=at, **said)
        else:
            moved = transfer(ticket, by=request.user, at=at, **said)
        if isinstance(moved, TransferRefusal):
            raise _refused(moved, request, at)
        return _created(self, moved)


class TransferView(Endpoint):
    @extend_schema(responses=TransferSerializer)
    def get(self, request: Request, id: int) -> Response:
        """One transfer."""
        return self.shown(found(transfers_shown(), pk=id), TransferSerializer)


class TransferAcceptanceView(Endpoint):
    @extend_schema(request=None, responses={201: TransferSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Say yes to a warm transfer, as its receiver. Its promises are accepted one by one."""
        moved = found(transfers_shown(), pk=id)
        return _created(self, accept_transfer(moved, by=request.user, at=timezone.now()))


class TransferRejectionView(Endpoint):
    @extend_schema(request=RefusalSerializer, responses={201: TransferSerializer})
    def post(self, request: Request, id: int) -> Response:
        """Say no to a warm transfer, for a reason, as its receiver: the ticket goes back to where it came from."""
        moved, said = found(transfers_shown(), pk=id), self.said(RefusalSerializer)
        return _created(self, decline_transfer(moved, by=request.user, at=timezone.now(), **said))


def transfers_shown() -> QuerySet[Transfer]:
    """Transfers with all that is shown of one, in two queries."""
    offered = HandOver.objects.select_related("promise", "from_owner", "to_owner", "offered_by")
    return Transfer.objects.select_related(
        "ticket", "from_team", "from_owner", "to_team", "to_owner", "by"
    ).prefetch_related(Prefetch("hand_overs", offered))


def _created(view: Endpoint, moved: Transfer) -> Response:
    whole = found(transfers_shown(), pk=moved.pk)
    return view.created(whole, TransferSerializer, route="api:transfer", key=moved.pk)


def _refused(refusal: TransferRefusal, request: Request, at: datetime) -> TransferRefused:
    escalation = whole_escalation(refusal.escalation_id)
    context = {"request": request, **shown_with([escalation], at)}
    has = context["standing"].has(escalation)
    # Somebody may have resolved it before this answer is put together.
    where = f"it is with {has.person.name} now." if has else "that is resolved already."
    return TransferRefused(
        f"It was transferred as often as it may be ({refusal.allowed}), so it has escalated instead: {where}",
        refusal=TransferRefusalSerializer(refusal).data,
        escalation=EscalationSerializer(escalation, context=context).data,
    )
