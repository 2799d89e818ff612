"""A person who works here and logs in with an e-mail address."""

from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from people.fields import LANGUAGES, TimeZoneField, zone
from people.models.calendar import WorkCalendar


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A new person; without a password they cannot log in with one."""
        if not email:
            raise ValueError("email: a person needs an e-mail address to log in.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """A new administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.lower())

    def active(self) -> models.QuerySet["User"]:
        """Those who have not left."""
        return self.filter(is_active=True)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("e-mail", unique=True)
    name = models.CharField(max_length=200)
    timezone = TimeZoneField("time zone")
    language = models.CharField(max_length=8, choices=LANGUAGES, default="en")
    team = models.ForeignKey(
        "people.Team",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="home_members",
        help_text="The home team: its calendar is this person's, unless they have their own.",
    )
    calendar = models.ForeignKey(
        WorkCalendar, models.PROTECT, null=True, blank=True, help_text="Own working hours, if not the team's."
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("administrator", default=False)
    date_joined = models.DateTimeField(default=now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "people"
        constraints = [
            # Two spellings of one address would be two log-ins of one person.
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def work_calendar(self) -> WorkCalendar | None:
        """Their own calendar, else their home team's; None when they have neither."""
        if self.calendar_id:
            return self.calendar
        return self.team.calendar if self.team_id else None

    @property
    def zone(self) -> ZoneInfo:
        """Their time zone, for showing times in."""
        return zone(self.timezone)

    def teams(self) -> models.QuerySet:
        """The teams that this person works for: the home team, and those they serve as well."""
        from people.models.team import Team

        return Team.objects.filter(Q(pk=self.team_id) | Q(memberships__user=self)).distinct()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]
