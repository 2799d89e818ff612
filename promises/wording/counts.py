"""Numbers and durations in words: "an hour and a half", "2-3 Stunden", "trois quarts d'heure"."""

from promises.wording.atoms import Duration, Past, Workday
from promises.wording.lexed import Lexed

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def count(lexed: Lexed, i: int) -> tuple[float, int] | None:
    """A number at `i`, in digits or words: 2, 2.5, 2,5, 1/2, 1 1/2, "twenty-five", "anderthalb"."""
    whole = lexed.digits(i, most=9)
    if whole is None:
        return lexed.get("count", i)
    if lexed.text(i + 1) == "/" and lexed.digits(i + 2, 1):
        return whole / lexed.digits(i + 2), i + 3
    decimal = lexed.text(i + 1) in (".", ",") and lexed.glued(i + 1) and lexed.glued(i + 2)
    if decimal and lexed.digits(i + 2, 2) is not None:
        return float(f"{whole}.{lexed.text(i + 2)}"), i + 3
    if lexed.text(i + 2) == "/" and lexed.digits(i + 3, 1) and lexed.digits(i + 1, 1) is not None:
        return whole + lexed.digits(i + 1) / lexed.digits(i + 3), i + 4
    return whole, i + 1


def length(lexed: Lexed, i: int) -> tuple[Duration, int] | None:
    """A length of time at `i`, with no word about when it starts."""
    found = _ranged(lexed, i) or _single(lexed, i)
    if not found:
        return None
    total, end = found
    while more := _more(lexed, total, end):
        total, end = more
    return total, end


def _single(lexed: Lexed, i: int) -> tuple[Duration, int] | None:
    amount = lexed.get("amount", i)
    counted = _counted(lexed, i)
    if amount and not (counted and counted[1] > amount[1]):
        return Duration(amount[0]), amount[1]
    return counted


def _counted(lexed: Lexed, i: int) -> tuple[Duration, int] | None:
    """A number and its unit: "2 hours", "two and a half hours", "1h30"."""
    number = count(lexed, i)
    if number and (amount := lexed.get("amount", number[1])) and number[0] in (1, 2, 3):
        return Duration(number[0] * amount[0]), amount[1]
    if not number:
        return None
    value, end = number
    if half := lexed.get("half_more", end):  # "two and a half hours"
        value, end = value + half[0], half[1]
    if filler := lexed.get("filler", end):  # "deux prochaines heures"
        end = filler[1]
    unit = lexed.get("unit", end)
    if not unit:
        return None
    clockwise = lexed.digits(unit[1], 2)  # "1h30"
    if unit[0][1] == HOUR and clockwise is not None and lexed.glued(unit[1]) and clockwise < 60:
        return Duration(value * HOUR + clockwise * MINUTE), unit[1] + 1
    return _of(value, unit[0]), unit[1]


def _ranged(lexed: Lexed, i: int) -> tuple[Duration, int] | None:
    """ "2 to 3 hours": due at the end of the later, not before the earlier."""
    low = count(lexed, i)
    if not low:
        return None
    end = low[1]
    if unit := lexed.get("unit", end):  # "one hour or two" names the unit once
        end = unit[1]
    if lexed.text(end) == "-":
        end += 1
    elif joint := lexed.get("range", end) or lexed.get("or", end):
        end = joint[1]
    else:
        return None
    high = count(lexed, end)
    last = lexed.get("unit", high[1]) if high else None
    if not last:
        last = unit and high and (unit[0], high[1])
    if not high or not last or low[0] >= high[0]:
        return None
    first = _of(low[0], (unit or last)[0])
    whole = _of(high[0], last[0])
    if whole.workdays:
        return (whole, last[1]) if first.workdays else None
    if not (first.seconds and whole.seconds) or first.seconds >= whole.seconds:
        return None
    return Duration(whole.seconds, least=first.seconds, working=whole.working), last[1]


def _more(lexed: Lexed, total: Duration, end: int) -> tuple[Duration, int] | None:
    """What is added: "and a half", "and 20 minutes", " 30 min"."""
    if total.least or not total.seconds:
        return None
    if half := lexed.get("half_more", end):
        return Duration(total.seconds + half[0] * _last_unit(total), working=total.working), half[1]
    start = plus[1] if (plus := lexed.get("plus", end)) else end
    part = _single(lexed, start) if lexed.get("amount", start) or count(lexed, start) else None
    if part and 0 < part[0].seconds < _last_unit(total) and not part[0].working:
        return Duration(total.seconds + part[0].seconds, working=total.working), part[1]
    return None


def _last_unit(total: Duration) -> float:
    for unit in (7 * DAY, DAY, HOUR, MINUTE):
        if total.seconds >= unit and total.seconds % unit == 0:
            return unit
    return 1


def _of(number: float, unit: tuple[str, float]) -> Duration:
    kind, size = unit
    if kind == "month":
        return Duration(months=number * size)
    if kind == "workday":
        return Duration(workdays=number)
    return Duration(number * size, working=kind == "working")


def duration(lexed: Lexed, i: int, alone: bool) -> tuple[Duration | Workday | Past | None, int] | None:
    """When something is due, as a length from now: "within 2 hours", "in two business days", "2 hours ago".

    None in place of a meaning: a length that is no promise ("for 2 hours").
    A length with nothing in front counts only if it is all that was said (`alone`): "it took 30 minutes".
    """
    if (ago := lexed.get("ago_lead", i)) and (past := length(lexed, ago[1])):
        return (Past() if ago[0] == "past" else None), past[1]
    lead, start = lexed.get("within", i) or (None, i)
    found = length(lexed, start) or (_next_unit(lexed, start) if lead == "next" else None)
    if not found:
        return None
    total, end = found
    if lead == "limit" and lexed.language.hours_are_clock and 13 * HOUR <= total.seconds < 24 * HOUR:
        return None  # "d'ici 17h" is by 17:00, "d'ici 2h" within two hours
    if after := lexed.get("ago", end):
        return Past(), after[1]
    if from_now := lexed.get("from_now", end):
        end = from_now[1]
    bare = not lead and not from_now
    if bare and (not alone or not lexed.is_all(i, end) or (total.least and lexed.text(end - 1) == "h")):
        return None  # "14-16h" are two times on the clock
    if total.workdays:
        return (Workday(int(total.workdays), within=True), end) if total.workdays >= 1 else None
    if lead in ("limit", "next") and total.least:
        total = Duration(total.seconds, working=total.working)
    return total, end


def _next_unit(lexed: Lexed, i: int) -> tuple[Duration, int] | None:
    """ "Within the hour", "in the next hour": one of it."""
    unit = lexed.get("unit", i)
    return (_of(1, unit[0]), unit[1]) if unit else None
