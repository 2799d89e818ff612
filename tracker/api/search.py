"""The search over REST: tickets, customers and promises in one answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from people.api.endpoint import Endpoint
from people.api.fields import ChoiceField
from people.paging import page_of
from promises.api.reading import promises_shown, shown_with
from promises.api.serializers import PromiseSerializer
from recovery.api.serializers import TicketSerializer
from recovery.api.tickets import whole_tickets
from tickets.api.serializers import CustomerSerializer
from tickets.models import Customer
from tracker.searching import KINDS, LAST_PAGE, LONGEST, found


class SearchQuery(serializers.Serializer):
    q = serializers.CharField(
        max_length=LONGEST,
        help_text="Words, each of which begins a word of what is found; “#1042”, an e-mail address or a phone number.",
    )
    kind = ChoiceField(
        choices=[(kind, kind) for kind in KINDS], required=False, help_text="All three when it is left out."
    )
    page = serializers.IntegerField(
        min_value=1, max_value=LAST_PAGE, required=False, default=1, help_text="Of `kind`; the first is 1."
    )
    page_size = serializers.IntegerField(min_value=1, max_value=50, required=False, default=10)


class _Found(serializers.Serializer):
    next = serializers.URLField(
        allow_null=True, help_text="The next page of this kind; null on the last one."
    )


class FoundTickets(_Found):
    results = TicketSerializer(many=True)


class FoundCustomers(_Found):
    results = CustomerSerializer(many=True)


class FoundPromises(_Found):
    results = PromiseSerializer(many=True)


class SearchSerializer(serializers.Serializer):
    tickets = FoundTickets(required=False)
    customers = FoundCustomers(required=False)
    promises = FoundPromises(required=False)


class SearchView(Endpoint):
    @extend_schema(parameters=[SearchQuery], responses=SearchSerializer)
    def get(self, request: Request) -> Response:
        """What the words fit: the best of each kind first, promises still owed before others."""
        at, asked = timezone.now(), self.asked(SearchQuery)
        kinds = [asked["kind"]] if "kind" in asked else KINDS
        page = asked["page"] if "kind" in asked else 1
        return Response({kind: self._group(kind, asked, page, at) for kind in kinds})

    def _group(self, kind: str, asked: dict, page: int, at: datetime) -> dict:
        keys = found(kind, asked["q"]).values_list("pk", flat=True)
        shown = page_of(keys, page, asked["page_size"], LAST_PAGE)
        further = self.request.build_absolute_uri()
        for name, value in (("kind", kind), ("page", shown.further)):
            further = replace_query_param(further, name, value)
        return {"next": further if shown.further else None, "results": self._rows(kind, shown.rows, at)}

    def _rows(self, kind: str, keys: list[int], at: datetime) -> list[dict]:
        if kind == "tickets":
            return self._shown(_in_order(whole_tickets(), keys), TicketSerializer, many=True)
        if kind == "customers":
            return self._shown(_in_order(Customer.objects.all(), keys), CustomerSerializer, many=True)
        promises = _in_order(promises_shown(), keys)
        return self._shown(promises, PromiseSerializer, many=True, **shown_with(promises, at))


def _in_order(rows: QuerySet, keys: Iterable[int]) -> list:
    by_key = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [by_key[key] for key in keys if key in by_key]
