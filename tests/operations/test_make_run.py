"""`make run`: one command starts everything, any end of it ends everything, and the next start carries on."""

import json
import os
import signal
import socket
from pathlib import Path

import pytest

from tests.product import Product, fetch, session_of
from tests.servers.process import free_port, wait_until

pytestmark = [
    pytest.mark.sqlite,  # the embedded mode brings its own database
    pytest.mark.xdist_group("make run"),  # one migrated database serves all of them
]


class MakeRun:
    """`make run` on a database of its own."""

    def __init__(self, home: Path) -> None:
        home.mkdir(exist_ok=True)
        self.product = Product(home=home)
        self.port = free_port()
        self.make = None

    def start(self) -> "MakeRun":
        # -o: the environment that runs this test is the installed one, whatever the stamp says.
        command = ("make", "-o", ".venv/.installed", "-o", ".venv/bin/python", "run")
        self.make = self.product.start(*command, f"PY={os.sys.executable}", PORT=str(self.port))
        wait_until(self.answers, within=240, what="the first page")
        return self

    def answers(self) -> bool:
        if self.make.poll() is not None:
            raise RuntimeError(f"make ended:\n{self.log}")
        return fetch(self.url("/healthz"))[0] == 200

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def is_ready(self) -> dict | None:
        status, body = fetch(self.url("/readyz"))
        return json.loads(body) if status == 200 else None

    @property
    def log(self) -> str:
        return self.product.log_of(self.make)

    def processes(self) -> set[int]:
        return session_of(self.make)

    def server(self) -> int:
        """The process that make started: the parent of the one that serves."""
        children = Path(f"/proc/{self.make.pid}/task/{self.make.pid}/children").read_text()
        return int(children.split()[0])


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("make-run")


@pytest.fixture
def make_run(home):
    run = MakeRun(home)
    with run.product:
        yield run.start()
    assert not session_of(run.make)


def test_it_serves_pages_and_runs_every_job_of_the_schedule(make_run):
    ready = wait_until(make_run.is_ready, within=30, what="every job to run once")

    assert ready["checks"]["heartbeat"]["ok"]
    assert fetch(make_run.url("/login/"))[0] == 200
    assert fetch(make_run.url("/static/admin/css/base.css"))[0] == 200
    assert f"http://localhost:{make_run.port}/" in make_run.log
    assert "ERROR" not in make_run.log


ENDS = {
    "Ctrl-C in the terminal": lambda run: os.killpg(run.make.pid, signal.SIGINT),
    "SIGTERM to everything": lambda run: os.killpg(run.make.pid, signal.SIGTERM),
    "SIGTERM to make alone": lambda run: run.make.send_signal(signal.SIGTERM),
    "SIGINT to make alone": lambda run: run.make.send_signal(signal.SIGINT),
    "SIGHUP to make alone": lambda run: run.make.send_signal(signal.SIGHUP),
    "SIGKILL to make": lambda run: run.make.send_signal(signal.SIGKILL),
    "SIGTERM to the server": lambda run: os.kill(run.server(), signal.SIGTERM),
    "SIGKILL to the server": lambda run: os.kill(run.server(), signal.SIGKILL),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_no_process_outlives(make_run, end):
    assert len(make_run.processes()) >= 3  # make, the server, and its worker

    end(make_run)

    wait_until(lambda: not make_run.processes(), within=12, what="every process to end")


def test_it_ends_with_a_request_on_the_way_and_connections_open(make_run):
    idle = socket.create_connection(("127.0.0.1", make_run.port))
    half = socket.create_connection(("127.0.0.1", make_run.port))
    half.sendall(b"GET /login/ HTTP/1.1\r\nHost: ")

    make_run.make.terminate()

    wait_until(lambda: not make_run.processes(), within=12, what="every process to end")
    idle.close()
    half.close()


def test_the_next_start_carries_on_where_the_last_one_was(make_run):
    secret = make_run.product.home / "var" / "secret_key"
    before = secret.read_text()
    assert secret.stat().st_mode & 0o777 == 0o600
    shell(make_run, "people.create(email='new@kept.example')")
    os.killpg(make_run.make.pid, signal.SIGKILL)
    wait_until(lambda: not make_run.processes(), within=12, what="every process to end")

    make_run.start()

    assert secret.read_text() == before
    assert shell(make_run, "print(people.filter(email='new@kept.example').count())") == "1"


def shell(run: MakeRun, code: str) -> str:
    code = f"from people.models import User; people = User.objects; {code}"
    return run.product.manage("shell", "-v0", "-c", code).strip()


def test_a_taken_port_is_told_and_nothing_else_happens(make_run):
    second = Product(home=make_run.product.home / "second", PORT=str(make_run.port))
    with pytest.raises(AssertionError) as error:
        second.manage("serve")

    said = str(error.value)
    assert f"Port {make_run.port} on 127.0.0.1 cannot be used (Address already in use)" in said
    assert f"PORT={make_run.port + 1} make run" in said
    assert "Traceback" not in said
    assert not (second.home / "var" / "kept.sqlite3").exists()
