"""What belongs to one person or to a whole team: saved replies, saved views."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from people.models import Team, User


class SharedQuerySet(models.QuerySet):
    def usable_by(self, user: User) -> "SharedQuerySet":
        """Their own, and those of the teams that they work for."""
        return self.filter(usable(user))


def usable(user: User) -> Q:
    """The condition: `user`'s own, or of a team that they work for."""
    return Q(owner=user) | Q(team__in=user.teams())


class Shared(models.Model):
    """One's own, or a team's. Its owner changes it; a team's whoever works for the team, and administrators."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None, team__isnull=False) | Q(owner__isnull=False, team=None),
                name="%(class)s_is_somebodys",
            ),
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(team=None), name="%(class)s_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["team", "name"], condition=Q(owner=None), name="%(class)s_once_a_team"
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if (self.owner_id is None) == (self.team_id is None):
            raise ValidationError("It is either a person’s or a team’s: choose one of the two.")

    @classmethod
    def add(cls, *, by: User, team: Team | None = None, **fields) -> "Shared":
        """A new one: the team's, or `by`'s own without a team.

        Raises ValidationError naming the field, PermissionDenied for a team that `by` does not work for.
        """
        new = cls(owner=None if team else by, team=team, **fields)
        new.require_may_change(by)
        new._write(force_insert=True)
        return new

    def change(self, *, by: User, **fields) -> None:
        """Set `fields`. Raises ValidationError naming the field, PermissionDenied."""
        self.require_may_change(by)
        for name, value in fields.items():
            setattr(self, name, value)
        self._write(update_fields=list(fields))

    def remove(self, *, by: User) -> None:
        """It is gone for everybody. Raises PermissionDenied."""
        self.require_may_change(by)
        self.delete()

    def may_change(self, user: User) -> bool:
        """Is it theirs, or of a team that they work for, or do they administer?"""
        if self.team_id is None:
            return user.pk == self.owner_id
        return (
            user.is_staff
            or user.team_id == self.team_id
            or user.memberships.filter(team=self.team_id).exists()
        )

    def require_may_change(self, user: User) -> None:
        """Raise PermissionDenied, with the rule in words, unless `may_change`."""
        if not self.may_change(user):
            raise PermissionDenied("Only its owner, or those who work for the team, may change this.")

    def _write(self, **how) -> None:
        self.full_clean(validate_constraints=False)
        try:
            with transaction.atomic():
                self.save(**how)
        except IntegrityError as taken:
            raise ValidationError(
                {"name": f"There is one called “{self.name}” already. Choose another name."}
            ) from taken
