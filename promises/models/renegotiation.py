"""A new time that was agreed before the old one broke. The old one stays on record: here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Renegotiation(models.Model):
    promise = models.ForeignKey("promises.Promise", models.PROTECT, related_name="renegotiations")
    from_wording = models.CharField(max_length=500, blank=True)
    from_not_before = models.DateTimeField(null=True)
    from_due_at = models.DateTimeField()
    to_wording = models.CharField(max_length=500, blank=True)
    to_not_before = models.DateTimeField(null=True)
    to_due_at = models.DateTimeField()
    reason = models.TextField()
    customer_told = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["to_due_at"], name="renegotiated_to")]
        constraints = [
            models.CheckConstraint(condition=Q(at__lt=F("from_due_at")), name="renegotiated_before_due"),
            models.CheckConstraint(condition=Q(to_due_at__gt=F("at")), name="renegotiated_to_the_future"),
            models.CheckConstraint(condition=Q(customer_told=True), name="renegotiated_with_the_customer"),
            models.CheckConstraint(condition=~Q(reason=""), name="renegotiated_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.from_due_at:%Y-%m-%d %H:%M} to {self.to_due_at:%Y-%m-%d %H:%M} UTC"
