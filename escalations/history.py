"""Since when a ticket was nobody's, or its customer heard nothing, and until when: from what was recorded.

A rule's dry run asks about last week, so these look at things as they were, and not as they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from people.models import Team
from tickets.models import Contact, Event, State, Ticket, TicketState, Transfer


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something was so of an open ticket, from `start` to `end`; None: it still is. Aware."""

    ticket_id: int
    start: datetime
    end: datetime | None

    def within(self, other: "Stretch") -> "Stretch | None":
        """The part that both have; None when there is none."""
        start, end = max(self.start, other.start), _first(self.end, other.end)
        return Stretch(self.ticket_id, start, end) if end is None or end > start else None


def silences(team: Team, after: datetime, by: datetime) -> Iterator[Stretch]:
    """Stretches that began after the first and by the second time in which the customer was not reached.

    Each begins with our last word, or when the ticket was opened (again). Of the tickets that `team` has now.
    Four queries.
    """
    opened = TicketState.objects.filter(ticket__team=team, state=State.OPEN, since__gt=after, since__lte=by)
    # A call that reached nobody is no word.
    words = Contact.objects.filter(
        ticket__team=team, direction=Contact.Direction.OUTBOUND, outcome=Contact.Outcome.REACHED
    )
    spoken = words.filter(happened_at__gt=after, happened_at__lte=by)
    starts = {*opened.values_list("ticket", "since"), *spoken.values_list("ticket", "happened_at")}
    tickets = {ticket for ticket, _ in starts}
    said = defaultdict(list)
    for ticket, at in words.filter(ticket__in=tickets, happened_at__gt=after).values_list(
        "ticket", "happened_at"
    ):
        said[ticket].append(at)
    open_in = _open(tickets)
    for ticket, start in sorted(starts):
        silence = Stretch(ticket, start, min((at for at in said[ticket] if at > start), default=None))
        for stretch in open_in[ticket]:
            # One that began while the ticket was not open begins when it is opened.
            if stretch.start <= start and (common := silence.within(stretch)):
                yield common


def without_owner(team: Team, after: datetime, by: datetime) -> Iterator[Stretch]:
    """Stretches that began after the first and by the second time in which a ticket of `team` had no owner.

    Each begins when it lost its owner, came to the team, or was opened (again). Eight queries at most.
    """
    moved = Transfer.objects.filter(at__gt=after)
    theirs = Ticket.objects.filter(team=team)
    lost = Event.objects.filter(
        kind="assigned", at__gt=after, at__lte=by, data__owner=None, ticket__in=theirs
    )
    opened = TicketState.objects.filter(state=State.OPEN, since__gt=after, since__lte=by, ticket__in=theirs)
    tickets = {
        *moved.filter(to_team=team).values_list("ticket", flat=True),
        *moved.filter(from_team=team).values_list("ticket", flat=True),
        *Transfer.objects.filter(from_team=team, declined_at__gt=after).values_list("ticket", flat=True),
        *lost.values_list("ticket", flat=True),
        *opened.values_list("ticket", flat=True),
    }
    open_in = _open(tickets)
    for held in _held(tickets):
        if held.has_owner or held.team_id != team.pk:
            continue
        for stretch in open_in[held.stretch.ticket_id]:
            common = held.stretch.within(stretch)
            if common and after < common.start <= by:
                yield common


@dataclass(frozen=True, slots=True)
class _Held:
    stretch: Stretch
    has_owner: bool
    team_id: int


def _held(tickets: Iterable[int]) -> Iterator[_Held]:
    """In whose hands each ticket was, from its opening on."""
    changes: dict[int, list[tuple[datetime, bool, bool, int | None, int | None]]] = defaultdict(list)
    for ticket, at, data in Event.objects.filter(ticket__in=tickets, kind="assigned").values_list(
        "ticket", "at", "data"
    ):
        changes[ticket].append((at, data["before"] is not None, data["owner"] is not None, None, None))
    for t in Transfer.objects.filter(ticket__in=tickets):
        before, after = t.from_owner_id is not None, t.to_owner_id is not None
        changes[t.ticket_id].append((t.at, before, after, t.from_team_id, t.to_team_id))
        if t.declined_at:
            changes[t.ticket_id].append((t.declined_at, after, before, t.to_team_id, t.from_team_id))
    rows = Ticket.objects.filter(pk__in=tickets).order_by("pk")
    for ticket, opened_at, owner, team in rows.values_list("pk", "opened_at", "owner", "team"):
        of_ticket = sorted(changes[ticket], key=lambda change: change[0])
        has_owner = of_ticket[0][1] if of_ticket else owner is not None
        team_id = next((change[3] for change in of_ticket if change[3]), team)
        start = opened_at
        for at, _, owned, _, to_team in of_ticket:
            yield _Held(Stretch(ticket, start, at), has_owner, team_id)
            start, has_owner, team_id = at, owned, to_team or team_id
        yield _Held(Stretch(ticket, start, None), has_owner, team_id)


def _open(tickets: Iterable[int]) -> dict[int, list[Stretch]]:
    found = defaultdict(list)
    rows = TicketState.objects.filter(ticket__in=tickets, state=State.OPEN).order_by("since")
    for ticket, since, until in rows.values_list("ticket", "since", "until"):
        found[ticket].append(Stretch(ticket, since, until))
    return found


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at), default=None)
