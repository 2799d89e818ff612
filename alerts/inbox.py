"""The inbox: what one person was alerted about, as plain data for the screen."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from alerts import kinds
from alerts.models import Alert
from alerts.notices import notices
from people.models import User


@dataclass(frozen=True)
class Shown:
    """An alert as the inbox shows it. `paused_until` only where it was acknowledged and held the ladder back."""

    id: int
    title: str
    lines: tuple[str, ...]
    path: str
    overdue: bool
    raised_at: datetime
    due_at: datetime
    waiting: bool
    settled: bool
    acknowledged_at: datetime | None
    paused_until: datetime | None


def waiting(user: User) -> QuerySet[Alert]:
    """Alerts that wait for an answer of `user`: neither acknowledged nor about something settled."""
    return Alert.objects.filter(_WAITING, recipient=user)


def everything(user: User) -> QuerySet[Alert]:
    """All that `user` was ever alerted about."""
    return Alert.objects.filter(recipient=user)


_WAITING = Q(acknowledgement=None, deadline__settled_at=None)


def shown(alerts: QuerySet[Alert], start: int, count: int) -> list[Shown]:
    """`count` alerts from `start` on, the newest first; two queries, and those of each kind of deadline."""
    found = list(
        alerts.select_related("deadline", "acknowledgement").order_by("-raised_at", "-id")[
            start : start + count
        ]
    )
    told = notices(found)
    return [_shown(alert, told[alert.pk]) for alert in found if alert.pk in told]


def _shown(alert: Alert, notice: kinds.Notice) -> Shown:
    known = getattr(alert, "acknowledgement", None)
    settled = alert.deadline.settled_at is not None
    return Shown(
        id=alert.pk,
        title=notice.title,
        lines=tuple(notice.body.splitlines()),
        path=notice.path,
        overdue=alert.overdue,
        raised_at=alert.raised_at,
        due_at=alert.deadline.at,
        waiting=known is None and not settled,
        settled=settled,
        acknowledged_at=known.at if known else None,
        paused_until=known.paused_until if known else None,
    )
