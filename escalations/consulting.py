"""Asking somebody for help without moving the ticket, and answering."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from alerts import clock
from alerts.kinds import Ask, Brief, Notice, Recipient
from alerts.models import Acknowledgement, Alert
from alerts.telling import tell
from escalations.chain import Chain
from escalations.models import Consult, ConsultAnswer
from escalations.permissions import require_may_act_on
from people.errors import Conflict
from people.fields import moment
from people.models import User
from people.schedules import Schedules
from people.worktime import EmptyCalendar
from tickets.models import Event, Ticket

KIND = "consult"
# Working minutes of whoever is asked, where the asker names no time.
MINUTES = 120


@transaction.atomic
def consult(
    ticket: Ticket,
    *,
    person: User,
    question: str,
    by: User,
    due_at: datetime | None = None,
    at: datetime | None = None,
) -> Consult:
    """Ask `person`; the ticket and its owner stay. Without `due_at` (aware) they have two of their working hours.

    Raises ValidationError naming the field, PermissionDenied.
    """
    at = moment(at)
    require_may_act_on(by, ticket, at)
    if person.pk == by.pk:
        raise ValidationError({"person": "Choose somebody else: this asks a colleague."})
    if not person.is_active:
        raise ValidationError({"person": f"{person.name} has left. Choose somebody who works here."})
    if not question.strip():
        raise ValidationError({"question": "Say what you need to know."})
    due_at = moment(due_at, "due_at") if due_at else _usual(person, ticket, at)
    if due_at <= at:
        raise ValidationError({"due_at": "This has passed. Leave them some time to answer."})
    asked = Consult.objects.create(
        ticket=ticket, asked_by=by, person=person, question=question.strip(), asked_at=at, due_at=due_at
    )
    deadline = clock.start(
        KIND, asked.pk, owner=person, team=ticket.team, starts_at=at, due_at=due_at, at=at, with_ladder=False
    )
    tell(deadline, [Recipient(person.pk, "consulted")], at=at)
    Event.objects.record(
        ticket,
        "consult_asked",
        at=at,
        actor=by,
        consult=asked.pk,
        person=person.name,
        question=asked.question,
        due_at=due_at.isoformat(),
    )
    return asked


@transaction.atomic
def answer(asked: Consult, *, text: str, by: User, at: datetime | None = None) -> ConsultAnswer:
    """Answer it, as whoever was asked. Raises ValidationError, Conflict when it is answered, PermissionDenied."""
    at = moment(at)
    if by.pk != asked.person_id and not by.is_staff:
        raise PermissionDenied("Only the person who was asked can answer. Ask them, or log a note.")
    if not text.strip():
        raise ValidationError({"text": "Write an answer, or say whom to ask instead."})
    deadline = clock.lock(KIND, asked.pk)
    if deadline is None:
        raise Conflict({"consult": "This was answered already. Ask a new question if more is needed."})
    clock.settle(deadline, at=at)
    given = ConsultAnswer.objects.create(consult=asked, by=by, at=at, text=text.strip())
    Event.objects.record(
        asked.ticket,
        "consult_answered",
        at=at,
        actor=by,
        consult=asked.pk,
        question=asked.question,
        answer=given.text,
    )
    return given


def _usual(person: User, ticket: Ticket, at: datetime) -> datetime:
    schedules = Schedules.load([person.pk], [ticket.team_id], since=at)
    try:
        return schedules.of(person.pk, ticket.team_id).add(at, MINUTES)
    except EmptyCalendar:
        return at + timedelta(minutes=MINUTES)


class ConsultDeadlines:
    """What a consult's deadline means: who asked, or who stands in for them, hears that no answer came."""

    name = KIND

    def recipients(self, asks: Sequence[Ask], at: datetime) -> Sequence[Sequence[Recipient]]:
        chain = Chain.at(at)
        return [chain.recipients(ask) for ask in asks]

    def next_in_chain(self, owner_id: int, team_id: int, after_id: int, at: datetime) -> Recipient | None:
        return Chain.at(at).next_after(owner_id, team_id, after_id)

    def missed(self, subject_ids: Sequence[int], at: datetime) -> None:
        chain = Chain.at(at)
        for asked in Consult.objects.filter(pk__in=subject_ids, reply=None).select_related("ticket"):
            there = chain.recipients(Ask(asked.pk, asked.asked_by_id, asked.ticket.team_id, ("owner",)))
            told = [Recipient(one.user_id, "asker", one.instead_of_id) for one in there]
            tell(clock.lock(KIND, asked.pk), told, at=at, rung=1)
            Event.objects.record(
                asked.ticket, "consult_overdue", at=asked.due_at, consult=asked.pk, person_id=asked.person_id
            )

    def acknowledged(self, subject_id: int, acknowledgement: Acknowledgement) -> None:
        """“I have seen it.” The answer is still waited for."""

    def notices(self, alert_ids: Iterable[int]) -> Mapping[int, Notice]:
        alerts = list(Alert.objects.filter(pk__in=list(alert_ids)).select_related("deadline"))
        asked = (
            Consult.objects.filter(pk__in={alert.deadline.subject_id for alert in alerts})
            .select_related("ticket", "asked_by", "person")
            .in_bulk()
        )
        return {alert.pk: _notice(alert, asked[alert.deadline.subject_id]) for alert in alerts}


def _notice(alert: Alert, asked: Consult) -> Notice:
    path = f"/tickets/{asked.ticket_id}/#consult-{asked.pk}"
    about = f"#{asked.ticket_id} {asked.ticket.subject}"
    unanswered = f"No answer from {asked.person.name}"
    heading = unanswered if alert.audience == "asker" else f"{asked.asked_by.name} asks you"
    return Notice(f"{heading} about {about}", asked.question, path, Brief(heading, asked.question, (about,)))
