"""A reply to a customer over REST."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import ChoiceField, found, number_field
from promises.api.reading import promises_shown, shown_with
from promises.api.said import NewPromiseSerializer
from promises.api.serializers import PromiseSerializer
from promises.models import Promise
from promises.replying import reply
from tickets.api.serializers import LONGEST_TEXT, ContactSerializer
from tickets.models import Channel, Ticket


class NewReplySerializer(serializers.Serializer):
    body = serializers.CharField(max_length=LONGEST_TEXT, help_text="What was written to the customer.")
    channel = ChoiceField(choices=Channel.choices, required=False, default=Channel.EMAIL)
    keeps = serializers.ListField(
        child=number_field(),
        required=False,
        max_length=50,
        help_text="Ids of promises on this ticket that it keeps.",
    )
    promise = NewPromiseSerializer(required=False, allow_null=True, help_text="What it promises.")


class ReplySerializer(serializers.Serializer):
    contact = ContactSerializer()
    promise = PromiseSerializer(allow_null=True)
    kept = PromiseSerializer(many=True)


class RepliesView(Endpoint):
    @extend_schema(request=NewReplySerializer, responses={201: ReplySerializer})
    def post(self, request: Request, number: int) -> Response:
        """Log a reply, with what it promises and the promises that it keeps: all or nothing. Kept does not send it."""
        at = timezone.now()
        ticket = found(
            Ticket.objects.with_state().select_related("customer", "team__calendar", "owner"), number=number
        )
        said = self.said(NewReplySerializer)
        keeps = _promises_on(ticket, said.pop("keeps", []))
        replied = reply(ticket, by=request.user, at=at, keeps=keeps, **said)
        shown = self._whole([each.promise_id for each in replied.kept], at)
        made = self._whole([replied.promise.pk], at)[0] if replied.promise else None
        contact = self._shown(replied.contact, ContactSerializer)
        return Response({"contact": contact, "promise": made, "kept": shown}, status=201)

    def _whole(self, keys: list[int], at: datetime) -> list[dict]:
        promises = list(promises_shown().filter(pk__in=keys).order_by("pk"))
        return self._shown(promises, PromiseSerializer, many=True, **shown_with(promises, at))


def _promises_on(ticket: Ticket, keys: list[int]) -> list[Promise]:
    promises = (
        Promise.objects.filter(pk__in=keys, ticket=ticket).select_related("ticket", "owner").order_by("pk")
    )
    if missing := set(keys) - {promise.pk for promise in promises}:
        raise ValidationError({"keeps": f"There is no promise {min(missing)} on #{ticket.number}."})
    return list(promises)
