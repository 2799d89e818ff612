"""Who may act on a ticket, and who stands above a team."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from escalations.chain import Chain
from people.models import Team, User
from tickets.models import Ticket


def may_act_on(user: User, ticket: Ticket, at: datetime) -> bool:
    """Its owner, its team's people, whoever stands above them, and administrators."""
    if user.is_staff or user.pk == ticket.owner_id or user.team_id == ticket.team_id:
        return True
    if user.memberships.filter(team=ticket.team_id).exists():
        return True
    chain = Chain.over(ticket.owner_id, ticket.team_id, at)
    return chain.has_above(user.pk, ticket.owner_id, ticket.team_id)


def require_may_act_on(user: User, ticket: Ticket, at: datetime) -> None:
    """Raise PermissionDenied, with the rule in words, unless `may_act_on`."""
    if not may_act_on(user, ticket, at):
        raise PermissionDenied("Only the ticket's team and those above it may do this. Ask one of them.")


def require_manager(user: User, ticket: Ticket, at: datetime) -> None:
    """Raise PermissionDenied unless `user` stands above the lead of the ticket's team, or administers."""
    if not manages(user, ticket.team_id, at):
        raise PermissionDenied("Only a manager above the team's lead may grant this. Ask one of them.")


def require_manager_of(user: User, team: Team, at: datetime) -> None:
    """Raise PermissionDenied unless `user` stands above the lead of the team, or administers."""
    if not manages(user, team.pk, at):
        raise PermissionDenied(
            "Only managers above the team's lead and administrators may do this. Ask one of them."
        )


def manages(user: User, team_id: int, at: datetime) -> bool:
    """Does `user` administer, or stand above the lead of the team, or stand in for somebody who does?"""
    if user.is_staff:
        return True
    chain = Chain.over(None, team_id, at)
    above_lead = [
        seat for seat in chain.above(None, team_id) if not (seat.leads_team and seat.team_id == team_id)
    ]
    return any(user.pk in (seat.holder_id, chain.stands_for(seat)) for seat in above_lead)
