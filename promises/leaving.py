"""Somebody leaves: not before they have handed over everything that others wait for."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver

from alerts import clock
from escalations.models import Escalation
from people.errors import Conflict
from people.fields import moment
from people.models import User
from people.signals import leaving, must_hand_over
from promises.absence import left_by
from promises.handing_over import recall
from promises.models import Promise
from promises.models.promise import KIND

# So many of each are named; of the others only the number.
NAMED = 10


@transaction.atomic
def leave(user: User, *, by: User, at: datetime | None = None) -> User:
    """Close somebody's account. Promises on offer to them stay with their owners.

    Raises Conflict naming each promise, escalation and ticket that they must hand over first, PermissionDenied
    to all but administrators. Once more changes nothing.
    """
    at = moment(at)
    if not by.is_staff:
        raise PermissionDenied("Only administrators can close an account.")
    # What refers to them (a promise, a ticket) waits, so that nothing is given to them in between.
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        return user
    if left := must_hand_over(user):
        raise Conflict({"user": [f"{user.name} must hand over first:", *left]})
    user.is_active = False
    user.save(update_fields=["is_active"])
    offered = Promise.objects.unsettled().filter(hand_overs__to_owner=user, hand_overs__answered_at=None)
    for promise in offered.order_by("pk"):
        if clock.lock(KIND, promise.pk) is not None:
            recall(promise, by=by, at=at)
    return user


@receiver(leaving)
def _left(sender: type[User], user: User, **kwargs: object) -> list[str]:
    left = left_by(user)
    escalations = (
        Escalation.objects.filter(steps__in=left.steps).distinct().prefetch_related("steps__acknowledgement")
    )
    return [
        *_named(left.promises.order_by("due_at", "pk")),
        *_named(escalations.order_by("pk")),
        *_named(left.tickets.order_by("pk")),
    ]


def _named(rows: QuerySet) -> list[str]:
    found = [str(row) for row in rows[: NAMED + 1]]
    return found if len(found) <= NAMED else [*found[:NAMED], f"and {rows.count() - NAMED} more"]
