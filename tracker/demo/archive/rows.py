"""Writes the stories as the verbs would have: the same rows, and the same events on the timeline, a table at a time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model

from people.models import User
from promises.models import Breach, Promise, Renegotiation, Settlement
from tickets.models import Contact, Event, Ticket, TicketState, Transfer
from tracker.demo.archive.matters import GIVEN_UP, PASSED_ON, SLIPPED, WITHDRAWN
from tracker.demo.archive.stories import Story
from tracker.demo.company import Company

Row = TypeVar("Row", bound=Model)


def written(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Saved together, each with its number."""
    return model._default_manager.bulk_create(rows, batch_size=500)


class Archive:
    """Write with `write`. Whatever is written later refers to what was written before."""

    def __init__(self, company: Company, stories: Sequence[Story]) -> None:
        self.company, self.stories = company, stories
        self._events: list[Event] = []

    def write(self) -> None:
        """Tickets and promises, and what became of them; a few statements a table."""
        self.tickets = written(Ticket, map(self._ticket, self.stories))
        written(TicketState, self._states())
        self._tell_of(written(Transfer, self._transfers()))
        self._first_calls()
        self.promises = written(Promise, map(self._promise, self.stories, self.tickets))
        written(Renegotiation, self._renegotiations())
        self._settle()

    def write_timeline(self) -> None:
        """What was told of any of it, in the order of time."""
        written(Event, sorted(self._events, key=lambda event: event.at))

    def told(self, ticket: Ticket, kind: str, at: datetime, by: User | None = None, **data: object) -> None:
        """Note an event for the ticket's timeline."""
        self._events.append(Event(ticket=ticket, kind=kind, at=at, actor=by, data=data))

    def each(self) -> Iterator[tuple[Story, Ticket, Promise]]:
        return zip(self.stories, self.tickets, self.promises, strict=True)

    def _person(self, first: str) -> User:
        return self.company.people[first]

    def _ticket(self, one: Story) -> Ticket:
        return Ticket(
            customer=self.company.customers[one.customer],
            subject=one.matter.subject,
            description=one.matter.description,
            channel=one.channel,
            team=self.company.teams[one.team],
            owner=self._person(one.hands[-1]),
            topic=self.company.topics[one.matter.topic],
            opened_at=one.opened_at,
            opened_by=self._person(one.hands[0]),
            transfer_count=len(one.hands) - 1,
        )

    def _states(self) -> Iterator[TicketState]:
        for one, ticket in zip(self.stories, self.tickets, strict=True):
            first, last = self._person(one.hands[0]), self._person(one.hands[-1])
            self.told(ticket, "opened", one.opened_at, first, channel=one.channel, team=ticket.team.name)
            done = {"reason": "", "before": "open"}
            self.told(ticket, "solved", one.ended_at + timedelta(minutes=5), last, **done)
            content = {"reason": "No further word from the customer.", "before": "solved"}
            self.told(ticket, "closed", one.closed_at, last, **content)
            solved_at = one.ended_at + timedelta(minutes=5)
            spans = (("open", one.opened_at, solved_at), ("solved", solved_at, one.closed_at))
            for state, since, until in (*spans, ("closed", one.closed_at, None)):
                by = first if state == "open" else last
                yield TicketState(ticket=ticket, state=state, since=since, until=until, by=by)

    def _transfers(self) -> Iterator[Transfer]:
        for one, ticket in zip(self.stories, self.tickets, strict=True):
            for ordinal, (giver, taker) in enumerate(zip(one.hands, one.hands[1:], strict=False), start=1):
                at = one.opened_at + timedelta(minutes=22 * ordinal)
                reason, note = PASSED_ON[(ticket.pk + ordinal) % len(PASSED_ON)]
                yield Transfer(
                    ticket=ticket, ordinal=ordinal, allowed=2, kind="cold", is_return=False,
                    from_team=ticket.team, from_owner=self._person(giver),
                    to_team=ticket.team, to_owner=self._person(taker),
                    reason=reason.format(topic=ticket.topic.name.lower()), note=note,
                    by=self._person(giver), at=at, recorded_at=at,
                )  # fmt: skip

    def _tell_of(self, transfers: Iterable[Transfer]) -> None:
        for one in transfers:
            self.told(
                one.ticket, "transferred", one.at, one.by, transfer=one.pk, transfer_kind=one.kind,
                ordinal=one.ordinal, allowed=one.allowed, from_team=one.from_team.name,
                to_team=one.to_team.name, from_owner=one.from_owner.name, to_owner=one.to_owner.name,
                is_return=one.is_return, reason=one.reason, note=one.note,
            )  # fmt: skip

    def _first_calls(self) -> None:
        contacts = [
            Contact(
                ticket=ticket, direction="inbound", channel=one.channel, body="", happened_at=one.opened_at,
                recorded_at=one.opened_at, by=self._person(one.hands[0]),
                waited_seconds=20 + 7 * (ticket.pk % 40) if one.channel == "phone" else 0,
            )
            for one, ticket in zip(self.stories, self.tickets, strict=True)
        ]  # fmt: skip
        self._contacted(contacts)

    def _contacted(self, contacts: list[Contact]) -> list[Contact]:
        for one in written(Contact, contacts):
            self.told(
                one.ticket, f"contact_{one.direction}", one.happened_at, one.by, contact=one.pk,
                channel=one.channel, outcome=one.outcome, body=one.body, waited_seconds=one.waited_seconds,
                on_hold_seconds=0,
            )  # fmt: skip
        return contacts

    def _promise(self, one: Story, ticket: Ticket) -> Promise:
        reading, owner = one.reading, self._person(one.hands[-1])
        return Promise(
            ticket=ticket, kind=one.kind, wording=one.wording, understood=reading.understood,
            language=one.matter.language if one.matter.language in ("de", "fr") else "en",
            timezone=ticket.customer.timezone, said_at=one.said_at, made_at=one.said_at, made_by=owner,
            owner=owner, team=ticket.team, due_at=reading.due_at, settled_at=one.ended_at,
            not_before=reading.not_before if reading.not_before and reading.not_before > one.said_at else None,
        )  # fmt: skip

    def _renegotiations(self) -> Iterator[Renegotiation]:
        for one, ticket, promise in self.each():
            made = {"promise": promise.pk, "promise_kind": one.kind}
            first = {
                "wording": "" if one.slipped else one.wording,
                "owner": promise.owner.name,
                "warnings": [],
            }
            due_at = one.slipped or promise.due_at
            self.told(
                ticket, "promise_made", one.said_at, promise.owner, **made, **first, due_at=due_at.isoformat()
            )
            if one.slipped:
                at = one.said_at + (one.slipped - one.said_at) * 0.6
                yield Renegotiation(
                    promise=promise, from_due_at=one.slipped, to_wording=one.wording, to_due_at=promise.due_at,
                    reason=SLIPPED, customer_told=True, at=at, by=promise.owner,
                )  # fmt: skip
                times = {"from_due_at": one.slipped.isoformat(), "to_due_at": promise.due_at.isoformat()}
                said = {"wording": one.wording, "reason": SLIPPED, "warnings": []}
                self.told(ticket, "promise_renegotiated", at, promise.owner, **made, **times, **said)

    def _settle(self) -> None:
        kept = [
            Contact(
                ticket=ticket, direction="outbound", body=one.matter.ending, happened_at=one.ended_at,
                channel="email" if one.kind == "update" else "phone", recorded_at=one.ended_at, by=promise.owner,
            )
            for one, ticket, promise in self.each()
            if one.ending in ("kept", "late")
        ]  # fmt: skip
        evidence = {contact.ticket_id: contact for contact in self._contacted(kept)}
        written(Settlement, (self._settlement(*each, evidence) for each in self.each()))
        broken = [(ticket, promise) for one, ticket, promise in self.each() if one.broke]
        written(
            Breach,
            (Breach(promise=one, broken_at=one.due_at, noticed_at=one.due_at) for _, one in broken),
        )
        for ticket, promise in broken:
            noticed = promise.due_at.isoformat()
            self.told(
                ticket, "promise_broken", promise.due_at,
                promise=promise.pk, promise_kind=promise.kind, noticed_at=noticed,
            )  # fmt: skip

    def _settlement(self, one: Story, ticket: Ticket, promise: Promise, evidence: dict) -> Settlement:
        shown, about = evidence.get(ticket.pk), {"promise": promise.pk, "promise_kind": promise.kind}
        if shown:
            kept = {"evidence": shown.pk, "kept_at": one.ended_at.isoformat(), "late": one.ending == "late"}
            self.told(
                ticket, "promise_kept", one.ended_at, promise.owner, **about, **kept, clears_breach=False
            )
        else:
            reason = GIVEN_UP if one.broke else WITHDRAWN
            self.told(ticket, "promise_withdrawn", one.ended_at, promise.owner, **about, reason=reason)
        return Settlement(
            promise=promise, outcome="kept" if shown else "withdrawn", at=one.ended_at, by=promise.owner,
            recorded_at=one.ended_at, evidence=shown, reason="" if shown else reason,
        )  # fmt: skip
