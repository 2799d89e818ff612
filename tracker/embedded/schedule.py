"""The schedule without a broker: a thread a job, which calls the very function that a Celery worker calls.

The functions find their work in the database and lease it, so that nothing is lost when this process is killed, and
nothing done twice when two of them run.
"""

import logging
import threading
import time
from datetime import datetime

from celery.schedules import maybe_schedule
from django.db import close_old_connections, connections
from django.utils.module_loading import import_string

from tracker.celery import app

log = logging.getLogger(__name__)


class Schedule:
    """Runs the jobs of `table` (a Celery beat schedule) in threads of this process, from `start` to `stop`."""

    def __init__(self, table: dict[str, dict] | None = None) -> None:
        self.table = app.conf.beat_schedule if table is None else table
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        # A thread a job: a mail server that is slow to answer must not hold up the raising of alerts.
        for name, entry in self.table.items():
            thread = threading.Thread(
                target=self._repeat, args=(name, entry), name=f"schedule-{name}", daemon=True
            )
            thread.start()
            self._threads.append(thread)

    def stop(self, within: float) -> None:
        """Let the jobs that are running come to their end, for `within` seconds; what is leased is taken up later."""
        self._stopping.set()
        end = time.monotonic() + within
        for thread in self._threads:
            thread.join(max(0, end - time.monotonic()))

    def _repeat(self, name: str, entry: dict) -> None:
        schedule = maybe_schedule(entry["schedule"], app=app)
        last_run: datetime = entry.get("last_run_at") or schedule.now()
        try:
            while True:
                due, seconds = schedule.is_due(last_run)
                if due:
                    last_run = schedule.now()
                    self.run(name, entry)
                elif self._stopping.wait(seconds):
                    return
                if self._stopping.is_set():
                    return
        finally:
            connections.close_all()

    @staticmethod
    def run(name: str, entry: dict) -> None:
        """Run one job once. An error is logged and no more: the job runs again at its next turn."""
        close_old_connections()
        try:
            import_string(entry["task"])(*entry.get("args", ()), **entry.get("kwargs", {}))
        except Exception:
            log.exception("The job %s failed. It runs again at its next turn.", name)
        finally:
            close_old_connections()
