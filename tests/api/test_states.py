"""Solving or closing a ticket over REST asks what becomes of each open promise."""

import pytest

from tests.api.conftest import problem_of, refused
from tests.cast import a_call, a_promise, a_ticket, berlin
from tickets.models import Contact


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=berlin("2026-03-02 09:00"))


@pytest.fixture
def promises(ticket):
    return [
        a_promise(ticket, due_at=berlin(f"2026-03-02 1{hour}:00"), at=berlin("2026-03-02 09:10"))
        for hour in (2, 3, 4)
    ]


def test_a_ticket_without_promises_is_solved_and_its_states_are_on_record(amira, ticket):
    solved = amira.post(f"tickets/{ticket.number}/states/", {"state": "solved", "reason": "Corrected."})

    assert solved.status_code == 201
    assert solved.json() == {
        "state": "solved",
        "since": "2026-03-02T09:00:00Z",
        "until": None,
        "by": "amira@kept.example",
        "reason": "Corrected.",
    }
    states = amira.follow(solved.headers["Location"]).json()["results"]
    assert [state["state"] for state in states] == ["open", "solved"]
    assert amira.get(f"tickets/{ticket.number}/").json()["state"] == "solved"


@pytest.mark.parametrize("state", ["solved", "closed"])
def test_open_promises_are_listed_when_nobody_said_what_becomes_of_them(amira, ticket, promises, state):
    first, second, third = promises

    answer = amira.post(
        f"tickets/{ticket.number}/states/",
        {"state": state, "promises": [{"id": first.pk, "outcome": "withdraw", "reason": "Done."}]},
    )

    problem = problem_of(answer, 409)
    assert problem["type"] == "urn:kept:problem:open-promises"
    assert [owed["id"] for owed in problem["promises"]] == [second.pk, third.pk]
    assert problem["promises"][0] == {
        "id": second.pk,
        "kind": "callback",
        "wording": "",
        "due_at": "2026-03-02T12:00:00Z",
        "owner": "amira@kept.example",
    }
    assert amira.get(f"tickets/{ticket.number}/").json()["state"] == "open"
    assert amira.get(f"promises/{first.pk}/").json()["state"] == "open"


def test_each_promise_is_kept_withdrawn_or_left(amira, ticket, promises):
    kept, withdrawn, left = promises
    call = a_call(ticket, at=berlin("2026-03-02 09:50"))

    solved = amira.post(
        f"tickets/{ticket.number}/states/",
        {
            "state": "solved",
            "promises": [
                {"id": kept.pk, "outcome": "keep", "evidence": call.pk},
                {"id": withdrawn.pk, "outcome": "withdraw", "reason": "No longer needed."},
                {"id": left.pk, "outcome": "leave"},
            ],
        },
    )

    assert solved.status_code == 201
    assert [amira.get(f"promises/{p.pk}/").json()["state"] for p in promises] == ["kept", "withdrawn", "open"]


def test_the_call_that_keeps_a_promise_can_be_logged_with_it(amira, ticket, promises):
    amira.post(
        f"tickets/{ticket.number}/states/",
        {
            "state": "solved",
            "promises": [
                {"id": promises[0].pk, "outcome": "keep", "evidence": {"body": "Told her."}},
                *({"id": promise.pk, "outcome": "leave"} for promise in promises[1:]),
            ],
        },
    )

    assert (
        amira.get(f"promises/{promises[0].pk}/").json()["settlement"]["evidence"] == Contact.objects.get().pk
    )


def test_a_state_that_is_refused_changes_nothing_and_says_where(amira, cast, ticket, promises):
    other = a_promise(
        a_ticket(cast, at=berlin("2026-03-02 09:00")),
        due_at=berlin("2026-03-02 12:00"),
        at=berlin("2026-03-02 09:10"),
    )
    first = promises[0].pk
    for body, field, says in [
        ({"state": "lost"}, "state", "lost"),
        ({}, "state", "required"),
        ({"state": "solved", "promises": "all"}, "promises", "list"),
        ({"state": "solved", "promises": [first]}, "promises.0", "dictionary"),
        (
            {"state": "solved", "promises": [{"id": first, "outcome": "forget"}]},
            "promises.0.outcome",
            "forget",
        ),
        (
            {"state": "solved", "promises": [{"id": first, "outcome": "keep"}]},
            "promises.0.evidence",
            "evidence",
        ),
        (
            {"state": "solved", "promises": [{"id": first, "outcome": "withdraw"}]},
            "promises.0.reason",
            "Say why",
        ),
        (
            {"state": "solved", "promises": [{"id": first, "outcome": "keep", "evidence": {"channel": "x"}}]},
            "promises.0.evidence.channel",
            "x",
        ),
        (
            {"state": "solved", "promises": [{"id": first, "outcome": "keep", "evidence": 999}]},
            "promises.0.evidence",
            "There is no contact 999",
        ),
        (
            {"state": "solved", "promises": [{"id": other.pk, "outcome": "leave"}]},
            "promises.0.id",
            "is not on ticket",
        ),
        (
            {"state": "solved", "promises": [{"id": first, "outcome": "leave"}] * 2},
            "promises.1.id",
            "named twice",
        ),
    ]:
        said = refused(amira.post(f"tickets/{ticket.number}/states/", body))
        assert field in said, (body, said)
        assert says in said[field], (body, said)
    assert amira.get(f"tickets/{ticket.number}/").json()["state"] == "open"
    assert not Contact.objects.exists()


def test_who_may_not_settle_a_promise_may_not_close_over_it(calling, cast, ticket, promises):
    ben = calling(cast.ben)
    fates = [{"id": promise.pk, "outcome": "withdraw", "reason": "Why not."} for promise in promises]

    problem_of(ben.post(f"tickets/{ticket.number}/states/", {"state": "closed", "promises": fates}), 403)

    assert ben.get(f"tickets/{ticket.number}/").json()["state"] == "open"
