"""What falls into somebody's absence, and telling the lead of what nobody has accepted when it begins."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from alerts import clock
from alerts.kinds import Ask
from alerts.models import Alert
from alerts.telling import tell
from escalations.chain import Chain
from escalations.models import Step
from escalations.rules import LOOK_BACK, each_pass
from people.models import Absence, User
from promises.models import Promise
from promises.models.promise import KIND
from promises.rungs import ABSENCE
from tickets.models import State, Ticket


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody would leave behind: lazy, to be paginated or counted."""

    promises: QuerySet[Promise]
    steps: QuerySet[Step]
    tickets: QuerySet[Ticket]


def left_by(user: User) -> Left:
    """All that waits for `user`: promises still owed, escalations they were asked to take or have, unsolved tickets."""
    theirs = Q(person=user, ended_at=None) | Q(acknowledgement__by=user)
    return Left(
        promises=Promise.objects.unsettled().filter(owner=user),
        steps=Step.objects.filter(theirs, escalation__resolved_at=None),
        tickets=Ticket.objects.in_state(State.OPEN, State.PENDING).filter(owner=user),
    )


def falls_into(absence: Absence) -> Left:
    """The promises due within it, or broken already; the escalations and unsolved tickets that would wait.

    One due as the absence ends is not: they are there again. Saved or not, the absence may be a plan.
    """
    left = left_by(absence.user)
    within = Q(due_at__gte=absence.starts_at, due_at__lt=absence.ends_at) | Q(breach__isnull=False)
    return Left(left.promises.filter(within), left.steps, left.tickets)


@each_pass
def tell_leads(at: datetime) -> int:
    """Tell the lead of each promise that falls into an absence that has begun, and is still its owner's.

    Once an absence. Offered, declined or forgotten: nobody has accepted it. How many promises were told of.
    """
    begun = Absence.objects.filter(starts_at__gt=at - LOOK_BACK, starts_at__lte=at, ends_at__gt=at)
    told = 0
    for absence in begun.select_related("user").order_by("starts_at"):
        owed = falls_into(absence).promises
        known = Alert.objects.filter(
            rung=ABSENCE, raised_at__gte=absence.starts_at, deadline__kind=KIND, deadline__owner=absence.user
        )
        for promise in owed.exclude(pk__in=known.values("deadline__subject_id")).order_by("due_at", "pk"):
            told += _tell(promise, absence.user, at)
    return told


@transaction.atomic
def _tell(promise: Promise, away: User, at: datetime) -> bool:
    deadline = clock.lock(KIND, promise.pk)
    # Accepted or settled at this very moment.
    if deadline is None or deadline.owner_id != away.pk:
        return False
    lead = Chain.at(at).recipients(Ask(promise.pk, away.pk, promise.team_id, ("lead",)))
    return bool(tell(deadline, lead, at=at, rung=ABSENCE))
