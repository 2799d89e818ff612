"""“I have it.”"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from alerts import clock, kinds
from alerts.models import Acknowledgement, Alert, Deadline
from people.fields import moment
from people.models import User


@transaction.atomic
def acknowledge(alert: Alert, *, by: User, at: datetime | None = None) -> Acknowledgement:
    """Pause the ladder for its working minutes; afterwards it goes on, for acknowledging is not doing.

    Acknowledging again returns the first acknowledgement. One about something settled pauses nothing.
    Raises PermissionDenied unless `by` is the recipient or an administrator.
    """
    at = moment(at)
    if by.pk != alert.recipient_id and not by.is_staff:
        raise PermissionDenied("Only the person who was alerted can acknowledge this alert.")
    # Not the ladder's row with it: all of a team's deadlines share that one.
    running = Deadline.objects.select_for_update(of=("self",)).select_related("ladder")
    deadline = running.get(pk=alert.deadline_id)
    known = Acknowledgement.objects.filter(alert=alert).first()
    if known:
        return known
    until = (
        clock.pause(deadline, by=by, at=at) if deadline.settled_at is None and deadline.ladder_id else None
    )
    acknowledgement = Acknowledgement.objects.create(alert=alert, by=by, at=at, paused_until=until)
    kinds.kind_named(deadline.kind).acknowledged(deadline.subject_id, acknowledgement)
    return acknowledgement
