"""Callers of the API, and a clock that stands still on a Monday morning in Berlin."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from people.models import ApiToken, User
from tests.cast import Cast, berlin


class Caller:
    """Calls the API with somebody's token; a path is given below /api/v1/."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.token, self.text = ApiToken.issue(user, "tests")
        self.client = Client(headers={"Authorization": f"Bearer {self.text}"})

    def get(self, path: str, **query):
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: object = None, **options):
        return self._send("post", path, body, **options)

    def patch(self, path: str, body: object):
        return self._send("patch", path, body)

    def put(self, path: str, body: object):
        return self._send("put", path, body)

    def delete(self, path: str):
        return self.client.delete(f"/api/v1/{path}")

    def follow(self, url: str):
        """GET the address that an answer named, such as its Location."""
        return self.client.get(url)

    def _send(self, method: str, path: str, body: object, **options):
        body = {} if body is None else body
        return getattr(self.client, method)(
            f"/api/v1/{path}", body, content_type="application/json", **options
        )


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Monday, 2 March 2026, 10:00 in Berlin, until a test says `clock.move_to(…)`."""
    with time_machine.travel(berlin("2026-03-02 10:00"), tick=False) as travelling:
        yield travelling


@pytest.fixture
def calling(clock, cast: Cast) -> Callable[[User], Caller]:
    """`calling(cast.amira).get("tickets/")`."""
    return Caller


@pytest.fixture
def amira(calling, cast: Cast) -> Caller:
    """Amira, agent in Berlin, calls."""
    return calling(cast.amira)


def problem_of(response, status: int) -> dict:
    """The problem in the answer, which must be one with this status."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert {"type", "title", "detail", "errors"} <= problem.keys()
    return problem


def refused(response, status: int = 400) -> dict[str, str]:
    """What was said about each field that was refused."""
    return {error["field"]: error["message"] for error in problem_of(response, status)["errors"]}
