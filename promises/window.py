"""The window of a promise: from the customer's words, or from a time that was given."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from people.fields import moment, zone
from people.models import Team
from promises.wording import Unreadable, read

# Further ahead than this, or said longer ago, is a slip of the pen, not a promise.
FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Window:
    """When a promise is due, and, where the customer expects it, not before when. UTC, whole seconds."""

    due_at: datetime
    not_before: datetime | None
    wording: str
    understood: str


def window_of(
    *,
    wording: str,
    due_at: datetime | None,
    not_before: datetime | None = None,
    said_at: datetime,
    at: datetime,
    timezone: str,
    language: str,
    team: Team,
) -> Window:
    """The window of `wording` as said at `said_at` in the customer's `timezone`, or of a given `due_at`.

    Raises ValidationError naming wording, due_at or not_before: with neither or both given, for words that
    name no time, and for a time that has passed at `at`, or lies too far ahead.
    """
    wording = wording.strip()
    if bool(wording) == (due_at is not None):
        raise ValidationError({"wording": "Say when: in words (wording), or as a time (due_at), not both."})
    if wording and not_before:
        raise ValidationError(
            {"not_before": "The wording says this by itself. Leave it out, or give due_at instead of words."}
        )
    window = _read(wording, said_at, timezone, language, team) if wording else _given(due_at, not_before)
    _check(window, "wording" if wording else "due_at", said_at, at, timezone)
    return window


def _read(wording: str, said_at: datetime, timezone: str, language: str, team: Team) -> Window:
    try:
        reading = read(
            wording,
            said_at=said_at,
            timezone=zone(timezone),
            language=language,
            hours=team.calendar.worktime(),
        )
    except Unreadable as unreadable:
        text = " ".join(part for part in (unreadable.understood, unreadable.remedy) if part)
        raise ValidationError({"wording": ValidationError(text, code=unreadable.code)}) from unreadable
    # A window that is open already has no start that anybody still waits for.
    opens = reading.not_before if reading.not_before and reading.not_before > said_at else None
    return Window(_whole(reading.due_at), opens and _whole(opens), wording, reading.understood)


def _given(due_at: datetime, not_before: datetime | None) -> Window:
    for field, value in (("due_at", due_at), ("not_before", not_before)):
        if value is not None:
            moment(value, field)
    if not_before is not None and not_before >= due_at:
        raise ValidationError({"not_before": "The window must open before the promise is due."})
    return Window(_whole(due_at), not_before and _whole(not_before), "", "")


def _check(window: Window, field: str, said_at: datetime, at: datetime, timezone: str) -> None:
    local = window.due_at.astimezone(zone(timezone))
    due = f"{local:%a} {local.day} {local:%b %Y, %H:%M} ({timezone})"
    if window.due_at <= max(at, said_at):
        raise ValidationError(
            {field: ValidationError(f"That is {due}, which has passed. Agree on a time ahead.", code="past")}
        )
    if window.due_at > at + FURTHEST:
        raise ValidationError(
            {
                field: ValidationError(
                    f"That is {due}, over a year ahead. Promise something nearer.", code="far"
                )
            }
        )


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)
