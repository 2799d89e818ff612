"""What to say instead of a verb's form, where the verb would be refused whatever is typed."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from people.answers import Over
from people.models import User
from promises.handing_over import require_receiver
from promises.models import HandOver, Promise
from promises.permissions import require_may_act

_ANSWERS = {
    HandOver.Answer.ACCEPTED: "Accepted",
    HandOver.Answer.DECLINED: "Declined",
    HandOver.Answer.TAKEN_BACK: "Taken back",
    HandOver.Answer.LAPSED: "The promise was settled first,",
}


def settled(promise: Promise) -> Over | None:
    """How it ended; None while it is owed. Needs `with_facts()`."""
    if promise.settled_at is None:
        return None
    end = promise.settlement
    said = "Kept, but late," if promise.is_kept_late else end.get_outcome_display()
    return Over("This promise is settled", said, end.at, str(end.by or ""), end.reason)


def for_verb(promise: Promise, user: User, at: datetime) -> Over | None:
    """Why `user` can do nothing with it: it is settled, or not theirs to change; None when they can."""
    return settled(promise) or _denied("You cannot change this promise", require_may_act, user, promise, at)


def too_late(promise: Promise, at: datetime) -> Over | None:
    """Why no new time can be agreed on: it has broken; None while it has not."""
    if not promise.is_overdue(at):
        return None
    return Over("It is past its time", "Settle it, and make a new promise: it was due", promise.due_at)


def for_answer(offer: HandOver, user: User) -> Over | None:
    """Why `user` cannot accept or decline it: it is answered, or was made to another; None when they can."""
    return answered(offer) or _denied("You cannot answer this offer", require_receiver, user, offer)


def answered(offer: HandOver) -> Over | None:
    """What became of the offer; None while it is open. Needs `to_owner` fetched."""
    if offer.answered_at is None:
        return None
    theirs = offer.answer in (HandOver.Answer.ACCEPTED, HandOver.Answer.DECLINED)
    by = str(offer.to_owner) if theirs else ""
    return Over("This offer is answered", _ANSWERS[offer.answer], offer.answered_at, by, offer.reason)


def _denied(heading: str, require, *said) -> Over | None:
    try:
        require(*said)
    except PermissionDenied as denied:
        return Over(heading, str(denied).rstrip("."))
    return None
