"""The contact log: each time the customer spoke to us, or we spoke or tried to speak to them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from tickets.models.channel import Channel


class Contact(models.Model):
    class Direction(models.TextChoices):
        INBOUND = "inbound", "The customer contacted us"
        OUTBOUND = "outbound", "We contacted the customer"

    class Outcome(models.TextChoices):
        REACHED = "reached", "Reached"
        ATTEMPTED = "attempted", "Tried, not reached"

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="contacts")
    direction = models.CharField(max_length=8, choices=Direction.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.REACHED)
    waited_seconds = models.PositiveIntegerField(default=0, help_text="Seconds until somebody answered.")
    on_hold_seconds = models.PositiveIntegerField(default=0, help_text="Seconds on hold after that.")
    body = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="contacts"
    )

    class Meta:
        ordering = ["happened_at", "id"]
        indexes = [
            models.Index(fields=["ticket", "happened_at"], name="contact_log"),
            # Whom we reached within some minutes, and not since.
            models.Index(
                fields=["happened_at"],
                name="contact_word",
                condition=models.Q(direction="outbound", outcome="reached"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(direction__in=["inbound", "outbound"]), name="contact_direction_known"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["reached", "attempted"]), name="contact_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.channel} on {self.ticket_id}"

    def clean(self) -> None:
        super().clean()
        if self.direction == self.Direction.INBOUND and self.outcome == self.Outcome.ATTEMPTED:
            raise ValidationError(
                {"outcome": "A customer who contacted us was reached. Leave this at “reached”."}
            )
