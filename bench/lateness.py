"""From due to visible: thousands fall due at one moment, while one process sweeps and another one sends."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg2
from django.db import connection

from bench import due
from bench.workers import Workers

LEAD = 2.0  # seconds from the moment that all is ready until they fall due
EVERY = 0.02  # seconds between two looks


@dataclass(frozen=True)
class Lateness:
    """Seconds from due until it could be seen: the first, the median, the 99th percentile and the last."""

    first: float
    p50: float
    p99: float
    last: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Lateness":
        seconds = sorted(seconds)
        at = [min(int(len(seconds) * share), len(seconds) - 1) for share in (0, 0.5, 0.99, 1)]
        return cls(*(seconds[place] for place in at))


def measure(
    workers: Workers, rung: str, many: int, *, of: int, digest_over: int, seconds: float
) -> tuple[Lateness, Lateness]:
    """Of the alerts in the app, and of the e-mails, when `many` promises come to `rung` at once.

    `seconds` is how long to wait for the last e-mail. The schedule is the product's own.
    """
    at = _prepare(rung, many, of)
    until = time.monotonic() + LEAD + seconds
    workers.start(["keep sweeping", "keep sending"], until=until, digest_over=digest_over)
    in_app = _watch(at, many, until)
    e_mails = _e_mails(at, many, until)
    workers.wait(2)
    return Lateness.of(in_app), Lateness.of(e_mails)


def _prepare(rung: str, many: int, of: int) -> datetime:
    # Making them fall due takes a while itself: far ahead first, then at a moment that is near.
    due.fall_due(datetime.now(UTC) + timedelta(hours=1), many, rung, of=of)
    began = time.monotonic()
    due.fall_due(datetime.now(UTC) + timedelta(hours=1), many, rung, of=of)
    took = time.monotonic() - began
    at = datetime.now(UTC) + timedelta(seconds=took * 1.5 + LEAD)
    due.fall_due(at, many, rung, of=of)
    time.sleep(max(0.0, (at - datetime.now(UTC)).total_seconds() - LEAD))
    return at


def _watch(at: datetime, many: int, until: float) -> list[float]:
    """When each alert was first seen by somebody else's connection."""
    seen: list[float] = []
    with psycopg2.connect(os.environ["DATABASE_URL"]) as watcher, watcher.cursor() as cursor:
        watcher.autocommit = True
        while len(seen) < many and time.monotonic() < until:
            cursor.execute("SELECT count(*) FROM alerts_alert")
            late = (datetime.now(UTC) - at).total_seconds()
            seen += [late] * (cursor.fetchone()[0] - len(seen))
            time.sleep(EVERY)
    watcher.close()
    if len(seen) < many:
        raise AssertionError(f"Of {many} alerts only {len(seen)} were seen in time.")
    return seen


def _e_mails(at: datetime, many: int, until: float) -> list[float]:
    found: list[float] = []
    while len(found) < many and time.monotonic() < until:
        time.sleep(0.5)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT extract(epoch FROM done_at - %s) FROM alerts_delivery"
                " WHERE channel = 'email' AND outcome = 'sent'",
                [at],
            )
            found = [float(row[0]) for row in cursor.fetchall()]
    # What has not gone out by then is later than that: to leave it out would flatter.
    return found + [float("inf")] * (many - len(found))
