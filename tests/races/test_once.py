"""The same request many times at once: it is done once, and each is answered alike."""

import pytest
from django.test import Client

from people.models import ApiToken, Submission
from promises.models import Promise
from tests.cast import a_ticket, assemble, berlin
from tests.races.processes import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def promise(number: int, token: str, wording: str) -> str:
    headers = {"Host": "localhost", "Authorization": f"Bearer {token}", "Idempotency-Key": "a-key"}
    client = Client(headers=headers)
    answer = client.post(
        f"/api/v1/tickets/{number}/promises/", {"wording": wording}, content_type="application/json"
    )
    return f"{answer.status_code} {answer.json().get('id')}"


def test_a_promise_that_is_sent_ten_times_at_once_is_one():
    cast = assemble()
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    token = ApiToken.issue(cast.amira, "tests")[1]

    answers = at_once(promise, [(ticket.pk, token, "in 3 days")] * 10)

    assert answers == [f"201 {Promise.objects.get().pk}"] * 10


def test_refused_ten_times_at_once_it_leaves_nothing_behind():
    cast = assemble()
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    token = ApiToken.issue(cast.amira, "tests")[1]

    answers = at_once(promise, [(ticket.pk, token, "soon")] * 10)

    assert answers == ["400 None"] * 10
    assert not Submission.objects.exists()
