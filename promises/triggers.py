"""What makes tickets escalate by themselves, as promises and their alerts tell it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import F, Min, Q

from alerts.models import Alert
from escalations.models import Cause
from escalations.rules import Finding, Waiting, Watch, rule, waiting
from promises.models import Breach, Promise
from promises.models.promise import KIND


@rule(Cause.PROMISE_BROKEN)
def broken(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """A promise of a team broke and was still owed."""
    # By the time it was noticed: after an outage, that is later than the time it broke.
    breaches = Breach.objects.filter(
        Q(promise__settled_at=None) | Q(promise__settled_at__gt=F("noticed_at")),
        promise__team__in=[watch.team.pk for watch in watches],
        noticed_at__gt=since,
        noticed_at__lte=until,
    )
    for breach in breaches.select_related("promise"):
        promise = breach.promise
        said = f"“{promise.wording}”" if promise.wording else promise.get_kind_display()
        yield Finding(
            promise.team_id,
            promise.ticket_id,
            breach.noticed_at,
            f"breach:{breach.pk}",
            f"{said} was not kept.",
            over_at=promise.settled_at,
        )


@rule(Cause.ALERT_UNACKNOWLEDGED)
def unacknowledged(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """Nobody who heard a rung about a promise said “I have it” for so many of the team's working minutes."""
    for span in waiting(watches, since, until):
        yield from _unacknowledged(span)


def _unacknowledged(span: Waiting) -> Iterator[Finding]:
    alerts = Alert.objects.filter(deadline__kind=KIND, deadline__team__in=span.team_ids).order_by()
    heard = alerts.filter(raised_at__gt=span.after, raised_at__lte=span.by)
    rungs = (
        alerts.filter(deadline__in=heard.values("deadline"))
        .values_list("deadline", "rung", "deadline__team", "deadline__subject_id", "deadline__settled_at")
        # Told to the next in the chain, it is still the same rung: the wait begins with whoever heard it first.
        .annotate(raised=Min("raised_at"), answered=Min("acknowledgement__at"))
        .filter(raised__gt=span.after, raised__lte=span.by)
    )
    rows = list(rungs)
    tickets = dict(Promise.objects.filter(pk__in={row[3] for row in rows}).values_list("id", "ticket_id"))
    for deadline_id, rung, team_id, promise_id, settled_at, raised, answered in rows:
        at = span.due(raised)
        over_at = min((end for end in (settled_at, answered) if end), default=None)
        if over_at is None or over_at > at:
            yield Finding(
                team_id,
                tickets[promise_id],
                at,
                f"alert:{deadline_id}:{rung}",
                f"No acknowledgement in {span.minutes} minutes.",
                over_at,
            )
