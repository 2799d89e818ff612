"""A real Celery worker on a real Redis: what is lost, and what is not, when things die."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.product import ROOT, session_of
from tests.servers import process

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
WORKER = (
    "celery",
    "-A",
    "tests.celery_app",
    "worker",
    "--concurrency=1",
    "--without-gossip",
    "--without-mingle",
)
BEAT = ("celery", "-A", "tracker.celery", "beat")


@pytest.fixture
def celery(product, redis_url):
    product.environment |= {"BROKER_URL": redis_url, "PYTHONPATH": str(ROOT)}
    yield product
    product.run("celery", "-A", "tracker.celery", "purge", "--force")


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def publish(celery, path: Path, seconds: float, options: str = "") -> None:
    code = (
        f"from tests.celery_app import take_long; take_long.apply_async(({str(path)!r}, {seconds}){options})"
    )
    celery.run("python", "-c", code)


def wait_for(path: Path, count: int) -> list[str]:
    process.wait_until(
        lambda: len(lines(path)) >= count, within=90, what=f"{count} lines, of which {lines(path)}"
    )
    return lines(path)


def test_sigterm_lets_a_running_job_come_to_its_end(celery, tmp_path):
    done = tmp_path / "done"
    worker = celery.start(*WORKER)
    publish(celery, done, 2)
    wait_for(done, 1)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == 0
    assert lines(done)[1:] == ["ended"]
    assert not session_of(worker)


def test_the_job_of_a_process_that_was_killed_runs_again(celery, tmp_path):
    done = tmp_path / "done"
    celery.start(*WORKER)
    publish(celery, done, 2)
    [started] = wait_for(done, 1)

    os.kill(int(started.split()[1]), signal.SIGKILL)

    again = wait_for(done, 3)
    assert again[1].startswith("started")
    assert again[1] != started
    assert again[2] == "ended"


def test_a_worker_that_comes_late_skips_what_has_expired(celery, tmp_path):
    done = tmp_path / "done"
    publish(celery, done, 0, ", expires=0.5")
    time.sleep(1)
    publish(celery, done, 0)

    celery.start(*WORKER)

    assert len(wait_for(done, 2)) == 2
    time.sleep(1)
    assert len(lines(done)) == 2


def test_beat_and_worker_go_on_after_redis_was_emptied_and_restarted(own_redis, product):
    product.environment |= {"BROKER_URL": own_redis.url, "PYTHONPATH": str(ROOT)}
    product.start(*WORKER)
    product.start(*BEAT)
    wait_for_heartbeats()

    own_redis.kill()
    time.sleep(1)
    own_redis.start()

    wait_for_heartbeats()


def test_a_worker_goes_on_after_postgresql_was_restarted(own_postgresql, own_redis, tmp_path):
    from tests.product import Product

    url = own_postgresql.create("kept")
    with Product(database_url=url, home=tmp_path, BROKER_URL=own_redis.url, PYTHONPATH=str(ROOT)) as product:
        product.manage("migrate", "--noinput")
        product.start(*WORKER)
        product.start(*BEAT)
        process.wait_until(lambda: is_ready(product), within=90, what="the first heartbeats")

        own_postgresql.stop()
        time.sleep(1)
        assert not is_ready(product)
        own_postgresql.start()

        process.wait_until(lambda: is_ready(product, HEARTBEAT_OLDEST="3"), within=90, what="new heartbeats")


def is_ready(product, **environment: str) -> bool:
    try:
        product.manage("ready", **environment)
    except AssertionError:
        return False
    return True


def wait_for_heartbeats() -> None:
    """Wait until every job of the schedule has run after this moment."""
    from django.utils import timezone

    from alerts.models import Heartbeat
    from tracker.celery import app

    since, wanted = timezone.now(), set(app.conf.beat_schedule)
    process.wait_until(
        lambda: set(Heartbeat.objects.filter(at__gt=since).values_list("name", flat=True)) >= wanted,
        within=90,
        what=f"the heartbeats of {wanted}",
    )
