"""The product's own processes, started for real on a test's database and ended with the test."""

import itertools
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.servers import process

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
_numbers = itertools.count(1)


class Product:
    """Starts commands in the project's folder with the environment that leads to one database and one broker."""

    def __init__(self, *, database_url: str = "", home: Path, **environment: str) -> None:
        """`home` is the folder for this product's files (KEPT_VAR) and the logs of its processes."""
        self.home = home
        self.environment = {
            "PATH": f"{PROGRAMS}:{os.environ.get('PATH', '')}",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "KEPT_VAR": str(home / "var"),
            "PYTHONUNBUFFERED": "1",
            "NAMESPACE": f"kept-test-{os.getpid()}-{next(_numbers)}",  # others may use the same Redis
        } | environment
        if database_url:
            self.environment["DATABASE_URL"] = database_url
        self.processes: dict[subprocess.Popen, Path] = {}

    def start(self, *command: str, **environment: str) -> subprocess.Popen:
        """Start `command` (a Python script or a program of the virtual environment); its output goes to a log."""
        log = self.home / f"{len(self.processes)}-{Path(command[0]).name}.log"
        if command[0].endswith(".py"):
            command = (sys.executable, *command)
        with log.open("wb") as out:
            started = process.start(
                list(command),
                cwd=ROOT,
                env=self.environment | environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a Ctrl-C in the terminal reaches pytest first, which ends these
            )
        self.processes[started] = log
        return started

    def run(self, *command: str, within: float = 60, **environment: str) -> str:
        """Run `command` to its end and return its standard output. Raises AssertionError when it fails."""
        if command[0].endswith(".py"):
            command = (sys.executable, *command)
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )
        assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def manage(self, *arguments: str, **environment: str) -> str:
        """`python manage.py ARGUMENTS`, to its end; returns what it printed."""
        return self.run("manage.py", *arguments, **environment)

    def log_of(self, started: subprocess.Popen) -> str:
        return self.processes[started].read_text(errors="replace")

    def __enter__(self) -> "Product":
        return self

    def __exit__(self, *_: object) -> None:
        for started in self.processes:
            if started.poll() is None:
                started.terminate()
        for started in self.processes:
            process.stop(started, within=10)


def fetch(url: str, **headers: str) -> tuple[int, str]:
    """GET `url`: its status and body; (0, "") when nobody answers there."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def session_of(leader: subprocess.Popen) -> set[int]:
    """The processes that `leader` started with `Product.start`, and their children, as far as they still run."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # "pid (name) state parent group session ...": the name may hold spaces and brackets
            state, _, _, session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader.pid and state != "Z":
            found.add(int(path.parent.name))
    return found
