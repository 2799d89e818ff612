"""When tickets of a team escalate by themselves. A setting a team and a trigger."""

from dataclasses import dataclass

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from escalations.models.escalation import Cause, Escalation
from people.models import Team


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """One rule as it holds for a team."""

    enabled: bool
    minutes: int
    kind: str


# What holds where a team has set nothing. Minutes are working minutes of the team, where the trigger waits.
DEFAULTS = {
    Cause.PROMISE_BROKEN: RuleSetting(True, 0, "hierarchical"),
    Cause.CAP_REACHED: RuleSetting(True, 0, "hierarchical"),
    Cause.ALERT_UNACKNOWLEDGED: RuleSetting(False, 30, "hierarchical"),
    Cause.CUSTOMER_ASKS: RuleSetting(True, 0, "hierarchical"),
    Cause.ANGRY_CUSTOMER: RuleSetting(True, 0, "hierarchical"),
    Cause.NO_OWNER: RuleSetting(False, 60, "hierarchical"),
    Cause.NO_CONTACT: RuleSetting(False, 24 * 60, "hierarchical"),
}
# What must be known to read the rule, and its dry run, rightly.
NOTES = {
    Cause.CAP_REACHED: (
        "This looks for what was passed on in another helpdesk. A transfer made here is refused at the cap and "
        "escalates at once, whether this is on or off; such refusals are listed, too."
    ),
    Cause.CUSTOMER_ASKS: (
        "Nothing is looked for: whoever hears the customer ask escalates the ticket, and that cannot be switched off. "
        "Whom it goes to where a system escalates and does not say so is set here. Listed is what people escalated "
        "for it."
    ),
    Cause.ANGRY_CUSTOMER: (
        "This looks at the moods that people read: furious once, or angry and still angry in a later talk, at least "
        "a quarter of an hour on. Once, until a calmer mood is read or the escalation is resolved. Whoever hears the "
        "anger may escalate the ticket besides, whether this is on or off; what people escalated is listed, too."
    ),
}
STEP_MINUTES = 30


class EscalationRule(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="escalation_rules")
    trigger = models.CharField(max_length=24, choices=[(c.value, c.label) for c in DEFAULTS])
    enabled = models.BooleanField(default=True)
    minutes = models.PositiveIntegerField(default=0, help_text="Working minutes that the trigger waits for.")
    kind = models.CharField(
        max_length=12, choices=Escalation.Kind.choices, default=Escalation.Kind.HIERARCHICAL
    )

    class Meta:
        ordering = ["team", "trigger"]
        constraints = [models.UniqueConstraint(fields=["team", "trigger"], name="escalation_rule_once")]

    def __str__(self) -> str:
        return f"{self.team}: {self.get_trigger_display()}"


class EscalationSetting(models.Model):
    """How long a team's escalation waits at each step, and how often it repeats at the top."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="escalation_setting")
    step_minutes = models.PositiveSmallIntegerField(
        default=STEP_MINUTES,
        validators=[MinValueValidator(1)],
        help_text="Working minutes of whoever is asked.",
    )
    repeats = models.PositiveSmallIntegerField(
        default=3, help_text="Times that the top and all below are asked again."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step_minutes__gte=1), name="escalation_step_takes_time")
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.step_minutes} minutes a step"
