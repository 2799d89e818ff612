"""The commands of the Procfile, run for real: production on PostgreSQL and Redis, as a container would run it."""

import json
import shlex
import signal

import pytest

from tests.operations.test_compose import procfile
from tests.product import fetch, session_of
from tests.servers.process import free_port, wait_until

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


@pytest.fixture
def production(product, redis_url, tmp_path):
    product.environment |= {
        "KEPT_ENV": "production",
        "SECRET_KEY": "made-for-this-test-and-for-no-other-purpose",
        "ALLOWED_HOSTS": "kept.example",
        "REDIS_URL": redis_url,
        "PORT": str(free_port()),
        "HOST": "127.0.0.1",
        "STATIC_ROOT": str(tmp_path / "static"),
        "WEB_CONCURRENCY": "2",
    }
    return product


def page(production, path: str, **headers: str) -> tuple[int, str]:
    return fetch(f"http://127.0.0.1:{production.environment['PORT']}{path}", **headers)


def test_it_is_ready_serves_pages_runs_jobs_and_ends_cleanly(production):
    production.run("sh", "-c", procfile()["release"])
    processes = {
        name: production.start(*shlex.split(command))
        for name, command in procfile().items()
        if name != "release"
    }

    def ready() -> bool:
        for name, process in processes.items():
            assert process.poll() is None, f"{name} ended:\n{production.log_of(process)}"
        return page(production, "/readyz")[0] == 200

    wait_until(ready, within=60, what="web, worker and beat to be ready")
    assert json.loads(page(production, "/readyz")[1])["checks"]["database"]["found"] == "PostgreSQL"
    assert "ok  heartbeat" in production.manage("ready")

    behind_a_proxy = {"Host": "kept.example", "X-Forwarded-Proto": "https"}
    status, login = page(production, "/login/", **behind_a_proxy)
    assert status == 200
    style = login.split('rel="stylesheet" href="')[1].split('"')[0]
    assert style.count(".") == 2, f"{style} is not named after its content"
    assert page(production, style, **behind_a_proxy)[0] == 200
    assert page(production, "/login/", Host="another.example", **{"X-Forwarded-Proto": "https"})[0] == 400

    lines = [json.loads(line) for line in production.log_of(processes["web"]).splitlines()]
    assert (
        "Starting gunicorn" in lines[0]["message"]
    )  # a log that is not JSON, a line, does not come this far

    for process in processes.values():
        process.send_signal(signal.SIGTERM)
    for name, process in processes.items():
        assert process.wait(30) == 0, f"{name}:\n{production.log_of(process)}"
        assert not session_of(process)
        assert "Traceback" not in production.log_of(process)
