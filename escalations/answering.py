"""Answering an escalation: “I have it”, and later what was done."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from alerts import clock
from alerts.models import Alert
from escalations import climbing
from escalations.models import Escalation, Position, Resolution, Step, StepAcknowledgement
from people.errors import Conflict
from people.fields import moment, told
from people.models import User
from tickets.models import Event

NOT_THEIRS = "Only those in this escalation's chain can answer it. Ask one of them"


@transaction.atomic
def acknowledge(
    escalation: Escalation, *, by: User, takes_case: bool = False, at: datetime | None = None
) -> StepAcknowledgement:
    """`by` has it: the climb stops. They become the ticket's owner, or stay beside the owner.

    Who was asked or told to act, at whatever step, who stands in its chain, and administrators may say so. Saying
    so again changes nothing. Raises Conflict when somebody else has it or it is resolved, PermissionDenied.
    """
    at = moment(at)
    _require(may_answer(by, escalation).acknowledge)
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
    _require(may_answer(by, escalation).resolve)
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
        raise Conflict({"escalation": f"{known.by.name} has it since {told(known.at)}."})
    raise Conflict({"escalation": "This escalation is resolved already."})


class May(NamedTuple):
    """What somebody may say to an escalation."""

    acknowledge: bool
    resolve: bool


def may_answer(user: User, escalation: Escalation) -> May:
    """Whom it asked or told to act, who stands in its chain, and administrators; the ticket's owner may resolve it."""
    return may_answer_each(user, [escalation])[escalation.pk]


def may_answer_each(user: User, escalations: Collection[Escalation]) -> dict[int, May]:
    """By escalation, as `may_answer`; two queries. They come with their tickets."""
    known = {each.pk for each in escalations} if user.is_staff else _asked(user, escalations)
    return {
        each.pk: May(each.pk in known, each.pk in known or user.pk == each.ticket.owner_id)
        for each in escalations
    }


def _asked(user: User, escalations: Collection[Escalation]) -> set[int]:
    """Those in whose chain `user` is, then or now, and those that told them to act: deputies, a successor, the team."""
    steps = Step.objects.filter(escalation__in=[each.pk for each in escalations])
    told = Alert.objects.filter(
        recipient=user, deadline__kind=climbing.KIND, deadline__subject_id__in=steps.values("pk")
    ).exclude(audience=climbing.INFORMED)
    named = steps.filter(Q(person=user) | Q(pk__in=told.values("deadline__subject_id")))
    held = set(Position.objects.filter(holder=user).values_list("pk", flat=True))
    return set(named.values_list("escalation", flat=True)) | {
        each.pk
        for each in escalations
        if any(link["holder"] == user.pk or link["position"] in held for link in each.chain)
    }


def _require(may: bool) -> None:
    if not may:
        raise PermissionDenied(f"{NOT_THEIRS}.")
