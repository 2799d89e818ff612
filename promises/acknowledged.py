"""How long alerts about promises, and escalations, waited in a period until somebody said “I have it”."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from alerts.models import Acknowledgement
from alerts.waits import Waits, waits_by, with_wait
from escalations.figures import acknowledged as escalations_acknowledged
from escalations.models import StepAcknowledgement
from promises.models import Promise
from promises.models.promise import KIND
from promises.reports import Asked, labels_of, with_notice

# Where a ticket says by what its escalations are grouped; they have no notice.
_OF_TICKET = {"team": "team", "topic": "topic", "channel": "channel"}


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The waits of alerts about promises, and of escalations."""

    alerts: Waits
    escalations: Waits


def acknowledging(asked: Asked, by: str) -> tuple[Acknowledged, list[tuple[object, str, Acknowledged]]]:
    """In all, and by a dimension as (key, label, waits): teams and topics by the alphabet. Three queries."""
    alerts = waits_by(alerts_acknowledged(asked), _of_promise(by))
    place = f"step__escalation__ticket__{_OF_TICKET[by]}" if by in _OF_TICKET else None
    escalations = waits_by(escalations_taken(asked), F(place) if place else None)
    total = Acknowledged(Waits.of_all(alerts.values()), Waits.of_all(escalations.values()))
    if not place:
        escalations = {}
    return total, list(_grouped(alerts, escalations, labels_of(by)))


def _grouped(alerts: dict, escalations: dict, labels: dict) -> Iterator[tuple[object, str, Acknowledged]]:
    for key, label in labels.items():
        if key in alerts or key in escalations:
            both = Acknowledged(alerts.get(key, Waits()), escalations.get(key, Waits()))
            yield key, label, both


def alerts_acknowledged(asked: Asked) -> QuerySet[Acknowledgement]:
    """Acknowledgements of alerts about promises in the period, with `wait`, since the alert was raised.

    A person's are those that they gave. The others are narrowed by the promise: the team that owes it, its ticket.
    """
    found = Acknowledgement.objects.filter(at__gte=asked.since, at__lte=asked.at, alert__deadline__kind=KIND)
    if asked.owner:
        found = found.filter(by=asked.owner)
    of_promise = asked.of_ticket("ticket__") | ({"team": asked.team} if asked.team else {})
    if asked.notice is not None:
        of_promise["notice"] = asked.notice
    if of_promise:
        found = found.filter(Exists(_the_promise().filter(**of_promise)))
    return with_wait(found, "alert__raised_at")


def escalations_taken(asked: Asked) -> QuerySet[StepAcknowledgement]:
    """Escalations that somebody took in the period, with `wait`, since they were opened; those that a person took."""
    taken = escalations_acknowledged(asked.since, asked.at, **asked.about_tickets())
    return taken.filter(by=asked.owner) if asked.owner else taken


def _of_promise(by: str) -> Subquery:
    column = {"team": "team", "topic": "ticket__topic", "channel": "ticket__channel", "notice": "notice"}[by]
    return Subquery(_the_promise().values(column)[:1])


def _the_promise() -> QuerySet[Promise]:
    # The deadline names what it is of by its number, for alerts know nothing of promises.
    return with_notice(Promise.objects.filter(pk=OuterRef("alert__deadline__subject_id")).order_by())
