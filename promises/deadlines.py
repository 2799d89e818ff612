"""What a promise's deadline means to a promise: who hears of it, what is said, what a miss is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from alerts import bulk
from alerts.kinds import Ask, Brief, Notice, Recipient
from alerts.models import Acknowledgement, Alert
from escalations.chain import Chain
from people.fields import zone
from promises.models import Breach, Promise
from promises.models.promise import KIND
from promises.rungs import WHY
from tickets.models import Event


class PromiseDeadlines:
    name = KIND

    def recipients(self, asks: Sequence[Ask], at: datetime) -> Sequence[Sequence[Recipient]]:
        chain = Chain.at(at)
        return [chain.recipients(ask) for ask in asks]

    def next_in_chain(self, owner_id: int, team_id: int, after_id: int, at: datetime) -> Recipient | None:
        return Chain.at(at).next_after(owner_id, team_id, after_id)

    def missed(self, subject_ids: Sequence[int], at: datetime) -> None:
        """Note the breaches, dated at the deadline, on the promise and on its ticket's timeline."""
        promises = {
            row[0]: row
            for row in Promise.objects.filter(pk__in=subject_ids).values_list(
                "id", "ticket_id", "due_at", "kind"
            )
        }
        broken = bulk.insert(
            Breach,
            ("promise_id", "broken_at"),
            ((promise_id, due_at) for promise_id, _, due_at, _ in promises.values()),
            same={"noticed_at": at},
            returning=("promise_id",),
        )
        bulk.insert(
            Event,
            ("ticket_id", "at", "data"),
            (_broken_event(promises[promise_id], at) for (promise_id,) in broken),
            same={"kind": "promise_broken"},
        )

    def acknowledged(self, subject_id: int, acknowledgement: Acknowledgement) -> None:
        promise = Promise.objects.select_related("ticket").get(pk=subject_id)
        until = acknowledgement.paused_until
        Event.objects.record(
            promise.ticket,
            "acknowledged",
            at=acknowledgement.at,
            actor=acknowledgement.by,
            promise=promise.pk,
            paused_until=until.isoformat() if until else None,
        )

    def notices(self, alert_ids: Iterable[int]) -> Mapping[int, Notice]:
        alerts = list(
            Alert.objects.filter(pk__in=list(alert_ids)).select_related("deadline", "recipient", "instead_of")
        )
        promises = (
            Promise.objects.filter(pk__in={alert.deadline.subject_id for alert in alerts})
            .select_related("ticket__customer", "owner", "team")
            .in_bulk()
        )
        return {alert.pk: _notice(alert, promises[alert.deadline.subject_id]) for alert in alerts}


def _broken_event(promise: tuple[int, int, datetime, str], at: datetime) -> tuple:
    promise_id, ticket_id, due_at, kind = promise
    data = {"promise": promise_id, "promise_kind": kind, "noticed_at": at.isoformat()}
    return ticket_id, due_at, data


def _notice(alert: Alert, promise: Promise) -> Notice:
    """Times are the reader's, with the customer's beside them where the two differ."""
    customer = promise.ticket.customer
    said = f"“{promise.wording}”" if promise.wording else promise.get_kind_display()
    due = _clock(alert.deadline.at, alert.recipient.timezone)
    heading = f"{'Broken: ' if alert.overdue else ''}{promise.get_kind_display()} for {customer.name}"
    ticket = f"#{promise.ticket_id} {promise.ticket.subject}"
    remarks = _remarks(alert)
    lines = [
        f"Promised: {said}",
        f"Due: {due}" + _customers_time(alert, promise),
        f"Owner: {promise.owner.name}, {promise.team.name}",
        f"Ticket: {ticket}",
        *remarks,
    ]
    # A name or a wording with line breaks in it must not look like lines of ours.
    body = "\n".join(" ".join(line.split()) for line in lines)
    return Notice(
        f"{heading} {'was' if alert.overdue else 'is'} due {due}",
        body,
        f"/tickets/{promise.ticket_id}/#promise-{promise.pk}",
        Brief(heading, said, (ticket, promise.owner.name, *remarks)),
    )


def _remarks(alert: Alert) -> list[str]:
    """Why this reader hears it, and why now, where that is not plain."""
    remarks = []
    if alert.instead_of_id:
        remarks.append(f"You hear this in place of {alert.instead_of.name}.")
    if alert.rung in WHY:
        remarks.append(WHY[alert.rung])
    if alert.late_seconds >= 60:
        remarks.append(f"This alert is {int(alert.late_seconds // 60)} minutes late.")
    return remarks


def _clock(at: datetime, timezone: str) -> str:
    local = at.astimezone(zone(timezone))
    return f"{local:%a} {local.day} {local:%b, %H:%M} ({timezone})"


def _customers_time(alert: Alert, promise: Promise) -> str:
    if promise.timezone == alert.recipient.timezone:
        return ""
    return f", for the customer {_clock(alert.deadline.at, promise.timezone)}"
