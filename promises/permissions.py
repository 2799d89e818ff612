"""Who may act on a promise."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from escalations.permissions import Reach, is_for
from people.models import User
from promises.models import Promise


def may_act(user: User, promise: Promise, at: datetime) -> bool:
    """May they keep, renegotiate, withdraw, hand over and cover it, and see the customer's link?"""
    return is_within(Reach(user, at), promise)


def is_within(reach: Reach, promise: Promise) -> bool:
    """Its owner and maker, both teams' people, those above the owner, their deputies, and administrators.

    The deputies of all of these, as of then: whoever hears an alert in somebody's place must be able to act on it.
    Needs `ticket` fetched.
    """
    user = reach.user
    if user.is_staff or user.pk in (promise.owner_id, promise.made_by_id, promise.ticket.owner_id):
        return True
    if reach.works_for(promise.team_id, promise.ticket.team_id):
        return True
    return user.pk in reach.chain.answers_for(promise.owner_id, promise.team_id)


def require_may_act(user: User, promise: Promise, at: datetime) -> None:
    """Raise PermissionDenied, with the rule in words, unless `may_act`."""
    if not may_act(user, promise, at):
        raise PermissionDenied(
            "Only the owner of a promise, their team, their deputy and those above them may change it. "
            "Ask one of them."
        )


def require_may_see_figures_of(reader: User, person: User, at: datetime) -> None:
    """Raise PermissionDenied, with the rule in words, unless they are the reader's own, or of somebody below them."""
    if not is_for(reader, person, at):
        raise PermissionDenied("A person's figures are for themselves and for those above them.")
