"""How things stand now: what is owed and what waits, counted by team and by person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from escalations.unanswered import at_the_cap, unanswered
from people.models import Team, User
from promises.risk import Owed, Reason, owed

# What is counted, each with its list: the first three of promises, then escalations, then tickets.
PROMISES = ("open", "overdue", "soon", "risk")
COUNTED = (*PROMISES, "unanswered", "capped")


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of one team, one person or all. `soon`: due within the hour; `risk`: anything endangers it."""

    open: int = 0
    overdue: int = 0
    soon: int = 0
    risk: int = 0
    unanswered: int = 0
    capped: int = 0

    @property
    def is_quiet(self) -> bool:
        """Does nothing here wait for anybody but in its own time?"""
        return not (self.overdue or self.soon or self.risk or self.unanswered or self.capped)


@dataclass(frozen=True)
class Outlook:
    """As of `at`, of all teams or of one. Teams come in the order of the alphabet, never of numbers."""

    at: datetime
    total: Counts
    reasons: dict[str, int]
    teams: list[tuple[Team, Counts]]
    owed: list[Owed]
    _people: dict[int, Counts]

    @classmethod
    def of(cls, at: datetime, team: Team | None = None) -> "Outlook":
        """As of `at` (aware). Fourteen queries at most, whatever is open; what is past costs nothing."""
        promises = owed(at, team)
        steps, tickets = unanswered(), at_the_cap()
        if team is not None:
            steps, tickets = steps.filter(escalation__ticket__team=team), tickets.filter(team=team)
        asked = list(steps.order_by().values_list("escalation__ticket__team_id", "person_id"))
        capped = list(tickets.order_by().values_list("team_id", "owner_id"))
        teams = list(Team.objects.all()) if team is None else [team]
        by_team = _tally((("team_id", 0), promises), asked, capped)
        return cls(
            at=at,
            total=_total(promises, asked, capped),
            reasons={why: sum(why in one.reasons for one in promises) for why in Reason.values},
            teams=[(one, by_team.get(one.pk, Counts())) for one in teams],
            owed=promises,
            _people=_tally((("owner_id", 1), promises), asked, capped),
        )

    def people(self, teams: Iterable[Team], at_most: int) -> list[tuple[User, Counts]]:
        """Whoever is at home in `teams`, and, of one team's outlook, whoever else has something in it. One query.

        In the order of the alphabet: this tells who needs help, and is no ranking.
        """
        of_teams = Q(team__in=teams, is_active=True)
        also = Q(pk__in=self._people) if len(self.teams) == 1 else Q()
        found = User.objects.filter(of_teams | also).select_related("team").order_by("name", "id")
        return [(one, self._people.get(one.pk, Counts())) for one in found[:at_most]]


def counted(one: Owed) -> Iterable[str]:
    """Which numbers a promise is in, a reason for its risk among them."""
    yield "open"
    if one.overdue:
        yield "overdue"
    if one.soon:
        yield "soon"
    if one.reasons:
        yield "risk"
        yield from one.reasons


def _tally(by: tuple, asked: list[tuple], capped: list[tuple]) -> dict[int, Counts]:
    (attribute, place), promises = by
    found: Counter = Counter()
    for one in promises:
        key = getattr(one, attribute)
        found.update((key, name) for name in counted(one) if name in PROMISES)
    found.update((row[place], "unanswered") for row in asked)
    found.update((row[place], "capped") for row in capped if row[place] is not None)
    keys = {key for key, _ in found}
    return {key: Counts(**{name: found[key, name] for name in COUNTED}) for key in keys}


def _total(promises: list[Owed], asked: list[tuple], capped: list[tuple]) -> Counts:
    found = Counter(name for one in promises for name in counted(one))
    return Counts(**{name: found[name] for name in PROMISES}, unanswered=len(asked), capped=len(capped))
