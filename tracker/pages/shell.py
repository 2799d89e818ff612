"""What every page shows around its content: how many alerts wait, and whether the watch still runs."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from alerts.inbox import waiting
from alerts.models import Heartbeat

SWEEP = "sweep"


def shell(request: HttpRequest) -> dict:
    """Template context of the shell. Two queries, and none on pages that do not show it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    beat = SimpleLazyObject(
        lambda: {"at": Heartbeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()}
    )
    return {
        "unread_alerts": SimpleLazyObject(lambda: waiting(user).count()),
        "heartbeat_at": SimpleLazyObject(lambda: beat["at"]),
        "heartbeat_stale": SimpleLazyObject(lambda: is_stale(beat["at"])),
    }


def is_stale(beat_at) -> bool:
    """Has the sweep been silent for longer than it may, by the setting that readiness goes by?"""
    return beat_at is None or timezone.now() - beat_at > timedelta(seconds=settings.HEARTBEAT_OLDEST)
