"""What a step's deadline means to an escalation: nobody acknowledged it, so it climbs."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from alerts.kinds import Ask, Brief, Notice, Recipient
from alerts.models import Acknowledgement, Alert
from escalations.answering import acknowledge
from escalations.chain import Chain
from escalations.climbing import INFORMED, KIND, climb, stop
from escalations.joining import JOINED
from escalations.models import Escalation, Step
from people.errors import Conflict


class StepDeadlines:
    name = KIND

    def recipients(self, asks: Sequence[Ask], at: datetime) -> Sequence[Sequence[Recipient]]:
        chain = Chain.at(at)
        return [chain.recipients(ask) for ask in asks]

    def next_in_chain(self, owner_id: int, team_id: int, after_id: int, at: datetime) -> Recipient | None:
        return Chain.at(at).next_after(owner_id, team_id, after_id)

    def missed(self, subject_ids: Sequence[int], at: datetime) -> None:
        steps = Step.objects.filter(pk__in=subject_ids, ended_at=None)
        for step in steps.select_related("escalation__ticket__team"):
            climb(step, at)

    def acknowledged(self, subject_id: int, acknowledgement: Acknowledgement) -> None:
        """Acknowledging the alert of a step, even late, is acknowledging the escalation, while nobody else has it."""
        step = Step.objects.select_related("escalation__ticket").get(pk=subject_id)
        if acknowledgement.alert.audience == INFORMED:
            return
        # Somebody has it: then this means no more than “I have seen it”.
        with suppress(Conflict):
            acknowledge(step.escalation, by=acknowledgement.by, at=acknowledgement.at)
        stop(step.escalation, acknowledgement.at)

    def notices(self, alert_ids: Iterable[int]) -> Mapping[int, Notice]:
        alerts = list(Alert.objects.filter(pk__in=list(alert_ids)).select_related("deadline"))
        steps = (
            Step.objects.filter(pk__in={alert.deadline.subject_id for alert in alerts})
            .select_related("escalation__ticket__customer", "person", "acknowledgement__by")
            .prefetch_related("escalation__causes")
            .in_bulk()
        )
        return {alert.pk: _notice(alert, steps[alert.deadline.subject_id]) for alert in alerts}


def _notice(alert: Alert, step: Step) -> Notice:
    escalation = step.escalation
    ticket = escalation.ticket
    causes = [f"{cause.get_cause_display()}. {cause.reason}".strip() for cause in escalation.causes.all()]
    about = f"#{ticket.number} {ticket.subject}"
    if alert.audience == JOINED:
        heading = f"More about an escalation that {step.acknowledgement.by.name} has"
        lines = causes
    else:
        heading = f"Escalated to {step.person.name}"
        asks = [] if alert.audience == INFORMED else ["Say that you have it, or it climbs on."]
        lines = [*causes, f"Customer: {ticket.customer.name}", *asks]
    return Notice(
        f"{heading}: {about}",
        "\n".join(lines),
        _place(escalation),
        Brief(heading, " ".join(causes), (about, ticket.customer.name)),
    )


def _place(escalation: Escalation) -> str:
    return f"/tickets/{escalation.ticket_id}/#escalation-{escalation.pk}"
