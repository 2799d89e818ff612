"""What every request of a logged-in person needs: their own time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


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
