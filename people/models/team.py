"""A team: the unit that promises are made for, with its calendar and its settings."""

from django.db import models
from django.db.models import Q

from people.models.calendar import WorkCalendar


class Team(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, related_name="teams")
    promises_per_hour = models.PositiveSmallIntegerField(
        default=4, help_text="More promises than this of one person in one hour: the agent is warned."
    )
    members = models.ManyToManyField("people.User", through="people.Membership", related_name="also_in")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def people(self) -> models.QuerySet:
        """Everyone active who works for this team, at home here or as well."""
        from people.models.user import User

        return User.objects.active().filter(Q(team=self) | Q(memberships__team=self)).distinct()


class Membership(models.Model):
    """Somebody serves a team that is not their home team, too."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"
