"""Processes that sweep and send beside each other, as the workers of a real installation do."""

import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection


@dataclass(frozen=True)
class Did:
    """What one worker did, and when, by the clock that all processes share (seconds)."""

    began: float
    ended: float
    items: int
    alerts: int = 0


class Workers:
    """`with Workers(2) as workers: workers.each("sweep", at=...)`: the same job in so many of them, at once."""

    def __init__(self, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._gate = context.Barrier(count)
        self._pipes: list[Connection] = []
        self._processes = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs,), daemon=True)
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(10)

    def together(self, job: str, count: int, **arguments: object) -> list[Did]:
        """Have the first `count` workers do `job` at the same time, and wait for them."""
        return self.apart([job] * count, **arguments)

    def apart(self, jobs: list[str], **arguments: object) -> list[Did]:
        """Have each worker do a job of its own, and wait for them."""
        self.start(jobs, **arguments)
        return self.wait(len(jobs))

    def start(self, jobs: list[str], **arguments: object) -> None:
        start_at = time.monotonic() + 0.05
        for pipe, job in zip(self._pipes, jobs, strict=False):
            pipe.send((job, start_at, arguments))

    def wait(self, count: int) -> list[Did]:
        found = [pipe.recv() for pipe in self._pipes[:count]]
        for answer in found:
            if isinstance(answer, str):
                raise RuntimeError(f"A worker failed:\n{answer}")
        return found


def _work(pipe: Connection) -> None:
    import django

    django.setup()
    from django.db import connection

    connection.ensure_connection()
    while (asked := pipe.recv()) is not None:
        job, start_at, arguments = asked
        try:
            time.sleep(max(0.0, start_at - time.monotonic()))
            pipe.send(JOBS[job](**arguments))
        except Exception:
            import traceback

            pipe.send(traceback.format_exc())


def _sweep(at: datetime, batch: int) -> Did:
    from alerts.sweep import Sweep

    sweep, claimed, alerts = Sweep(batch), 0, 0
    began = time.monotonic()
    while (swept := sweep.run(at)).claimed:
        claimed, alerts = claimed + swept.claimed, alerts + swept.alerts
    return Did(began, time.monotonic(), claimed, alerts)


def _by_hand(at: datetime, batch: int) -> Did:
    from bench.by_hand import drain

    began = time.monotonic()
    claimed, alerts = drain(os.environ["DATABASE_URL"], at, batch)
    return Did(began, time.monotonic(), claimed, alerts)


def _send(seconds: float, digest_over: int) -> Did:
    """Send what waits over a channel that does nothing, for `seconds` at most."""
    from alerts.channels import Channels
    from alerts.outbox import Outbox

    outbox, sent = Outbox(channels=Channels({"email": _NoOp()})), 0
    began = ended = time.monotonic()
    with _digests_over(digest_over):
        while ended < began + seconds and (posted := outbox.run(seconds=began + seconds - ended)).sent:
            sent, ended = sent + posted.sent, time.monotonic()
    return Did(began, ended, sent)


def _keep_sweeping(until: float, **_: object) -> Did:
    from alerts.jobs import raise_due

    return _as_scheduled("sweep", raise_due, until)


def _keep_sending(until: float, digest_over: int) -> Did:
    from alerts.jobs import send_due

    with _digests_over(digest_over):
        return _as_scheduled("outbox", send_due, until)


def _as_scheduled(line: str, job: Callable[[], int], until: float) -> Did:
    """As often as the schedule has it; `until` is a moment of the clock that all processes share."""
    from tracker.celery import app

    every = app.conf.beat_schedule[line]["schedule"]
    began, items = time.monotonic(), 0
    turn = began
    while turn < until:
        items += job()
        turn = max(turn + every, time.monotonic())
        time.sleep(max(0.0, turn - time.monotonic()))
    return Did(began, time.monotonic(), items)


class _NoOp:
    def send(self, messages, done) -> None:
        from alerts.channels import Sent

        for message in messages:
            done(message, Sent())


def _digests_over(count: int):
    from django.test import override_settings

    return override_settings(DIGEST_OVER=count)


JOBS: dict[str, Callable[..., Did]] = {
    "sweep": _sweep,
    "by hand": _by_hand,
    "send": _send,
    "keep sweeping": _keep_sweeping,
    "keep sending": _keep_sending,
}
