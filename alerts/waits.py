"""How long something waited until somebody said “I have it”: in groups, and what half and nine in ten did not exceed.

Elapsed time, not working time, in whole minutes begun: the database counts them, for there may be many.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Case, Count, F, Func, IntegerField, QuerySet, When
from django.db.models.expressions import Combinable

from people.planner import row_by_row

# Up to and including each; whatever took longer makes the last group.
WAITS = (timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1), timedelta(hours=4))
WAIT_WORDS = (
    "15 minutes or less",
    "15 to 30 minutes",
    "30 minutes to an hour",
    "one to four hours",
    "more than four hours",
)
# What waited for weeks was forgotten: one minute more or less of it makes no row of its own.
LONGEST = 7 * 24 * 60


@dataclass(frozen=True)
class Waits:
    """How many waited how many minutes, each as long as LONGEST at most."""

    minutes: Counter = field(default_factory=Counter)

    @classmethod
    def of_all(cls, parts: Iterable["Waits"]) -> "Waits":
        """Those of several groups together."""
        return cls(sum((part.minutes for part in parts), Counter()))

    @property
    def number(self) -> int:
        return self.minutes.total()

    @property
    def median(self) -> int | None:
        """Minutes within which half of them ended; None where there were none."""
        return self.within(50)

    @property
    def nine_in_ten(self) -> int | None:
        """Minutes within which 90 percent of them ended; None where there were none."""
        return self.within(90)

    def within(self, percent: int) -> int | None:
        """The least number of minutes within which `percent` of them ended; None where there were none."""
        so_far = 0
        for minutes in sorted(self.minutes):
            so_far += self.minutes[minutes]
            if 100 * so_far >= percent * self.number:
                return minutes
        return None

    def groups(self) -> list[tuple[str, int]]:
        """How many, by WAIT_WORDS."""
        found: Counter = Counter()
        for minutes, number in self.minutes.items():
            found[sum(timedelta(minutes=minutes) > limit for limit in WAITS)] += number
        return [(words, found[place]) for place, words in enumerate(WAIT_WORDS)]


def with_wait(found: QuerySet, since: str) -> QuerySet:
    """These, with `wait`, an index of WAIT_WORDS: from the time in their field `since` to that in `at`."""
    return found.annotate(_waited=F("at") - F(since)).annotate(wait=place_among("_waited", WAITS))


def place_among(length: str, limits: tuple[timedelta, ...]) -> Case:
    """The index of the first of `limits` that the field `length` does not exceed; of all of them their number."""
    whens = [When(**{f"{length}__lte": limit}, then=place) for place, limit in enumerate(limits)]
    return Case(*whens, default=len(limits), output_field=IntegerField())


def waits_by(found: QuerySet, group: Combinable | None) -> dict[object, Waits]:
    """How long those of `with_wait` waited, by the value of `group`, or all under None. One query."""
    key = {"group": group} if group is not None else {}
    rows = found.order_by().annotate(**key, minutes=_Minutes("_waited")).values(*key, "minutes")
    waits: dict[object, Counter] = {}
    with row_by_row():
        for row in rows.annotate(number=Count("pk")):
            minutes = min(max(row["minutes"], 0), LONGEST)
            waits.setdefault(row.get("group"), Counter())[minutes] += row["number"]
    return {key: Waits(counted) for key, counted in waits.items()}


class _Minutes(Func):
    """A length of time in whole minutes begun."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        # A difference of times is a number of microseconds there.
        return self.as_sql(
            compiler, connection, template="((%(expressions)s + 59999999) / 60000000)", **context
        )

    def as_postgresql(self, compiler, connection, **context):
        template = f"LEAST(CEIL(EXTRACT(EPOCH FROM %(expressions)s) / 60), {LONGEST})::integer"
        return self.as_sql(compiler, connection, template=template, **context)
