"""Fields and checks that every app shares: zones, languages and aware times."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language_info

# What Kept understands and speaks, each by its own name; customers and positions may have others.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]


def language_name(code: str) -> str:
    """A language in English: “ar” is “Arabic”, “de-AT” is “German”; a code that nobody knows stays as it is."""
    try:
        return get_language_info(code.lower())["name"]
    except KeyError:
        return code


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def validate_timezone(value: str) -> None:
    """Raise ValidationError unless `value` names an IANA time zone, such as Europe/Berlin."""
    if value not in _zones():
        raise ValidationError(
            "“%(value)s” is not a time zone. Use an IANA name such as Europe/Berlin or America/New_York.",
            code="unknown_timezone",
            params={"value": value},
        )


def zone(name: str) -> ZoneInfo:
    """The zone called `name`; ValidationError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        validate_timezone(name)
        raise


def place(timezone: str | ZoneInfo) -> str:
    """A zone as people say it: “Europe/Berlin” is “Berlin”."""
    return str(timezone).rsplit("/", 1)[-1].replace("_", " ")


def told(at: datetime) -> str:
    """“Mon 2 Mar, 09:00 (Berlin)”: `at` in a sentence that answers whoever acts or reads, in the active zone.

    Not for what is stored: who reads that later may be elsewhere.
    """
    local = timezone.localtime(at)
    return f"{local:%a} {local.day} {local:%b, %H:%M} ({place(timezone.get_current_timezone_name())})"


def moment(at: datetime | None, field: str = "at") -> datetime:
    """`at`, or the present when it is None; ValidationError naming `field` when it is naive.

    This is the only place where a verb may read the clock: at its edge, once.
    """
    if at is None:
        return timezone.now()
    if timezone.is_naive(at):
        raise ValidationError(
            {field: f"{at.isoformat()} has no time zone. Add an offset, such as 2026-03-02T09:00:00+01:00."}
        )
    return at


class TimeZoneField(models.CharField):
    """An IANA time zone name."""

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("default", "UTC")
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_timezone]
