"""Real processes that do something to one database at the same instant."""

import importlib
import multiprocessing
import os
import sys
import time
import traceback
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

# Processes are started from nothing: a forked one would share the parent's connection to the database.
SPAWN = multiprocessing.get_context("spawn")
WITHIN = 60  # seconds that a race may take


@dataclass
class Contest:
    """Up to `size` contestants, who wait for a starting shot between races."""

    database_url: str
    size: int = 4
    _lines: list[Connection] = field(default_factory=list)
    _processes: list = field(default_factory=list)

    def race(self, *moves: tuple[str, dict[str, Any]]) -> list[Any]:
        """Have each contestant make one move of `tests.races.moves`, all at once; what each returned, in order.

        AssertionError with the traceback when one of them failed.
        """
        while len(self._lines) < len(moves):
            self._enter_one()
        # The monotonic clock is the machine's: all of its processes read the same one.
        shot = time.monotonic() + 0.05
        for line, (name, arguments) in zip(self._lines, moves, strict=False):
            line.send((shot, name, arguments))
        return [self._result(line) for line in self._lines[: len(moves)]]

    def _enter_one(self) -> None:
        ours, theirs = SPAWN.Pipe()
        process = SPAWN.Process(target=contestant, args=(theirs, self.database_url), daemon=True)
        process.start()
        theirs.close()
        self._lines.append(ours)
        self._processes.append(process)
        assert ours.poll(WITHIN), "A contestant did not come to the start."
        assert ours.recv() == "ready"

    @staticmethod
    def _result(line: Connection) -> Any:
        assert line.poll(WITHIN), f"A contestant did not arrive within {WITHIN} seconds."
        ok, value = line.recv()
        assert ok, value
        return value

    def end(self) -> None:
        for line in self._lines:
            line.close()
        for process in self._processes:
            process.join(10)
            if process.is_alive():
                process.kill()


def contestant(line: Connection, database_url: str) -> None:
    """The life of one: set up Django on the database of the tests, and race until the line is closed."""
    os.environ["DATABASE_URL"] = database_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection

    moves = importlib.import_module("tests.races.moves")
    connection.ensure_connection()
    line.send("ready")
    while True:
        try:
            shot, name, arguments = line.recv()
        except EOFError:
            connection.close()
            sys.exit()
        while time.monotonic() < shot:
            pass
        try:
            line.send((True, getattr(moves, name)(**arguments)))
        except Exception:
            line.send((False, traceback.format_exc()))
