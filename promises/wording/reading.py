"""Read a promise's wording: from words to a window, or a refusal that says what would do."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from people.worktime import EmptyCalendar, NaiveDatetime, WorkTime
from promises.wording.assemble import Heard, Said, assemble
from promises.wording.atoms import Joint, Lead, Unclear
from promises.wording.commitment import clause_of_commitment
from promises.wording.de import GERMAN
from promises.wording.denial import denied_words, denies
from promises.wording.en import ENGLISH
from promises.wording.fr import FRENCH
from promises.wording.language import Language
from promises.wording.lexed import Lexed
from promises.wording.resolve import Contradiction, NamesNoDay, Resolved, TooFar, resolve
from promises.wording.scan import scan
from promises.wording.scene import Scene
from promises.wording.tell import tell_day, tell_window
from promises.wording.tokens import Token, tokenize

#: Longer than anything said in a sentence or two; what is longer is refused unread.
LONGEST = 500

_LANGUAGES = {language.code: language for language in (ENGLISH, GERMAN, FRENCH)}


@dataclass(frozen=True)
class Reading:
    """What a wording means. Instants are aware UTC."""

    due_at: datetime
    not_before: datetime | None
    understood: str
    matched: str
    outside_hours: bool


class Unreadable(ValueError):
    """A wording that promises no time, with what was heard and what to say instead, in the reader's language.

    `code`: empty, too_long, not_a_time, no_clock, no_date, no_promise, vague, open (no day or no end), past, ambiguous,
    contradiction, too_far, no_hours.
    """

    def __init__(self, code: str, understood: str, remedy: str) -> None:
        super().__init__(f"{understood} {remedy}")
        self.code = code
        self.understood = understood
        self.remedy = remedy


def languages() -> dict[str, str]:
    """Code to name of the languages that can be read, English first."""
    return {language.code: language.name for language in _LANGUAGES.values()}


def read(
    wording: str, *, said_at: datetime, timezone: str | tzinfo, language: str, hours: WorkTime
) -> Reading:
    """The window that `wording` promises.

    `said_at`: aware; everything is read as of then. `timezone`: the customer's, for parts of the day and
    times on the clock. `language`: the reader's ("en", "de", "fr"; any other is read as English): answers are
    in it, and of two languages that understand the wording equally well it wins. `hours`: the team's, for
    opening, closing and working days.

    Raises Unreadable if there is no such window, NaiveDatetime for a naive `said_at`, ValueError naming the
    field for an unknown `timezone`.
    """
    if said_at.utcoffset() is None:
        raise NaiveDatetime(f"said_at ({said_at.isoformat()}) has no time zone: give an aware datetime.")
    scene = Scene(said_at.astimezone(UTC), _zone(timezone), hours)
    reader = _LANGUAGES.get(language.lower().replace("_", "-").split("-")[0], ENGLISH)
    say = reader.say
    if len(wording) > LONGEST:
        raise _refusal(say, "too_long", length=len(wording), most=LONGEST)
    tokens = tokenize(wording)
    if not tokens:
        raise _refusal(say, "empty")
    order = [reader, *(other for other in _LANGUAGES.values() if other is not reader)]
    understandings = [_Understanding(wording, tokens, table, scene, say) for table in order]
    # The language that explains most of the words; the reader's own where none explains more.
    return max(understandings, key=lambda one: one.score).reading()


def _zone(timezone: str | tzinfo) -> tzinfo:
    if isinstance(timezone, tzinfo):
        return timezone
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"timezone: {timezone!r} is not an IANA time zone such as Europe/Berlin.") from error


def _refusal(say: dict, code: str, text: str | None = None, **values: object) -> Unreadable:
    understood, remedy = say[text or code]
    text_said = understood.format(**values).replace("..", ".")  # a month's own full stop may end the sentence
    return Unreadable(code, text_said, remedy.format(**values))


@dataclass(frozen=True)
class _Understanding:
    """A wording through one language, to be answered in the reader's."""

    wording: str
    tokens: list[Token]
    table: Language
    scene: Scene
    say: dict

    @cached_property
    def lexed(self) -> Lexed:
        return Lexed(self.tokens, self.table)

    @cached_property
    def heard(self) -> Heard:
        return assemble(self.lexed, scan(self.lexed))

    @property
    def score(self) -> int:
        return self.heard.covered + denied_words(self.lexed)

    def reading(self) -> Reading:
        """The window, or Unreadable; of several times the one that is committed to, after whatever else was said."""
        try:
            return self._reading()
        except Unreadable as refused:
            start = clause_of_commitment(self.lexed)
            if not start or refused.code not in ("ambiguous", "contradiction", "no_clock", "no_date"):
                raise
            return replace(self, tokens=self.tokens[start:]).reading()

    def _reading(self) -> Reading:
        heard = self.heard
        if denies(self.lexed, heard.said):
            raise _refusal(self.say, "no_promise", wording=_short(self.wording))
        for code, found in (("no_clock", heard.no_clock), ("no_date", heard.no_date)):
            if found:
                raise _refusal(self.say, code, matched=self._of(found[0]))
        if not heard.said:
            raise self._nothing_said()
        found = self._pick(*self._resolve_all(heard.said))
        if found.due <= self.scene.said_at:
            raise _refusal(self.say, "past", reading=self._tell(found))
        return Reading(
            due_at=found.due,
            not_before=found.start,
            understood=self._tell(found),
            matched=self._matched(found.said.pieces),
            outside_hours=not self.scene.works(found.due),
        )

    def _nothing_said(self) -> Unreadable:
        heard = self.heard
        if heard.unclear:
            return self._unclear(heard.unclear[0].meaning, heard.unclear[0])
        if heard.vague:
            return _refusal(self.say, "vague", matched=self._of(heard.vague[0]))
        if heard.past:
            return _refusal(self.say, "past", "past_words", matched=self._of(heard.past[0]))
        if heard.open:
            return _refusal(self.say, "open", matched=self._of(heard.open[0]))
        return _refusal(self.say, "not_a_time", wording=_short(self.wording))

    def _unclear(self, meaning: Unclear, atom) -> Unreadable:
        months = self.say["months"]
        first, second = (f"{date.day} {months[date.month - 1]}" for date in (meaning.first, meaning.second))
        return _refusal(
            self.say, "ambiguous", "ambiguous_date",
            matched=self._of(atom), first=first, second=second, example=first,
        )  # fmt: skip

    def _resolve_all(self, all_said: list[Said]) -> tuple[list[Resolved], list[Unreadable]]:
        resolved, refused = [], []
        for said in all_said:
            try:
                resolved.append(resolve(self.scene, said))
            except (TooFar, NamesNoDay, Contradiction, EmptyCalendar) as error:
                refused.append(self._refused(error, said))
        return resolved, refused

    def _refused(self, error: Exception, said: Said) -> Unreadable:
        matched = self._matched(said.pieces)
        if isinstance(error, Contradiction):
            day = tell_day(self.say, error.day, self.scene.today)
            return _refusal(self.say, "contradiction", matched=matched, reading=day)
        code = {TooFar: "too_far", NamesNoDay: "open", EmptyCalendar: "no_hours"}[type(error)]
        return _refusal(self.say, code, matched=matched)

    def _pick(self, resolved: list[Resolved], refused: list[Unreadable]) -> Resolved:
        """The one promise among the times of a wording, or Unreadable."""
        if not resolved:
            raise refused[0]
        if self.heard.unclear:
            raise self._unclear(self.heard.unclear[0].meaning, self.heard.unclear[0])
        ahead = [one for one in resolved if one.due > self.scene.said_at]
        kept = _joined(ahead or resolved[-1:])
        latest = [one for one in kept if one.said.latest]
        if len(latest) == 1:
            return latest[0]
        if self.heard.either:
            first, second = self._of(self.heard.either[0]), self._tell(kept[0])
            raise _refusal(self.say, "ambiguous", first=first, second=second)
        chosen = _narrowest(kept)
        if chosen is None:
            first, second = kept[0], next(one for one in kept if one.due != kept[0].due)
            raise _refusal(self.say, "ambiguous", first=self._tell(first), second=self._tell(second))
        return chosen

    def _tell(self, found: Resolved) -> str:
        window = tell_window(self.say, self.scene, found.start, found.due)
        return f"{self._matched(found.said.pieces)}: {window}"

    def _matched(self, pieces: list[tuple[int, int]]) -> str:
        """The words that carried the time, with a mark where others stood between them."""
        joined: list[list[int]] = []
        for start, end in sorted(set(pieces)):
            if joined and start - joined[-1][1] <= 1:
                joined[-1][1] = max(end, joined[-1][1])
            else:
                joined.append([start, end])
        return " … ".join(
            self.wording[self.tokens[start].start : self.tokens[end - 1].end] for start, end in joined
        )

    def _of(self, atom) -> str:
        return self._matched([(atom.start, atom.end)])


def _short(wording: str) -> str:
    line = " ".join(wording.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _joined(resolved: list[Resolved]) -> list[Resolved]:
    """Corrections replace what came before, alternatives become one window from the first to the last."""
    kept: list[Resolved] = []
    for one in resolved:
        if one.said.joint is Joint.RATHER:
            kept = [one]
        elif one.said.joint is Joint.OR and kept:
            before = kept.pop()
            starts = [found.start or (found.due if _is_point(found) else None) for found in (before, one)]
            start = None if None in starts else min(starts)
            pieces = [*before.said.pieces, *one.said.pieces]
            due = max(before.due, one.due)
            one.said.pieces = pieces
            kept.append(Resolved(start if start and start < due else None, due, one.said))
        else:
            kept.append(one)
    return kept


def _is_point(found: Resolved) -> bool:
    return found.said.clock is not None and found.said.time_lead not in (Lead.BY, Lead.BEFORE)


def _narrowest(kept: list[Resolved]) -> Resolved | None:
    """The time that all others merely frame: "today, within two hours". None if two times compete."""
    if len({(one.due, one.start) for one in kept}) == 1:
        return kept[0]
    best = min(kept, key=lambda one: one.due)
    frames = (one for one in kept if one is not best)
    return best if all(_frames(one, best) for one in frames) else None


def _frames(outer: Resolved, inner: Resolved) -> bool:
    said = outer.said
    by = said.day_lead in (Lead.BY, Lead.BEFORE) or said.time_lead in (Lead.BY, Lead.BEFORE)
    loose = (said.day or said.span or said.part) and not said.clock and not by
    starts = outer.start is None or (inner.start or inner.due) >= outer.start
    return inner.due == outer.due or bool(loose and starts and inner.due <= outer.due)
