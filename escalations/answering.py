"""Answering an escalation: “I have it”, and later what was done."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from alerts import clock
from alerts.models import Alert
from escalations import climbing
from escalations.models import Escalation, Resolution, Step, StepAcknowledgement
from people.errors import Conflict
from people.fields import moment
from people.models import User
from tickets.models import Event


@transaction.atomic
def acknowledge(
    escalation: Escalation, *, by: User, takes_case: bool = False, at: datetime | None = None
) -> StepAcknowledgement:
    """`by` has it: the climb stops. They become the ticket's owner, or stay beside the owner.

    Who was asked or told to act, at whatever step, who stands in its chain, and administrators may say so. Saying
    so again changes nothing. Raises Conflict when somebody else has it or it is resolved, PermissionDenied.
    """
    at = moment(at)
    _require(by, asked(escalation))
    if takes_case:
        # Before the step's deadline: whoever escalates locks them in this order, too.
        escalation.ticket.lock()
        escalation.ticket.refresh_from_db()
    step = _lock_waiting(escalation)
    if step is None:
        return _known(escalation, by)
    step.ended_at, step.ending = at, Step.Ending.ACKNOWLEDGED
    step.save(update_fields=["ended_at", "ending"])
    acknowledgement = StepAcknowledgement.objects.create(step=step, by=by, at=at, takes_case=takes_case)
    climbing.stop(escalation, at)
    if takes_case:
        escalation.ticket.assign(by, by=by, at=at)
    Event.objects.record(
        escalation.ticket,
        "escalation_acknowledged",
        at=at,
        actor=by,
        escalation=escalation.pk,
        takes_case=takes_case,
    )
    return acknowledgement


@transaction.atomic
def resolve(escalation: Escalation, *, by: User, done: str, at: datetime | None = None) -> Resolution:
    """Close the escalation, saying what was done. The ticket's owner may, too: it may be solved by then.

    Raises ValidationError, Conflict when it is resolved already, PermissionDenied.
    """
    at = moment(at)
    _require(by, asked(escalation) | {escalation.ticket.owner_id})
    if not done.strip():
        raise ValidationError({"done": "Say what was done: the next time begins with it."})
    # No cause joins meanwhile, nor does anybody else resolve it: both lock the ticket first.
    escalation.ticket.lock()
    step = _lock_waiting(escalation)
    if Resolution.objects.filter(escalation=escalation).exists():
        raise Conflict(
            {"escalation": "This escalation is resolved already. Open a new one if more is needed."}
        )
    if step is not None:
        step.ended_at, step.ending = at, Step.Ending.RESOLVED
        step.save(update_fields=["ended_at", "ending"])
    climbing.stop(escalation, at)
    resolution = Resolution.objects.create(escalation=escalation, by=by, at=at, done=done.strip())
    escalation.resolved_at = at
    escalation.save(update_fields=["resolved_at"])
    Event.objects.record(
        escalation.ticket,
        "escalation_resolved",
        at=at,
        actor=by,
        escalation=escalation.pk,
        done=resolution.done,
    )
    return resolution


def _lock_waiting(escalation: Escalation) -> Step | None:
    """The step that waits, with its deadline locked: the sweep locks that first, too. None when none waits."""
    while (step := escalation.steps.filter(ended_at=None).first()) is not None:
        clock.lock(climbing.KIND, step.pk)
        # While we waited for the lock it may have been answered, or the sweep may have climbed: then another waits.
        step.refresh_from_db()
        if step.ended_at is None:
            break
    return step


def _known(escalation: Escalation, by: User) -> StepAcknowledgement:
    known = StepAcknowledgement.objects.filter(step__escalation=escalation).select_related("by").first()
    if known and known.by_id == by.pk:
        return known
    if known:
        raise Conflict({"escalation": f"{known.by.name} has it since {known.at:%Y-%m-%d %H:%M} UTC."})
    raise Conflict({"escalation": "This escalation is resolved already."})


def asked(escalation: Escalation) -> set[int]:
    """Those in its chain, then and now, and all whom it told to act: deputies, a successor, the team."""
    told = Alert.objects.filter(
        deadline__kind=climbing.KIND, deadline__subject_id__in=escalation.steps.values("pk")
    ).exclude(audience=climbing.INFORMED)
    return (
        {link["holder"] for link in escalation.chain}
        | set(climbing.holders(escalation))
        | set(escalation.steps.values_list("person", flat=True))
        | set(told.values_list("recipient", flat=True))
    )


def _require(by: User, people: set[int]) -> None:
    if by.pk not in people and not by.is_staff:
        raise PermissionDenied("Only those in this escalation's chain can answer it. Ask one of them.")
