"""The one clock of the system: whatever must be done by a time has a deadline.

`at` never changes: a new time is a new deadline, and the old one is settled. What may change is the plan:
when the rungs of the ladder lie, which depends on people's working time.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alerts.models.ladder import Ladder
from people.models import Team


class DeadlineQuerySet(models.QuerySet):
    def unsettled(self) -> "DeadlineQuerySet":
        """Those that are still waited for."""
        return self.filter(settled_at=None)

    def of(self, kind: str, subject_id: int) -> "DeadlineQuerySet":
        """All that `kind` of thing ever had, the present one last."""
        return self.filter(kind=kind, subject_id=subject_id).order_by("id")


class Deadline(models.Model):
    # `kind` and `subject_id` name the row that has this deadline (a promise, an escalation step): the apps
    # above register their kind in alerts.kinds, for this app does not know them.
    kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    # No index of their own for owner, team and ladder: the sweep, which moves each row on at every rung, pays for
    # every index of this table each time.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deadlines", db_index=False
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="deadlines", db_index=False)
    # None: nobody is told before it is due or after, only that it was missed (a step of an escalation).
    ladder = models.ForeignKey(Ladder, models.PROTECT, null=True, related_name="deadlines", db_index=False)
    starts_at = models.DateTimeField()
    at = models.DateTimeField()
    # [[seconds since 1970 (UTC), rung position], ...] in time order; those up to `raised_until` are done.
    plan = models.JSONField(default=list)
    raised_until = models.DateTimeField()
    next_rung_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    stale = models.BooleanField(default=False)
    missed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            # What the sweep polls: settled ones and those with nothing ahead are not in it at all.
            models.Index(
                fields=["next_rung_at", "id"],
                name="deadline_due",
                condition=Q(settled_at=None, next_rung_at__isnull=False),
            ),
            models.Index(fields=["kind", "subject_id"], name="deadline_subject"),
            models.Index(fields=["owner"], name="deadline_of_owner", condition=Q(settled_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(settled_at=None), name="one_running_deadline"
            ),
            models.CheckConstraint(condition=Q(at__gt=F("starts_at")), name="deadline_after_start"),
            models.CheckConstraint(
                # Missed is dated at the deadline, not at the moment somebody noticed.
                condition=Q(missed_at=None) | Q(missed_at=F("at")),
                name="deadline_missed_at_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} by {self.at:%Y-%m-%d %H:%M} UTC"

    def is_over(self, at: datetime) -> bool:
        """Has the deadline passed unsettled, as of `at`?"""
        return self.settled_at is None and self.at <= at
