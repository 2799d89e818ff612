"""A mood as plain data for the screen, so that the templates that show it run no query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from recovery.models import Mood, MoodReading
from tickets.models import Ticket

ICONS = {"pleased": "smile", "calm": "meh", "annoyed": "annoyed", "angry": "frown", "furious": "angry"}
READ_AT_MOST = 100
STEPS_AT_MOST = 6


@dataclass(frozen=True)
class ShownMood:
    """One reading: the word for the stylesheet, the words and the sign for people. `heated`: angry, or worse."""

    word: str
    text: str
    icon: str
    heated: bool
    at: datetime
    by: str
    note: str
    ticket: int

    @classmethod
    def of(cls, reading: MoodReading) -> "ShownMood":
        """Needs `by` fetched."""
        mood = reading.mood
        return cls(
            word=mood.word,
            text=mood.label,
            icon=ICONS[mood.word],
            heated=mood >= Mood.ANGRY,
            at=reading.at,
            by=str(reading.by),
            note=reading.note,
            ticket=reading.ticket_id,
        )


@dataclass(frozen=True)
class Course:
    """How the customer of a ticket is, and how that came: `steps` are the moods in turn, the last one is now.

    `since` is when the present one was first read. `elsewhere` is a later reading on another ticket of theirs.
    """

    now: ShownMood | None
    since: datetime | None
    steps: Sequence[ShownMood]
    elsewhere: ShownMood | None


def course_of(ticket: Ticket) -> Course:
    """Of a ticket. Two queries."""
    found = MoodReading.objects.select_related("by").order_by("-at", "-id")
    readings = list(found.filter(ticket=ticket)[:READ_AT_MOST])[::-1]
    later = found.filter(ticket__customer=ticket.customer_id)
    elsewhere = (later.filter(at__gt=readings[-1].at) if readings else later).first()
    spans = [list(same) for _, same in groupby(readings, lambda one: one.level)]
    return Course(
        now=ShownMood.of(readings[-1]) if readings else None,
        since=spans[-1][0].at if spans else None,
        steps=[ShownMood.of(span[0]) for span in spans[-STEPS_AT_MOST:]],
        elsewhere=ShownMood.of(elsewhere) if elsewhere else None,
    )


def heated_on(tickets: Iterable[int]) -> dict[int, ShownMood]:
    """By ticket number, the last mood of those whose customer is angry or furious now: for a list. One query."""
    latest = MoodReading.objects.latest_of(tickets)
    shown = {number: ShownMood.of(reading) for number, reading in latest.items()}
    return {number: mood for number, mood in shown.items() if mood.heated}
