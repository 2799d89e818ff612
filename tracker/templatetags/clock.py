"""Times on the screen: a `<time>` with the instant in UTC, its words in the reader's zone or another's.

The reader's zone is the active one (`tracker.middleware.reader_timezone`); every argument is an aware datetime.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.fields import language_name, place

register = template.Library()


@register.filter
def moment(at: datetime | None, zone: str = "") -> SafeString | str:
    """Day and time to the minute, in `zone` or the reader's: “Tue 24 Nov, 12:00”; the year where it is not this one."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone())
    return _tagged(at, f"{_day(local)}, {local:%H:%M}")


@register.filter
def near_moment(at: datetime | None, zone: str = "") -> SafeString | str:
    """As `moment`, with “today”, “tomorrow” or “yesterday” for the day where that is what it is."""
    if at is None:
        return ""
    tz = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    local, today = at.astimezone(tz), timezone.now().astimezone(tz).date()
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return _tagged(at, f"{words.get((local.date() - today).days) or _day(local)}, {local:%H:%M}")


@register.filter
def clock(at: datetime | None, zone: str = "") -> SafeString | str:
    """The time of day alone: “12:00”."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone())
    return _tagged(at, f"{local:%H:%M}")


@register.filter
def countdown(due: datetime, at: datetime) -> SafeString:
    """How long from `at` to `due`; the page keeps it current by itself (static/js/countdown.js says the same words)."""
    return format_html(
        '<time datetime="{}" data-countdown>{}</time>', _utc(due), countdown_words((due - at).total_seconds())
    )


@register.filter
def ago(at: datetime | None, now: datetime) -> SafeString | str:
    """How long since `at`: “5 min ago”."""
    if at is None:
        return ""
    seconds = (now - at).total_seconds()
    words = "just now" if seconds < 60 else f"{span_words(seconds)} ago"
    return format_html('<time datetime="{}" data-ago title="{}">{}</time>', _utc(at), _plain(at), words)


register.filter("place", place)
register.filter("language", language_name)


@register.filter
def duration(seconds: int | None) -> str:
    """Minutes and seconds: 95 is “1:35”."""
    minutes, rest = divmod(int(seconds or 0), 60)
    return f"{minutes}:{rest:02d}"


def countdown_words(seconds: float) -> str:
    """“in 25 min”, “due now”, “3 h 10 min late”. Whole minutes, rounded towards the present."""
    if abs(seconds) < 60:
        return "due now"
    words = span_words(abs(seconds))
    return f"in {words}" if seconds > 0 else f"{words} late"


def span_words(seconds: float) -> str:
    """A length of time by its two largest parts: “25 min”, “3 h 10 min”, “2 d 4 h”; from a week on, days alone."""
    minutes = int(seconds // 60)
    hours, days = minutes // 60, minutes // 1440
    if hours < 1:
        return f"{minutes} min"
    if days < 1:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    if days < 7:
        return f"{days} d {hours % 24} h" if hours % 24 else f"{days} d"
    return f"{days} days"


def _tagged(at: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', _utc(at), _plain(at), words)


def _plain(at: datetime) -> str:
    local = at.astimezone(timezone.get_current_timezone())
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M} ({timezone.get_current_timezone_name()})"


def _day(local: datetime) -> str:
    this_year = timezone.now().astimezone(local.tzinfo).year
    year = "" if local.year == this_year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M:%SZ}"
