"""Which words of a sentence carry a time, left to right; the longest reading at each word wins."""

from promises.wording.atoms import Atom, CalendarDate, Duration, Lead, Meaning, Offset, Weekday, Workday
from promises.wording.clocks import HOUR_LEADS, Heard, clock_range, hear
from promises.wording.counts import duration
from promises.wording.days import day, day_range
from promises.wording.lexed import Lexed
from promises.wording.no_clock import no_clock

#: Kinds whose phrases are a meaning by themselves. Of two equally long, the earlier kind wins.
FIXED = ("noise", "pair", "vague", "past", "day", "span", "part", "joint", "zone", "lead")


def scan(lexed: Lexed) -> list[Atom]:
    """The atoms of the wording in order; words that carry no time leave none."""
    atoms: list[Atom] = []
    i = 0
    while i < len(lexed):
        # Every meaning begins with a figure or with a phrase of the table.
        known = lexed.tokens[i].number or lexed.at(i)
        best = _best(lexed, i, atoms) if known else None
        if best is None:
            i += 1
            continue
        meanings, end = best
        atoms.extend(Atom(meaning, i, end) for meaning in meanings)
        i = end
    return atoms


def _best(lexed: Lexed, i: int, atoms: list[Atom]) -> tuple[tuple[Meaning, ...], int] | None:
    lead = _lead_before(lexed, i, atoms)
    found: list[tuple[tuple[Meaning, ...], int]] = []
    if after_day := _part_after_day(lexed, i, atoms):
        found.append(after_day)
    for kind in FIXED:
        if (phrase := lexed.get(kind, i)) and (kind != "zone" or _touches_day(lexed, i, atoms)):
            value = phrase[0]
            meanings = () if kind == "noise" else value if isinstance(value, tuple) else (value,)
            found.append((meanings, phrase[1]))
    if weak := _weak_part(lexed, i, lead, atoms):
        found.append(weak)
    if dated := day(lexed, i, lead):
        found.append(((dated[0],), dated[1]))
    clockwise = (heard := hear(lexed, i)) is not None and not heard.bare
    # "Trois heures et demie" with nothing in front is a time on the clock, "24 heures" is none.
    if length := duration(lexed, i, alone=not clockwise):
        found.append(((length[0],) if length[0] else (), length[1]))
    if days := day_range(lexed, i, lead):
        found.append(((days[0],), days[1]))
    if ranged := clock_range(lexed, i, lead):
        found.append(((ranged[0],), ranged[1]))
    elif heard and _is_clock(lexed, i, heard, lead, atoms):
        found.append(((heard.clock,), heard.end))
    if wrong := no_clock(lexed, i, lead, _touches_day(lexed, i, atoms)):
        found.append(((wrong[0],), wrong[1]))
    return max(found, key=lambda one: one[1], default=None)


def _lead_before(lexed: Lexed, i: int, atoms: list[Atom]) -> Lead | None:
    """The lead right before `i`, articles apart."""
    for atom in reversed(atoms):
        if not isinstance(atom.meaning, Lead):
            return None
        if lexed.skip_glue(atom.end) < i and atom.end != i:
            return None
        if atom.meaning in HOUR_LEADS or atom is atoms[-1]:
            return atom.meaning
    return None


def _touches_day(lexed: Lexed, i: int, atoms: list[Atom]) -> bool:
    """Whether a day or a part of it ends right before `i`."""
    if not atoms or lexed.skip_glue(atoms[-1].end) < i:
        return False
    return not isinstance(atoms[-1].meaning, Lead | Duration) or isinstance(atoms[-1].meaning, Workday)


def _part_after_day(lexed: Lexed, i: int, atoms: list[Atom]) -> tuple[tuple[Meaning, ...], int] | None:
    """ "Montag morgen" is Monday morning, where "morgen" by itself is tomorrow."""
    phrase = lexed.get("part_after_day", i)
    if not phrase or not atoms or atoms[-1].end != i:
        return None
    if not isinstance(atoms[-1].meaning, Offset | Weekday | CalendarDate | Workday):
        return None
    return (phrase[0],), phrase[1]


def _weak_part(
    lexed: Lexed, i: int, lead: Lead | None, atoms: list[Atom]
) -> tuple[tuple[Meaning, ...], int] | None:
    """ "Morning", "lunch": a time only beside a day or a lead, or if nothing else was said."""
    phrase = lexed.get("weak_part", i)
    if not phrase:
        return None
    end = phrase[1]
    after = lexed.skip_glue(end)
    if of := lexed.get("of", after) or lexed.get("lead", after):
        after = lexed.skip_glue(of[1])
    beside = any(kind in lexed.at(after) for kind in ("day", "weekday", "which", "pair")) or day(
        lexed, after, Lead.ON
    )
    if lead or beside or _touches_day(lexed, i, atoms) or lexed.is_all(i, end):
        return (phrase[0],), end
    return None


def _is_clock(lexed: Lexed, i: int, heard: Heard, lead: Lead | None, atoms: list[Atom]) -> bool:
    """Whether a number is an hour. "At 3" is, "2 invoices" is not, "order 1730" is not."""
    if not heard.bare or lead in HOUR_LEADS:
        return not heard.bare or lexed.may_end(heard.end)
    if not lexed.may_end(heard.end) or (lexed.glued(i) and lexed.text(i - 1) not in ("(", ",")):
        return False  # "555-1234", "A1730"
    figures = len(lexed.text(i)) == 4 or heard.end - i > 1  # 0930 and 17.30 say more than a 3 does
    if lexed.is_all(i, heard.end):
        return figures
    after_day = _touches_day(lexed, i, atoms)
    if after_day and (figures or heard.end >= lexed.core[1]):
        return True
    first = i <= lexed.core[0]
    after = lexed.at(lexed.skip_glue(heard.end))
    if "part" in after or "weak_part" in after:
        return first or after_day
    return any(kind in after for kind in ("day", "weekday", "pair")) and (first or figures)
