"""The recurring job of escalations."""

from datetime import datetime, timedelta

from celery import shared_task

from alerts.models import Heartbeat
from escalations.rules import apply_rules
from people.fields import moment

HEARTBEAT = "rules"
# A pass that looks at the last two days costs many times one that looks at the last minutes. It finds what was
# recorded late: a call that is logged the day after, a transfer that another helpdesk tells of hours later.
FAR = "rules_far"
FAR_EVERY = timedelta(minutes=10)
# What was being written while the last pass looked, by a clock that may differ by seconds.
OVERLAP = timedelta(minutes=2)


@shared_task
def escalate_by_rules() -> int:
    """Escalate what the rules find; how many."""
    at = moment(None)
    since = _since(at)
    acted = apply_rules(at, since=since)
    if since is None:
        Heartbeat.objects.beat(FAR, at)
    Heartbeat.objects.beat(HEARTBEAT, at)
    return acted


def _since(at: datetime) -> datetime | None:
    """From when on this pass looks; None: as far back as any. In the database, for the next pass may be another's."""
    last, far = Heartbeat.objects.age(HEARTBEAT, at), Heartbeat.objects.age(FAR, at)
    if last is None or far is None or far >= FAR_EVERY:
        return None
    return at - last - OVERLAP
