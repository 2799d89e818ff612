"""`Idempotency-Key`: what was asked for once is done once, and answered alike however often it is sent."""

from datetime import timedelta

import pytest

from people.models import Submission
from promises.models import Promise
from tests.api.conftest import problem_of, refused
from tests.cast import a_ticket, berlin

SAID = {"wording": "I will call you back tomorrow morning", "kind": "callback"}


@pytest.fixture
def path(amira, cast) -> str:
    return f"tickets/{a_ticket(cast, at=berlin('2026-03-02 09:00')).number}/promises/"


def keyed(caller, path: str, body: dict, key: str = "a-key"):
    return caller.post(path, body, headers={"Idempotency-Key": key})


def test_sent_again_it_is_answered_as_it_was_and_does_nothing(amira, path):
    first = keyed(amira, path, SAID)
    again = keyed(amira, path, SAID)

    assert first.status_code == again.status_code == 201
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Promise.objects.count() == 1


def test_another_key_another_caller_and_no_key_are_other_requests(amira, calling, cast, path):
    for caller, key in ((amira, "a"), (amira, "b"), (calling(cast.tom), "a")):
        assert "Idempotency-Replayed" not in keyed(caller, path, SAID, key).headers
    amira.post(path, SAID)
    assert Promise.objects.count() == 4


@pytest.mark.parametrize("other", [{"wording": "in 3 days", "kind": "callback"}, None])
def test_the_same_key_for_something_else_is_refused_and_nothing_is_done(amira, path, other):
    keyed(amira, path, SAID)
    answer = keyed(amira, path if other else f"{path}?also=1", other or SAID)

    assert "Make a new one" in problem_of(answer, 422)["detail"]
    assert Promise.objects.count() == 1


def test_what_was_refused_may_be_sent_again_with_its_key(amira, path):
    assert refused(keyed(amira, path, {"wording": "soon"}))
    assert keyed(amira, path, SAID).status_code == 201


def test_a_key_is_forgotten_after_two_days(amira, path, clock):
    keyed(amira, path, SAID)
    clock.shift(timedelta(days=2, minutes=1))
    assert "Idempotency-Replayed" not in keyed(amira, path, SAID).headers
    assert Submission.objects.count() == 1


def test_a_key_that_is_too_long_is_named(amira, path):
    assert list(refused(keyed(amira, path, SAID, "k" * 256))) == ["Idempotency-Key"]
    assert not Promise.objects.exists()
