"""Escalations and consults as plain data for the screen, so that the templates that show them run no query."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from escalations.models import Consult, Escalation
from escalations.standing import Standing


@dataclass(frozen=True, slots=True)
class Why:
    """One cause of an escalation."""

    cause: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ShownEscalation:
    """What a panel or a row shows. All times are aware UTC.

    `has` is who acknowledged it, or who is asked; `due_at` is until when they have to answer, None once somebody
    has it. `next_*` is who is asked then; without one it stays with whom it is.
    """

    id: int
    ticket: int
    subject: str
    customer: str
    owner: str
    kind: str
    opened_at: datetime
    causes: tuple[Why, ...]
    acknowledged: bool
    takes_case: bool
    has: str
    title: str
    instead_of: str
    since: datetime
    due_at: datetime | None
    due: str
    next_person: str
    next_title: str
    next_at: datetime | None

    @classmethod
    def of(cls, escalation: Escalation, standing: Standing, at: datetime) -> "ShownEscalation":
        """As of `at`; needs what `open_escalations` fetches, and a standing that knows it."""
        step = max(escalation.steps.all(), key=lambda step: step.ordinal)
        known = getattr(step, "acknowledgement", None)
        has, after = standing.has(escalation), standing.next(escalation)
        due_at = None if step.ended_at else step.due_at
        return cls(
            id=escalation.pk,
            ticket=escalation.ticket_id,
            subject=escalation.ticket.subject,
            customer=escalation.ticket.customer.name,
            owner=str(escalation.ticket.owner) if escalation.ticket.owner else "",
            kind=escalation.get_kind_display(),
            opened_at=escalation.opened_at,
            causes=tuple(
                Why(one.get_cause_display(), one.reason, one.at, str(one.by) if one.by else "")
                for one in escalation.causes.all()
            ),
            acknowledged=known is not None,
            takes_case=bool(known and known.takes_case),
            has=str(has.person),
            # Whoever took it may be another than was asked last: then that title is not theirs.
            title=step.title if has.person == step.person else "",
            instead_of=str(step.instead_of) if step.instead_of and has.person == step.person else "",
            since=has.since,
            due_at=due_at,
            due=standing_to(due_at, at),
            next_person=str(after.person) if after else "",
            next_title=after.title if after else "",
            next_at=after.at if after else None,
        )


@dataclass(frozen=True, slots=True)
class ShownConsult:
    """A question to a colleague, and its answer once there is one. All times are aware UTC."""

    id: int
    ticket: int
    subject: str
    customer: str
    asked_by: str
    person: str
    person_id: int
    question: str
    asked_at: datetime
    due_at: datetime
    due: str
    answer: str
    answered_by: str
    answered_at: datetime | None

    @classmethod
    def of(cls, asked: Consult, at: datetime) -> "ShownConsult":
        """As of `at`; needs what `consults` fetches."""
        reply = getattr(asked, "reply", None)
        return cls(
            id=asked.pk,
            ticket=asked.ticket_id,
            subject=asked.ticket.subject,
            customer=asked.ticket.customer.name,
            asked_by=str(asked.asked_by),
            person=str(asked.person),
            person_id=asked.person_id,
            question=asked.question,
            asked_at=asked.asked_at,
            due_at=asked.due_at,
            due="settled" if reply else standing_to(asked.due_at, at),
            answer=reply.text if reply else "",
            answered_by=str(reply.by) if reply else "",
            answered_at=reply.at if reply else None,
        )


def open_escalations() -> QuerySet[Escalation]:
    """Those that are not resolved, with all that is shown of them."""
    return (
        Escalation.objects.open()
        .select_related("ticket__customer", "ticket__owner", "ticket__team")
        .prefetch_related("causes__by", "steps__person", "steps__instead_of", "steps__acknowledgement__by")
    )


def consults() -> QuerySet[Consult]:
    """All, with what is shown of them."""
    return Consult.objects.select_related("ticket__customer", "asked_by", "person", "reply__by")


def standing_to(due_at: datetime | None, at: datetime) -> str:
    """How a row stands to the clock: overdue, soon (within the hour) or later; settled without a time."""
    if due_at is None:
        return "settled"
    left = (due_at - at).total_seconds()
    return "overdue" if left <= 0 else "soon" if left <= 3600 else "later"
