"""What became of the promises that fell due in a period: how many were kept, and when not, how late.

A promise counts on the day on which it was due, at the time that was agreed last. One that was withdrawn in time
is in no rate; one that is overdue is broken. Reads the rows of the period, by their index, and no others.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import TruncDate

from alerts.waits import place_among
from escalations.figures import solved
from people.models import Team, User
from people.planner import row_by_row
from promises.feasibility.record import NOTICES, WORDS
from promises.models import Promise, Renegotiation
from tickets.models import Ticket, Topic
from tickets.models.channel import Channel

DAYS = (7, 30, 90)
# How late, in groups: up to and including each; whatever is later makes the last one.
LATENESS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(days=1))
LATE_WORDS = (
    "15 minutes or less",
    "15 minutes to an hour",
    "one to four hours",
    "four hours to a day",
    "more than a day",
)
OUTCOMES = {"kept": "Kept in time", "late": "Kept late", "broken": "Broken", "withdrawn": "Withdrawn in time"}
DIMENSIONS = {"team": "Team", "topic": "Topic", "channel": "Channel", "notice": "Notice given"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which promises: `days` whole days up to the moment `at` (aware), today among them, by the clock of `zone`.

    Each of the others narrows it down where it is given; `notice` is an index of WORDS.
    """

    at: datetime
    zone: ZoneInfo
    days: int = 30
    team: Team | None = None
    topic: Topic | None = None
    no_topic: bool = False
    channel: str = ""
    notice: int | None = None
    owner: User | None = None

    @property
    def dates(self) -> list[date]:
        """The days of the period, the first one first."""
        today = self.at.astimezone(self.zone).date()
        return [today - timedelta(days=back) for back in reversed(range(self.days))]

    @property
    def since(self) -> datetime:
        """When the period begins: midnight."""
        return datetime.combine(self.dates[0], time(), tzinfo=self.zone)

    def about_tickets(self) -> dict[str, object]:
        """Filters for the tickets themselves: their own team, topic and channel."""
        return self.of_ticket("") | ({"team": self.team} if self.team else {})

    def of_ticket(self, to_ticket: str) -> dict[str, object]:
        """Filters for what belongs to a ticket, `to_ticket` being the way there, such as `ticket__`."""
        found = {"topic": self.topic, "channel": self.channel}
        given = {f"{to_ticket}{name}": value for name, value in found.items() if value}
        return given | ({f"{to_ticket}topic": None} if self.no_topic else {})


@dataclass(frozen=True, slots=True)
class Figures:
    """How many came to which end; `renegotiated` ones came to one of them as well."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    withdrawn: int = 0
    renegotiated: int = 0

    @property
    def ended(self) -> int:
        """Those that a rate is of."""
        return self.kept + self.late + self.broken

    @property
    def kept_percent(self) -> float | None:
        """Kept in time, of those that ended; None where none did."""
        return 100 * self.kept / self.ended if self.ended else None


@dataclass(frozen=True)
class Report:
    """The figures of a period: in all, by day, by each dimension as (key, label, figures), and how late."""

    total: Figures
    days: list[tuple[date, Figures]]
    by: dict[str, list[tuple[object, str, Figures]]]
    lateness: list[tuple[str, int]]


def report(asked: Asked) -> Report:
    """Four queries, whatever the period holds."""
    with row_by_row():
        rows = list(_counted(due(asked), ""))
        again = list(_counted(_renegotiated(asked), "promise__"))
    late = Counter()
    for row in rows:
        if row["outcome"] == "late":
            late[row["lateness"]] += row["number"]
    by_day = _figures(rows, again, "day")
    return Report(
        total=_figures(rows, again, None).get(None, Figures()),
        days=[(day, by_day.get(day, Figures())) for day in asked.dates],
        by={name: _grouped(_figures(rows, again, name), labels_of(name)) for name in DIMENSIONS},
        lateness=[(words, late[place]) for place, words in enumerate(LATE_WORDS)],
    )


def labels_of(dimension: str) -> dict[object, str]:
    """What its keys are called, in the order in which they are shown. One query for teams and topics."""
    if dimension == "team":
        return dict(Team.objects.values_list("id", "name"))
    if dimension == "topic":
        return {**dict(Topic.objects.values_list("id", "name")), None: "No topic"}
    return dict(Channel.choices) if dimension == "channel" else dict(enumerate(WORDS))


def tickets_solved(asked: Asked) -> QuerySet[Ticket]:
    """The tickets that were solved in the period, once each; a person's are those that they own."""
    found = solved(asked.since, asked.at, **asked.about_tickets())
    return found.filter(owner=asked.owner) if asked.owner else found


def due(asked: Asked) -> QuerySet[Promise]:
    """The promises asked for, with `outcome`, `notice`, `lateness` and `day`."""
    found = Promise.objects.filter(
        due_at__gte=asked.since, due_at__lte=asked.at, **asked.of_ticket("ticket__")
    )
    # A promise counts for the team that owes it, not for the one that has the ticket now.
    if asked.team:
        found = found.filter(team=asked.team)
    return _narrowed(_told(found, asked.zone, ""), asked, "")


def renegotiated_only(found: QuerySet[Promise]) -> QuerySet[Promise]:
    """Those for which a new time was agreed."""
    return found.filter(
        Exists(Renegotiation.objects.filter(promise=OuterRef("pk"), to_due_at=OuterRef("due_at")))
    )


def _renegotiated(asked: Asked) -> QuerySet[Renegotiation]:
    """The last renegotiation of each of those promises that had one."""
    found = Renegotiation.objects.filter(
        to_due_at__gte=asked.since,
        to_due_at__lte=asked.at,
        promise__due_at=F("to_due_at"),
        **asked.of_ticket("promise__ticket__"),
    )
    if asked.team:
        found = found.filter(promise__team=asked.team)
    return _narrowed(_told(found, asked.zone, "promise__"), asked, "promise__")


def _told(found: QuerySet, zone: ZoneInfo, to: str) -> QuerySet:
    kept = When(**{f"{to}settlement__outcome": "kept"}, then=Value("late"))
    in_time = When(
        **{f"{to}settlement__outcome": "kept", f"{to}settlement__at__lte": F(f"{to}due_at")},
        then=Value("kept"),
    )
    withdrawn = When(
        **{f"{to}settlement__outcome": "withdrawn", f"{to}breach": None}, then=Value("withdrawn")
    )
    return with_notice(found, to).annotate(
        outcome=Case(in_time, kept, withdrawn, default=Value("broken"), output_field=CharField()),
        _late=F(f"{to}settlement__at") - F(f"{to}due_at"),
        lateness=place_among("_late", LATENESS),
        day=TruncDate(f"{to}due_at", tzinfo=zone),
    )


def with_notice(found: QuerySet, to: str = "") -> QuerySet:
    """These with `notice`, an index of WORDS: how long ahead the promise was made to which `to` leads."""
    length = F(f"{to}due_at") - F(f"{to}said_at")
    return found.annotate(_notice=length).annotate(notice=place_among("_notice", NOTICES))


def _narrowed(found: QuerySet, asked: Asked, to: str) -> QuerySet:
    if asked.notice is not None:
        found = found.filter(notice=asked.notice)
    return found.filter(**{f"{to}owner": asked.owner}) if asked.owner else found


def _counted(found: QuerySet, to: str) -> QuerySet:
    """How many there are of each mixture: far fewer rows than promises."""
    # Not “team”: that is a column of the promise itself.
    named = {
        "of_team": F(f"{to}team"),
        "topic": F(f"{to}ticket__topic"),
        "channel": F(f"{to}ticket__channel"),
    }
    promise = f"{to}pk" if to else "pk"
    return (
        found.order_by()
        .annotate(**named)
        .values("day", "of_team", "topic", "channel", "notice", "outcome", "lateness")
        .annotate(number=Count(promise, distinct=bool(to)))
    )


def _figures(rows: Iterable[dict], again: Iterable[dict], by: str | None) -> dict[object, Figures]:
    column = "of_team" if by == "team" else by
    counted: dict[object, Counter] = {}
    for row in rows:
        counted.setdefault(row[column] if column else None, Counter())[row["outcome"]] += row["number"]
    for row in again:
        key = row[column] if column else None
        counted.setdefault(key, Counter())["renegotiated"] += row["number"]
    return {key: Figures(**counts) for key, counts in counted.items()}


def _grouped(figures: dict[object, Figures], names: dict) -> list[tuple[object, str, Figures]]:
    """In the order of the names as they stand: the alphabet for teams and topics, length for notices."""
    return [(key, name, figures[key]) for key, name in names.items() if key in figures]


def of_the_team(asked: Asked) -> Asked:
    """The same period for the owner's whole team: what one's own figures are read beside."""
    return replace(asked, owner=None, team=asked.owner.team if asked.owner else asked.team)
