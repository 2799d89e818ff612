"""Covering: somebody who may act takes a promise over themselves, at once."""

from datetime import datetime

from django.db import transaction

from people.errors import Conflict
from people.fields import moment
from people.models import User
from promises.handing_over import accept, offer, take_back
from promises.models import HandOver, Promise


@transaction.atomic
def cover(promise: Promise, *, by: User, at: datetime | None = None) -> HandOver:
    """`by` owes the promise from now on: offered to them and accepted in one go.

    What others were offered is taken back. Raises Conflict when it is theirs already or settled, PermissionDenied.
    """
    at = moment(at)
    if promise.owner_id == by.pk:
        raise Conflict({"promise": "This promise is yours already."})
    waiting = HandOver.objects.filter(promise=promise, answered_at=None).select_related("to_owner").first()
    if waiting and waiting.to_owner_id != by.pk:
        take_back(waiting, by=by, at=at)
        waiting = None
    return accept(waiting or offer(promise, to=by, by=by, at=at), by=by, at=at)
