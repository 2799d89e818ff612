"""What the tests of promises share."""

import pytest

from tests.cast import Cast
from tests.promises.desk import Desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)
