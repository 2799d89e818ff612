"""The timeline: what happened to a ticket, when and by whom. It is only ever added to."""

from datetime import datetime

from django.conf import settings
from django.db import models


class EventManager(models.Manager):
    def record(self, ticket, kind: str, *, at: datetime, actor=None, **data) -> "Event":
        """Add to the timeline. `data` is what a reader needs to see then, in plain JSON values."""
        return self.create(ticket=ticket, kind=kind, at=at, actor=actor, data=data)


class Event(models.Model):
    # `event_timeline` begins with it; who did it is shown, and never looked for.
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    data = models.JSONField(default=dict)

    objects = EventManager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="event_timeline"),
            # Which tickets lost their owner within some minutes.
            models.Index(fields=["at"], name="event_assigned", condition=models.Q(kind="assigned")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.ticket_id}"

    def save(self, *args, **kwargs) -> None:
        if self.pk:
            raise TypeError("The timeline is only ever added to: record a new event instead.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The timeline is only ever added to: nothing is taken out of it.")
