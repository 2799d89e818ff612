"""Fields and checks that every app shares: zones, languages and aware times."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language_info

# The years that can be kept. Near the ends of the calendar a shift by a time zone leaves what a datetime can hold: what
# was stored there could not be read again. And a year of two digits is a slip of the pen, not a Roman one.
YEARS = range(1970, 2201)
OUT_OF_YEARS = f"Give a time between the years {YEARS[0]} and {YEARS[-1]}."

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
    # These two are names of files: the machine's own zone, and none. No browser and no other machine knows them.
    return frozenset(available_timezones() - {"localtime", "Factory"})


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


def can_be_kept(at: datetime) -> bool:
    """Does `at` (aware) lie, on the clock of UTC, in one of the `YEARS`?"""
    try:
        return at.astimezone(UTC).year in YEARS
    except OverflowError:
        return False


def moment(at: datetime | None, field: str = "at") -> datetime:
    """`at`, or the present when it is None; ValidationError naming `field` when it is naive, or not in `YEARS`.

    This is the only place where a verb may read the clock: at its edge, once.
    """
    if at is None:
        return timezone.now()
    if timezone.is_naive(at):
        raise ValidationError(
            {field: f"{at.isoformat()} has no time zone. Add an offset, such as 2026-03-02T09:00:00+01:00."}
        )
    if not can_be_kept(at):
        raise ValidationError({field: OUT_OF_YEARS})
    return at


class TimeZoneField(models.CharField):
    """An IANA time zone name."""

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("default", "UTC")
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_timezone]
