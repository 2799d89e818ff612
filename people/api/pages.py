"""Pages of a list that cost the same at any depth, and lose or repeat no row while rows are added."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from people.api.fields import is_storable

DEFAULT_SIZE = 50
LARGEST_SIZE = 200


class PageQuery(serializers.Serializer):
    """What every list takes."""

    page_size = serializers.IntegerField(
        min_value=1, max_value=LARGEST_SIZE, required=False, default=DEFAULT_SIZE, help_text="Rows a page."
    )
    cursor = serializers.CharField(
        max_length=500, required=False, help_text="Where to go on; take it from `next` as it is."
    )


class Pages(BasePagination):
    """A page after a row, not at an offset: `next` holds the ordering columns of the last row seen.

    The view names them in `ordering`, all up or all down, the last of them unique.
    """

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: object = None) -> list:
        query = PageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        self.request, self.ordering = request, view.ordering
        size, cursor = query.validated_data["page_size"], query.validated_data.get("cursor")
        if cursor:
            queryset = queryset.filter(self._after(self._read(cursor, queryset)))
        rows = list(queryset.order_by(*self.ordering)[: size + 1])
        self.next_link = self._link(rows[size - 1]) if len(rows) > size else None
        return rows[:size]

    def get_paginated_response(self, data: list) -> Response:
        return Response({"next": self.next_link, "results": data})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {
                    "type": "string",
                    "format": "uri",
                    "nullable": True,
                    "description": "The following page; null on the last one.",
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: object) -> list[dict]:
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE}
        fields = PageQuery().fields
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": fields[name].help_text,
                "schema": schema,
            }
            for name, schema in (("cursor", {"type": "string"}), ("page_size", size))
        ]

    @property
    def _columns(self) -> list[str]:
        return [name.lstrip("-") for name in self.ordering]

    def _link(self, row: object) -> str:
        values = [getattr(row, name) for name in self._columns]
        plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
        cursor = urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def _read(self, cursor: str, queryset: QuerySet) -> list:
        try:
            values = json.loads(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
            fields = [queryset.model._meta.get_field(name) for name in self._columns]
            read = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
            if any(_is_impossible(value) for value in read):
                raise ValueError
        except (ValueError, TypeError, OverflowError, RecursionError, DjangoValidationError) as unreadable:
            raise serializers.ValidationError(
                {
                    "cursor": "This is not a cursor of this list. Take it from `next` as it is, or leave it out."
                }
            ) from unreadable
        return read

    def _after(self, values: list) -> Q:
        beyond = "lt" if self.ordering[0].startswith("-") else "gt"
        columns, found = self._columns, Q()
        for place in reversed(range(len(columns))):
            name, value = columns[place], values[place]
            strictly = Q(**{f"{name}__{beyond}": value})
            found = strictly if place == len(columns) - 1 else strictly | (Q(**{name: value}) & found)
        # Says the same again of the first column alone, so that an index on it is entered at the right place.
        return Q(**{f"{columns[0]}__{beyond}e": values[0]}) & found


def _is_impossible(value: object) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is None or not 1 < value.year < 9999
    return value is None or (isinstance(value, int) and abs(value) >= 2**63) or not is_storable(str(value))
