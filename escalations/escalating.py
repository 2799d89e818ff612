"""Escalating a ticket: by hand or by a rule. One open escalation a ticket; a second cause joins it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from escalations import climbing
from escalations.chain import Chain
from escalations.joining import tell_who_has_it
from escalations.models import Cause, Escalation, EscalationCause
from escalations.referral import who_can_solve
from people.fields import moment
from people.models import User
from tickets.models import Event, Ticket

# A functional escalation asks so many of those who can solve it, before it climbs the chain of command.
EXPERTS = 2


@transaction.atomic
def escalate(
    ticket: Ticket,
    *,
    cause: str,
    reason: str = "",
    kind: str = Escalation.Kind.HIERARCHICAL,
    by: User | None = None,
    key: str | None = None,
    at: datetime | None = None,
) -> Escalation:
    """Open an escalation, or add the cause to the open one. It never spends a transfer.

    Anybody who works here may escalate any ticket; None is a rule. `key` names what caused it (breach:17): the same
    key a second time changes nothing. By hand a reason is needed. The owner hears of it, and of a cap that is
    reached so does the team's lead. Raises ValidationError naming the field, PermissionDenied.
    """
    at = moment(at)
    if by is not None and not by.is_active:
        raise PermissionDenied("Only those who work here can escalate a ticket.")
    _check(cause, kind, reason, by)
    # The lock orders two escalations of one ticket; the database allows only one open one anyway.
    ticket.lock()
    ticket = Ticket.objects.select_related("team", "customer", "topic").get(pk=ticket.pk)
    known = EscalationCause.objects.filter(key=key).select_related("escalation").first() if key else None
    if known:
        return known.escalation
    escalation = Escalation.objects.open().filter(ticket=ticket).first()
    joins = escalation is not None
    if not joins:
        escalation = Escalation.objects.create(
            ticket=ticket, kind=kind, chain=_chain(ticket, kind, at), opened_at=at, opened_by=by
        )
    EscalationCause.objects.create(
        escalation=escalation, cause=cause, reason=reason.strip(), key=key, at=at, by=by
    )
    Event.objects.record(
        ticket,
        "escalation_joined" if joins else "escalated",
        at=at,
        actor=by,
        escalation=escalation.pk,
        escalation_kind=escalation.kind,
        cause=cause,
        reason=reason.strip(),
    )
    if joins:
        tell_who_has_it(escalation, by=by, at=at)
    else:
        climbing.begin(escalation, ticket, at)
    if not joins or cause == Cause.CAP_REACHED:
        climbing.inform(escalation, _concerned(ticket, cause, by, at), at=at)
    return escalation


def _concerned(ticket: Ticket, cause: str, by: User | None, at: datetime) -> list[int]:
    people = [ticket.owner_id]
    if cause == Cause.CAP_REACHED:
        people += [
            seat.holder_id for seat in Chain.over(None, ticket.team_id, at).above(None, ticket.team_id)[:1]
        ]
    # Nobody needs to be told what they did.
    return [person for person in people if person and not (by and person == by.pk)]


def _check(cause: str, kind: str, reason: str, by: User | None) -> None:
    if kind not in Escalation.Kind.values:
        raise ValidationError({"kind": f"“{kind}” is not a kind. Use {', '.join(Escalation.Kind.values)}."})
    if cause not in Cause.values:
        raise ValidationError({"cause": f"“{cause}” is not a cause. Use {', '.join(Cause.values)}."})
    if by is not None and cause == Cause.BY_HAND and not reason.strip():
        raise ValidationError({"reason": "Say why it escalates: whoever takes it starts from there."})


def _chain(ticket: Ticket, kind: str, at: datetime) -> list[dict]:
    """The copy that the escalation climbs: [{"position", "title", "holder"}], the nearest first."""
    chain = Chain.over(ticket.owner_id, ticket.team_id, at)
    line = [
        {"position": seat.id, "title": seat.title, "holder": seat.holder_id}
        for seat in chain.above(ticket.owner_id, ticket.team_id)
        if seat.holder_id is not None
    ]
    if kind == Escalation.Kind.FUNCTIONAL:
        # Nobody with the skill: then those above decide.
        experts = [one.person.pk for one in who_can_solve(ticket, at=at) if one.has_topic][:EXPERTS]
        asked = [{"position": None, "title": "Can solve it", "holder": expert} for expert in experts]
        line = asked + [link for link in line if link["holder"] not in experts]
    return line
