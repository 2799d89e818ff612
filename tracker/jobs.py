"""The recurring job of the whole: tell an address outside that all is well, where one is set."""

import logging
from urllib.error import URLError
from urllib.request import Request, urlopen

from celery import shared_task
from django.conf import settings

from alerts.models import Heartbeat
from people.fields import moment
from tracker.health import readiness

log = logging.getLogger(__name__)
HEARTBEAT = "watch"
TIMEOUT = 10  # seconds


@shared_task
def watch() -> bool:
    """Ping HEARTBEAT_URL if everything is ready; whether it was pinged. Silence is the alarm."""
    # First, for it is among what readiness looks at.
    Heartbeat.objects.beat(HEARTBEAT, moment(None))
    return _ping() if settings.HEARTBEAT_URL else False


def _ping() -> bool:
    faults = [f"{check.name}: {check.found}" for check in readiness() if not check.ok]
    if faults:
        log.error("HEARTBEAT_URL is not told that all is well: %s", "; ".join(faults))
        return False
    request = Request(settings.HEARTBEAT_URL, headers={"User-Agent": "Kept"})  # noqa: S310 - an operator's setting
    try:
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            return True
    except (URLError, OSError) as failure:
        log.warning("HEARTBEAT_URL could not be reached: %s", failure)
        return False
