"""What to watch first: the promises that are about to fall due."""

from datetime import datetime, timedelta

from people.fields import moment
from promises.models import Promise

SOON = timedelta(minutes=30)


def what_to_watch(at: datetime | None = None) -> list[str]:
    """A line for each promise of the demo's people that falls due within half an hour of `at` (None is now)."""
    at = moment(at)
    due_soon = (
        Promise.objects.unsettled()
        .filter(due_at__gt=at, due_at__lte=at + SOON, owner__email__endswith="@kept.example")
        .select_related("owner", "ticket__customer")
        .order_by("due_at")[:5]
    )
    return [_line(promise, at) for promise in due_soon]


def _line(promise: Promise, at: datetime) -> str:
    minutes, seconds = divmod(int((promise.due_at - at).total_seconds()), 60)
    return (
        f"In {minutes}:{seconds:02} min a promise to {promise.ticket.customer.name} falls due "
        f"(ticket {promise.ticket_id}, {promise.owner.email})."
    )
