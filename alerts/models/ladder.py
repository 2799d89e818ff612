"""The ladder: who hears what, when, before and after a deadline. A setting a team.

A ladder in use is never edited: an edit makes a new one and retires the old, so that a deadline that
refers to its ladder has, in effect, a copy of it from the moment it started.
"""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from people.fields import moment
from people.models import Team

AUDIENCES = {
    "owner": "The owner",
    "deputy": "The owner's deputy",
    "lead": "The team lead",
    "manager": "The team lead's manager",
    "team": "The whole team",
}
UP = re.compile(r"up:[1-9]")
CHANNELS = {"in_app": "In the app", "email": "E-mail"}

# The ladder of a team that has set none.
DEFAULT_RUNGS = [
    {"percent": 50, "min_life_minutes": 120, "audiences": ["owner"]},
    {"minutes_before": 60, "audiences": ["owner"]},
    {"minutes_before": 15, "audiences": ["owner", "lead"]},
    {"minutes_before": 0, "audiences": ["lead", "manager"]},
    {"minutes_before": -60, "audiences": ["up:3"]},
]


def validate_audiences(value: list[str]) -> None:
    """Raise ValidationError unless each entry is an audience: owner, deputy, lead, manager, team, or up:N."""
    unknown = (
        [a for a in value if a not in AUDIENCES and not UP.fullmatch(str(a))]
        if isinstance(value, list)
        else [value]
    )
    if unknown or not value:
        raise ValidationError(
            f"Unknown audience {', '.join(map(str, unknown)) or '(none)'}. "
            f"Use {', '.join(AUDIENCES)}, or up:N for N levels up."
        )


def validate_channels(value: list[str]) -> None:
    """Raise ValidationError unless each entry names a channel."""
    unknown = [c for c in value if c not in CHANNELS] if isinstance(value, list) else [value]
    if unknown or not value:
        raise ValidationError(
            f"Unknown channel {', '.join(map(str, unknown)) or '(none)'}. Use {', '.join(CHANNELS)}."
        )


def default_channels() -> list[str]:
    return ["in_app", "email"]


class LadderManager(models.Manager):
    def running_for(self, team: Team) -> "Ladder":
        """The ladder that a deadline of `team` starts with now; made from the default when there is none."""
        current = self.filter(team=team, retired_at=None).first()
        return current or self.replace(team, DEFAULT_RUNGS)

    def rungs_for(self, team: Team) -> list["Rung"]:
        """The rungs that a deadline of `team` would start with now; nothing is saved."""
        current = self.filter(team=team, retired_at=None).first()
        if current:
            return list(current.rungs.all())
        return [Rung(position=position, **fields) for position, fields in enumerate(DEFAULT_RUNGS, start=1)]

    @transaction.atomic
    def replace(
        self, team: Team, rungs: list[dict], *, pause_minutes: int = 30, at: datetime | None = None
    ) -> "Ladder":
        """Give `team` a new ladder. Running deadlines keep the one they started with.

        Each rung is a dict of Rung's fields; `pause_minutes` are working minutes that an acknowledgement
        pauses for. Raises ValidationError for an impossible rung, and changes nothing then.
        """
        at = moment(at)
        # No key: what merely refers to the team need not wait for the end of this transaction.
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        self.filter(team=team, retired_at=None).update(retired_at=at)
        ladder = self.create(team=team, created_at=at, pause_minutes=pause_minutes)
        for position, fields in enumerate(rungs, start=1):
            rung = Rung(ladder=ladder, position=position, **fields)
            rung.full_clean()
            rung.save()
        return ladder


class Ladder(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="ladders")
    pause_minutes = models.PositiveSmallIntegerField(
        default=30, help_text="Working minutes that an acknowledgement pauses the ladder for."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = LadderManager()

    class Meta:
        ordering = ["team", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(retired_at=None), name="team_has_one_ladder"
            ),
        ]

    def __str__(self) -> str:
        return f"Ladder of {self.team}, {self.created_at:%Y-%m-%d}"


class Rung(models.Model):
    """One step of a ladder: when it lies, who hears it, and over which channels."""

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    minutes_before = models.IntegerField(
        null=True, blank=True, help_text="Working minutes before it is due; 0 is due, negative is after."
    )
    percent = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Percent of the time from start to due that has gone by."
    )
    min_life_minutes = models.PositiveIntegerField(
        default=0, help_text="Only when there are more minutes than this from start to due."
    )
    audiences = models.JSONField(validators=[validate_audiences], help_text='Such as ["owner", "lead"].')
    channels = models.JSONField(default=default_channels, validators=[validate_channels])

    class Meta:
        ordering = ["ladder", "position"]
        constraints = [
            models.UniqueConstraint(fields=["ladder", "position"], name="rung_position_once"),
            models.CheckConstraint(
                condition=Q(minutes_before__isnull=True, percent__isnull=False)
                | Q(minutes_before__isnull=False, percent__isnull=True),
                name="rung_in_minutes_or_percent",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=1, percent__lte=99),
                name="rung_percent_inside",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lt=1000), name="rung_position_range"
            ),
        ]

    def __str__(self) -> str:
        if self.percent is not None:
            return f"{self.percent} %"
        return f"T{-self.minutes_before:+d} min" if self.minutes_before else "T-0"
