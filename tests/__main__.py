"""`python -m tests [both|sqlite|postgresql] [pytest's own arguments]`: the suite on one database or on each.

PostgreSQL is the one that DATABASE_URL names, otherwise one from a package. Redis likewise, by REDIS_URL. The last
lines say what ran where, and the exit code is 0 only when all of it passed.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import PostgreSQL

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def main(arguments: list[str]) -> int:
    which = arguments.pop(0) if arguments and arguments[0] in ("both", *NAMES) else "both"
    if not any(argument.startswith("-n") for argument in arguments):
        arguments = ["-n", "2", "--dist", "loadgroup", *arguments]
    databases = list(NAMES) if which == "both" else [which]
    results = {database: suite_on(database, arguments) for database in databases}
    print()
    for database, (_, counts) in results.items():
        print(last_line(database, counts))
    return max(code for code, _ in results.values())


def suite_on(database: str, arguments: list[str]) -> tuple[int, dict[str, int]]:
    """Run pytest on `database`. Returns its exit code and its counts (empty when it did not come that far)."""
    print(f"\n=== The suite on {NAMES[database]} ===", flush=True)
    with database_url(database) as url, tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.json"
        environment = os.environ | {"KEPT_TEST_COUNTS": str(counts)}
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = url
        code = subprocess.call([sys.executable, "-m", "pytest", *arguments], env=environment)
        return code, json.loads(counts.read_text()) if counts.exists() else {}


@contextmanager
def database_url(database: str) -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if database == "sqlite":
        yield ""
    elif given.startswith(("postgres://", "postgresql://")):
        yield given
    else:
        with PostgreSQL() as server:
            yield server.create("kept")


def last_line(database: str, counts: dict[str, int]) -> str:
    if not counts:
        return f"{NAMES[database]}: 0 passed, 1 failed (pytest did not come to its end)"
    bad = counts["failed"] + counts["error"] + counts["xpassed"]
    again = f" ({counts['rerun']} run again)" if counts["rerun"] else ""
    return f"{NAMES[database]}: {counts['passed']} passed{again}, {bad} failed, {counts['skipped']} skipped"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
