"""Callers and browsers, as the tests of pages and of the API have them."""

from tests.api.conftest import calling, clock
from tests.pages.conftest import browse

__all__ = ["browse", "calling", "clock"]
