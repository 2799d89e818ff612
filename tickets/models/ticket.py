"""A ticket: one matter of one customer, in a team's hands and, better, in one person's."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, OuterRef, Q, Subquery, When

from people.fields import moment, told
from people.models import Team, User
from tickets.models.channel import Channel
from tickets.models.contact import Contact
from tickets.models.customer import TEXT as CUSTOMER
from tickets.models.customer import Customer
from tickets.models.event import Event
from tickets.models.state import TicketState
from tickets.searching import Document, best_first, every_word, newest, number_in, words

TEXT = Document((("subject", "A"), ("description", "C")))


class Priority(models.TextChoices):
    LOW = "low", "Low"
    NORMAL = "normal", "Normal"
    HIGH = "high", "High"
    URGENT = "urgent", "Urgent"


class State(models.TextChoices):
    OPEN = "open", "Open"
    PENDING = "pending", "Pending"
    SOLVED = "solved", "Solved"
    CLOSED = "closed", "Closed"


class Topic(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def fits(word: str, through: str = "") -> list:
    """How a word of a search may fit a ticket: by its text, its customer or its number. `through` leads to it."""
    number = number_in(word)
    named = [] if number is None else [Q(**{f"{through}number": number})]
    return [TEXT.has(word, through), CUSTOMER.has(word, f"{through}customer__"), *named]


class TicketQuerySet(models.QuerySet):
    def with_state(self) -> "TicketQuerySet":
        """Annotate `current_state`, from the state that has no end."""
        now = TicketState.objects.filter(ticket=OuterRef("pk"), until=None).values("state")[:1]
        return self.annotate(current_state=Subquery(now))

    def in_state(self, *states: str) -> "TicketQuerySet":
        """Those that are now in one of `states`."""
        return self.filter(states__until=None, states__state__in=states)

    def matching(self, text: str) -> "TicketQuerySet":
        """Those that hold each word of `text` in number, subject, description or customer; none when it has no word."""
        return every_word(self, text, fits)

    def best(self, text: str) -> "TicketQuerySet":
        """As `matching`, the ticket of that number first, then the best of the newest thousand."""
        wanted = words(text)
        numbers = [number for number in map(number_in, wanted) if number is not None]
        rank = TEXT.rank(wanted) + CUSTOMER.rank(wanted, "customer__") * 0.5
        named = [Case(When(number__in=numbers, then=1), default=0).desc()] if numbers else []
        return best_first(newest(self, text, fits), rank, *named)

    @transaction.atomic
    def log(
        self,
        *,
        customer: Customer,
        subject: str,
        team: Team,
        by: User | None,
        at: datetime | None = None,
        **fields,
    ) -> "Ticket":
        """Open a ticket: `fields` are description, channel, priority, owner and topic.

        Raises ValidationError naming the field, for one that is unknown or an owner who has left.
        """
        at = moment(at)
        ticket = Ticket(
            customer=customer, subject=subject.strip(), team=team, opened_by=by, opened_at=at, **fields
        )
        ticket.full_clean()
        ticket.save(force_insert=True)
        TicketState.objects.create(ticket=ticket, state=State.OPEN, since=at, by=by)
        Event.objects.record(ticket, "opened", at=at, actor=by, channel=ticket.channel, team=team.name)
        return ticket


class Ticket(models.Model):
    number = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tickets")
    subject = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.PHONE)
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    team = models.ForeignKey(Team, models.PROTECT, related_name="tickets")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="tickets")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    transfer_count = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["team", "-number"], name="ticket_of_team"),
            models.Index(fields=["owner", "-number"], name="ticket_of_owner"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.subject}"

    def get_absolute_url(self) -> str:
        return f"/tickets/{self.number}/"

    def clean(self) -> None:
        super().clean()
        if self.owner_id and not self.owner.is_active:
            raise ValidationError({"owner": f"{self.owner} has left. Choose somebody who works here."})

    @property
    def state(self) -> str:
        """The state now; without a query where `with_state()` annotated it."""
        if "current_state" in self.__dict__:
            return self.current_state
        return self.states.get(until=None).state

    def lock(self) -> None:
        """Until the end of the transaction nobody else moves this ticket, or promises anything on it."""
        # No key: what merely refers to the ticket (a contact, an event) need not wait.
        Ticket.objects.select_for_update(no_key=True).only("pk").get(pk=self.pk)
        self.__dict__.pop("current_state", None)

    def lock_and_read(self) -> None:
        """As `lock`, and what others have set since it was fetched: whose it is, and what can be revised."""
        self.lock()
        self.refresh_from_db(
            fields=["owner", "team", "subject", "priority", "topic"],
            from_queryset=Ticket.objects.select_related("owner", "team"),
        )

    @transaction.atomic
    def move_to(
        self, state: str, *, by: User | None, at: datetime | None = None, reason: str = ""
    ) -> TicketState:
        """Enter a state; the one it is in already changes nothing.

        A ticket with open promises is not solved or closed by this alone: `promises.closing` asks first.
        Raises ValidationError for an unknown state or a time before the present state began.
        """
        at = moment(at)
        if state not in State.values:
            raise ValidationError(
                {"state": f"“{state}” is not a state. Use one of {', '.join(State.values)}."}
            )
        self.lock()
        present = self.states.get(until=None)
        if present.state == state:
            return present
        if at < present.since:
            raise ValidationError({"at": f"The ticket has been {present.state} since {told(present.since)}."})
        TicketState.objects.filter(pk=present.pk).update(until=at)
        entered = TicketState.objects.create(ticket=self, state=state, since=at, by=by, reason=reason)
        self.__dict__.pop("current_state", None)
        Event.objects.record(self, state, at=at, actor=by, reason=reason, before=present.state)
        return entered

    @transaction.atomic
    def log_contact(
        self,
        *,
        direction: str,
        by: User | None,
        at: datetime | None = None,
        happened_at: datetime | None = None,
        **fields,
    ) -> Contact:
        """Log that we spoke, or tried to. A customer who writes to a pending or solved ticket opens it again.

        `fields` are channel, outcome, body, waited_seconds and on_hold_seconds. Raises ValidationError
        naming the field, among them a contact that lies in the future.
        """
        at = moment(at)
        happened_at = moment(happened_at or at, "happened_at")
        if happened_at > at:
            raise ValidationError(
                {"happened_at": "This lies in the future. Log what has happened, or make a promise."}
            )
        contact = Contact(
            ticket=self,
            direction=direction,
            by=by,
            happened_at=happened_at,
            recorded_at=at,
            **{"channel": self.channel, **fields},
        )
        contact.full_clean()
        contact.save()
        Event.objects.record(
            self,
            f"contact_{direction}",
            at=happened_at,
            actor=by,
            contact=contact.pk,
            channel=contact.channel,
            outcome=contact.outcome,
            body=contact.body,
            waited_seconds=contact.waited_seconds,
            on_hold_seconds=contact.on_hold_seconds,
        )
        if direction == Contact.Direction.INBOUND and self.states.get(until=None).state in (
            State.PENDING,
            State.SOLVED,
        ):
            self.move_to(State.OPEN, by=by, at=at, reason="The customer got back to us.")
        return contact

    @transaction.atomic
    def assign(self, owner: User | None, *, by: User | None, at: datetime | None = None) -> None:
        """Give the ticket to `owner` within its team; its promises stay with whoever owns them."""
        if self.owner_id == (owner.pk if owner else None):
            return
        before, self.owner = self.owner, owner
        self.clean()
        self.save(update_fields=["owner"])
        Event.objects.record(
            self,
            "assigned",
            at=moment(at),
            actor=by,
            before=before.name if before else None,
            owner=owner.name if owner else None,
        )
