"""Who was alerted about the promises of the archive, and who took what broke: rows as the sweep would have written."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from alerts.models import Acknowledgement, Alert, Deadline, Delivery, Ladder
from escalations.models import (
    Cause,
    Escalation,
    EscalationCause,
    Position,
    Resolution,
    Step,
    StepAcknowledgement,
)
from people.models import User
from promises.models import Breach
from promises.models.promise import KIND
from tracker.demo.archive.rows import Archive, written

HOUR = timedelta(hours=1)
# Where the rungs of the default ladder lie on it: an hour before it is due, and when it is.
HOUR_BEFORE, DUE = 2, 4


def alert_and_escalate(archive: Archive) -> None:
    """One alert a promise, an hour before it was due or, where it broke, when it was; what broke was escalated."""
    leads = {
        one.team_id: one
        for one in Position.objects.filter(leads_team=True).select_related("holder", "reports_to__holder")
    }
    _alert(archive, {team: one.holder for team, one in leads.items()})
    _escalate(archive, leads)


def _alert(archive: Archive, leads: dict[int, User]) -> None:
    ladders = {team.pk: Ladder.objects.running_for(team) for team in archive.company.teams.values()}
    deadlines = written(
        Deadline,
        (
            Deadline(
                kind=KIND, subject_id=promise.pk, owner=promise.owner, team=promise.team,
                ladder=ladders[promise.team_id], starts_at=one.said_at, at=promise.due_at,
                raised_until=min(one.ended_at, promise.due_at), settled_at=one.ended_at,
                missed_at=promise.due_at if one.broke else None,
            )
            for one, _, promise in archive.each()
        ),
    )  # fmt: skip
    alerts, answers = [], []
    for (one, ticket, promise), deadline in zip(archive.each(), deadlines, strict=True):
        at = promise.due_at if one.broke else promise.due_at - HOUR
        if not one.said_at < at <= one.ended_at:
            continue
        who = leads[promise.team_id] if one.broke else promise.owner
        alert = Alert(
            deadline=deadline, rung=DUE if one.broke else HOUR_BEFORE, recipient=who,
            audience="lead" if one.broke else "owner", rung_at=at, raised_at=at, overdue=one.broke,
        )  # fmt: skip
        alerts.append(alert)
        if one.alert_waited and at + one.alert_waited < one.ended_at:
            answers.append((alert, ticket, promise.pk, at + one.alert_waited))
    written(Alert, alerts)
    written(Delivery, chain.from_iterable(map(_sent, alerts)))
    written(
        Acknowledgement,
        (Acknowledgement(alert=alert, by=alert.recipient, at=at) for alert, _, _, at in answers),
    )
    for alert, ticket, promise, at in answers:
        archive.told(ticket, "acknowledged", at, alert.recipient, promise=promise, paused_until=None)


def _sent(alert: Alert) -> Iterator[Delivery]:
    for channel in ("in_app", "email"):
        yield Delivery(
            alert=alert, channel=channel, next_try_at=alert.raised_at, attempts=1, done_at=alert.raised_at,
            outcome=Delivery.Outcome.SENT,
        )  # fmt: skip


def _escalate(archive: Archive, leads: dict[int, Position]) -> None:
    """To the lead, who had it after a while; resolved when the promise was settled."""
    broke = [
        (one, ticket, promise, leads[promise.team_id]) for one, ticket, promise in archive.each() if one.broke
    ]
    opened = written(
        Escalation,
        (
            Escalation(
                ticket=ticket, kind=Escalation.Kind.HIERARCHICAL, chain=_chain(lead), opened_at=promise.due_at,
                resolved_at=one.ended_at,
            )
            for one, ticket, promise, lead in broke
        ),
    )  # fmt: skip
    breaches = dict(Breach.objects.values_list("promise_id", "pk"))
    causes, steps, ends = [], [], []
    for (one, ticket, promise, lead), escalation in zip(broke, opened, strict=True):
        at, about = promise.due_at, {"escalation": escalation.pk}
        reason, key = f"“{one.wording}” was not kept.", f"breach:{breaches[promise.pk]}"
        causes.append(
            EscalationCause(escalation=escalation, cause=Cause.PROMISE_BROKEN, reason=reason, key=key, at=at)
        )
        taken_at = _between(at, at + one.escalation_waited, one.ended_at)
        steps.append(
            Step(
                escalation=escalation, ordinal=1, level=0, position=lead, title=lead.title, person=lead.holder,
                starts_at=at, due_at=at + HOUR, ended_at=taken_at, ending=Step.Ending.ACKNOWLEDGED,
            )
        )  # fmt: skip
        done = one.matter.ending if one.ending == "late" else "Tried for days; nobody answers any more."
        ends.append(Resolution(escalation=escalation, by=promise.owner, at=one.ended_at, done=done))
        kind, step = (
            Escalation.Kind.HIERARCHICAL.value,
            {"ordinal": 1, "title": lead.title, "person": lead.holder.name},
        )
        archive.told(
            ticket, "escalated", at, **about, escalation_kind=kind, cause="promise_broken", reason=reason
        )
        archive.told(ticket, "escalation_step", at, **about, **step, due_at=(at + HOUR).isoformat())
        archive.told(ticket, "escalation_acknowledged", taken_at, lead.holder, **about, takes_case=False)
        archive.told(ticket, "escalation_resolved", one.ended_at, promise.owner, **about, done=done)
    written(EscalationCause, causes)
    taken = (
        StepAcknowledgement(step=one, by=one.person, at=one.ended_at, takes_case=False)
        for one in written(Step, steps)
    )
    written(StepAcknowledgement, taken)
    written(Resolution, ends)


def _chain(lead: Position) -> list[dict]:
    above = [lead, lead.reports_to]
    return [{"position": one.pk, "title": one.title, "holder": one.holder_id} for one in above]


def _between(first: datetime, wanted: datetime, last: datetime) -> datetime:
    """`wanted`, or half-way where it would be after `last`."""
    return wanted if wanted < last else first + (last - first) / 2
