"""What waits for somebody besides promises: escalations to acknowledge or resolve, consults, warm transfers."""

from datetime import datetime

from django.db.models import QuerySet

from escalations.models import Step
from escalations.showing import ShownConsult, ShownEscalation, consults, open_escalations
from escalations.standing import Standing
from people.models import User
from tickets.models import Transfer

SHOWN_AT_MOST = 100


def waiting_for(user: User, at: datetime) -> dict:
    """`escalations` that ask them or that they have, `consults`, `transfers`; a constant number of queries."""
    steps = Step.objects.filter(escalation__resolved_at=None).order_by("due_at", "id")
    asked = steps.filter(person=user, ended_at=None)
    taken = steps.filter(acknowledgement__by=user)
    keys = {
        key for some in (asked, taken) for key in some.values_list("escalation", flat=True)[:SHOWN_AT_MOST]
    }
    questions = consults().filter(person=user, reply=None).order_by("due_at", "id")[:SHOWN_AT_MOST]
    return {
        "escalations": _shown(open_escalations().filter(pk__in=keys), at, of=user),
        "consults": [ShownConsult.of(one, at) for one in questions],
        "transfers": list(_passed(user)[:SHOWN_AT_MOST]),
    }


def waiting_in_team(team_id: int, at: datetime) -> dict:
    """The open `escalations` of a team's tickets, whoever has them."""
    found = open_escalations().filter(ticket__team=team_id).order_by("opened_at", "id")
    return {"escalations": _shown(found[:SHOWN_AT_MOST], at)}


def count_in_team(team_id: int) -> int:
    """How many of those `waiting_in_team` shows, without fetching them; one query."""
    return open_escalations().filter(ticket__team=team_id)[:SHOWN_AT_MOST].count()


def _shown(escalations: QuerySet, at: datetime, of: User | None = None) -> list[ShownEscalation]:
    """All, or those that are with one person: what they had once may have climbed past them."""
    found = list(escalations)
    standing = Standing.of(found, at)
    return [
        ShownEscalation.of(one, standing, at) for one in found if of is None or standing.has(one).person == of
    ]


def _passed(user: User) -> QuerySet[Transfer]:
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
