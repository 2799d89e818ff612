"""What a pass costs when nothing is due, also beside a transaction that has sat idle through a drain."""

import os
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from statistics import median

import psycopg2

from alerts import jobs
from alerts.sweep import Sweep
from bench import due


@dataclass(frozen=True)
class Idle:
    """Median milliseconds of a pass of each recurring job, with so many promises open."""

    promises: int
    sweep: float
    outbox: float


@dataclass(frozen=True)
class BesideOldSnapshot:
    """Medians in milliseconds, and the rate of the drain that the idle transaction sat through."""

    drained: int
    promises_a_second: float
    from_last_claim: float
    from_the_start: float
    first_after: float
    later: float


def measure(promises: int, times: int = 300) -> Idle:
    """Nothing is due: both jobs in full, heartbeat and all."""
    return Idle(promises, _median_ms(jobs.raise_due, times), _median_ms(jobs.send_due, times))


def beside_an_old_snapshot(at: datetime, rung: str, many: int, *, of: int) -> BesideOldSnapshot:
    """An idle transaction keeps every index entry alive that a drain of `many` leaves behind."""
    due.fall_due(at, many, rung, of=of)
    sweep = Sweep()
    with _idle_transaction():
        began = time.monotonic()
        drained = sweep.run(at + due.NOTICED_AFTER, seconds=600).claimed
        rate = drained / (time.monotonic() - began)
        # The real time, not a drill: each pass leaves its heartbeat, as it does in production. A server on which
        # nobody writes at all would not notice afterwards that the idle transaction has ended.
        from_last_claim = _median_ms(sweep.run, 50)
        from_the_start = _median_ms(lambda: Sweep().run(), 20)
    first_after = _median_ms(lambda: Sweep().run(), 1)
    return BesideOldSnapshot(
        drained, rate, from_last_claim, from_the_start, first_after, _median_ms(lambda: Sweep().run(), 20)
    )


def _median_ms(job: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        job()
        spent.append((time.perf_counter() - began) * 1000)
    return median(spent)


@contextmanager
def _idle_transaction():
    """What a forgotten console, or a slow report, does to a busy table."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM alerts_deadline LIMIT 1")
        yield
    connection.close()
