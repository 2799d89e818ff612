"""The inbox: what one person was alerted about, as plain data for the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from alerts import kinds
from alerts.models import Alert
from alerts.notices import notices
from people.models import User


@dataclass(frozen=True)
class Shown:
    """An alert as the inbox shows it. `paused_until` only where it was acknowledged and held the ladder back."""

    id: int
    heading: str
    said: str
    about: tuple[str, ...]
    path: str
    overdue: bool
    raised_at: datetime
    due_at: datetime
    waiting: bool
    settled: bool
    acknowledged_at: datetime | None
    paused_until: datetime | None


def waiting(user: User) -> QuerySet[Alert]:
    """Alerts that wait for an answer of `user`: neither acknowledged nor about something settled.

    Of each deadline the last one alone: whoever has it has it, however often they were told before.
    """
    return everything(user).filter(is_last=True, acknowledgement=None, deadline__settled_at=None)


def everything(user: User) -> QuerySet[Alert]:
    """All that `user` was ever alerted about, the newest first. `is_last`: none about the same deadline came later."""
    later = Alert.objects.filter(
        Q(raised_at__gt=OuterRef("raised_at")) | Q(raised_at=OuterRef("raised_at"), pk__gt=OuterRef("pk")),
        deadline=OuterRef("deadline"),
        recipient=user,
    )
    found = Alert.objects.filter(recipient=user).select_related("deadline", "acknowledgement")
    return found.annotate(is_last=~Exists(later)).order_by("-raised_at", "-id")


def shown(alerts: Sequence[Alert]) -> list[Shown]:
    """These as the screen shows them, in their order; the queries of each kind of deadline among them."""
    told = notices(alerts)
    return [_shown(alert, told[alert.pk]) for alert in alerts if alert.pk in told]


def _shown(alert: Alert, notice: kinds.Notice) -> Shown:
    known = getattr(alert, "acknowledgement", None)
    settled = alert.deadline.settled_at is not None
    brief = notice.brief or kinds.Brief(notice.title, notice.body, ())
    return Shown(
        id=alert.pk,
        heading=brief.heading,
        said=brief.said,
        about=brief.about,
        path=notice.path,
        overdue=alert.overdue,
        raised_at=alert.raised_at,
        due_at=alert.deadline.at,
        waiting=known is None and not settled and alert.is_last,
        settled=settled,
        acknowledged_at=known.at if known else None,
        paused_until=known.paused_until if known else None,
    )
