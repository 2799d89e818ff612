"""An escalation: a ticket climbs the chain of command until one person has it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from escalations.models.position import Position
from people.models import Team
from tickets.models import Ticket


class Cause(models.TextChoices):
    BY_HAND = "by_hand", "Escalated by hand"
    PROMISE_BROKEN = "promise_broken", "A promise was broken"
    PROMISE_DISPUTED = "promise_disputed", "The customer says that a promise was not kept"
    CAP_REACHED = "cap_reached", "Transferred as often as it may be"
    ALERT_UNACKNOWLEDGED = "alert_unacknowledged", "Nobody acknowledged an alert"
    CUSTOMER_ASKS = "customer_asks", "The customer asks for it"
    ANGRY_CUSTOMER = "angry_customer", "The customer is angry"
    NO_OWNER = "no_owner", "Nobody owns the ticket"
    NO_CONTACT = "no_contact", "The customer has not heard from us"


class EscalationQuerySet(models.QuerySet):
    def open(self) -> "EscalationQuerySet":
        """Those that are not resolved."""
        return self.filter(resolved_at=None)


class Escalation(models.Model):
    class Kind(models.TextChoices):
        FUNCTIONAL = "functional", "To those who have the skill"
        HIERARCHICAL = "hierarchical", "Up the chain of command"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="escalations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # The chain that it started with: [{"position", "title", "holder"}], the nearest first. A reorganisation in
    # mid-climb neither skips a step nor repeats one.
    chain = models.JSONField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["opened_at"], name="escalation_open", condition=Q(resolved_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(resolved_at=None), name="one_open_escalation"
            ),
        ]

    def __str__(self) -> str:
        return f"Escalation of #{self.ticket_id}, {self.state}"

    @property
    def state(self) -> str:
        """open until somebody has it, then acknowledged, then resolved."""
        if self.resolved_at:
            return "resolved"
        return (
            "acknowledged" if any(hasattr(step, "acknowledgement") for step in self.steps.all()) else "open"
        )


class EscalationCause(models.Model):
    """Why a ticket escalated; a second cause joins the open escalation."""

    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="causes")
    cause = models.CharField(max_length=24, choices=Cause.choices)
    reason = models.TextField(blank=True)
    # Names what caused it, such as breach:17, so that a rule that looks again finds that it has acted.
    key = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 - null: made by hand, has no key
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="escalation_cause_known"),
        ]

    def __str__(self) -> str:
        return self.get_cause_display()


class Step(models.Model):
    """One rung of the climb: it waits for one person until it is due, then the next is asked."""

    class Ending(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        CLIMBED = "climbed", "Not acknowledged in time"
        RESOLVED = "resolved", "Resolved"

    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="steps")
    ordinal = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(help_text="Place in the escalation's chain; the nearest is 0.")
    position = models.ForeignKey(Position, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=120)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="steps")
    instead_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True)

    class Meta:
        ordering = ["escalation", "ordinal"]
        indexes = [models.Index(fields=["person", "due_at"], name="step_waiting", condition=Q(ended_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "ordinal"], name="step_ordinal_once"),
            models.UniqueConstraint(
                fields=["escalation"], condition=Q(ended_at=None), name="one_waiting_step"
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("starts_at")), name="step_due_after_start"),
        ]

    def __str__(self) -> str:
        return f"Step {self.ordinal} of {self.escalation_id}: {self.person}"


class StepAcknowledgement(models.Model):
    """“I have it”: one person has the escalated ticket, as its owner or beside the owner."""

    step = models.OneToOneField(Step, models.PROTECT, related_name="acknowledgement")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    takes_case = models.BooleanField(help_text="Becomes the ticket's owner; else stays beside the owner.")

    class Meta:
        indexes = [models.Index(fields=["at"], name="step_acknowledged")]

    def __str__(self) -> str:
        return f"{self.by} has {self.step}"


class Resolution(models.Model):
    """What was done about an escalation."""

    escalation = models.OneToOneField(Escalation, models.PROTECT, related_name="resolution")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(done=""), name="resolution_says_what")]

    def __str__(self) -> str:
        return self.done


class TransferRefusal(models.Model):
    """A transfer that was refused at the cap, and the escalation that came of it instead."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="transfer_refusals")
    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="refusals")
    allowed = models.PositiveSmallIntegerField()
    to_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    to_owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    note = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Refused at {self.allowed}: #{self.ticket_id} to {self.to_owner or self.to_team}"
