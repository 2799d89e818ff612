"""The sentences of the customer's page, a table a language, and times as that language says them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from people.fields import zone
from promises.customer.de import WORDS as DE
from promises.customer.en import WORDS as EN
from promises.customer.fr import WORDS as FR

Words = dict[str, Any]
LANGUAGES: dict[str, Words] = {"en": EN, "de": DE, "fr": FR}


def language_of(tag: str) -> str:
    """The language of ours nearest to a tag: “de-AT” is de; English where there is none."""
    base = tag.replace("_", "-").partition("-")[0].strip().lower()
    return base if base in LANGUAGES else "en"


def accepted(header: str) -> str:
    """The language of ours that comes first in an Accept-Language header."""
    tags = [part.partition(";")[0].strip().lower().partition("-")[0] for part in header[:200].split(",")]
    return next((tag for tag in tags if tag in LANGUAGES), "en")


def tell_at(words: Words, at: datetime, timezone: str, now: datetime) -> str:
    """ "Tuesday 24 November, 12:00" on the clock of `timezone`; the year where it is not the year of `now`."""
    local = at.astimezone(zone(timezone))
    return words["at"].format(day=_day(words, local, now.astimezone(local.tzinfo)), time=f"{local:%H:%M}")


def tell_window(words: Words, start: datetime | None, due: datetime, timezone: str, now: datetime) -> str:
    """ "By Tuesday 24 November, 12:00", or "Tuesday 24 November, 09:00 to 12:00"."""
    end = tell_at(words, due, timezone, now)
    if start is None:
        return words["by"].format(end=end)
    tz = zone(timezone)
    if start.astimezone(tz).date() == due.astimezone(tz).date():
        end = f"{due.astimezone(tz):%H:%M}"
    return words["between"].format(start=tell_at(words, start, timezone, now), end=end)


def place(timezone: str | ZoneInfo) -> str:
    """“Europe/Berlin” is “Berlin”."""
    return str(timezone).rsplit("/", 1)[-1].replace("_", " ")


def _day(words: Words, local: datetime, now: datetime) -> str:
    return words["date" if local.year == now.year else "date_year"].format(
        weekday=words["weekdays"][local.weekday()],
        day=local.day,
        month=words["months"][local.month - 1],
        year=local.year,
    )
