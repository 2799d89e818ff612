"""The chain of command as a file would have it: drafts, and whether they make a chain."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from escalations.models import Position
from escalations.spreadsheet import Row


@dataclass(eq=False)
class Draft:
    """A position as it will be, the line that says so (None: not in the file), and what it was."""

    position: Position
    row: Row | None = None
    above: "Draft | None" = None
    topics: frozenset[int] = frozenset()
    before: tuple = ()

    @property
    def now(self) -> tuple:
        """All that can change of it, to compare with `before`."""
        p, above = self.position, self.above
        limit = p.goodwill_limit
        return (
            p.title, p.team_id, p.leads_team, id(above) if above else None, p.holder_id, tuple(p.languages), limit,
            p.goodwill_currency, tuple(p.may_waive), self.topics,
        )  # fmt: skip


class Problems:
    """What is wrong, by line and column."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = defaultdict(list)

    def add(self, row: Row, column: str, message: str) -> None:
        """Say what is wrong with a cell, and what to do."""
        self.found[f"line {row.line}.{column}"].append(message)

    def stop(self) -> None:
        """Raise ValidationError, when there is any."""
        if self.found:
            raise ValidationError(dict(self.found))


def check_leads(drafts: list[Draft], problems: Problems) -> None:
    """A team has one lead, whether the file names both or one."""
    leads: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.position.leads_team and draft.position.team_id:
            leads[draft.position.team_id].append(draft)
    for several in leads.values():
        for draft in several if len(several) > 1 else ():
            if draft.row:
                others = " and ".join(f"“{one.position.title}”" for one in several if one is not draft)
                problems.add(draft.row, "leads_team", f"A team has one lead, and {others} leads it, too.")


def check_circles(named: list[Draft], problems: Problems) -> None:
    """No line of command runs in a circle, wherever it closes."""
    done: set[Draft] = set()
    for start in named:
        path: dict[Draft, None] = {}
        for draft in _upwards(start):
            if draft in done:
                break
            if draft in path:
                circle = [*path][[*path].index(draft) :]
                line = " → ".join(one.position.title for one in [*circle, draft])
                first = next((one for one in circle if one.row), start)
                problems.add(
                    first.row, "reports_to", f"The line of command would run in a circle: {line[:500]}."
                )
                break
            path[draft] = None
        done |= path.keys()


def _upwards(draft: Draft | None) -> Iterator[Draft]:
    while draft is not None:
        yield draft
        draft = draft.above
