"""What every test may ask for: real servers, processes of the product, and an honest last line."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection
from hypothesis import settings as hypothesis

from tests.cast import cast  # noqa: F401
from tests.product import Product
from tests.servers import PostgreSQL, Redis

# A suite that draws other examples each day fails on the day that somebody lands something unrelated. New examples are
# looked for on purpose: `pytest --hypothesis-profile=search`.
hypothesis.register_profile("same", derandomize=True)
hypothesis.register_profile("search", derandomize=False)
hypothesis.load_profile("same")

left_out = pytest.StashKey[int]()
WORKERS_LEFT_OUT: dict[str, int] = {}


def database_of_this_run() -> str:
    engine = settings.DATABASES["default"]["ENGINE"]
    return "sqlite" if engine.endswith("sqlite3") else "postgresql"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database, and remember how many, for the last lines."""
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[database_of_this_run()]
    leave = [item for item in items if item.get_closest_marker(other)]
    config.stash[left_out] = len(leave)
    if leave:
        config.hook.pytest_deselected(items=leave)
        items[:] = [item for item in items if not item.get_closest_marker(other)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(left_out, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    # Every worker of a parallel run collects the same tests, so that any one of them knows the count.
    WORKERS_LEFT_OUT["count"] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    """Say on which database this ran, and leave the counts for `python -m tests`."""
    count = config.stash.get(left_out, 0) or WORKERS_LEFT_OUT.get("count", 0)
    other = {"sqlite": "PostgreSQL", "postgresql": "SQLite"}[database_of_this_run()]
    terminalreporter.write_line(
        f"Ran on {database_of_this_run()}. Left to the run on {other}, which they need: {count} tests."
    )
    if path := os.environ.get("KEPT_TEST_COUNTS"):
        kinds = ("passed", "failed", "error", "skipped", "xfailed", "xpassed", "rerun")
        counts = {kind: len(terminalreporter.stats.get(kind, [])) for kind in kinds}
        Path(path).write_text(json.dumps(counts | {"left_out": count}))


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis: the one that REDIS_URL names, otherwise one of our own. It may hold others' keys: see `Product`."""
    if given := os.environ.get("KEPT_TEST_REDIS_URL"):
        yield given
        with redis.Redis.from_url(given) as server:
            for key in server.scan_iter(
                f"kept-test-{os.getpid()}-*", count=1000
            ):  # what `Product` left there
                server.delete(key)
        return
    with Redis() as server:
        yield server.url


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    """A Redis for this test alone, which may stop, kill and start it again."""
    with Redis() as server:
        yield server


@pytest.fixture
def own_postgresql() -> Iterator[PostgreSQL]:
    """An empty PostgreSQL for this test alone, which may stop, kill and start it again."""
    with PostgreSQL() as server:
        yield server


@pytest.fixture
def product(transactional_db, tmp_path: Path) -> Iterator[Product]:
    """Real processes of the product on this test's own database: `product.start("celery", ...)`."""
    with Product(database_url=url_of_the_test_database(), home=tmp_path) as running:
        yield running


def url_of_the_test_database() -> str:
    """The DATABASE_URL under which other processes reach the database of the running test."""
    from urllib.parse import quote

    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    who = quote(at["USER"] or "", safe="")
    if at["PASSWORD"]:
        who += ":" + quote(at["PASSWORD"], safe="")
    where = quote(at["HOST"] or "localhost", safe="") + (f":{at['PORT']}" if at["PORT"] else "")
    return f"postgres://{who}@{where}/{at['NAME']}"
