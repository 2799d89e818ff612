"""An absence: from when to when somebody is away, and who stands in."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.fields import moment


class Absence(models.Model):
    user = models.ForeignKey("people.User", models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    deputy = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="stands_in_for"
    )
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="absence_running")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_in_order"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("user")), name="absence_deputy_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} away {self.starts_at:%Y-%m-%d} to {self.ends_at:%Y-%m-%d}"

    def clean(self) -> None:
        super().clean()
        for field in ("starts_at", "ends_at"):
            if at := getattr(self, field):
                moment(at, field)
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "An absence ends after it starts."})
        if self.deputy_id and self.deputy_id == self.user_id:
            raise ValidationError({"deputy": "Nobody stands in for themselves. Choose somebody else."})
        if self.deputy_id and self.starts_at and self.ends_at and self._leads_back():
            raise ValidationError(
                {"deputy": "Their own deputies lead back to this person. Choose somebody who is there."}
            )

    def _leads_back(self) -> bool:
        """Would following deputies, within this absence, come back to the person who is away?"""
        overlapping = (
            Absence.objects.filter(starts_at__lt=self.ends_at, ends_at__gt=self.starts_at)
            .exclude(pk=self.pk)
            .exclude(deputy=None)
            .values_list("user_id", "deputy_id")
        )
        deputies: dict[int, set[int]] = {}
        for user_id, deputy_id in overlapping:
            deputies.setdefault(user_id, set()).add(deputy_id)
        reached, ahead = set(), {self.deputy_id}
        while ahead:
            reached |= ahead
            ahead = set().union(*(deputies.get(person, set()) for person in ahead)) - reached
        return self.user_id in reached
