"""The states a ticket was in, each from when until when. The open-ended one is the present."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class TicketState(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="states")
    state = models.CharField(max_length=10)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["since", "id"]
        indexes = [
            models.Index(fields=["state", "since"], name="state_now", condition=Q(until=None)),
            # What was opened within some minutes, for the rules that escalate what waits.
            models.Index(fields=["since"], name="state_opened", condition=Q(state="open")),
            models.Index(fields=["since"], name="state_solved", condition=Q(state="solved")),
            # Tickets in work, however many there ever were. Without it PostgreSQL takes a third of all for open, since
            # each was open once, and reads them all.
            models.Index(
                fields=["ticket"],
                name="state_in_work",
                condition=Q(until=None, state__in=["open", "pending"]),
            ),
            # Whether what was passed to somebody was solved is asked of thousands of tickets at once.
            models.Index(
                fields=["ticket", "since"], name="state_ended", condition=Q(state__in=["solved", "closed"])
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(until=None), name="ticket_in_one_state"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="state_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "pending", "solved", "closed"]), name="state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.state}"
