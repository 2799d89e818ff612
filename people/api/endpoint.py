"""What the API's views have in common: read what was sent, call a verb, show what came of it."""

from collections.abc import Callable, Iterable, Mapping, Set
from functools import partial
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView

from people.api.once import answered_once
from people.api.pages import PageQuery, Pages

# Read by `Pages`, for every list.
OF_PAGES = frozenset(PageQuery().fields)


class Endpoint(APIView):
    """A view over verbs. A view with a list names its `ordering`, which `Pages` explains."""

    pagination_class = Pages
    ordering: tuple[str, ...] = ("id",)

    def said(self, serializer: type[BaseSerializer], **options: Any) -> dict:
        """The body, checked; ValidationError naming each field, and each that there is not."""
        return self._checked(serializer, self.request.data, **options)

    def asked(self, serializer: type[BaseSerializer]) -> dict:
        """The query parameters, checked; those left empty are left out. ValidationError as of `said`."""
        given = {name: value for name, value in self.request.query_params.items() if value != ""}
        return self._checked(serializer, given, beside=OF_PAGES)

    def listed(
        self,
        queryset: QuerySet,
        serializer: type[BaseSerializer],
        about: Callable[[list], dict] = lambda rows: {},
    ) -> Response:
        """A page of the list; `about` fetches the serializer's context for the rows of that page."""
        pages = self.pagination_class()
        rows = pages.paginate_queryset(queryset, self.request, self)
        return pages.get_paginated_response(self._shown(rows, serializer, many=True, **about(rows)))

    def shown(self, row: object, serializer: type[BaseSerializer], **context: Any) -> Response:
        """One row."""
        return Response(self._shown(row, serializer, **context))

    def created(
        self, row: object, serializer: type[BaseSerializer], *, route: str, key: object, **context: Any
    ) -> Response:
        """A new row, with its address: that of `route`, for `key`."""
        location = reverse(route, args=[key], request=self.request)
        return Response(self._shown(row, serializer, **context), status=201, headers={"Location": location})

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and (key := request.headers.get("Idempotency-Key")):
            self.post = partial(answered_once, self.post, key)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _checked(
        self,
        serializer: type[BaseSerializer],
        data: object,
        *,
        beside: Set[str] = frozenset(),
        **options: Any,
    ) -> dict:
        reading = serializer(data=data, context={"request": self.request}, **options)
        if strange := unknown(reading, data, beside):
            raise ValidationError(strange)
        reading.is_valid(raise_exception=True)
        return reading.validated_data

    def _shown(
        self, rows: object, serializer: type[BaseSerializer], *, many: bool = False, **context: Any
    ) -> Any:
        return serializer(rows, many=many, context={"request": self.request, **context}).data


def unknown(serializer: BaseSerializer, data: object, beside: Set[str] = frozenset()) -> dict:
    """Errors by the names in `data` that the serializer has no field for, nested ones below their own.

    Those `beside` them are somebody else's to read.

    A slip of the pen in an optional name would otherwise do something else than was asked, and say that all is well.
    """
    if not isinstance(serializer, Serializer) or not isinstance(data, Mapping):
        return {}
    known = serializer.fields.keys() | beside
    errors = {name: [_no_field(serializer.fields)] for name in data if name not in known}
    for name, field in serializer.fields.items():
        if within := unknown(field, data.get(name)):
            errors[name] = within
    return errors


def _no_field(known: Iterable[str]) -> str:
    return f"There is no such field here. There are: {', '.join(known)}."
