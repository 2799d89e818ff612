"""What holds for every page: times in the reader's own zone, and a way back through the log-in."""

from collections.abc import Callable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme


def reader_timezone(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show times in the zone of whoever reads them; UTC to those who are not logged in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(_zone_of(request)):
            return get_response(request)

    return middleware


def _zone_of(request: HttpRequest) -> ZoneInfo:
    try:
        return ZoneInfo(getattr(request.user, "timezone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        # A zone that was renamed in the system's tables must not lock its people out.
        return ZoneInfo("UTC")


def way_back(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever has to log in to send a form is led back to the page of the form: its address may take no GET."""
    before = f"{resolve_url(settings.LOGIN_URL)}?"

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        page = request.headers.get("Referer", "")
        asked = request.method == "POST" and response.headers.get("Location", "").startswith(before)
        if not asked or not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
            return response
        return redirect_to_login(urlsplit(page)._replace(scheme="", netloc="").geturl())

    return middleware
