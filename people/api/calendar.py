"""The secret address of one's calendar over REST."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.endpoint import Endpoint
from people.api.fields import AwareDateTimeField
from people.models import CalendarFeed


class CalendarSerializer(serializers.Serializer):
    """Since when there is an address; the address itself is told once, by the POST that makes it."""

    created_at = AwareDateTimeField(allow_null=True, help_text="Null while there is none.")
    url = serializers.URLField(allow_null=True, help_text="Null but in the answer that made it.")


class CalendarView(Endpoint):
    @extend_schema(responses=CalendarSerializer)
    def get(self, request: Request) -> Response:
        """Whether your calendar has an address that works."""
        feed = CalendarFeed.objects.filter(user=request.user, revoked_at=None).first()
        return self.shown({"created_at": feed.created_at if feed else None, "url": None}, CalendarSerializer)

    @extend_schema(request=None, responses={201: CalendarSerializer})
    def post(self, request: Request) -> Response:
        """A new address for your calendar, told this once; the one before stops working."""
        at = timezone.now()
        told = {"created_at": at, "url": CalendarFeed.address_of(CalendarFeed.renew(request.user, at=at))}
        return Response(self._shown(told, CalendarSerializer), status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """The address of your calendar stops working."""
        CalendarFeed.revoke(request.user, at=timezone.now())
        return Response(status=204)
