"""The chain of command: who stands above whom, and who is there to hear something now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from alerts.kinds import Ask, Recipient
from escalations.models import Position
from people.coverage import Coverage
from people.models import Membership, User


@dataclass(frozen=True, slots=True)
class Seat:
    """A position, as the chain needs it."""

    id: int
    holder_id: int | None
    reports_to_id: int | None
    team_id: int | None
    leads_team: bool
    title: str


COLUMNS = ("id", "holder_id", "reports_to_id", "team_id", "leads_team", "title")

# Their own positions, the lead of the team, and all above these. UNION ends where positions report in a circle.
LINE = f"""
WITH RECURSIVE line AS (
    SELECT {", ".join(COLUMNS)} FROM escalations_position
     WHERE holder_id = %s OR (team_id = %s AND leads_team)
     UNION
    SELECT {", ".join(f"above.{column}" for column in COLUMNS)}
      FROM escalations_position above JOIN line ON above.id = line.reports_to_id
)
SELECT * FROM line ORDER BY id
"""  # noqa: S608 - only names of columns are put together, no values


@dataclass
class Chain:
    """The whole chain of command and who is away, at one moment. Five queries, whatever is asked of it."""

    seats: dict[int, Seat]
    coverage: Coverage
    _answers: dict[tuple[int, int, tuple[str, ...]], tuple[Recipient, ...]] = field(default_factory=dict)
    _teams: dict[int, list[int]] | None = None
    _held: dict[int, Seat] = field(default_factory=dict)
    _leads: dict[int, Seat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Asked for once an owner: looking through all seats each time would be seats times owners.
        for seat in self.seats.values():
            if seat.holder_id is not None:
                self._held.setdefault(seat.holder_id, seat)
            if seat.leads_team:
                self._leads[seat.team_id] = seat

    @classmethod
    def at(cls, at: datetime) -> "Chain":
        """The chain as it is at `at` (aware)."""
        rows = Position.objects.order_by("id").values_list(*COLUMNS)
        return cls({row[0]: Seat(*row) for row in rows}, Coverage.at(at))

    @classmethod
    def over(cls, owner_id: int | None, team_id: int | None, at: datetime) -> "Chain":
        """As `at`, with no more seats than the line from `owner` and the lead of `team` to the top.

        Whoever asks about one ticket need not load a company of thousands.
        """
        with connection.cursor() as cursor:
            cursor.execute(LINE, [owner_id, team_id])
            rows = cursor.fetchall()
        # SQLite has no booleans.
        return cls({row[0]: Seat(*row[:4], bool(row[4]), row[5]) for row in rows}, Coverage.at(at))

    def above(self, owner_id: int | None, team_id: int) -> list[Seat]:
        """From the lead over `owner` to the top, the nearest first; never the owner's own seat.

        An owner with a position of their own climbs from there, anyone else from their team's lead. A lead's
        own promise goes to whom the lead reports to.
        """
        own = self._held.get(owner_id)
        start = self.seats.get(own.reports_to_id) if own else self._leads.get(team_id)
        return [seat for seat in self._climb(start) if seat.holder_id != owner_id]

    def line(self, owner_id: int | None, team_id: int) -> list[Seat]:
        """The owner's own seat, when they have one, and those above it, to the top."""
        own = self._held.get(owner_id)
        return ([own] if own else []) + self.above(owner_id, team_id)

    def stands_for(self, seat: Seat) -> int | None:
        """Who is there for a seat: its holder, or who stands in; None when it is vacant or nobody is there."""
        return None if seat.holder_id is None else self.coverage.stand_in(seat.holder_id)

    def has_above(self, user_id: int, owner_id: int | None, team_id: int | None) -> bool:
        """Does `user` hold a seat above `owner` (of that team), or stand in for somebody who does?"""
        seats = self.above(owner_id, team_id or 0)
        return any(user_id in (seat.holder_id, self.stands_for(seat)) for seat in seats)

    def recipients(self, ask: Ask) -> tuple[Recipient, ...]:
        """Who hears a rung: each audience's person, or who stands in for them, once each.

        Nobody there for any of them: whoever is next up the chain, else the whole team. Somebody hears it.
        """
        key = (ask.owner_id, ask.team_id, ask.audiences)
        if key not in self._answers:
            named = self._named(ask)
            found = self._present(named) or self._fallback(ask, named)
            once: dict[int, Recipient] = {}
            for recipient in found:
                once.setdefault(recipient.user_id, recipient)
            self._answers[key] = tuple(once.values())
        return self._answers[key]

    def answers_for(self, owner_id: int, team_id: int) -> set[int]:
        """Everybody who may have to act in `owner`'s place: those above, and who stands in for each of them."""
        people = {owner_id} | {seat.holder_id for seat in self.above(owner_id, team_id) if seat.holder_id}
        return people | {person for one in people if (person := self.coverage.stand_in(one)) is not None}

    def next_after(self, owner_id: int, team_id: int, after_id: int) -> Recipient | None:
        """Who in the chain comes after `after_id` and is there; None above the top."""
        seats = self.above(owner_id, team_id)
        places = [
            place for place, seat in enumerate(seats) if after_id in (seat.holder_id, self.stands_for(seat))
        ]
        for seat in seats[places[-1] + 1 if places else 0 :]:
            person = self.stands_for(seat)
            if person not in (None, after_id):
                return Recipient(person, "next", after_id)
        return None

    def _named(self, ask: Ask) -> list[tuple[str, int]]:
        """(audience, person) for each audience, whether there or not."""
        above = [seat for seat in self.above(ask.owner_id, ask.team_id) if seat.holder_id is not None]
        named: list[tuple[str, int]] = []
        for audience in ask.audiences:
            if audience == "owner":
                named.append((audience, ask.owner_id))
            elif audience == "deputy":
                deputy = self.coverage.deputies.get(ask.owner_id)
                named += [(audience, deputy)] if deputy else []
            elif audience == "team":
                named += [(audience, person) for person in self.people_of(ask.team_id)]
            else:
                level = {"lead": 1, "manager": 2}.get(audience) or int(audience.removeprefix("up:"))
                # Past the top it stays with the top: a short chain is no reason to tell nobody.
                named += [(audience, above[min(level, len(above)) - 1].holder_id)] if above else []
        return named

    def _present(self, named: Sequence[tuple[str, int]]) -> list[Recipient]:
        found = []
        for audience, person in named:
            there = self.coverage.stand_in(person)
            if there is not None:
                found.append(Recipient(there, audience, None if there == person else person))
        return found

    def _fallback(self, ask: Ask, named: Sequence[tuple[str, int]]) -> list[Recipient]:
        for seat in self.above(ask.owner_id, ask.team_id):
            person = self.stands_for(seat)
            if person is not None:
                missing = named[0][1] if named else ask.owner_id
                return [Recipient(person, "next", missing if person != missing else None)]
        there = [p for p in self.people_of(ask.team_id) if not self.coverage.is_away(p)]
        # With everybody away the owner's own inbox is the only place left where it is not lost.
        return [Recipient(person, "team") for person in there] or [Recipient(ask.owner_id, "owner")]

    def _climb(self, seat: Seat | None) -> Iterator[Seat]:
        seen: set[int] = set()
        while seat is not None and seat.id not in seen:
            seen.add(seat.id)
            yield seat
            seat = self.seats.get(seat.reports_to_id) if seat.reports_to_id else None

    def people_of(self, team_id: int) -> list[int]:
        """Everybody active who works for a team, by id."""
        if self._teams is None:
            self._teams = {}
            home = User.objects.active().exclude(team=None).values_list("team_id", "id")
            also = Membership.objects.filter(user__is_active=True).values_list("team_id", "user_id")
            for team, person in sorted({*home, *also}):
                self._teams.setdefault(team, []).append(person)
        return self._teams.get(team_id, [])
