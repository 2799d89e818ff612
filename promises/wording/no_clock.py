"""What is said like a time on the clock and is none: "25:00", "13:75", "um 25 Uhr", "à 14h75", "15am"."""

from promises.wording.atoms import Lead, NoClock
from promises.wording.lexed import Lexed

#: Leads after which a length of time may stand as well: "raised from 24h to 48h".
_MARKED_LEADS = frozenset((Lead.AT, Lead.BEFORE))


def no_clock(lexed: Lexed, i: int, lead: Lead | None, after_day: bool) -> tuple[NoClock, int] | None:
    """The impossible time of day that starts at `i`. `lead`: the one before it; `after_day`: a day ends there.

    Signs and marks that nothing but a clock has are enough: "25:00", "25 Uhr". What may be a number of
    things or of hours counts only after "at", or as the last word after a day.
    """
    first = lexed.digits(i, 4)
    if first is None or (lexed.glued(i) and lexed.text(i - 1) not in ("(", ",", "@")):
        return None
    end = (
        _signed(lexed, i, first, lead)
        or _marked(lexed, i, first, lead, after_day)
        or _halved(lexed, i, first)
    )
    if end is None and lead is Lead.AT and _impossible(*_split(lexed.text(i))):
        end = i + 1
    return (NoClock(), end) if end and lexed.may_end(end) else None


def _split(figures: str) -> tuple[int, int]:
    """ "25" and "2560" as hours and minutes; three figures are a number like any other."""
    if len(figures) == 3:
        return 0, 0
    return int(figures[:2]), int(figures[2:] or 0)


def _impossible(hour: int, minute: int) -> bool:
    return minute > 59 or hour > 24 or (hour == 24 and minute > 0)


def _signed(lexed: Lexed, i: int, hour: int, lead: Lead | None) -> int | None:
    """ "25:00", and "9.75" where it must be a time."""
    minute = lexed.digits(i + 2, 2)
    joined = lexed.glued(i + 1) and lexed.glued(i + 2) and len(lexed.text(i + 2)) == 2
    if minute is None or not joined or len(lexed.text(i)) > 2 or not _impossible(hour, minute):
        return None
    marked = lexed.get("hour_mark", i + 3)
    if lexed.text(i + 1) == ":" or (lexed.text(i + 1) == "." and (lead is Lead.AT or marked)):
        return marked[1] if marked else i + 3
    return None


def _marked(lexed: Lexed, i: int, hour: int, lead: Lead | None, after_day: bool) -> int | None:
    """ "25 Uhr", "25 o'clock", "14h75"; "25h" and "25 heures" are lengths unless something speaks for the clock."""
    mark = lexed.get("hour_mark", i + 1)
    if not mark or len(lexed.text(i)) > 2:
        return None
    minute, end = lexed.digits(mark[1], 2), mark[1] + 1
    if minute is None or len(lexed.text(mark[1])) != 2 or not (lexed.glued(mark[1]) or lexed.may_end(end)):
        minute, end = None, mark[1]
    if not _impossible(hour, minute or 0):
        return None
    length = mark[0] == "needs minutes" or lexed.language.hours_are_clock
    clockwise = minute is not None or lead in _MARKED_LEADS or (after_day and end >= lexed.core[1])
    return end if clockwise or not length else None


def _halved(lexed: Lexed, i: int, hour: int) -> int | None:
    """ "25pm", "15am" and "0pm"; "15 am Montag" is German."""
    half = lexed.get("half_of_day", i + 1)
    if not half or not lexed.glued(i + 1) or len(lexed.text(i)) > 2:
        return None
    wrong = hour > 24 or (hour > 12 and half[0] == "am") or (hour == 0 and half[0] == "pm")
    return half[1] if wrong else None
