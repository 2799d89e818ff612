"""Is Kept alive, and is it ready? Answers for load balancers, containers and people on call.

`/healthz`: this process answers. Nothing else is asked: a database that is away must not get web processes killed.
`/readyz`: the database answers, its migrations are applied, and every job of the schedule ran a short while ago;
503 when one of these is not so, with the reason.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from alerts.models import Heartbeat
from tracker.celery import app

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: whether it is as it should be, and what was found."""

    name: str
    ok: bool
    found: str


def readiness(at: datetime | None = None) -> list[Check]:
    """Look at everything that Kept needs in order to keep its word, as of `at` (None: now)."""
    at = at or timezone.now()
    checks = []
    for name, look in (("database", _database), ("migrations", _migrations), ("heartbeat", _heartbeat)):
        try:
            ok, found = look(at)
        except Error as error:
            ok, found = (
                False,
                f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}",
            )
        checks.append(Check(name, ok, found))
    return checks


def _database(at: datetime) -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, connection.display_name


def _migrations(at: datetime) -> tuple[bool, str]:
    # Read anew each time: a new release may be migrating while this process runs on.
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return False, f"{len(missing)} are not applied: python manage.py migrate"
    return True, "all applied"


def _heartbeat(at: datetime) -> tuple[bool, str]:
    """Each job of the schedule may be silent for three of its turns, but for HEARTBEAT_OLDEST seconds in any case."""
    last = dict(Heartbeat.objects.values_list("name", "at"))
    silent, oldest = [], 0.0
    for job, entry in app.conf.beat_schedule.items():
        patience = max(settings.HEARTBEAT_OLDEST, 3 * entry["schedule"])
        age = (at - last[job]).total_seconds() if job in last else None
        if age is None or age > patience:
            silent.append(f"{job} has never run" if age is None else f"{job} last ran {age:.0f} s ago")
        else:
            oldest = max(oldest, age)
    if silent:
        return False, "; ".join(silent) + ": is a worker running, and the schedule (beat)?"
    return True, f"every job ran within {max(oldest, 0):.0f} s"


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


def readyz(request: HttpRequest) -> JsonResponse:
    checks = readiness()
    ready = all(check.ok for check in checks)
    body = {
        "status": "ready" if ready else "not ready",
        "checks": {check.name: {"ok": check.ok, "found": check.found} for check in checks},
    }
    response = JsonResponse(body, status=200 if ready else 503)
    if not ready:
        log.warning(
            "Not ready: %s", "; ".join(f"{check.name}: {check.found}" for check in checks if not check.ok)
        )
        response._has_been_logged = (
            True  # Django would call a probe that found something an error of this process
        )
    return response


class HealthMiddleware:
    """Answers both before anything else does: probes have no session, no TLS, and often no name but an IP address."""

    views = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.views.get(request.path.removesuffix("/"))
        if view is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response
