"""A position in the chain of command: it stays when its holder leaves."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.models import Team
from tickets.models import Topic

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
POLICY = re.compile(r"\w[\w.-]{0,63}")
# ISO 4217.
CURRENCY = re.compile(r"[A-Z]{3}")


class Position(models.Model):
    title = models.CharField(max_length=120)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="positions")
    reports_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reports")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="positions"
    )
    topics = models.ManyToManyField(Topic, blank=True, help_text="What its holder can solve; none: anything.")
    languages = models.JSONField(
        default=list, blank=True, help_text='Spoken besides the holder\'s own, such as ["fr"].'
    )
    goodwill_limit = models.DecimalField(
        max_digits=10, decimal_places=2, default=0, help_text="The largest goodwill gesture without asking."
    )
    goodwill_currency = models.CharField(max_length=3, default="EUR")
    may_waive = models.JSONField(default=list, blank=True, help_text='Policies, such as ["return-window"].')
    leads_team = models.BooleanField(default=False, help_text="The lead of the team named above.")

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(leads_team=True), name="team_has_one_lead"),
            models.CheckConstraint(
                condition=Q(leads_team=False) | Q(team__isnull=False), name="lead_of_some_team"
            ),
            models.CheckConstraint(
                condition=Q(reports_to=None) | ~Q(reports_to=F("id")), name="position_reports_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.holder or 'vacant'})"

    def clean(self) -> None:
        super().clean()
        self.clean_authority()
        above, seen = self.reports_to, {self.pk}
        while above is not None:
            if above.pk in seen:
                raise ValidationError(
                    {"reports_to": "The line of command would run in a circle. Choose another position."}
                )
            seen.add(above.pk)
            above = above.reports_to

    def clean_authority(self) -> None:
        """Check languages, policies and the goodwill limit, without a query. Raises ValidationError by field."""
        problems = {}
        if not _all_match(LANGUAGE, self.languages):
            problems["languages"] = "Give a list of language codes, such as en, fr or pt-BR."
        if not _all_match(POLICY, self.may_waive):
            problems["may_waive"] = (
                "Give a list of policies by a short name without spaces, such as return-window."
            )
        if not CURRENCY.fullmatch(self.goodwill_currency or ""):
            problems["goodwill_currency"] = "Give three capital letters, such as EUR."
        if self.goodwill_limit is not None and self.goodwill_limit < 0:
            problems["goodwill_limit"] = "Give 0 or more."
        if problems:
            raise ValidationError(problems)

    def check_lead(self) -> None:
        """Check that it leads a team of its own, or none. Raises ValidationError by field."""
        if not self.leads_team:
            return
        if self.team is None:
            raise ValidationError({"team": "Choose the team that this position leads."})
        lead = Position.objects.filter(team=self.team, leads_team=True).exclude(pk=self.pk).first()
        if lead:
            raise ValidationError(
                {"leads_team": f"{self.team} is led by {lead} already. A team has one lead."}
            )


def _all_match(pattern: re.Pattern, texts: object) -> bool:
    return isinstance(texts, list) and all(isinstance(t, str) and pattern.fullmatch(t) for t in texts)
