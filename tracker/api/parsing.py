"""Reads JSON bodies."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JSONObjectParser(JSONParser):
    """A JSON object; every body of this API is one."""

    def parse(
        self, stream: BinaryIO, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict:
        try:
            said = super().parse(stream, media_type, parser_context)
        except RecursionError as nested:
            # A hundred thousand brackets are a caller's mistake, not an error of ours.
            raise ParseError("JSON parse error - this is nested too deeply.") from nested
        if not isinstance(said, dict):
            raise ParseError("Send a JSON object: {…}.")
        return said
