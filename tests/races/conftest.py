from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Cast, assemble
from tests.conftest import url_of_the_test_database
from tests.races.contest import Contest
from tests.races.field import Field


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            # On a busy machine one may be through before another begins: that shows nothing, and is run again.
            item.add_marker(pytest.mark.flaky(reruns=3, only_rerun=["They did not race"]))


@pytest.fixture(scope="session")
def contest(django_db_setup, django_db_blocker) -> Iterator[Contest]:
    """The contestants, who come once for all races: starting a process takes longer than a race."""
    with django_db_blocker.unblock():
        url = url_of_the_test_database()
    running = Contest(url)
    yield running
    running.end()


@pytest.fixture
def racers(transactional_db) -> Cast:
    """The cast, committed, so that other processes see it."""
    return assemble()


@pytest.fixture
def track(racers: Cast) -> Field:
    return Field(racers)
