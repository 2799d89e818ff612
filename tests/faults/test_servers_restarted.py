"""Redis emptied and restarted, PostgreSQL crashed and restarted, under a real Celery worker and its schedule."""

import json
import socket
from collections import Counter

import pytest

from tests.faults.test_killed_workers import mails
from tests.product import ROOT, Product
from tests.servers.process import wait_until

pytestmark = [pytest.mark.postgresql, pytest.mark.slow, pytest.mark.xdist_group("races")]
WORKER = (
    "celery",
    "-A",
    "tracker.celery",
    "worker",
    "--concurrency=2",
    "--without-gossip",
    "--without-mingle",
)
BEAT = ("celery", "-A", "tracker.celery", "beat")
EACH = 5  # promises that are due before, during and after the trouble; each breaks, and Lena and Omar hear it


@pytest.fixture
def production(own_postgresql, own_redis, tmp_path):
    with Product(database_url=own_postgresql.create("kept"), home=tmp_path) as running:
        running.environment |= {
            "PYTHONPATH": str(ROOT),
            "BROKER_URL": own_redis.url,
            "DIGEST_OVER": "1000",
        }
        running.manage("migrate", "--verbosity", "0")
        running.run("tests/faults/scene.py", "cast")
        running.start(*WORKER)
        running.start(*BEAT)
        yield running


def report(production) -> dict:
    return json.loads(production.run("tests/faults/scene.py", "report"))


def promise(production, seconds: float) -> None:
    production.run("tests/faults/scene.py", "promises", str(EACH), str(seconds))


def wait_for(production, promises: int) -> dict:
    """Until so many promises broke, all their alerts were raised and every mail was sent."""
    wanted = {"breaches": promises, "alerts": 2 * promises, "sent": 2 * promises, "waiting": 0}
    found: dict = {}

    def arrived() -> bool:
        found.update(report(production))
        return wanted.items() <= found.items()

    try:
        wait_until(arrived, within=90, what=f"{wanted}")
    except TimeoutError as error:
        logs = "\n".join(production.log_of(started)[-3000:] for started in production.processes)
        raise AssertionError(f"{error} Found {found}.\n{logs}") from None
    return found


def command(redis, line: str) -> str:
    with socket.create_connection(("127.0.0.1", redis.port), timeout=5) as connection:
        connection.sendall(f"{line}\r\n".encode())
        return connection.recv(1000).decode()


def assert_all_is_well(production, promises: int) -> None:
    found = wait_for(production, promises)
    assert found["promises"] == found["dated_at_the_deadline"] == promises
    assert found["twice"] == 0
    # Escalations of broken promises send mail of their own: at least ours, and none of them twice.
    sent = mails(production)
    assert len(sent) >= 2 * promises
    assert set(Counter(sent).values()) == {1}


def test_redis_is_emptied_and_restarted_and_nothing_is_lost(production, own_redis):
    promise(production, 1)
    wait_for(production, EACH)

    assert command(own_redis, "FLUSHALL").startswith("+OK")
    promise(production, 1)
    wait_for(production, 2 * EACH)

    own_redis.kill()
    promise(production, 1)  # due while there is no broker at all
    own_redis.start()
    assert_all_is_well(production, 3 * EACH)


def test_postgresql_crashes_and_is_restarted_and_nothing_is_lost(production, own_postgresql):
    promise(production, 1)
    wait_for(production, EACH)
    promise(production, 4)

    own_postgresql.kill()  # while the worker polls it, and about when they are due
    own_postgresql.start()

    assert_all_is_well(production, 2 * EACH)
