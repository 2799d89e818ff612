"""What makes tickets escalate by themselves, as the customer's mood tells it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from escalations.models import Cause, Escalation
from escalations.rules import Finding, Watch, rule
from recovery.models import Mood, MoodReading
from recovery.moods import ONE_TALK


@dataclass(frozen=True, slots=True)
class Spell:
    """Angry or worse in each reading from the first to the last, and when that was over (aware; None: it is not)."""

    readings: Sequence[MoodReading]
    over_at: datetime | None

    def boils_over(self) -> int | None:
        """The place of the reading that is too much: furious, or still angry after one talk. None: none is."""
        start = self.readings[0].at
        for place, reading in enumerate(self.readings):
            if reading.level >= Mood.FURIOUS or reading.at - start >= ONE_TALK:
                return place
        return None


@rule(Cause.ANGRY_CUSTOMER)
def angry(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """A customer was furious once, or was angry and still was in a later talk. Once a spell.

    A spell ends with a calmer reading, and with an escalation that is resolved: somebody has dealt with it. By when
    we learnt of it, for a call may be logged the day after. Three queries.
    """
    heated = (
        MoodReading.objects.heated()
        .filter(ticket__team__in=[watch.team.pk for watch in watches])
        .filter(recorded_at__gt=since, recorded_at__lte=until)
        .order_by()
        .values_list("ticket", flat=True)
        .distinct()
    )
    tickets = list(heated)
    resolved: dict[int, list[datetime]] = {}
    for escalation in Escalation.objects.filter(ticket__in=tickets, resolved_at__isnull=False):
        resolved.setdefault(escalation.ticket_id, []).append(escalation.resolved_at)
    readings = MoodReading.objects.filter(ticket__in=tickets).select_related("ticket", "by")
    for number, of_ticket in groupby(readings.order_by("ticket", "at", "id"), lambda one: one.ticket_id):
        for spell in spells(of_ticket, resolved.get(number, ())):
            found = _finding(spell)
            if found and since < found.at <= until:
                yield found


def spells(readings: Iterable[MoodReading], resolved: Collection[datetime]) -> Iterator[Spell]:
    """The spells of anger in the readings of one ticket, in the order of time; `resolved` ends them, too."""
    run: list[MoodReading] = []
    for reading in readings:
        if run and (end := _first(resolved, run[-1].at)) and end < reading.at:
            yield Spell(run, end)
            run = []
        if reading.level >= Mood.ANGRY:
            run = [*run, reading]
        elif run:
            yield Spell(run, reading.recorded_at)
            run = []
    if run:
        yield Spell(run, _first(resolved, run[-1].at))


def _first(resolved: Collection[datetime], after: datetime) -> datetime | None:
    return min((end for end in resolved if end >= after), default=None)


def _finding(spell: Spell) -> Finding | None:
    place = spell.boils_over()
    if place is None:
        return None
    # What is recorded late may come before what was known: only then is the whole known.
    at = max(reading.recorded_at for reading in spell.readings[: place + 1])
    if spell.over_at and spell.over_at <= at:
        return None
    last = spell.readings[place]
    # The first that was written names the spell: whatever is recorded later, the name stays.
    key = min(reading.pk for reading in spell.readings)
    return Finding(
        last.ticket.team_id, last.ticket_id, at, f"mood:{key}", _reason(last), over_at=spell.over_at
    )


def _reason(last: MoodReading) -> str:
    # No times: it is stored, and its readers are in many zones. The timeline tells each when.
    if last.level >= Mood.FURIOUS:
        return f"Furious, as {last.by} read it."
    return f"Angry, and still angry in a later talk, as {last.by} read it."
