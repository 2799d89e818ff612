"""Since when a ticket was nobody's, or its customer heard nothing, and until when: from what was recorded.

A rule's dry run asks about last week, so these look at things as they were, and not as they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from tickets.models import Contact, Event, State, Ticket, TicketState, Transfer


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something was so of an open ticket of a team, from `start` to `end`; None: it still is. Aware."""

    ticket_id: int
    team_id: int
    start: datetime
    end: datetime | None

    def within(self, start: datetime, end: datetime | None) -> "Stretch | None":
        """The part that lies in this time, too; None when there is none."""
        start, end = max(self.start, start), _first(self.end, end)
        return Stretch(self.ticket_id, self.team_id, start, end) if end is None or end > start else None


def silences(team_ids: Collection[int], after: datetime, by: datetime) -> Iterator[Stretch]:
    """Stretches that began after the first and by the second time in which the customer was not reached.

    Each begins with our last word, or when the ticket was opened (again). Of the tickets that the teams have now.
    Four queries.
    """
    opened = TicketState.objects.filter(state=State.OPEN, since__gt=after, since__lte=by)
    # A call that reached nobody is no word.
    words = Contact.objects.filter(direction=Contact.Direction.OUTBOUND, outcome=Contact.Outcome.REACHED)
    spoken = words.filter(happened_at__gt=after, happened_at__lte=by)
    starts = {
        *opened.filter(ticket__team__in=team_ids).values_list("ticket", "ticket__team", "since"),
        *spoken.filter(ticket__team__in=team_ids).values_list("ticket", "ticket__team", "happened_at"),
    }
    if not starts:
        return
    tickets = {ticket for ticket, _, _ in starts}
    said = defaultdict(list)
    later = words.filter(ticket__in=tickets, happened_at__gt=after)
    for ticket, at in later.values_list("ticket", "happened_at"):
        said[ticket].append(at)
    open_in = _open(tickets)
    for ticket, team, start in sorted(starts):
        end = min((at for at in said[ticket] if at > start), default=None)
        silence = Stretch(ticket, team, start, end)
        for since, until in open_in[ticket]:
            # One that began while the ticket was not open begins when it is opened.
            if since <= start and (common := silence.within(since, until)):
                yield common


def without_owner(team_ids: Collection[int], after: datetime, by: datetime) -> Iterator[Stretch]:
    """Stretches that began after the first and by the second time in which a ticket of the teams had no owner.

    Each begins when it lost its owner, came to the team, or was opened (again). Seven queries at most.
    """
    span = {"at__gt": after, "at__lte": by}
    passed = Transfer.objects.filter(
        Q(from_team__in=team_ids) | Q(to_team__in=team_ids), ticket=OuterRef("ticket")
    )
    # Whose it was then may be another than whose it is.
    theirs = Q(ticket__team__in=team_ids) | Exists(passed)
    lost = Event.objects.filter(kind="assigned", data__owner=None, **span)
    came = Transfer.objects.filter(to_owner=None, **span)
    back = Transfer.objects.filter(declined_at__gt=after, declined_at__lte=by)
    opened = TicketState.objects.filter(state=State.OPEN, since__gt=after, since__lte=by)
    tickets = {
        ticket
        for began in (lost, came, back, opened)
        for ticket in began.filter(theirs).order_by().values_list("ticket", flat=True)
    }
    if not tickets:
        return
    open_in = _open(tickets)
    for held in _held(tickets):
        if held.has_owner or held.team_id not in team_ids:
            continue
        whole = Stretch(held.ticket_id, held.team_id, held.start, held.end)
        for since, until in open_in[held.ticket_id]:
            common = whole.within(since, until)
            if common and after < common.start <= by:
                yield common


@dataclass(frozen=True, slots=True)
class _Held:
    ticket_id: int
    team_id: int
    has_owner: bool
    start: datetime
    end: datetime | None


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
            yield _Held(ticket, team_id, has_owner, start, at)
            start, has_owner, team_id = at, owned, to_team or team_id
        yield _Held(ticket, team_id, has_owner, start, None)


def _open(tickets: Iterable[int]) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """When each ticket was open: from, until (None: it is)."""
    found = defaultdict(list)
    rows = TicketState.objects.filter(ticket__in=tickets, state=State.OPEN).order_by("since")
    for ticket, since, until in rows.values_list("ticket", "since", "until"):
        found[ticket].append((since, until))
    return found


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at), default=None)
