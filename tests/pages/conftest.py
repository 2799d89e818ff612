"""Pages as a browser without JavaScript sees them: requests and answers, no clicks."""

from collections.abc import Callable

import pytest
from django.test import Client

from people.models import User
from tests.cast import Cast

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def browse() -> Callable[[User], Client]:
    """A browser in which this person is logged in."""

    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return logged_in


@pytest.fixture
def amira(browse, cast: Cast) -> Client:
    """Amira's browser."""
    return browse(cast.amira)
