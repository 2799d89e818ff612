"""What the cells of a position's line mean: teams, people and topics by name, amounts, lists."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from escalations.models import Position
from escalations.spreadsheet import Row
from people.models import Team, User
from tickets.models import Topic

YES, NO = {"yes", "true", "1", "x"}, {"no", "false", "0", ""}
# A comma before one or two digits is a decimal one; “1,000” could be a thousand or one, and is refused.
AMOUNT = re.compile(r"\d{1,8}([.,]\d{1,2})?")

Wrong = tuple[str, str]


@dataclass(frozen=True)
class Names:
    """Teams, people and topics by what the file calls them."""

    teams: dict[str, Team]
    people: dict[str, User]
    topics: dict[str, int]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Names":
        """All teams and topics, and the people that are named. Three queries, but for thousands of people."""
        emails = sorted({row.cells["holder"].lower() for row in rows if row.cells.get("holder")})
        people: dict[str, User] = {}
        for start in range(0, len(emails), 500):
            found = User.objects.filter(email__in=emails[start : start + 500])
            people |= {person.email: person for person in found}
        return cls(
            {team.slug: team for team in Team.objects.all()},
            people,
            dict(Topic.objects.order_by().values_list("slug", "id")),
        )


def read_into(
    position: Position, cells: dict[str, str], names: Names
) -> tuple[frozenset[int] | None, list[Wrong]]:
    """Set the position's fields from the cells of its line, all but `reports_to`.

    Returns the ids of its topics, None where they have no column, and (column, message) for what is wrong.
    """
    wrong: list[Wrong] = []
    held_by, topics = position.holder_id, None
    position.title = cells["position"]
    if not 0 < len(position.title) <= 120:
        wrong.append(("position", "Give a title of at most 120 characters."))
    if "team" in cells:
        position.team = _named(cells["team"], names.teams, "team", "a team, by its slug", wrong)
    if "holder" in cells:
        position.holder = _named(
            cells["holder"].lower(), names.people, "holder", "somebody, by e-mail address", wrong
        )
        if position.holder and not position.holder.is_active and position.holder_id != held_by:
            wrong.append(("holder", f"{position.holder.name} has left. Name somebody who works here."))
    if "leads_team" in cells:
        answer = cells["leads_team"].lower()
        position.leads_team = answer in YES
        if answer not in YES | NO:
            wrong.append(("leads_team", f"“{answer[:40]}” is neither yes nor no."))
    if position.leads_team and not position.team and not any(column == "team" for column, _ in wrong):
        wrong.append(("team", "Name the team that this position leads."))
    if "topics" in cells:
        topics = frozenset(_topics(cells["topics"], names.topics, wrong))
    if "languages" in cells:
        position.languages = _words(cells["languages"])
    if "may_waive" in cells:
        position.may_waive = _words(cells["may_waive"])
    if "goodwill_limit" in cells:
        position.goodwill_limit = _amount(cells["goodwill_limit"], wrong)
    if "goodwill_currency" in cells:
        position.goodwill_currency = cells["goodwill_currency"] or "EUR"
    try:
        position.clean_authority()
    except ValidationError as error:
        wrong += [(column, message) for column, messages in error for message in messages]
    return topics, wrong


def _named(name: str, known: dict, column: str, what: str, wrong: list[Wrong]) -> object | None:
    if name and name not in known:
        wrong.append((column, f"There is no {column} “{name[:100]}”. Name {what}, or leave it empty."))
    return known.get(name)


def _topics(cell: str, known: dict[str, int], wrong: list[Wrong]) -> Iterator[int]:
    for slug in _words(cell):
        if slug in known:
            yield known[slug]
        else:
            wrong.append(("topics", f"There is no topic “{slug[:50]}”. Add it first, or leave it out."))


def _words(cell: str) -> list[str]:
    return re.findall(r"[^\s,;]+", cell)


def _amount(cell: str, wrong: list[Wrong]) -> Decimal:
    if cell and not (AMOUNT.fullmatch(cell) and cell.isascii()):
        wrong.append(("goodwill_limit", f"“{cell[:40]}” is no amount. Write it as 300 or 300.50."))
        return Decimal(0)
    return Decimal((cell or "0").replace(",", "."))
