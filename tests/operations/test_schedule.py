"""One schedule: Celery sends it, and the embedded mode runs the same functions without a broker."""

import threading
import time

import pytest
from celery.beat import Scheduler
from django.utils.module_loading import import_string

from alerts.models import Heartbeat
from tracker.celery import HARD_LIMIT, app, broker_options, every
from tracker.embedded.schedule import Schedule

calls: list[float] = []
may_end = threading.Event()


def note() -> None:
    calls.append(time.monotonic())


def fail() -> None:
    note()
    raise RuntimeError("the mail server is on fire")


def take_long() -> None:
    note()
    may_end.wait(5)
    note()


@pytest.fixture
def run():
    """Runs one function every 50 ms."""
    calls.clear()
    may_end.clear()
    started = []

    def start(task) -> Schedule:
        schedule = Schedule({"job": {"task": f"{__name__}.{task.__name__}", "schedule": 0.05}})
        schedule.start()
        started.append(schedule)
        return schedule

    yield start
    may_end.set()
    for schedule in started:
        schedule.stop(within=5)


def wait_for(count: int) -> None:
    end = time.monotonic() + 5
    while len(calls) < count:
        assert time.monotonic() < end, f"{len(calls)} calls"
        time.sleep(0.01)


@pytest.mark.parametrize("line", app.conf.beat_schedule.values(), ids=app.conf.beat_schedule)
def test_a_line_of_the_schedule_names_a_job_that_celery_knows_and_anyone_can_call(line):
    app.loader.import_default_modules()

    assert line["task"] in app.tasks
    assert callable(import_string(line["task"]))
    assert (
        line["options"]["expires"] >= 15
    )  # clocks differ, and a slow worker must not find an hour's messages


@pytest.mark.django_db
@pytest.mark.parametrize("name", app.conf.beat_schedule)
def test_a_job_leaves_the_heartbeat_of_its_line_even_when_nothing_is_due(name):
    import_string(app.conf.beat_schedule[name]["task"])()

    assert name in {heartbeat.name for heartbeat in Heartbeat.objects.all()}


def test_a_job_runs_again_and_again(run):
    run(note)
    wait_for(3)

    assert calls[2] - calls[1] >= 0.04


def test_every_job_of_the_schedule_has_its_first_turn_at_once():
    schedule = Schedule({"job": every(600, f"{__name__}.note")})
    calls.clear()
    schedule.start()
    wait_for(1)
    schedule.stop(within=5)

    assert all(line.is_due().is_due for line in Scheduler(app).schedule.values())


def test_a_job_that_failed_is_logged_and_runs_again(run, caplog):
    run(fail)
    wait_for(2)

    assert "The job job failed. It runs again at its next turn." in caplog.text
    assert "the mail server is on fire" in caplog.text


def test_stopping_lets_a_running_job_come_to_its_end(run):
    schedule = run(take_long)
    wait_for(1)
    threading.Timer(0.2, may_end.set).start()

    schedule.stop(within=5)

    assert len(calls) == 2
    time.sleep(0.2)
    assert len(calls) == 2


def test_stopping_does_not_wait_for_a_job_for_ever(run):
    schedule = run(take_long)
    wait_for(1)
    before = time.monotonic()

    schedule.stop(within=0.2)

    assert time.monotonic() - before < 2


@pytest.mark.parametrize("url", ["redis://redis:6379/0", "rediss://redis:6379/0", "sentinel://a:26379"])
def test_on_redis_a_running_job_is_never_given_to_another_worker(url):
    options = broker_options(url)

    assert options["visibility_timeout"] > HARD_LIMIT
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 10


@pytest.mark.parametrize("url", ["amqp://rabbit:5672//", "", "memory://"])
def test_options_of_redis_are_given_to_redis_alone(url):
    assert broker_options(url) == {}
