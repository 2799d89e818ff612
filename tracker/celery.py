"""The Celery app and the ONE schedule.

In production `celery beat` sends these jobs and workers run them. The embedded mode has no broker: its scheduler
reads the same table and calls the same functions (`tracker/embedded/schedule.py`).

No deadline travels through the broker. Each job looks for work in the database, so that a broker that was emptied
loses nothing, and a job that ran twice, or not at all this second, does no harm.
"""

import os
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

from celery import Celery
from django.conf import settings

# Seconds. A job bounds its own pass to about 20; the soft limit ends one that hangs, the hard one that ignores it.
SOFT_LIMIT = 60
HARD_LIMIT = 90

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

app = Celery("kept")
app.autodiscover_tasks(related_name="jobs")


def broker_options(url: str) -> dict[str, object]:
    """Redis only: RabbitMQ returns the messages of a dead worker by itself, at once."""
    if not url.startswith(("redis", "rediss", "sentinel", "valkey")):
        return {}
    return {
        "global_keyprefix": f"{settings.NAMESPACE}:",  # a Redis may be shared with other products
        "visibility_timeout": HARD_LIMIT
        + 30,  # longer than any job may run, else a running job would run again
        "unacked_restore_interval": 5,  # seconds between looks for the messages of dead workers
        "unacked_restore_throttle": 1,  # at every such look; the default of 10 makes it 100 s
        "socket_keepalive": True,  # a silent firewall is noticed
        "health_check_interval": 30,  # so is a Redis that went away while nothing was sent
    }


app.conf.update(
    broker_url=settings.BROKER_URL or "memory://",
    broker_transport_options=broker_options(settings.BROKER_URL),
    broker_connection_retry_on_startup=True,  # worker and broker may start in any order
    broker_connection_max_retries=None,  # and a broker may be away for longer than a worker's patience
    broker_pool_limit=4,  # connections a process: few jobs are ever in flight
    task_acks_late=True,  # the job of a worker that dies goes back to the queue: every job may run twice
    task_reject_on_worker_lost=True,  # also when only the child process died (out of memory, SIGKILL)
    worker_prefetch_multiplier=1,  # a message waits in the queue for whoever is free, not in a busy worker
    task_soft_time_limit=SOFT_LIMIT,
    task_time_limit=HARD_LIMIT,
    task_ignore_result=True,  # what a job did is in the database, not in a result that nobody reads
    result_expires=None,  # hence beat need not send a job that clears results away
    task_default_queue=settings.NAMESPACE,
    task_serializer="json",
    accept_content=["json"],  # never unpickle what a broker hands over
    worker_max_tasks_per_child=5_000,  # a leak anywhere ends within the hour
    worker_max_memory_per_child=400_000,  # kilobytes; sooner when it is a big one
    worker_cancel_long_running_tasks_on_connection_loss=True,  # the broker gives that job to another worker
    worker_hijack_root_logger=False,  # tracker/logs.py decides what is logged and how
    worker_send_task_events=False,  # nobody listens; two messages a job would be wasted
    worker_enable_remote_control=True,  # `celery inspect` for the operator
    beat_scheduler="celery.beat:Scheduler",  # keeps no file: the jobs look at the database for what is due
    beat_max_loop_interval=1,  # seconds; a shorter schedule than the default five
    enable_utc=True,
    timezone="UTC",
)


def every(seconds: float, task: str) -> dict[str, object]:
    """A line of the schedule. Its first turn is at the start, so that /readyz need not wait for it.

    Messages expire after 15 turns: they must not pile up behind a slow worker. Not after one turn, for the clocks
    of two machines may differ by some seconds.
    """
    return {
        "task": task,
        "schedule": seconds,
        "options": {"expires": max(15, 15 * seconds)},
        "last_run_at": LONG_AGO,
    }


# The name of a line is the name of the heartbeat that its job leaves.
app.conf.beat_schedule = {
    # Twice a second: whoever looks when a promise breaks sees so within one.
    "sweep": every(0.5, "alerts.jobs.raise_due"),
    "outbox": every(1, "alerts.jobs.send_due"),
    "rules": every(10, "escalations.jobs.escalate_by_rules"),
    "watch": every(30, "tracker.jobs.watch"),
}
