"""Who may act on a ticket, and who stands above a team: for the verbs, and for the screens that offer them."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial

from django.core.exceptions import PermissionDenied

from escalations.chain import Chain
from people.models import Team, User
from tickets.models import Ticket


class Reach:
    """What one person may act on at one moment. Asked of a hundred rows it queries no more often than of one.

    `load` gets the chain of command once it is needed: all of it, for many rows; a line of it does for one.
    """

    def __init__(self, user: User, at: datetime, load: Callable[[datetime], Chain] = Chain.at) -> None:
        self.user, self.at, self._load = user, at, load

    @cached_property
    def chain(self) -> Chain:
        """The chain of command, as of `at`."""
        return self._load(self.at)

    @cached_property
    def _also(self) -> set[int]:
        return set(self.user.memberships.values_list("team_id", flat=True))

    def works_for(self, *team_ids: int) -> bool:
        """Is one of these their home team, or a team that they serve as well?"""
        return self.user.team_id in team_ids or not self._also.isdisjoint(team_ids)

    def acts_on(self, ticket: Ticket) -> bool:
        """Its owner, its team's people, whoever stands above them, and administrators."""
        user = self.user
        if user.is_staff or user.pk == ticket.owner_id or self.works_for(ticket.team_id):
            return True
        return self.chain.has_above(user.pk, ticket.owner_id, ticket.team_id)

    def is_for(self, person: User) -> bool:
        """Is what is `person`'s own for them? For the person, those above or in the place of one, administrators."""
        if self.user.is_staff or self.user.pk == person.pk:
            return True
        return self.chain.has_above(self.user.pk, person.pk, person.team_id)

    def manages(self, team_id: int) -> bool:
        """Do they administer, or stand above the lead of the team, or stand in for somebody who does?"""
        if self.user.is_staff:
            return True
        return any(
            self.user.pk in (seat.holder_id, self.chain.stands_for(seat))
            for seat in self.chain.above(None, team_id)
            if not (seat.leads_team and seat.team_id == team_id)
        )


def may_act_on(user: User, ticket: Ticket, at: datetime) -> bool:
    """May they change it, pass it on and ask about it?"""
    return Reach(user, at, partial(Chain.over, ticket.owner_id, ticket.team_id)).acts_on(ticket)


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
    """May they set what a team goes by, and grant what goes beyond it?"""
    return Reach(user, at, partial(Chain.over, None, team_id)).manages(team_id)


def below(user: User, at: datetime) -> list[User]:
    """Everybody whom `user` stands above, or stands in above; for an administrator everybody else. By name.

    For them they may enter an absence, and what is a person's own (see `is_for`) is for them, too. Six queries.
    """
    people = list(User.objects.active().exclude(pk=user.pk).order_by("name", "id"))
    if user.is_staff:
        return people
    chain = Chain.at(at)
    return [one for one in people if chain.has_above(user.pk, one.pk, one.team_id)]


def is_for(user: User, person: User, at: datetime) -> bool:
    """Is what is `person`'s own for `user`?"""
    return Reach(user, at, partial(Chain.over, person.pk, person.team_id)).is_for(person)
