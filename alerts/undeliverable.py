"""An alert that cannot be delivered is itself alerted: the next in the chain hears it."""

from collections.abc import Sequence
from datetime import datetime

from alerts import kinds
from alerts.models import Alert, Deadline
from alerts.telling import tell


def tell_next_in_chain(alerts: Sequence[Alert], at: datetime) -> list[Alert]:
    """Raise each alert to whoever comes after its recipient; those that are raised.

    At the top of the chain there is nobody left to tell. What was settled while it was being sent is told to
    nobody else.
    """
    told = []
    running = _running(alerts)
    for alert in alerts:
        deadline = running.get(alert.deadline_id)
        if deadline is None:
            continue
        kind = kinds.kind_named(deadline.kind)
        heir = kind.next_in_chain(deadline.owner_id, deadline.team_id, alert.recipient_id, at)
        if heir is not None:
            channels = set(alert.deliveries.values_list("channel", flat=True))
            told += tell(deadline, [heir], at=at, rung=alert.rung, rung_at=alert.rung_at, channels=channels)
    return told


def _running(alerts: Sequence[Alert]) -> dict[int, Deadline]:
    """Their unsettled deadlines, locked: a settlement or the sweep comes before or after, never in between."""
    ids = {alert.deadline_id for alert in alerts}
    return {
        d.pk: d for d in Deadline.objects.select_for_update().unsettled().filter(pk__in=ids).order_by("pk")
    }
