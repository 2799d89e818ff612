"""Whom the ladder told about a ticket's promises, for its timeline."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from alerts.models import Alert
from promises.models import Promise
from promises.models.promise import KIND
from tickets.models import Ticket
from tracker.pages.timeline import Entry
from tracker.templatetags.clock import countdown_words


def alerts_about(ticket: Ticket, at_most: int) -> list[Entry]:
    """One entry a rung that was raised, the newest first, of the last `at_most` alerts; in one query."""
    promises = Promise.objects.filter(ticket=ticket).order_by().values("pk")
    found = Alert.objects.filter(deadline__kind=KIND, deadline__subject_id__in=promises)
    found = found.select_related("deadline", "recipient").order_by("-raised_at", "-id")[:at_most]
    return [
        _entry(list(told))
        for _, told in groupby(found, key=lambda alert: (alert.raised_at, alert.deadline_id))
    ]


def _entry(alerts: list[Alert]) -> Entry:
    first = alerts[0]
    # A sweep comes some milliseconds after the rung: "15 minutes before" is not 14.
    told_at = first.rung_at if first.late_seconds < 60 else first.raised_at
    left = (first.deadline.at - told_at).total_seconds()
    words = countdown_words(left)
    return Entry(
        at=first.raised_at,
        icon="bell-ring",
        tone="bad" if first.overdue else "warn",
        title=format_html(
            "Kept alerted {}: a promise is {}",
            _names(alert.recipient.name for alert in reversed(alerts)),
            f"due {words}" if words.startswith("in ") else words,
        ),
    )


def _names(people: Iterable[str]) -> SafeString:
    *others, last = [format_html('<bdi class="strong">{}</bdi>', name) for name in dict.fromkeys(people)]
    if not others:
        return last
    return format_html("{} and {}", format_html_join(", ", "{}", ((name,) for name in others)), last)
