"""A consult: somebody is asked for help, and the ticket stays where it is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tickets.models import Ticket


class Consult(models.Model):
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="consults")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consults_asked")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consults")
    question = models.TextField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("asked_by")), name="consult_asks_another"),
            models.CheckConstraint(condition=~Q(question=""), name="consult_asks_something"),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="consult_due_after_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.person} about #{self.ticket_id}"


class ConsultAnswer(models.Model):
    """The answer to a consult. Once."""

    consult = models.OneToOneField(Consult, models.PROTECT, related_name="reply")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="consult_answer_says_something")]

    def __str__(self) -> str:
        return f"{self.by} answered {self.consult_id}"
