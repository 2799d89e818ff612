"""What words can mean, before any clock or calendar is looked at. Language-neutral, plain values."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal


class Lead(Enum):
    """The word in front of a time, which decides which end of it binds."""

    AT = "at"
    ON = "on"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"
    SOON_AFTER = "soon after"
    AROUND = "around"
    BETWEEN = "between"
    FROM = "from"
    TO = "to"
    NOW = "now"  # "between now and Friday" is "by Friday"
    OF = "of"  # "your message of Monday": not a promise


class Joint(Enum):
    """What stands between two times of one sentence."""

    OR = "or"
    AND = "and"
    RATHER = "rather"  # "at 3, no, at 4"
    LATEST = "latest"  # "at the latest": this is the one that binds


class Which(Enum):
    """Which of all Mondays."""

    COMING = "coming"
    THIS = "this"
    NEXT = "next"
    AFTER_NEXT = "after next"
    WEEK_AFTER = "week after"  # "Monday week": a week after the coming one
    LAST = "last"


class Part(Enum):
    """Parts of a day, and the points in it that have a name."""

    FIRST_THING = "first thing"
    OPENING = "opening"
    EARLY_MORNING = "early morning"
    MORNING = "morning"
    MID_MORNING = "mid-morning"
    LATE_MORNING = "late morning"
    NOON = "noon"
    EARLY_AFTERNOON = "early afternoon"
    AFTERNOON = "afternoon"
    MID_AFTERNOON = "mid-afternoon"
    LATE_AFTERNOON = "late afternoon"
    CLOSING = "closing"
    EARLY_EVENING = "early evening"
    EVENING = "evening"
    LATE_EVENING = "late evening"
    MIDNIGHT = "midnight"
    NIGHT = "night"
    SAME_TIME = "same time"


class Portion(Enum):
    """How much of a week, month, quarter or year."""

    WHOLE = "whole"
    LATER = "later"
    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"
    END = "end"


@dataclass(frozen=True, slots=True)
class Offset:
    """Today is 0, tomorrow 1."""

    days: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """Monday is 0. `weeks` is added after the day is found: "Monday week" has 1."""

    number: int
    which: Which = Which.COMING
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date; without a year the next such one. Without a month the next month that has the day."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Workday:
    """The `count`th working day of the team after today; `within`: due by it rather than on it."""

    count: int
    within: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A week, weekend, month, quarter or year, `offset` from the current one; or the month of a name."""

    unit: Literal["week", "weekend", "month", "quarter", "year"]
    offset: int = 0
    portion: Portion = Portion.WHOLE
    month: int | None = None


@dataclass(frozen=True, slots=True)
class DayRange:
    """From one day to another, both included."""

    first: "Offset | Weekday | CalendarDate"
    last: "Offset | Weekday | CalendarDate"


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the day. `this`: today's and no other ("this afternoon"). `coming`: the next to begin, so that
    "in the morning" is tomorrow's when today's has begun."""

    part: Part
    this: bool = False
    coming: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on the clock. `loose`: 1 to 12 with nothing to say which half of the day."""

    hour: int
    minute: int = 0
    loose: bool = False
    half: Literal["am", "pm"] | None = None


@dataclass(frozen=True, slots=True)
class ClockRange:
    """From one time on the clock to another."""

    first: Clock
    last: Clock


@dataclass(frozen=True, slots=True)
class Duration:
    """Elapsed seconds from the moment it was said, or months, or working days of the team.

    `least` is the lower end of "2 to 3 hours" in seconds; `working`: the seconds are working time.
    """

    seconds: float = 0
    months: float = 0
    workdays: float = 0
    least: float | None = None
    working: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA name, or "team" / "customer"."""

    name: str


@dataclass(frozen=True, slots=True)
class Vague:
    """Words that promise and name no time: "soon"."""


@dataclass(frozen=True, slots=True)
class Past:
    """Words about what has been: "yesterday", "2 hours ago"."""


@dataclass(frozen=True, slots=True)
class NoClock:
    """Said like a time on the clock, and none: "25:00"."""


@dataclass(frozen=True, slots=True)
class NoDate:
    """A date that no calendar has: "31 February"."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A numeric date that two people read as two days."""

    first: CalendarDate
    second: CalendarDate


Day = Offset | Weekday | CalendarDate | Workday
Meaning = (
    Day
    | Span
    | DayRange
    | DayPart
    | Clock
    | ClockRange
    | Duration
    | Zone
    | Vague
    | Past
    | NoClock
    | NoDate
    | Unclear
    | Lead
    | Joint
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A meaning and the tokens (from, to) that carry it."""

    meaning: Meaning
    start: int
    end: int
