"""Pages whose parts refresh themselves: the same view answers a part to htmx, or 304 when it would be the same."""

import hashlib
import re

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.http import parse_etags

# What differs from one rendering to the next without anything having happened: tokens, whose secret stays the same,
# and the words of distances in time, which the page keeps current by itself.
_PASSING = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")[^"]*|(?<=data-countdown>)[^<]*|(<time[^>]*data-ago[^>]*>)[^<]*'
)


def live_part(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """The rendered part with an ETag; 304 without a body when the reader has it already."""
    html = render_to_string(template, context, request)
    # Whoever logs in again has another secret: forms with the old one would be refused.
    lasting = _PASSING.sub(r"\1", html) + request.META.get("CSRF_COOKIE", "")
    etag = f'"{hashlib.sha256(lasting.encode()).hexdigest()[:32]}"'
    # Weakly: a proxy that compresses marks them so.
    known = etag in {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
    response = HttpResponseNotModified() if known else HttpResponse(html)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-store"
    response["Vary"] = "HX-Request, Cookie"
    return response
