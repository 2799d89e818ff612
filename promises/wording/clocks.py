"""Times on the clock: "17:30", "5 p.m.", "14h30", "half past three", "Viertel vor vier", "midi et demi"."""

from dataclasses import dataclass, replace

from promises.wording.atoms import Clock, ClockRange, Lead
from promises.wording.lexed import Lexed

#: Minutes that are said before the hour without the word for minutes: "ten to four", but not "two to four".
_SPOKEN = (5, 10, 20, 25)
#: Leads after which a bare number may be an hour.
HOUR_LEADS = frozenset(
    (
        Lead.AT,
        Lead.BY,
        Lead.BEFORE,
        Lead.AFTER,
        Lead.SOON_AFTER,
        Lead.AROUND,
        Lead.BETWEEN,
        Lead.FROM,
        Lead.TO,
    )
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A clock that may be meant. `bare`: a number like any other, which needs more to go by."""

    clock: Clock
    end: int
    bare: bool = False


def hear(lexed: Lexed, i: int) -> Heard | None:
    """The longest clock that starts at `i`."""
    found = [heard for read in (_spoken, _figures, _hour, _noon_and) if (heard := read(lexed, i))]
    return max((_with_half(lexed, heard) for heard in found), key=lambda heard: heard.end, default=None)


def _with_half(lexed: Lexed, heard: Heard) -> Heard:
    """ "am" and "pm" after the clock."""
    end = heard.end
    half = lexed.get("half_of_day", end)
    clock = heard.clock
    if not half or not 1 <= clock.hour <= 12:
        return heard
    hour = clock.hour % 12 + (12 if half[0] == "pm" else 0)
    return Heard(Clock(hour, clock.minute), half[1])


def _clock(hour: int, minute: int, text: str = "") -> Clock | None:
    if not (0 <= minute < 60 and (0 <= hour < 24 or (hour, minute) == (24, 0))):
        return None
    return Clock(hour, minute, loose=1 <= hour <= 12 and not text.startswith("0"))


def _figures(lexed: Lexed, i: int) -> Heard | None:
    """Hours and minutes in figures: 17:30, 17.30, 17h30, 17 Uhr 30, 1730."""
    hour, text = lexed.digits(i, 4), lexed.text(i)
    if hour is None:
        return None
    if len(text) == 4:
        return _four_figures(lexed, i, hour)
    if len(text) > 2:
        return None
    sign, minute = lexed.text(i + 1), lexed.digits(i + 2, 2)
    joined = lexed.glued(i + 1) and lexed.glued(i + 2) and len(lexed.text(i + 2)) == 2
    if sign in (":", ".") and joined and minute is not None and (clock := _clock(hour, minute, text)):
        end = i + 3
        if lexed.text(end) == ":" and lexed.glued(end) and lexed.digits(end + 1, 2) is not None:
            end += 2  # seconds do not matter to a promise
        marked = lexed.get("hour_mark", end)
        return Heard(clock, marked[1] if marked else end, bare=sign == "." and not marked)
    return None


def _four_figures(lexed: Lexed, i: int, number: int) -> Heard | None:
    clock = _clock(number // 100, number % 100, lexed.text(i))
    if not clock:
        return None
    marked = lexed.get("hour_mark", i + 1) or lexed.get("military", i + 1)
    year = 2000 <= number < 2060 and number % 5
    if year and not marked:
        return None
    return Heard(replace(clock, loose=False), marked[1] if marked else i + 1, bare=not marked)


def _hour(lexed: Lexed, i: int) -> Heard | None:
    """A whole hour in figures or words, with or without a mark and what follows it."""
    hour, text = lexed.digits(i, 2), lexed.text(i)
    end = i + 1
    if hour is None:
        word = lexed.get("count", i)
        if not word or word[0] not in range(1, 25) or lexed.get("article", i):
            return None
        hour, end = int(word[0]), word[1]
    clock = _clock(hour, 0, text)
    if not clock or (hour == 24 and lexed.language.hours_are_clock):
        return None
    mark = lexed.get("hour_mark", end)
    if not mark:
        return Heard(clock, end, bare=not lexed.get("half_of_day", end))
    if extra := _after_hour(lexed, mark[1], text, hour):
        return extra
    if mark[0] == "needs minutes":  # English and German "14h" only after "at"; "2h" is a length
        return Heard(clock, mark[1], bare=True)
    return Heard(clock, mark[1])


def _after_hour(lexed: Lexed, i: int, text: str, hour: int) -> Heard | None:
    """Minutes after a marked hour: "14h30", "15 Uhr 45", "trois heures et demie", "quatre heures moins dix"."""
    if tail := lexed.get("minutes_more", i):
        return _shifted(hour, tail[0], tail[1], text)  # "0" as text: an hour with a name is not loose
    if less := lexed.get("minutes_less", i):
        minutes = lexed.digits(less[1], 2), less[1] + 1
        if minutes[0] is None:
            minutes = lexed.get("count", less[1]) or (None, i)
        if minutes[0] and minutes[0] < 60:
            return _shifted(hour, -int(minutes[0]), minutes[1], text)
    minute, end = lexed.digits(i, 2), i + 1
    if minute is not None and len(lexed.text(i)) != 2:
        minute = None
    if minute is None and (word := lexed.get("count", i)):
        minute, end = (int(word[0]), word[1]) if word[0] in range(5, 60) else (None, i)
    clock = _clock(hour, minute, text) if minute is not None else None
    if not clock or not (lexed.may_end(end) or lexed.get("minute_mark", end)):
        return None
    mark = lexed.get("minute_mark", end)
    return Heard(clock, mark[1] if mark else end)


def _shifted(hour: int, minutes: int, end: int, text: str = "") -> Heard | None:
    """`hour` moved by minutes; a loose hour stays loose: "half past twelve" is 12:30, "quarter to one" 12:45."""
    if not 1 <= hour <= 24:
        return None
    loose = hour <= 12 and not text.startswith("0")
    total = hour * 60 + minutes
    if loose and total < 60:
        total += 720
    elif loose and total >= 780:
        total -= 720
    clock = _clock(total // 60 % 24, total % 60)
    return Heard(replace(clock, loose=loose), end) if clock else None


def _spoken(lexed: Lexed, i: int) -> Heard | None:
    """Minutes before the hour's name: "half past three", "ten to four", "halb vier", "fünf vor halb vier"."""
    if (half := lexed.get("half_hour", i)) and (heard := _to_hour(lexed, half[1], lexed.language.half_hour)):
        return heard
    fixed = lexed.get("quarter_of", i)  # "Viertel vier", "dreiviertel vier"
    if fixed and (heard := _to_hour(lexed, fixed[1], fixed[0])):
        return heard
    minutes, end = _minutes(lexed, i)
    side = lexed.get("past_or_to", end) if minutes else None
    if not side:
        return None
    shift = minutes * side[0]
    counted = lexed.digits(i) is not None and not lexed.get("minute_mark", i + 1)
    if lexed.language.half_hour < 0 and (half := lexed.get("half_hour", side[1])):
        return _to_hour(lexed, half[1], lexed.language.half_hour + shift)
    heard = _to_hour(lexed, side[1], shift)
    return heard if heard and (not counted or lexed.may_end(heard.end)) else None  # "10 to 4 people"


def _noon_and(lexed: Lexed, i: int) -> Heard | None:
    """ "Midi et demi", "minuit moins le quart"."""
    named = lexed.get("named_hour", i)
    return _after_hour(lexed, named[1], "0", named[0]) if named else None


def _minutes(lexed: Lexed, i: int) -> tuple[int, int]:
    if part := lexed.get("clock_part", i):
        return part
    number, end = lexed.digits(i, 2), i + 1
    if number is None:
        number, end = lexed.get("count", i) or (0, i)
    if mark := lexed.get("minute_mark", end):
        return (int(number), mark[1]) if 0 < number < 60 else (0, i)
    return (int(number), end) if number in _SPOKEN else (0, i)


def _to_hour(lexed: Lexed, i: int, minutes: int) -> Heard | None:
    if named := lexed.get("named_hour", i):
        total = named[0] * 60 + minutes
        return Heard(Clock(total // 60 % 24, total % 60), named[1])
    hour, end = lexed.digits(i, 2), i + 1
    if hour is None:
        hour, end = lexed.get("count", i) or (None, i)
    if hour not in range(1, 25) or (lexed.get("article", i) and not lexed.may_end(end)):
        return None
    if mark := lexed.get("hour_mark", end):
        end = mark[1]
    return _shifted(int(hour), minutes, end)


def clock_range(lexed: Lexed, i: int, lead: Lead | None) -> tuple[ClockRange, int] | None:
    """ "Between 2 and 4", "from 9 to 5", "14 bis 16 Uhr", "2-4pm", "at 3 or 4", starting at the first clock."""
    first = hear(lexed, i) or _named(lexed, i)
    if not first:
        return None
    joint = _joint(lexed, first.end, lead)
    if joint is None:
        return None
    last = hear(lexed, joint) or _named(lexed, joint)
    if not last or not lexed.may_end(last.end):
        return None
    led = lead in HOUR_LEADS
    dashed = lexed.text(joint - 1) == "-" and lexed.may_end(last.end) and lexed.text(first.end - 1) != "."
    beside = _day_at(lexed, last.end) or (i > 0 and _day_before(lexed, i))
    if first.bare and last.bare and not led and not (dashed and beside):
        return None
    half = _shared_half(first.clock, last.clock)
    return ClockRange(half, last.clock), last.end


def _named(lexed: Lexed, i: int) -> Heard | None:
    named = lexed.get("named_hour", i)
    return Heard(Clock(named[0] % 24), named[1]) if named else None


def _joint(lexed: Lexed, i: int, lead: Lead | None) -> int | None:
    if lexed.text(i) == "-":
        return i + 1
    if lead is Lead.BETWEEN and (found := lexed.get("and", i)):
        return _after_lead(lexed, found[1])
    for kind in ("range", "or"):
        if found := lexed.get(kind, i):
            return _after_lead(lexed, found[1])
    return None


def _after_lead(lexed: Lexed, i: int) -> int:
    """ "At 3 or at 4": the second lead says nothing new."""
    lead = lexed.get("lead", i)
    return lead[1] if lead and lead[0] in (Lead.AT, Lead.AROUND) else i


def _day_before(lexed: Lexed, i: int) -> bool:
    return any("day" in lexed.at(k) or "weekday" in lexed.at(k) for k in range(max(0, i - 3), i))


def _day_at(lexed: Lexed, i: int) -> bool:
    return any(kind in lexed.at(i) for kind in ("day", "weekday", "part"))


def _shared_half(first: Clock, last: Clock) -> Clock:
    """In "2 to 4pm" the first hour is in the same half of the day, unless that puts it after the last."""
    if not first.loose or last.loose or last.hour > 24:
        return first
    morning = replace(first, hour=first.hour % 12, loose=False)
    evening = replace(morning, hour=first.hour % 12 + 12)
    before = [clock for clock in (evening, morning) if _minute(clock) < _minute(last)]
    return before[0] if before else first


def _minute(clock: Clock) -> int:
    return clock.hour * 60 + clock.minute
