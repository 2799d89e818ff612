"""A promise offered to another owner. Until they accept, the present owner answers for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tickets.models import Transfer


class HandOver(models.Model):
    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken_back", "Taken back"
        LAPSED = "lapsed", "The promise was settled first"

    promise = models.ForeignKey("promises.Promise", models.PROTECT, related_name="hand_overs")
    from_owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="hand_overs_from")
    to_owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="hand_overs_to")
    # Set when the ticket moved: declined, such a promise goes to the lead of the team that made it.
    transfer = models.ForeignKey(Transfer, models.PROTECT, null=True, related_name="hand_overs")
    note = models.TextField(blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["offered_at", "id"]
        indexes = [models.Index(fields=["to_owner"], name="hand_over_offered", condition=Q(answered_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["promise"], condition=Q(answered_at=None), name="one_open_hand_over"
            ),
            models.CheckConstraint(condition=~Q(from_owner=F("to_owner")), name="handed_over_to_another"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="hand_over_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} from {self.from_owner} to {self.to_owner}"
