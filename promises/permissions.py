"""Who may act on a promise."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from escalations.chain import Chain
from people.models import User
from promises.models import Promise


def may_act(user: User, promise: Promise, at: datetime) -> bool:
    """Its owner and maker, both teams' people, those above the owner, their deputies, and administrators.

    The deputies of all of these, as of `at`: whoever hears an alert in somebody's place must be able to act on it.
    """
    if user.is_staff or user.pk in (promise.owner_id, promise.made_by_id, promise.ticket.owner_id):
        return True
    teams = {promise.team_id, promise.ticket.team_id}
    if user.team_id in teams or user.memberships.filter(team__in=teams).exists():
        return True
    return user.pk in Chain.at(at).answers_for(promise.owner_id, promise.team_id)


def require_may_act(user: User, promise: Promise, at: datetime) -> None:
    """Raise PermissionDenied, with the rule in words, unless `may_act`."""
    if not may_act(user, promise, at):
        raise PermissionDenied(
            "Only the owner of a promise, their team, their deputy and those above them may change it. "
            "Ask one of them."
        )
