"""A cause that joins an escalation after somebody acknowledged it: whoever has it hears of it."""

from datetime import datetime

from alerts import clock
from alerts.kinds import Recipient
from alerts.telling import tell
from escalations.climbing import KIND, due_for
from escalations.models import Escalation, StepAcknowledgement
from people.coverage import Coverage
from people.models import User

# The audience of who has the escalation already: something more has happened.
JOINED = "joined"


def tell_who_has_it(escalation: Escalation, *, by: User | None, at: datetime) -> None:
    """Alert who acknowledged it, or who stands in for them; nobody while the climb goes on, nor of what they did.

    The climb's clock has stopped, so the alert has one of its own: acknowledging it or resolving the escalation
    stops it, and nothing climbs when it runs out. With the lock on the ticket.
    """
    known = (
        StepAcknowledgement.objects.filter(step__escalation=escalation).select_related("step", "by").first()
    )
    if known is None or (by and by.pk == known.by_id):
        return
    there = Coverage.at(at).stand_in(known.by_id) or known.by_id
    ticket = escalation.ticket
    running = clock.lock(KIND, known.step_id)
    deadline = running or clock.start(
        KIND,
        known.step_id,
        owner=known.by,
        team=ticket.team,
        starts_at=at,
        due_at=due_for(known.by, ticket, at),
        at=at,
        with_ladder=False,
    )
    recipient = Recipient(there, JOINED, None if there == known.by_id else known.by_id)
    # A rung for each cause: nobody hears one rung of a deadline twice.
    tell(deadline, [recipient], at=at, rung=escalation.causes.count())
