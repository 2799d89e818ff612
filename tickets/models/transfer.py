"""Transfers: each time a ticket was passed on, and how often it may be."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from people.fields import moment
from people.models import Team, User
from tickets.models.event import Event
from tickets.models.ticket import Priority, Ticket

DEFAULT_CAP = 2


class TransferCap(models.Model):
    """How often a team's tickets may be transferred; a row with a priority goes before one without."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="transfer_caps")
    priority = models.CharField(
        max_length=8, choices=Priority.choices, blank=True, help_text="Empty: any priority."
    )
    transfers = models.PositiveSmallIntegerField(default=DEFAULT_CAP)

    class Meta:
        ordering = ["team", "priority"]
        constraints = [models.UniqueConstraint(fields=["team", "priority"], name="transfer_cap_once")]

    def __str__(self) -> str:
        return f"{self.team}, {self.priority or 'any priority'}: {self.transfers}"

    @classmethod
    def of(cls, ticket: Ticket) -> int:
        """The cap of a ticket, before anything was granted. It follows the team that has the ticket."""
        found = cls.objects.filter(team=ticket.team_id, priority__in=["", ticket.priority])
        caps = dict(found.values_list("priority", "transfers"))
        return caps.get(ticket.priority, caps.get("", DEFAULT_CAP))


def with_transfers(tickets: models.QuerySet) -> models.QuerySet:
    """Annotate tickets with `transfers_allowed`, the cap with what was granted, and `returns`: in the same query."""
    caps = TransferCap.objects.filter(team=OuterRef("team"))
    of_priority = caps.filter(priority=OuterRef("priority")).values("transfers")[:1]
    of_any = caps.filter(priority="").values("transfers")[:1]
    returns = Transfer.objects.filter(is_return=True)
    return tickets.annotate(
        transfers_allowed=Coalesce(Subquery(of_priority), Subquery(of_any), DEFAULT_CAP)
        + _count(TransferGrant.objects.all()),
        returns=_count(returns),
    )


def _count(rows: models.QuerySet) -> Coalesce:
    """How many of these a ticket has."""
    of_ticket = rows.filter(ticket=OuterRef("pk")).order_by().values("ticket").annotate(number=Count("pk"))
    return Coalesce(Subquery(of_ticket.values("number"), output_field=models.IntegerField()), 0)


class TransferGrant(models.Model):
    """One transfer more than the cap, granted for a reason."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="transfer_grants")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="transfer_granted_for_a_reason")]

    def __str__(self) -> str:
        return f"One more for {self.ticket_id}, by {self.by}"


class CapReached(Exception):
    """The ticket was transferred as often as it may be."""

    def __init__(self, allowed: int) -> None:
        self.allowed = allowed
        super().__init__(f"This ticket was transferred {allowed} times, which is as often as it may be.")


class TransferManager(models.Manager):
    def allowed(self, ticket: Ticket) -> int:
        """The cap with what was granted on top."""
        return TransferCap.of(ticket) + ticket.transfer_grants.count()

    @transaction.atomic
    def record(
        self,
        ticket: Ticket,
        *,
        to_team: Team,
        to_owner: User | None,
        kind: str,
        reason: str,
        note: str,
        by: User | None,
        at: datetime,
        mirrored: bool = False,
        recorded_at: datetime | None = None,
    ) -> "Transfer":
        """Move the ticket, and count it. Raises CapReached, and changes nothing, when it may not be moved.

        `mirrored` ones happened in another helpdesk at `at`: they cannot be refused any more, only counted, and
        may come without reason, note or receiver. We learnt of them at `recorded_at` (None: now).
        The lock on the ticket puts transfers of one ticket in order; that the ordinal is unique and at most what
        is allowed is the database's own rule.
        """
        ticket.lock()
        ticket = Ticket.objects.select_related("team", "owner").get(pk=ticket.pk)
        allowed, ordinal = self.allowed(ticket), ticket.transfer_count + 1
        if ordinal > allowed and not mirrored:
            raise CapReached(allowed)
        transfer = self.model(
            ticket=ticket,
            ordinal=ordinal,
            allowed=allowed,
            kind=kind,
            from_team=ticket.team,
            from_owner=ticket.owner,
            to_team=to_team,
            to_owner=to_owner,
            is_return=self._is_return(ticket, to_team, to_owner),
            reason=reason.strip(),
            note=note.strip(),
            mirrored=mirrored,
            by=by,
            at=at,
            recorded_at=moment(recorded_at, "recorded_at") if mirrored else at,
        )
        unsaid = ["reason", "note"] if mirrored else []
        transfer.full_clean(exclude=unsaid, validate_unique=False, validate_constraints=False)
        transfer.save(force_insert=True)
        Ticket.objects.filter(pk=ticket.pk).update(team=to_team, owner=to_owner, transfer_count=ordinal)
        Event.objects.record(
            ticket,
            "transferred",
            at=at,
            actor=by,
            transfer=transfer.pk,
            transfer_kind=kind,
            ordinal=ordinal,
            allowed=allowed,
            from_team=ticket.team.name,
            to_team=to_team.name,
            from_owner=ticket.owner.name if ticket.owner else None,
            to_owner=to_owner.name if to_owner else None,
            is_return=transfer.is_return,
            reason=transfer.reason,
            note=transfer.note,
        )
        return transfer

    def _is_return(self, ticket: Ticket, to_team: Team, to_owner: User | None) -> bool:
        """Ping-pong: back to somebody, or to a team, that had it before."""
        if to_owner:
            return ticket.transfers.filter(from_owner=to_owner).exists()
        return ticket.transfers.filter(from_team=to_team).exists()


class Transfer(models.Model):
    class Kind(models.TextChoices):
        WARM = "warm", "Warm: spoken to the receiver"
        COLD = "cold", "Cold"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="transfers")
    ordinal = models.PositiveSmallIntegerField(help_text="The ticket's first transfer is 1.")
    allowed = models.PositiveSmallIntegerField(help_text="The cap and what was granted, at that time.")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    from_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="transfers_from"
    )
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="transfers_to"
    )
    is_return = models.BooleanField(default=False)
    reason = models.TextField()
    note = models.TextField(help_text="What the receiver must know.")
    mirrored = models.BooleanField(default=False, help_text="It happened in another helpdesk.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    # When we learnt of it: later than `at` for what happened in another helpdesk while ours was down.
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, help_text="Warm: when the receiver said yes.")
    declined_at = models.DateTimeField(null=True, blank=True, help_text="Warm: when the receiver said no.")
    decline_reason = models.TextField(blank=True)

    objects = TransferManager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["at"], name="transfer_at"),
            models.Index(fields=["declined_at"], name="transfer_declined", condition=~Q(declined_at=None)),
            models.Index(fields=["recorded_at"], name="transfer_mirrored", condition=Q(mirrored=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "ordinal"], name="transfer_ordinal_once"),
            models.CheckConstraint(
                condition=Q(ordinal__lte=F("allowed")) | Q(mirrored=True), name="transfer_within_the_cap"
            ),
            models.CheckConstraint(
                condition=Q(mirrored=True) | (~Q(reason="") & ~Q(note="")),
                name="transfer_has_reason_and_note",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="transfer_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None) | ~Q(decline_reason=""), name="transfer_declined_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Transfer {self.ordinal} of #{self.ticket_id} to {self.to_owner or self.to_team}"

    def clean(self) -> None:
        super().clean()
        if self.to_owner and not self.to_owner.is_active:
            raise ValidationError({"to_owner": f"{self.to_owner} has left. Choose somebody who works here."})
        if (self.to_team_id, self.to_owner_id) == (self.from_team_id, self.from_owner_id):
            raise ValidationError({"to_owner": "The ticket is there already. Choose another person or team."})
        if self.kind == self.Kind.WARM and not self.to_owner_id and not self.mirrored:
            raise ValidationError({"to_owner": "A warm transfer goes to the person you spoke to: name them."})
