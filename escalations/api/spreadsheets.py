"""The chain of command as a CSV file over REST: out, and in again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from escalations.importing import import_positions
from escalations.spreadsheet import export_positions
from people.api.endpoint import Endpoint

MEDIA_TYPE = "text/csv"


class CSVRenderer(BaseRenderer):
    """A text as it is; a problem as JSON, as everywhere."""

    media_type, format, charset = MEDIA_TYPE, "csv", "utf-8"

    def render(self, data: Any, media_type: str | None = None, context: Mapping | None = None) -> str | bytes:
        return data if isinstance(data, str) else JSONRenderer().render(data)


class CSVParser(BaseParser):
    """A CSV file in UTF-8, as a text."""

    media_type = MEDIA_TYPE

    def parse(
        self, stream: BinaryIO, media_type: str | None = None, parser_context: Mapping | None = None
    ) -> str:
        try:
            # `body` refuses what is too large before it reads it; `read` would not.
            return (stream.body if isinstance(stream, HttpRequest) else stream.read()).decode("utf-8")
        except UnicodeDecodeError as unreadable:
            raise ParseError("This is not UTF-8. Save the spreadsheet as “CSV UTF-8”.") from unreadable


class ImportQuery(serializers.Serializer):
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="true: only say what it would do."
    )


class ImportedSerializer(serializers.Serializer):
    """How many positions of the file are new, were changed, and were so already."""

    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class ExportView(Endpoint):
    renderer_classes = (CSVRenderer, JSONRenderer)

    @extend_schema(responses={(200, MEDIA_TYPE): OpenApiTypes.STR})
    def get(self, request: Request) -> Response:
        """Every position as CSV: id, position, reports_to, team, leads_team, holder and what they may decide."""
        headers = {"Content-Disposition": 'attachment; filename="positions.csv"'}
        return Response(export_positions(), headers=headers, content_type=f"{MEDIA_TYPE}; charset=utf-8")


class ImportView(Endpoint):
    parser_classes = (CSVParser,)

    @extend_schema(
        parameters=[ImportQuery], request={MEDIA_TYPE: OpenApiTypes.STR}, responses={200: ImportedSerializer}
    )
    def post(self, request: Request) -> Response:
        """Read positions in from CSV, all or nothing: 400 names each bad line. For administrators.

        The columns are those of the export; only `position`, the title, is required, and fields without a column
        stay as they are. A line with an id changes that position; without one, the position of that title; where
        there is none it is added. Positions that are not named stay. `reports_to` is a title, or #12, an id.
        """
        dry_run = self.asked(ImportQuery)["dry_run"]
        text = request.data if isinstance(request.data, str) else ""
        return self.shown(
            asdict(import_positions(text, by=request.user, dry_run=dry_run)), ImportedSerializer
        )
