"""What the customer answered on the page of a promise: kept, not kept, or another time, please."""

from django.db import models
from django.db.models import Q

from promises.models.settlement import Settlement


class CustomerAnswer(models.Model):
    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", "It was kept"
        DISPUTED = "disputed", "It was not kept"
        ANOTHER_TIME = "another_time", "Asks for another time"

    promise = models.ForeignKey("promises.Promise", models.PROTECT, related_name="customer_answers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.TextField(blank=True)
    due_at = models.DateTimeField(help_text="The time that it answers to: as promised then.")
    at = models.DateTimeField()
    # What it confirms, or overturns: a disputed settlement no longer stands for its promise, and is found here.
    settlement = models.ForeignKey(Settlement, models.PROTECT, null=True, related_name="customer_answers")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["confirmed", "disputed", "another_time"]), name="customer_answer_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="another_time") | ~Q(words=""), name="another_time_says_which"
            ),
            models.CheckConstraint(
                condition=~Q(kind="confirmed") | Q(settlement__isnull=False), name="confirmed_what"
            ),
            models.UniqueConstraint(fields=["settlement", "kind"], name="settlement_answered_once"),
            models.UniqueConstraint(
                fields=["promise"],
                condition=Q(kind="disputed", settlement=None),
                name="open_promise_disputed_once",
            ),
            models.UniqueConstraint(
                fields=["promise", "due_at"], condition=Q(kind="another_time"), name="another_time_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.kind} {self.at:%Y-%m-%d %H:%M} UTC"
