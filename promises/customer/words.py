"""The sentences of the customer's page, a table a language, and times as that language says them."""

import re
from datetime import date, datetime
from typing import Any

from people.fields import zone
from promises.customer.de import WORDS as DE
from promises.customer.en import WORDS as EN
from promises.customer.fr import WORDS as FR

Words = dict[str, Any]


def _kept_together(said: Any) -> Any:
    """French puts a space before a colon and the like, and no line may begin with such a sign."""
    if isinstance(said, dict):
        return {key: _kept_together(value) for key, value in said.items()}
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\N{NO-BREAK SPACE}", said) if isinstance(said, str) else said


LANGUAGES: dict[str, Words] = {"en": EN, "de": DE, "fr": _kept_together(FR)}


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
    """ "By Tuesday 24 November, 12:00", or "Tuesday 24 November, 09:00 to 12:00"; begins with a capital."""
    end = tell_at(words, due, timezone, now)
    if start is None:
        told = words["by"].format(end=end)
    elif _date(start, timezone) == _date(due, timezone):
        first, last = (at.astimezone(zone(timezone)) for at in (start, due))
        day = _day(words, first, now.astimezone(first.tzinfo))
        told = words["hours"].format(day=day, start=f"{first:%H:%M}", end=f"{last:%H:%M}")
    else:
        told = words["between"].format(start=tell_at(words, start, timezone, now), end=end)
    return told[0].upper() + told[1:]


def _date(at: datetime, timezone: str) -> date:
    return at.astimezone(zone(timezone)).date()


def _day(words: Words, local: datetime, now: datetime) -> str:
    return words["date" if local.year == now.year else "date_year"].format(
        weekday=words["weekdays"][local.weekday()],
        day=words["first"] if local.day == 1 else local.day,
        month=words["months"][local.month - 1],
        year=local.year,
    )
