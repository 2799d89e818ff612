"""What each bench is started by: its options, a database of its own, and where its page goes."""

import argparse
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bench import server


def options(module: str, doc: str, *, quick: str, database: str, results: Path) -> argparse.ArgumentParser:
    """The options that every bench has; `quick` says what --quick is, `doc` is the module's own."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=doc.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=quick)
    parser.add_argument("--database", default=database, help="is made anew, and dropped at the end")
    parser.add_argument("--to", type=Path, help=f"where to write the results (default: {results.name})")
    return parser


def run(
    asked: argparse.Namespace, results: Path | None, measure: Callable[[str], Callable[[float], str]]
) -> int:
    """Measure on the database of the URL that `measure` gets; it returns what makes the page of the seconds it took.

    The page is printed, and written to --to, else to `results`, where there is one. Returns the exit code.
    """
    began = time.monotonic()
    with server.database(asked.database) as url:
        server.point_django_at(url)
        page = measure(url)(time.monotonic() - began)
    print(f"\n{page}")
    if to := asked.to or results:
        to.write_text(page)
    return 0


def say(what: str) -> None:
    """A line about what goes on, with the time."""
    print(f"{datetime.now():%H:%M:%S}  {what}", flush=True)  # noqa: DTZ005 - the reader's own clock
