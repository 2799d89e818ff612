"""An alert: one person is told about one rung of one deadline, once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alerts.models.deadline import Deadline


class Alert(models.Model):
    # `alert_once` and `alert_inbox` begin with these two, and whose place it was is never looked for.
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="alerts", db_index=False)
    rung = models.PositiveSmallIntegerField(help_text="Position on the ladder; from 1000: a rung told again.")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="alerts", db_index=False
    )
    audience = models.CharField(max_length=20, help_text="As what they hear it: owner, lead, manager, ...")
    # Set when the recipient hears it in somebody else's place: their deputy, or the next in the chain.
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    rung_at = models.DateTimeField(help_text="When it was planned for.")
    raised_at = models.DateTimeField()
    overdue = models.BooleanField(help_text="Was the deadline past when it was raised?")

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [models.Index(fields=["recipient", "-raised_at", "-id"], name="alert_inbox")]
        constraints = [
            models.UniqueConstraint(fields=["deadline", "rung", "recipient"], name="alert_once"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} about {self.deadline}"

    @property
    def late_seconds(self) -> float:
        """Seconds from the planned time of the rung to the moment it was raised."""
        return max(0.0, (self.raised_at - self.rung_at).total_seconds())


class Acknowledgement(models.Model):
    """“I have it”: pauses the ladder. It is not doing: the ladder goes on if nothing follows."""

    alert = models.OneToOneField(Alert, models.PROTECT, related_name="acknowledgement")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    paused_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["at"], name="acknowledged_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(paused_until__gte=models.F("at")), name="pause_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} has {self.alert}"
