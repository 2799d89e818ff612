"""Days by name and by number: "next Tuesday", "Monday week", "3 December", "3.12.", "2026-12-03", "on the 3rd"."""

from calendar import monthrange
from dataclasses import replace

from promises.wording.atoms import (
    CalendarDate,
    DayRange,
    Lead,
    NoDate,
    Offset,
    Past,
    Portion,
    Span,
    Unclear,
    Weekday,
    Which,
)
from promises.wording.clocks import hear
from promises.wording.lexed import Lexed

LEAP = 2000
DayFound = tuple[Offset | Weekday | CalendarDate | NoDate | Unclear | Past | Span, int]


def day(lexed: Lexed, i: int, lead: Lead | None) -> DayFound | None:
    """The longest day that starts at `i`."""
    found = [
        result
        for result in (
            _weekday(lexed, i, lead),
            _later_day(lexed, i),
            _date(lexed, i, lead),
            _of_month(lexed, i),
        )
        if result
    ]
    return max(found, key=lambda result: result[1], default=None)


def _weekday(lexed: Lexed, i: int, lead: Lead | None) -> DayFound | None:
    which = lexed.get("which", i)
    start = which[1] if which else i
    named = lexed.get("weekday", start)
    if not named and (short := lexed.get("short_weekday", start)):
        named = short if which or lead or _stands_alone(lexed, i, short[1]) else None
        if named and lexed.text(named[1]) == "." and lexed.glued(named[1]):
            named = (named[0], named[1] + 1)
    if not named:
        return None
    end = named[1]
    after = lexed.get("which_after", end)
    if after and (span := lexed.get("span", end)) and span[1] > after[1]:
        after = None  # "Friday next week" is not "Friday next"
    if after:
        end = after[1]
    kind = (which or after or (Which.COMING,))[0]
    if kind is Which.LAST:
        return Past(), end
    if kind is Which.AFTER_NEXT:
        return Weekday(named[0], Which.NEXT, 1), end
    if kind is Which.WEEK_AFTER:
        return Weekday(named[0], Which.COMING, 1), end
    return Weekday(named[0], kind), end


def _stands_alone(lexed: Lexed, start: int, end: int) -> bool:
    """Whether an abbreviation is surely a weekday: all that was said, or a time right after it."""
    if lexed.is_all(start, end + (lexed.text(end) == ".")):
        return True
    after = end + (lexed.text(end) in (".", ","))
    if after > end and lexed.text(end) == "." and "lead" in lexed.at(after):
        return True  # "Fr. um 9"
    return lexed.digits(after, 4) is not None or any(
        kind in lexed.at(after) for kind in ("part", "weak_part", "part_after_day")
    )


def _later_day(lexed: Lexed, i: int) -> DayFound | None:
    """ "A week on Monday", "a week tomorrow", "heute in einer Woche", "demain en huit"."""
    if ahead := lexed.get("plus_weeks", i):
        rest = lexed.get("day", ahead[1])
        if rest and isinstance(rest[0], Offset):
            return Offset(rest[0].days + 7 * ahead[0]), rest[1]
        if found := _weekday(lexed, ahead[1], Lead.ON):
            return (replace(found[0], weeks=ahead[0]), found[1]) if isinstance(found[0], Weekday) else None
    first = lexed.get("day", i)
    if first and isinstance(first[0], Offset) and (behind := lexed.get("weeks_after", first[1])):
        return Offset(first[0].days + 7 * behind[0]), behind[1]
    if (found := lexed.get("weekday", i)) and (behind := lexed.get("weeks_after", found[1])):
        return Weekday(found[0], weeks=behind[0]), behind[1]
    return None


def _date(lexed: Lexed, i: int, lead: Lead | None) -> DayFound | None:
    return (
        _iso(lexed, i)
        or _numeric(lexed, i, lead)
        or _day_then_month(lexed, i)
        or _month_then_day(lexed, i)
        or _day_alone(lexed, i, lead)
    )


def _iso(lexed: Lexed, i: int) -> DayFound | None:
    year, month, number = lexed.digits(i, 4), lexed.digits(i + 2, 2), lexed.digits(i + 4, 2)
    if len(lexed.text(i)) != 4 or lexed.text(i + 1) not in ("-", "/", ".") or not month or not number:
        return None
    if lexed.text(i + 3) != lexed.text(i + 1):
        return None
    return _real(number, month, year, i + 5, sure=True)


def _numeric(lexed: Lexed, i: int, lead: Lead | None) -> DayFound | None:
    """3/12, 03.12.2026, 3-12-26: the language decides which number is the day, or nobody does."""
    first, sign, second = lexed.digits(i, 2), lexed.text(i + 1), lexed.digits(i + 2, 2)
    if not first or not second or sign not in ("/", ".", "-") or not lexed.glued(i + 1):
        return None
    year, end = None, i + 3
    if lexed.text(end) == sign and lexed.glued(end) and lexed.glued(end + 1):
        year = _year(lexed, end + 1, short=True)
        end = end + 2 if year is not None else end
    stop = sign == "." and lexed.text(i + 3) == "." and lexed.glued(i + 3)
    if year is None:
        if sign == "-" or (sign == "." and not _dotted(lexed, second, lead, stop)):
            return None
        if stop and lexed.language.dotted_date:
            end = i + 4
            if (said := _year(lexed, end)) is not None:
                year, end = said, end + 1
        if not _may_end(lexed, end):
            return None
    sure = year is not None
    day_first, month_first = (
        _real(first, second, year, end, sure=sure),
        _real(second, first, year, end, sure=sure),
    )
    if lexed.language.day_first or sign == ".":
        return day_first or None
    if day_first and month_first and first != second:
        return Unclear(day_first[0], month_first[0]), end
    return day_first or month_first


def _may_end(lexed: Lexed, i: int, figures: bool = True) -> bool:
    """Whether a date may end before `i`: also before the figures of a time, "3.12. 14 Uhr"."""
    hour_next = figures and not lexed.glued(i) and lexed.digits(i, 2) is not None
    return lexed.may_end(i) or (hour_next and bool(hear(lexed, i)) and not hear(lexed, i).bare)


def _dotted(lexed: Lexed, second: int, lead: Lead | None, stop: bool) -> bool:
    """Whether 3.12 is a date and not half past or a decimal: by its last stop, "am", or what it cannot be."""
    if not lexed.language.dotted_date or second > 12 or lead in (Lead.AT, Lead.AROUND):
        return False
    return stop or lead in (Lead.ON, Lead.BY)


def _year(lexed: Lexed, i: int, short: bool = False) -> int | None:
    number = lexed.digits(i, 4)
    if number is not None and len(lexed.text(i)) == 4 and 1990 <= number < 2100:
        return number
    if number is not None and short and len(lexed.text(i)) == 2:
        return 2000 + number
    return None


def _day_then_month(lexed: Lexed, i: int) -> DayFound | None:
    """ "3 December", "3rd of Dec. 2026", "3. Dezember", "le 1er décembre", "third of December"."""
    number, end = _ordinal(lexed, i)
    if not number:
        return None
    if of := lexed.get("of", end):
        end = of[1]
    month = lexed.get("month", end)
    if not month:
        return None
    end = month[1]
    if len(lexed.text(end - 1)) <= 4 and lexed.text(end) == "." and lexed.glued(end) and end + 1 < len(lexed):
        end += 1  # "3. Dez. um elf"
    return _with_year(lexed, number, month[0], end)


def _month_then_day(lexed: Lexed, i: int) -> DayFound | None:
    """ "December 3", "Dec. the 3rd, 2026"."""
    month = lexed.get("month", i)
    if not month or not lexed.language.extra.get("month_first"):
        return None
    end = month[1] + (lexed.text(month[1]) == ".")
    if article := lexed.get("article_day", end):
        end = article[1]
    number, end = _ordinal(lexed, end)
    return _with_year(lexed, number, month[0], end) if number and _no_unit(lexed, end) else None


def _no_unit(lexed: Lexed, i: int) -> bool:
    """ "March 3pm" and "may 2 hours" are no dates."""
    return not any(kind in lexed.at(i) for kind in ("unit", "half_of_day", "hour_mark")) and lexed.text(i) not in (
        ":", "%", "/",
    )  # fmt: skip


def _ordinal(lexed: Lexed, i: int) -> tuple[int | None, int]:
    if (number := lexed.digits(i, 2)) and number <= 31:
        if suffix := lexed.get("ordinal", i + 1):
            return number, suffix[1]
        return number, i + 1
    if word := lexed.get("ordinal_word", i):
        return word
    if (word := lexed.get("count", i)) and word[0] in range(1, 32) and not lexed.get("article", i):
        return int(word[0]), word[1]
    return None, i


def _with_year(lexed: Lexed, number: int, month: int, end: int) -> DayFound | None:
    if lexed.text(end) == "." and lexed.digits(end + 1, 4) is not None:  # "3. Dez. 2026"
        end += 1
    after = end + (lexed.text(end) == ",")
    year = _year(lexed, after)
    return _real(number, month, year, after + 1 if year is not None else end, sure=True)


def _day_alone(lexed: Lexed, i: int, lead: Lead | None) -> DayFound | None:
    """ "The 3rd", "am 3.", "le 3": a day of this month or of the next that has it."""
    article = lexed.get("article_day", i)
    start = article[1] if article else i
    number = lexed.digits(start, 2)
    if not number or number > 31 or not (article or lead in (Lead.ON, Lead.BY, Lead.BEFORE)):
        word = (
            lexed.get("ordinal_word", start) if article and lexed.language.extra.get("ordinal_days") else None
        )
        return (CalendarDate(word[0]), word[1]) if word and lexed.may_end(word[1]) else None
    suffix = lexed.get("ordinal", start + 1)
    if (
        suffix
        and suffix[1] == start + 2
        and lexed.text(start + 1) == "."
        and lexed.digits(suffix[1]) is not None
    ) and lexed.glued(suffix[1]):
        return None
    end = suffix[1] if suffix else start + 1
    needs_suffix = not lexed.language.extra.get("bare_day")
    if (needs_suffix and not suffix) or (not needs_suffix and not article and not suffix):
        return None
    of = lexed.get("of", end)  # "the 15th of next month"
    of_span = lexed.get("span", of[1] if of else end)
    return (CalendarDate(number), end) if of_span or _may_end(lexed, end, bool(suffix)) else None


def _real(number: int, month: int, year: int | None, end: int, *, sure: bool) -> DayFound | None:
    """The date if the calendar has it; 29 February counts without a year.

    One that it lacks is nothing, unless it is `sure` to be meant as a date: then it is none.
    """
    if not (1 <= month <= 12 and 1 <= number <= 31):
        return None
    # A leap year stands for any.
    if number > monthrange(LEAP if year is None else year, month)[1]:
        return (NoDate(), end) if sure else None
    return CalendarDate(number, month, year), end


def _of_month(lexed: Lexed, i: int) -> DayFound | None:
    """ "End of December", "Mitte Januar", "in March"."""
    portion = lexed.get("month_portion", i)
    month = lexed.get("month", portion[1]) if portion else None
    if not month:
        return None
    if lexed.digits(month[1], 2) is not None and portion[0] is Portion.WHOLE:
        return None
    return Span("month", 0, portion[0], month[0]), month[1]


def day_range(lexed: Lexed, i: int, lead: Lead | None) -> tuple[DayRange, int] | None:
    """ "Between Monday and Wednesday", "Monday to Wednesday", "today or tomorrow", from its first day on."""
    first = _range_end(lexed, i, lead)
    if not first:
        return None
    joint = lexed.get("range", first[1]) or lexed.get("or", first[1])
    if not joint and lead is Lead.BETWEEN:
        joint = lexed.get("and", first[1])
    if not joint and lexed.text(first[1]) == "-":
        joint = (None, first[1] + 1)
    if not joint and first[1] < len(lexed) and lexed.tokens[first[1]].joined:
        joint = (None, first[1])
    last = _range_end(lexed, lexed.skip_glue(joint[1]), Lead.ON) if joint else None
    return (DayRange(first[0], last[0]), last[1]) if last else None


def _range_end(lexed: Lexed, i: int, lead: Lead | None) -> DayFound | None:
    named = lexed.get("day", i)
    found = named if named and isinstance(named[0], Offset) else day(lexed, i, lead)
    return found if found and isinstance(found[0], Offset | Weekday | CalendarDate) else None
