"""Who is away at a moment, and who stands in: deputies, and deputies of deputies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from people.models import Absence, User


@dataclass(frozen=True)
class Coverage:
    """The absences of one moment. Two queries, however many people are asked about afterwards."""

    deputies: dict[int, int | None]
    gone: frozenset[int]

    @classmethod
    def at(cls, at: datetime) -> "Coverage":
        """Everybody who is away at `at` (aware)."""
        running = Absence.objects.filter(starts_at__lte=at, ends_at__gt=at).order_by("starts_at", "id")
        return cls(
            # Two absences may overlap: the one that names a deputy is the one that helps.
            deputies=dict(sorted(running.values_list("user_id", "deputy_id"), key=lambda row: bool(row[1]))),
            gone=frozenset(User.objects.filter(is_active=False).values_list("id", flat=True)),
        )

    def is_away(self, user_id: int) -> bool:
        """Absent, or left for good."""
        return user_id in self.deputies or user_id in self.gone

    def stand_in(self, user_id: int) -> int | None:
        """Who answers for them: themselves when present, else the first deputy down the line who is.

        None when nobody is: no deputy named, all of them away, or the deputies form a loop.
        """
        seen: set[int] = set()
        person: int | None = user_id
        while person is not None and self.is_away(person):
            if person in seen:
                return None
            seen.add(person)
            person = self.deputies.get(person)
        return person


def relying_on(user_ids: Iterable[int]) -> set[int]:
    """These people, and all for whom they ever stand in, or for whose deputies, however long the line. One query."""
    relying: dict[int, set[int]] = {}
    rows = Absence.objects.exclude(deputy=None).order_by().values_list("user_id", "deputy_id").distinct()
    for away, deputy in rows:
        relying.setdefault(deputy, set()).add(away)
    found: set[int] = set()
    ahead = set(user_ids)
    while ahead:
        found |= ahead
        ahead = set().union(*(relying.get(person, ()) for person in ahead)) - found
    return found
