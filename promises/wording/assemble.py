"""From atoms to what was said: which day goes with which hour, and what is an alternative or a correction.

A day and an hour belong together even with words between ("tomorrow I'll call you at 9"); a second day or a
second hour begins a second promise, and `read` decides what becomes of two.
"""

from dataclasses import dataclass, field, replace

from promises.wording.atoms import (
    Atom,
    CalendarDate,
    Clock,
    ClockRange,
    DayPart,
    DayRange,
    Duration,
    Joint,
    Lead,
    NoClock,
    NoDate,
    Offset,
    Part,
    Past,
    Span,
    Unclear,
    Vague,
    Weekday,
    Workday,
    Zone,
)
from promises.wording.counts import DAY
from promises.wording.lexed import Lexed
from promises.wording.parts import AFTERNOONS, EVENINGS, MORNINGS

_STRENGTH = (Lead.OF, Lead.BEFORE, Lead.SOON_AFTER, Lead.AFTER, Lead.BY, Lead.AROUND, Lead.FROM, Lead.BETWEEN)
_DAYS = Offset | Weekday | CalendarDate | Workday | DayRange


@dataclass
class Said:
    """One promised time in words, not yet on any calendar."""

    day: Offset | Weekday | CalendarDate | Workday | DayRange | None = None
    also: Weekday | None = None  # "Friday, 4 December": the weekday must agree
    span: Span | None = None
    part: DayPart | None = None
    clock: Clock | ClockRange | None = None
    duration: Duration | None = None
    zone: Zone | None = None
    day_lead: Lead | None = None
    time_lead: Lead | None = None
    latest: bool = False
    joint: Joint | None = None  # how it follows the one before
    pieces: list[tuple[int, int]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.day or self.span or self.part or self.clock or self.duration)

    def take(self, meaning: object, lead: Lead | None) -> bool:
        """Add a meaning if it fits beside what is there; False if it must begin another."""
        match meaning:
            case Duration():
                return self._take_duration(meaning)
            case Span():
                fits = self.span in (None, meaning) and not self.duration
                if fits:
                    self.span, self.day_lead = meaning, lead or self.day_lead
                return fits
            case DayPart():
                return self._take_part(meaning, lead)
            case Clock() | ClockRange():
                fits = self.clock in (None, meaning) and self._whole_days()
                fits = fits and not (self.part and lead not in _ENDS and _contradicts(self.part, meaning))
                if fits:
                    self.clock, self.time_lead = meaning, lead or self.time_lead
                return fits
            case Zone():
                self.zone = meaning
                return True
        return isinstance(meaning, _DAYS) and self._take_day(meaning, lead)

    def _whole_days(self) -> bool:
        return self.duration is None or (self.duration.seconds >= DAY and self.duration.seconds % DAY == 0)

    def _take_duration(self, duration: Duration) -> bool:
        if self.duration or self.day or self.span:
            return self.duration == duration
        whole_days = duration.seconds >= DAY and duration.seconds % DAY == 0
        if (self.clock or self.part) and not whole_days:
            return False
        self.duration = duration
        return True

    def _take_part(self, part: DayPart, lead: Lead | None) -> bool:
        merged = _merge_parts(self.part, part)
        if merged is None or not self._whole_days():
            return False
        if self.clock and self.time_lead not in _ENDS and _contradicts(merged, self.clock):
            return False
        self.part = merged
        if self.clock is None:
            self.time_lead = lead or self.time_lead
        return True

    def _take_day(self, day: object, lead: Lead | None) -> bool:
        if self.duration:
            return False
        if self.day is None:
            self.day = day
        elif isinstance(day, Weekday) and isinstance(self.day, Offset | CalendarDate):
            self.also = day
        elif isinstance(self.day, Weekday) and isinstance(day, Offset | CalendarDate):
            self.day, self.also = day, self.day
        elif self.day != day:
            return False
        self.day_lead = lead or self.day_lead
        return True


#: "Tomorrow morning, by 3pm" is no contradiction.
_ENDS = (Lead.BY, Lead.BEFORE)
#: The hours, from and to, that are in no such part of the day however it is understood.
_NEVER = (
    (MORNINGS, range(13, 24)),
    (AFTERNOONS, range(0, 12)),
    (EVENINGS, range(6, 12)),
)


def _contradicts(part: DayPart, clock: Clock | ClockRange) -> bool:
    """Whether a clock that says its half of the day is in another part of it: "in the morning at 3pm"."""
    first = clock.first if isinstance(clock, ClockRange) else clock
    return not first.loose and any(part.part in parts and first.hour in never for parts, never in _NEVER)


#: What "early" and "late", which stand for a part of their own, make of the part they qualify.
_QUALIFIED = {
    (Part.EARLY_MORNING, Part.MORNING): Part.EARLY_MORNING,
    (Part.EARLY_MORNING, Part.AFTERNOON): Part.EARLY_AFTERNOON,
    (Part.EARLY_MORNING, Part.EVENING): Part.EARLY_EVENING,
    (Part.LATE_AFTERNOON, Part.MORNING): Part.LATE_MORNING,
    (Part.LATE_AFTERNOON, Part.AFTERNOON): Part.LATE_AFTERNOON,
    (Part.LATE_AFTERNOON, Part.EVENING): Part.LATE_EVENING,
    (Part.FIRST_THING, Part.MORNING): Part.FIRST_THING,
    (Part.FIRST_THING, Part.EARLY_MORNING): Part.FIRST_THING,
    (Part.FIRST_THING, Part.OPENING): Part.FIRST_THING,
}


def _merge_parts(first: DayPart | None, second: DayPart) -> DayPart | None:
    """One part of two that name the same time of day, None if they do not."""
    if first is None:
        return second
    pair = (first.part, second.part)
    merged = first.part if first.part is second.part else _QUALIFIED.get(pair) or _QUALIFIED.get(pair[::-1])
    return DayPart(merged, first.this or second.this, first.coming or second.coming) if merged else None


@dataclass
class Heard:
    """Everything about time in a wording."""

    said: list[Said] = field(default_factory=list)
    vague: list[Atom] = field(default_factory=list)
    past: list[Atom] = field(default_factory=list)
    unclear: list[Atom] = field(default_factory=list)
    no_clock: list[Atom] = field(default_factory=list)
    no_date: list[Atom] = field(default_factory=list)
    either: list[Atom] = field(default_factory=list)  # "yesterday or tomorrow": the past of the two
    open: list[Atom] = field(default_factory=list)  # "from Monday": a beginning without an end
    covered: int = 0  # tokens that carried a meaning


@dataclass
class _Cluster:
    """Atoms that stand side by side, leads apart: (meaning, its lead)."""

    parts: list[tuple[object, Lead | None]] = field(default_factory=list)
    start: int = 0
    end: int = 0
    joint: Joint | None = None
    latest: bool = False
    sentence: int = 0


class _Assembly:
    """Walks the atoms: leads wait for what they lead, neighbours form clusters, clusters form what was said."""

    def __init__(self, lexed: Lexed) -> None:
        self.lexed = lexed
        self.heard = Heard()
        self.clusters: list[_Cluster] = []
        self.leads: list[Atom] = []
        self.joint: Joint | None = None
        self.latest = False
        self.ignore_until = -1
        self.sentence = 0
        self.last_end = 0

    def add(self, atom: Atom) -> None:
        meaning = atom.meaning
        if self._new_sentence(atom.start):
            self.sentence += 1
            self.joint = self.joint if self.joint is Joint.RATHER else None
        if isinstance(meaning, Lead):
            if self.leads and self.lexed.skip_glue(self.leads[-1].end) < atom.start:
                self.leads = []
            self.leads.append(atom)
        elif isinstance(meaning, Joint):
            self._join(atom)
        else:
            self._meaning(atom)
            self.leads = []
        self.last_end = atom.end

    def _join(self, atom: Atom) -> None:
        if atom.meaning is not Joint.LATEST:
            self.joint = atom.meaning
        elif self.clusters and self.lexed.skip_glue(self.clusters[-1].end) >= atom.start:
            self.clusters[-1].latest = True
            self.clusters[-1].end = atom.end
            self.heard.covered += atom.end - atom.start
        else:
            self.latest = True

    def _meaning(self, atom: Atom) -> None:
        lead, start = self._lead(atom)
        self.heard.covered += atom.end - start
        if lead is Lead.OF or start <= self.ignore_until:
            self.ignore_until = self.lexed.skip_glue(atom.end)
            return
        meaning = atom.meaning
        bins = {
            Vague: self.heard.vague,
            Past: self.heard.past,
            Unclear: self.heard.unclear,
            NoClock: self.heard.no_clock,
            NoDate: self.heard.no_date,
        }
        if (kept := bins.get(type(meaning))) is not None:
            kept.append(atom)
            if isinstance(meaning, Past):  # "yesterday at 3"
                self.ignore_until = self.lexed.skip_glue(atom.end)
                self._or_past(atom, start)
        elif lead is Lead.FROM and isinstance(meaning, _DAYS | Span) and not isinstance(meaning, DayRange):
            self.heard.open.append(atom)  # "your message from Monday" promises nothing either
        else:
            self._put(atom, meaning, lead, start)

    def _or_past(self, past: Atom, start: int) -> None:
        """Keep what has been where "or" joins it to a time: "yesterday or tomorrow", "tomorrow or yesterday"."""
        ahead = self.lexed.get("joint", self.lexed.skip_glue(past.end))
        if (ahead and ahead[0] is Joint.OR) or (self.joint is Joint.OR and self.last_end >= start):
            self.heard.either.append(past)
        self.joint = None

    def _put(self, atom: Atom, meaning: object, lead: Lead | None, start: int) -> None:
        last = self.clusters[-1] if self.clusters else None
        beside = last and last.sentence == self.sentence and self.lexed.skip_glue(last.end) >= start
        if not beside or self.joint or self.latest:
            last = _Cluster(start=start, joint=self.joint, sentence=self.sentence)
            self.clusters.append(last)
        last.parts.append((meaning, lead))
        last.end = atom.end
        last.latest = last.latest or self.latest
        self.joint, self.latest = None, False

    def _lead(self, atom: Atom) -> tuple[Lead | None, int]:
        """The strongest of the leads right before the atom, and where they begin."""
        leads = self.leads
        if not leads or self.lexed.skip_glue(leads[-1].end) < atom.start:
            return None, atom.start
        meanings = [lead.meaning for lead in leads]
        strong = [lead for lead in _STRENGTH if lead in meanings]
        return (strong[0] if strong else meanings[-1]), leads[0].start

    def _new_sentence(self, start: int) -> bool:
        for i in range(self.last_end, start):
            if self.lexed.text(i) in "!?;" or (self.lexed.text(i) == "." and not self.lexed.glued(i + 1)):
                return i > 0
        return False

    def finish(self) -> Heard:
        """Clusters of one sentence that complete each other are one promise."""
        said = self.heard.said
        sentence = -1
        for cluster in self.clusters:
            joins = said and cluster.sentence == sentence and not cluster.joint
            if not (joins and _extend(said[-1], cluster)):
                known = len(said)
                said.extend(_alone(cluster))
                if (cluster.joint or joins) and 0 < known < len(said):
                    _inherit(said[known], said[known - 1])
            sentence = cluster.sentence
        for one in said:
            _bind_latest(one)
        return self.heard


def _extend(said: Said, cluster: _Cluster) -> bool:
    """Add all of a cluster to what was said before, or nothing of it."""
    trial = replace(said, pieces=[*said.pieces, (cluster.start, cluster.end)])
    if not all(trial.take(meaning, lead) for meaning, lead in cluster.parts):
        return False
    trial.latest = said.latest or cluster.latest
    said.__dict__.update(trial.__dict__)
    return True


def _alone(cluster: _Cluster) -> list[Said]:
    """A cluster as promises of its own: one, or more where its parts compete ("Friday 3pm, Monday 9am")."""
    found = [Said(joint=cluster.joint, pieces=[(cluster.start, cluster.end)])]
    for meaning, lead in cluster.parts:
        if not found[-1].take(meaning, lead):
            found.append(Said(pieces=[(cluster.start, cluster.end)]))
            found[-1].take(meaning, lead)
    for said, before in zip(found[1:], found, strict=False):
        _inherit(said, before)  # "tomorrow 9am or 1234", "tomorrow morning at 3pm"
    found[-1].latest = cluster.latest  # "in 2 hours, by 5 at the latest": the last one binds
    return [said for said in found if not said.empty]


def _inherit(said: Said, before: Said) -> None:
    """ "Tomorrow at 3 or at 4": the second hour is tomorrow's too."""
    if said.day or said.span or said.duration:
        return
    said.day, said.also, said.span, said.day_lead = before.day, before.also, before.span, before.day_lead
    if said.clock and not said.part:
        said.part = before.part


def _bind_latest(said: Said) -> None:
    """ "Friday at the latest" is "by Friday"."""
    if not said.latest:
        return
    if said.clock or said.part:
        said.time_lead = said.time_lead if said.time_lead is Lead.BEFORE else Lead.BY
    else:
        said.day_lead = said.day_lead if said.day_lead is Lead.BEFORE else Lead.BY


def assemble(lexed: Lexed, atoms: list[Atom]) -> Heard:
    """Group the atoms of a wording into the times that were said."""
    assembly = _Assembly(lexed)
    for atom in atoms:
        assembly.add(atom)
    return assembly.finish()
