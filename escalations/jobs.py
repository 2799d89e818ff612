"""The recurring job of escalations."""

from celery import shared_task

from alerts.models import Heartbeat
from escalations.rules import apply_rules
from people.fields import moment

HEARTBEAT = "rules"


@shared_task
def escalate_by_rules() -> int:
    """Escalate what the rules find; how many."""
    at = moment(None)
    acted = apply_rules(at)
    Heartbeat.objects.beat(HEARTBEAT, at)
    return acted
