"""A promise: words said to a customer, and the time they stand for.

It is a row of its own, several a ticket, untouched by the ticket's state and by the customer's replies.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from alerts.models import Deadline
from people.fields import TimeZoneField
from people.models import Team
from promises.models.customer_answer import CustomerAnswer
from promises.models.hand_over import HandOver
from promises.models.renegotiation import Renegotiation
from tickets.models import Ticket
from tickets.models.customer import TEXT as CUSTOMER
from tickets.models.ticket import TEXT as TICKET
from tickets.models.ticket import fits as fits_ticket
from tickets.searching import Document, best_first, every_word, newest, words

TEXT = Document((("wording", "A"),))
KIND = "promise"
# How near its due time an open promise counts as at risk, when nothing else endangers it.
AT_RISK_BEFORE = timedelta(minutes=60)


def _slips() -> Coalesce:
    # Counted a row, not by joining and grouping: that would go through every promise for a page of fifty.
    counted = Renegotiation.objects.filter(promise=OuterRef("pk")).order_by().values("promise")
    return Coalesce(Subquery(counted.annotate(slips=Count("pk")).values("slips")), 0)


def _disputed() -> Exists:
    return Exists(CustomerAnswer.objects.filter(promise=OuterRef("pk"), kind="disputed"))


def _fits(word: str) -> list:
    return [TEXT.has(word), *fits_ticket(word, "ticket__")]


def _asks_time() -> Exists:
    # A request is about the time that was promised then: a new one has answered it.
    asked = CustomerAnswer.objects.filter(promise=OuterRef("pk"), kind="another_time")
    return Exists(asked.filter(due_at=OuterRef("due_at")))


def next_due() -> Subquery:
    """When the first promise that is owed on a ticket is due, None without one: for an annotation of tickets."""
    owed = Promise.objects.unsettled().filter(ticket=OuterRef("pk"))
    return Subquery(owed.order_by("due_at").values("due_at")[:1])


class PromiseQuerySet(models.QuerySet):
    def matching(self, text: str) -> "PromiseQuerySet":
        """Those that hold each word of `text` in their wording, or in their ticket or its customer."""
        return every_word(self, text, _fits)

    def best(self, text: str) -> "PromiseQuerySet":
        """As `matching`: those still owed first, then the best of the newest thousand."""
        wanted = words(text)
        around = TICKET.rank(wanted, "ticket__") + CUSTOMER.rank(wanted, "ticket__customer__")
        owed = Case(When(settled_at=None, then=0), default=1)
        return best_first(newest(self, text, _fits), TEXT.rank(wanted) + around * 0.5, owed)

    def with_facts(self) -> "PromiseQuerySet":
        """Fetch settlement and breach, and annotate `slips`, `is_disputed`, `asks_time` and `hand_over_open`."""
        return self.select_related("settlement", "breach").annotate(
            slips=_slips(),
            is_disputed=_disputed(),
            asks_time=_asks_time(),
            hand_over_open=Exists(HandOver.objects.filter(promise=OuterRef("pk"), answered_at=None)),
        )

    def unsettled(self) -> "PromiseQuerySet":
        """Still owed, whether in time or broken."""
        return self.filter(settled_at=None)

    def in_state(self, state: str, at: datetime) -> "PromiseQuerySet":
        """Those in `state` as of `at`; a promise kept late is both kept and broken.

        States: open, at_risk, overdue, broken, kept, kept_late, withdrawn, renegotiated, disputed, unsettled.
        Raises ValueError for another.
        """
        if state not in FILTERS:
            raise ValueError(f"“{state}” is not a state of a promise. Use one of {', '.join(FILTERS)}.")
        return self.filter(FILTERS[state](at))


# Kept after it was due; evidence that it was kept in time clears a breach that was noticed before.
_LATE = Q(settlement__outcome="kept", settlement__at__gt=F("due_at"))
FILTERS = {
    "open": lambda at: Q(settled_at=None, breach=None),
    "at_risk": lambda at: Q(settled_at=None, breach=None, due_at__gt=at, due_at__lte=at + AT_RISK_BEFORE),
    "overdue": lambda at: Q(settled_at=None, due_at__lte=at),
    "broken": lambda at: (
        Q(breach__isnull=False) & (Q(settled_at=None) | Q(settlement__outcome="withdrawn") | _LATE)
    ),
    "kept": lambda at: Q(settlement__outcome="kept"),
    "kept_late": lambda at: _LATE,
    "withdrawn": lambda at: Q(settlement__outcome="withdrawn"),
    "renegotiated": lambda at: Exists(Renegotiation.objects.filter(promise=OuterRef("pk"))),
    # The customer said at least once that it had not been kept, whatever became of it since.
    "disputed": lambda at: _disputed(),
    "unsettled": lambda at: Q(settled_at=None),
}


class Promise(models.Model):
    class Kind(models.TextChoices):
        CALLBACK = "callback", "Call back"
        UPDATE = "update", "Written update"
        RESOLUTION = "resolution", "Resolution"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="promises")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CALLBACK)
    wording = models.CharField(max_length=500, blank=True, help_text="As said; empty when a time was given.")
    understood = models.CharField(max_length=500, blank=True, help_text="How the wording was read.")
    language = models.CharField(max_length=8, default="en")
    timezone = TimeZoneField("customer's time zone")
    said_at = models.DateTimeField()
    made_at = models.DateTimeField(help_text="When it was recorded.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="promises_made")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="promises")
    team = models.ForeignKey(Team, models.PROTECT, related_name="promises")
    not_before = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    # What the agent was warned of and went ahead: [{"code", "message", "suggested_at"}].
    warnings = models.JSONField(default=list)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["owner", "due_at", "id"], name="promise_owed_by", condition=Q(settled_at=None)
            ),
            models.Index(
                fields=["team", "due_at", "id"], name="promise_owed_in", condition=Q(settled_at=None)
            ),
            models.Index(fields=["due_at", "id"], name="promise_owed", condition=Q(settled_at=None)),
            models.Index(fields=["ticket", "due_at"], name="promise_of_ticket"),
            models.Index(fields=["due_at"], name="promise_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("said_at")), name="promise_due_after_said"),
            models.CheckConstraint(
                condition=Q(not_before=None) | Q(not_before__lt=F("due_at")), name="promise_window_in_order"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["callback", "update", "resolution"]), name="promise_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on #{self.ticket_id} by {self.due_at:%Y-%m-%d %H:%M} UTC"

    def get_absolute_url(self) -> str:
        return f"{self.ticket.get_absolute_url()}#promise-{self.pk}"

    @property
    def deadline(self) -> Deadline:
        """Its present deadline, or the last one when it is settled."""
        return Deadline.objects.of(KIND, self.pk).last()

    @property
    def is_broken(self) -> bool:
        """Was it broken, and does no evidence show that it was kept in time after all?"""
        if getattr(self, "breach", None) is None:
            return False
        settlement = getattr(self, "settlement", None)
        return not (settlement and settlement.outcome == "kept" and settlement.at <= self.due_at)

    @property
    def is_kept_late(self) -> bool:
        """Kept, after it was due."""
        settlement = getattr(self, "settlement", None)
        return bool(settlement and settlement.outcome == "kept" and settlement.at > self.due_at)

    @property
    def state(self) -> str:
        """open, broken, kept or withdrawn: for one that was kept late, kept (and `is_broken`)."""
        settlement = getattr(self, "settlement", None)
        if settlement:
            return settlement.outcome
        return "broken" if self.is_broken else "open"

    def owed_since(self) -> datetime:
        """Since when it is owed as it stands: only a contact after that can keep it. Queries, unless prefetched.

        Since it was said, agreed anew, or since the customer said that it had not been kept.
        """
        disputes = (answer.at for answer in self.customer_answers.all() if answer.kind == "disputed")
        return max([self.said_at, *(slip.at for slip in self.renegotiations.all()), *disputes])

    def is_overdue(self, at: datetime) -> bool:
        """Still owed although the time has passed?"""
        return self.settled_at is None and self.due_at <= at

    def is_at_risk(self, at: datetime) -> bool:
        """Still owed, not yet due, and due within the hour?"""
        return self.settled_at is None and at < self.due_at <= at + AT_RISK_BEFORE
