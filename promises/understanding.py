"""What was understood, shown before it is saved, and proof that it was shown.

The preview that a reader saw comes back with the form: `seen` names the words and the time they were read as.
Saving reads them anew; only when the time is the one that was seen is the promise made.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from alerts.models.ladder import AUDIENCES
from people.fields import moment, zone
from people.models import Team, User
from promises.making import Preview, preview
from promises.models import Promise

# A preview that lay open longer than this is read anew: “in half an hour” was said a while ago by then.
LONGEST_OPEN = timedelta(hours=12)


@dataclass(frozen=True)
class Warned:
    """A warning, with the nearest time that can be kept where there is one."""

    code: str
    message: str
    suggested_at: datetime | None


@dataclass(frozen=True)
class Understanding:
    """What the screen shows beside the words. `error` instead of the rest when they were refused."""

    words: str
    zone: str
    said_at: datetime
    error: str = ""
    understood: str = ""
    due_at: datetime | None = None
    not_before: datetime | None = None
    warnings: tuple[Warned, ...] = ()
    alerts: tuple[tuple[datetime, str], ...] = ()
    suggestions: tuple[datetime, ...] = field(default=())

    @property
    def one_day(self) -> bool:
        """Does the window begin and end on one day of the reader?"""
        if self.due_at is None or self.not_before is None:
            return False
        return localtime(self.not_before).date() == localtime(self.due_at).date()

    @property
    def seen(self) -> str:
        """Names what was shown, to be sent back when it is saved."""
        return f"{self.due_at.isoformat()} {self.words}" if self.due_at else ""


def understand(
    *,
    words: str,
    team: Team,
    owner: User,
    timezone: str,
    language: str,
    said_at: datetime | None = None,
    replaces: Promise | None = None,
    at: datetime | None = None,
) -> Understanding:
    """Read `words` as said at `said_at` (aware; None is now) to a customer in `timezone`. Saves nothing."""
    at = moment(at)
    # To the second, as it is shown and sent back: a window is in whole seconds, too.
    said_at = (said_at or at).replace(microsecond=0)
    words = words.strip()
    try:
        seen = preview(
            team=team, owner=owner, timezone=timezone, language=language, wording=words,
            said_at=said_at, at=at, ignore=replaces,
        )  # fmt: skip
    except ValidationError as refused:
        return Understanding(words, timezone, said_at, error=" ".join(refused.messages))
    return _understood(seen, words, timezone, said_at)


def _understood(seen: Preview, words: str, timezone: str, said_at: datetime) -> Understanding:
    warnings = tuple(Warned(w.code, w.message, w.suggested_at) for w in seen.warnings)
    suggestions = sorted(
        {w.suggested_at for w in warnings if w.suggested_at and w.suggested_at != seen.window.due_at}
    )
    return Understanding(
        words,
        timezone,
        said_at,
        understood=seen.window.understood,
        due_at=seen.window.due_at,
        not_before=seen.window.not_before,
        warnings=warnings,
        alerts=tuple((at, _heard_by(rung.audiences)) for rung, at in seen.ladder),
        suggestions=tuple(suggestions),
    )


def _heard_by(audiences: list[str]) -> str:
    names = [AUDIENCES.get(audience) or f"{audience.removeprefix('up:')} levels up" for audience in audiences]
    return ", ".join(name[0].lower() + name[1:] for name in names)


def read_said_at(text: str, at: datetime) -> datetime | None:
    """When the words of a preview were taken as said; None when that cannot be, or lies too far back."""
    try:
        said_at = parse_datetime(text)
    except ValueError:
        return None
    if said_at is None or said_at.tzinfo is None or not at - LONGEST_OPEN <= said_at <= at:
        return None
    return said_at


def local_time(at: datetime, timezone: str) -> str:
    """For messages: “Tue 24 Nov, 12:00”, in `timezone`."""
    local = at.astimezone(zone(timezone))
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
