"""How a promise ended: kept, with evidence, or withdrawn, with a reason. One stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tickets.models import Contact


class Settlement(models.Model):
    class Outcome(models.TextChoices):
        KEPT = "kept", "Kept"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # None: the customer disputed it. It is on record with their answer (CustomerAnswer), and the promise is owed again.
    promise = models.OneToOneField("promises.Promise", models.PROTECT, null=True, related_name="settlement")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    at = models.DateTimeField(
        help_text="When it was kept or withdrawn; for a kept one, when the evidence happened."
    )
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="keeps")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="kept", evidence__isnull=False)
                | (Q(outcome="withdrawn") & ~Q(reason="")),
                name="settlement_has_grounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d %H:%M} UTC"
