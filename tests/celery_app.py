"""The product's Celery app with two jobs that take their time: what a worker does with them shows its settings.

`celery -A tests.celery_app worker`
"""

import os
import time
from pathlib import Path

from tracker.celery import app


@app.task(name="tests.take_long")
def take_long(path: str, seconds: float) -> None:
    """Write a line to the file `path` at the start (with the process that runs it) and at the end."""
    write(path, f"started {os.getpid()}")
    time.sleep(seconds)
    write(path, "ended")


def write(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(line + "\n")
