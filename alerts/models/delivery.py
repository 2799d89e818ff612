"""The outbox: one row for each channel that an alert must go out over."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q

from alerts import bulk
from alerts.models.alert import Alert


class DeliveryManager(models.Manager):
    def enqueue(self, over: Iterable[tuple[int, str]], at: datetime) -> None:
        """Have each alert, by its id, go out over a channel from `at` (aware) on; once a channel."""
        rows = [(alert_id, channel, uuid.uuid4()) for alert_id, channel in over]
        # The inbox shows the alert itself: with this row's commit it has arrived.
        arrived = {"attempts": 1, "done_at": at, "outcome": Delivery.Outcome.SENT}
        waiting = {"attempts": 0, "done_at": None, "outcome": ""}
        for in_app, state in ((True, arrived), (False, waiting)):
            bulk.insert(
                Delivery,
                ("alert_id", "channel", "key"),
                [row for row in rows if (row[1] == "in_app") is in_app],
                same={"next_try_at": at, "error": "", **state},
            )


class Delivery(models.Model):
    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed for good"
        DROPPED = "dropped", "No longer needed"

    # `delivery_once_a_channel` begins with it.
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="deliveries", db_index=False)
    channel = models.CharField(max_length=20)
    # Travels with every attempt, so that a receiver can tell a repetition: an e-mail's Message-ID, say.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    next_try_at = models.DateTimeField(help_text="While a sender has it: when its lease runs out.")
    lease = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    error = models.TextField(blank=True)
    # Shared by those that went out together as one digest.
    digest = models.UUIDField(null=True)

    objects = DeliveryManager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["next_try_at"], name="delivery_waiting", condition=Q(done_at=None)),
            # What went out in the last minute, which decides on digests; the inbox knows no digests.
            models.Index(
                fields=["done_at"],
                name="delivery_done",
                condition=Q(done_at__isnull=False) & ~Q(channel="in_app"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["alert", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=Q(done_at=None, outcome="")
                | Q(done_at__isnull=False, outcome__in=["sent", "failed", "dropped"]),
                name="delivery_done_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} for {self.alert_id}: {self.outcome or 'waiting'}"
