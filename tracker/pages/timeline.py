"""The timeline of a ticket, from its events, without a query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tickets.models import Event
from tracker.pages.sentences import SENTENCES, says

# What somebody said or wrote, under the name that the kind of event has for it.
TEXTS = ("body", "answer", "question", "done", "reason")


@dataclass(frozen=True)
class Entry:
    """One event: a sign, a tone for the stylesheet, a sentence, and what was said or written."""

    at: datetime
    icon: str
    tone: str
    title: SafeString
    text: str = ""
    note: str = ""
    waited_seconds: int = 0
    on_hold_seconds: int = 0


def told(events: Iterable[Event]) -> list[Entry]:
    """Entries in the order of `events`; `actor` must be fetched with them."""
    return [_told(event) for event in events]


def _told(event: Event) -> Entry:
    unlisted = ("circle-dot", "", says(event.kind.replace("_", " ").capitalize()))
    icon, tone, sentence = SENTENCES.get(event.kind, unlisted)
    data = event.data
    return Entry(
        at=event.at,
        icon=icon(data) if callable(icon) else icon,
        tone=tone,
        title=sentence(_who(event), data),
        text=str(next((data[name] for name in TEXTS if data.get(name)), "")),
        note=str(data.get("note") or ""),
        waited_seconds=data.get("waited_seconds") or 0,
        on_hold_seconds=data.get("on_hold_seconds") or 0,
    )


def _who(event: Event) -> SafeString:
    return format_html('<bdi class="strong">{}</bdi>', event.actor.name if event.actor else "Kept")
