"""What the API's views have in common: read what was sent, call a verb, show what came of it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from people.api.pages import Pages


class Endpoint(APIView):
    """A view over verbs. A view with a list names its `ordering`, which `Pages` explains."""

    pagination_class = Pages
    ordering: tuple[str, ...] = ("id",)

    def said(self, serializer: type[BaseSerializer], **options: Any) -> dict:
        """The body, checked; ValidationError naming each field."""
        return self._checked(serializer, self.request.data, **options)

    def asked(self, serializer: type[BaseSerializer]) -> dict:
        """The query parameters, checked; those left empty are left out."""
        given = {name: value for name, value in self.request.query_params.items() if value != ""}
        return self._checked(serializer, given)

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

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _checked(self, serializer: type[BaseSerializer], data: object, **options: Any) -> dict:
        reading = serializer(data=data, context={"request": self.request}, **options)
        reading.is_valid(raise_exception=True)
        return reading.validated_data

    def _shown(
        self, rows: object, serializer: type[BaseSerializer], *, many: bool = False, **context: Any
    ) -> Any:
        return serializer(rows, many=many, context={"request": self.request, **context}).data
