"""Telling people at once, outside the ladder: about a step that begins, or in place of somebody who was not reached."""

from collections.abc import Iterable
from datetime import datetime

from alerts.kinds import Recipient
from alerts.models import Alert, Deadline, Delivery

# The rung of what is told when a deadline starts; those of ladders begin at 1.
AT_START = 0
CHANNELS = ("in_app", "email")


def tell(
    deadline: Deadline,
    recipients: Iterable[Recipient],
    *,
    at: datetime,
    rung: int = AT_START,
    rung_at: datetime | None = None,
    channels: Iterable[str] = CHANNELS,
) -> list[Alert]:
    """Raise an alert to each; the new ones. Nobody hears one rung twice. In the caller's transaction."""
    channels = sorted(channels)
    told = []
    for recipient in recipients:
        alert, is_new = Alert.objects.get_or_create(
            deadline=deadline,
            rung=rung,
            recipient_id=recipient.user_id,
            defaults={
                "audience": recipient.audience,
                "instead_of_id": recipient.instead_of_id,
                "rung_at": rung_at or at,
                "raised_at": at,
                "overdue": deadline.is_over(at),
            },
        )
        if is_new:
            Delivery.objects.enqueue(((alert.pk, channel) for channel in channels), at)
            told.append(alert)
    return told
