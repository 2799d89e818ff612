"""The chain of command of one ticket, as people see it: who, who covers, and who works now."""

from dataclasses import dataclass
from datetime import datetime

from escalations.chain import Chain, Seat
from people.models import User
from people.schedules import Schedules
from people.worktime import EmptyCalendar
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Link:
    """One position of a chain. `person` is who is there for it: its holder, or who stands in; None: nobody."""

    position_id: int
    title: str
    holder: User | None
    person: User | None
    is_away: bool
    works_now: bool
    works_from: datetime | None  # next opening of `person`, aware UTC; the present when they work now
    as_team: bool  # without hours of their own, nor a team here: on a ticket those of its team hold


def chain_for(ticket: Ticket, at: datetime) -> list[Link]:
    """From the owner's position to the top, as it is at `at` (aware). A constant number of queries.

    An owner without a position, or a ticket without an owner, begins at the team's lead.
    """
    chain = Chain.over(ticket.owner_id, ticket.team_id, at)
    seats = chain.line(ticket.owner_id, ticket.team_id)
    return links(seats, chain, ticket.team_id, at)


def links(seats: list[Seat], chain: Chain, team_id: int | None, at: datetime) -> list[Link]:
    """These seats with their people, vacant ones too.

    Who has no calendar goes by that of `team_id`, the ticket's; without a ticket by that of the seat's own team.
    """
    teams = {seat.id: team_id or seat.team_id for seat in seats}
    there = {seat.id: chain.stands_for(seat) for seat in seats}
    people = User.objects.in_bulk({s.holder_id for s in seats} | set(there.values()) - {None})
    schedules = Schedules.load(people, set(teams.values()) - {None}, since=at)
    return [
        Link(
            position_id=seat.id,
            title=seat.title,
            holder=people.get(seat.holder_id),
            person=people.get(there[seat.id]),
            is_away=seat.holder_id is not None and chain.coverage.is_away(seat.holder_id),
            **_working(schedules, there[seat.id], teams[seat.id], at),
        )
        for seat in seats
    ]


def _working(schedules: Schedules, person: int | None, team_id: int | None, at: datetime) -> dict:
    worktime = schedules.people.get(person) or schedules.teams.get(team_id)
    known = {"works_now": False, "works_from": None, "as_team": person is not None and worktime is None}
    if person is None or worktime is None:
        return known
    try:
        opening = worktime.next_opening(at)
    except EmptyCalendar:
        return known
    return known | {"works_now": opening <= at, "works_from": opening}
