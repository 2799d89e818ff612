"""What waits for one person besides promises: escalations to acknowledge or resolve, questions, warm transfers."""

from datetime import datetime

from escalations.models import Step
from escalations.showing import ShownConsult, ShownEscalation, consults, open_escalations
from escalations.standing import Standing
from people.models import User
from tickets.models import Transfer

SHOWN_AT_MOST = 100


def waiting_for(user: User, at: datetime) -> dict:
    """`asked` of them and `has` (escalations), `questions`, and `passed` to them; a constant number of queries."""
    steps = Step.objects.filter(escalation__resolved_at=None).order_by("due_at", "id")
    asked = steps.filter(person=user, ended_at=None)
    taken = steps.filter(acknowledgement__by=user)
    keys = list(asked.values_list("escalation", flat=True)[:SHOWN_AT_MOST])
    mine = list(taken.values_list("escalation", flat=True)[:SHOWN_AT_MOST])
    found = {one.pk: one for one in open_escalations().filter(pk__in={*keys, *mine})}
    standing = Standing.of(found.values(), at)
    shown = {key: ShownEscalation.of(one, standing, at) for key, one in found.items()}
    questions = consults().filter(person=user, reply=None).order_by("due_at", "id")[:SHOWN_AT_MOST]
    return {
        "asked": [shown[key] for key in keys if key in shown],
        "has": [shown[key] for key in dict.fromkeys(mine) if key in shown and key not in keys],
        "questions": [ShownConsult.of(one, at) for one in questions],
        "passed": list(_passed(user)[:SHOWN_AT_MOST]),
    }


def waiting_in_team(team_id: int, at: datetime) -> dict:
    """The open escalations of a team's tickets: `asked`, which wait for somebody, and `has`, which somebody has."""
    found = list(open_escalations().filter(ticket__team=team_id).order_by("opened_at", "id")[:SHOWN_AT_MOST])
    standing = Standing.of(found, at)
    shown = [ShownEscalation.of(one, standing, at) for one in found]
    return {
        "asked": [one for one in shown if one.due_at],
        "has": [one for one in shown if not one.due_at],
    }


def _passed(user: User):
    """Warm transfers to `user` that wait for their word: the ticket is still with them."""
    return (
        Transfer.objects.filter(
            kind=Transfer.Kind.WARM,
            to_owner=user,
            ticket__owner=user,
            accepted_at=None,
            declined_at=None,
            mirrored=False,
        )
        .select_related("ticket__customer", "by")
        .order_by("at", "id")
    )
