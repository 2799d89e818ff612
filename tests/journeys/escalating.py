"""A story in which the rules run as well, and that can say who has an escalation."""

from alerts.outbox import Posted
from alerts.sweep import Swept
from escalations.escalating import escalate
from escalations.models import Escalation
from escalations.rules import apply_rules
from people.models import User
from tests.journeys.story import BERLIN, Story
from tickets.models import Ticket


class EscalationStory(Story):
    def work(self) -> tuple[Swept, Posted]:
        """One pass of the sweep, the rules and the outbox, now."""
        swept = self.sweep.run(self.now)
        apply_rules(self.now)
        return swept, self.outbox.run(self.now)

    def escalated(self, ticket: Ticket | None = None, *, by: User | None = None, **fields) -> Escalation:
        """A ticket, escalated now, by hand by its owner unless `fields` say otherwise."""
        ticket = ticket or self.ticket()
        fields = {"cause": "by_hand", "reason": "The customer waits.", **fields}
        return escalate(ticket, by=by or ticket.owner, at=self.now, **fields)

    def steps(self) -> list[str]:
        """Who was asked when, in order: "Mon 09:00 Lena until Mon 09:30", with "for Omar" when in his place."""
        return [
            f"{step.starts_at.astimezone(BERLIN):%a %H:%M} {step.person.get_short_name()}"
            + (f" for {step.instead_of.get_short_name()}" if step.instead_of_id else "")
            + f" until {step.due_at.astimezone(BERLIN):%a %H:%M}"
            for step in Escalation.objects.latest("pk").steps.select_related("person", "instead_of")
        ]
