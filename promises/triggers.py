"""What makes tickets escalate by themselves, as promises and their alerts tell it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Min, Q

from alerts.models import Alert
from escalations.models import Cause
from escalations.models.rule import RuleSetting
from escalations.rules import Finding, rule, waited_since
from people.models import Team
from people.worktime import EmptyCalendar
from promises.models import Breach, Promise
from promises.models.promise import KIND


@rule(Cause.PROMISE_BROKEN)
def broken(team: Team, setting: RuleSetting, since: datetime, until: datetime) -> Iterator[Finding]:
    """A promise of the team broke and was still owed."""
    # By the time it was noticed: after an outage, that is later than the time it broke.
    breaches = Breach.objects.filter(
        Q(promise__settled_at=None) | Q(promise__settled_at__gt=F("noticed_at")),
        promise__team=team,
        noticed_at__gt=since,
        noticed_at__lte=until,
    )
    for breach in breaches.select_related("promise").order_by("noticed_at"):
        promise = breach.promise
        said = f"“{promise.wording}”" if promise.wording else promise.get_kind_display()
        yield Finding(
            promise.ticket_id,
            breach.noticed_at,
            f"breach:{breach.pk}",
            f"{said} was not kept.",
            over_at=promise.settled_at,
        )


@rule(Cause.ALERT_UNACKNOWLEDGED)
def unacknowledged(team: Team, setting: RuleSetting, since: datetime, until: datetime) -> Iterator[Finding]:
    """Nobody who heard a rung about a promise said “I have it” for so many of the team's working minutes."""
    try:
        span = waited_since(team, setting, since, until)
    except EmptyCalendar:
        return
    rungs = (
        Alert.objects.filter(deadline__kind=KIND, deadline__team=team, raised_at__gt=span[0])
        .order_by()
        .values_list("deadline", "rung", "deadline__subject_id", "deadline__settled_at")
        # Told to the next in the chain, it is still the same rung: the wait begins with whoever heard it first.
        .annotate(raised=Min("raised_at"), answered=Min("acknowledgement__at"))
        .filter(raised__lte=span[1])
    )
    rows = list(rungs)
    tickets = dict(Promise.objects.filter(pk__in={row[2] for row in rows}).values_list("id", "ticket_id"))
    hours = team.calendar.worktime()
    for deadline_id, rung, promise_id, settled_at, raised, answered in rows:
        at = hours.add(raised, setting.minutes)
        over_at = min((end for end in (settled_at, answered) if end), default=None)
        if over_at is None or over_at > at:
            yield Finding(
                tickets[promise_id],
                at,
                f"alert:{deadline_id}:{rung}",
                f"No acknowledgement in {setting.minutes} minutes.",
                over_at,
            )
