"""Consults over REST: a colleague is asked, the ticket stays, and the answer comes once."""

import pytest

from escalations.consulting import consult
from tests.api.conftest import problem_of, refused
from tests.api.test_pages import queries_of
from tests.cast import a_ticket, berlin


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=berlin("2026-03-02 09:00"))


@pytest.fixture
def grace(calling, cast):
    return calling(cast.grace)


@pytest.fixture
def asked(amira, ticket) -> dict:
    """Amira has asked Grace in New York, who begins at 15:00 in Berlin."""
    body = {"person": "grace@kept.example", "question": "Which form is it?"}
    return amira.post(f"tickets/{ticket.number}/consults/", body).json()


def test_a_question_leaves_the_ticket_where_it_is(amira, grace, ticket):
    answer = amira.post(
        f"tickets/{ticket.number}/consults/",
        {"person": "grace@kept.example", "question": "Which form is it?"},
    )

    assert answer.status_code == 201
    shown = answer.json()
    assert shown == {
        "id": shown["id"],
        "url": answer.headers["Location"],
        "ticket": ticket.number,
        "state": "open",
        "asked_by": "amira@kept.example",
        "person": "grace@kept.example",
        "question": "Which form is it?",
        "asked_at": "2026-03-02T09:00:00Z",
        "due_at": "2026-03-02T16:00:00Z",
        "is_overdue": False,
        "answer": None,
    }
    assert grace.follow(answer.headers["Location"]).json() == shown
    assert grace.get("consults/", person="me", state="open").json()["results"] == [shown]
    assert amira.get(f"tickets/{ticket.number}/consults/").json()["results"] == [shown]
    assert amira.get(f"tickets/{ticket.number}/").json()["owner"] == "amira@kept.example"
    assert amira.get(f"tickets/{ticket.number}/").json()["transfer_count"] == 0


def test_the_answer_comes_once_and_from_who_was_asked(amira, grace, calling, cast, asked):
    path = f"consults/{asked['id']}/answer/"
    for wrong in (amira, calling(cast.lena), calling(cast.ben)):
        problem_of(wrong.post(path, {"text": "I think so."}), 403)
    assert list(refused(grace.post(path, {"text": " "}))) == ["text"]

    answer = grace.post(path, {"text": "Form 12."})

    assert answer.status_code == 201
    assert answer.json()["state"] == "answered"
    assert answer.json()["answer"] == {
        "by": "grace@kept.example",
        "at": "2026-03-02T09:00:00Z",
        "text": "Form 12.",
    }
    assert grace.get("consults/", person="me", state="open").json()["results"] == []
    assert len(grace.get("consults/", asked_by="amira@kept.example", state="answered").json()["results"]) == 1
    problem_of(grace.post(path, {"text": "Form 13."}), 409)


def test_an_unanswered_question_is_overdue_when_its_time_has_passed(amira, clock, asked):
    clock.move_to(berlin("2026-03-02 17:00"))

    assert amira.get(f"consults/{asked['id']}/").json()["is_overdue"] is True


def test_who_and_what_and_when_are_checked(amira, ticket, cast):
    cast.ben.is_active = False
    cast.ben.save()
    path, fine = f"tickets/{ticket.number}/consults/", {"person": "tom@kept.example", "question": "?"}

    assert list(refused(amira.post(path, {}))) == ["person", "question"]
    assert "colleague" in refused(amira.post(path, {**fine, "person": "me"}))["person"]
    assert "has left" in refused(amira.post(path, {**fine, "person": "ben@kept.example"}))["person"]
    assert "There is no person" in refused(amira.post(path, {**fine, "person": "x@kept.example"}))["person"]
    assert list(refused(amira.post(path, {**fine, "question": "\n"}))) == ["question"]
    assert list(refused(amira.post(path, {**fine, "due_at": "2026-03-02T09:00:00Z"}))) == ["due_at"]
    assert "offset" in refused(amira.post(path, {**fine, "due_at": "2026-03-02T12:00:00"}))["due_at"]
    assert amira.get(path).json()["results"] == []


def test_only_the_ticket_s_team_and_those_above_ask(calling, cast, ticket):
    path, body = f"tickets/{ticket.number}/consults/", {"person": "noor@kept.example", "question": "?"}

    problem_of(calling(cast.ben).post(path, body), 403)
    problem_of(calling(cast.grace).post(path, body), 403)
    assert calling(cast.omar).post(path, body).status_code == 201


def test_many_consults_cost_no_more_queries_than_few(amira, cast, ticket, asked):
    paths = ("consults/", f"tickets/{ticket.number}/consults/")
    few = [queries_of(amira, path) for path in paths]
    for person in (cast.tom, cast.lena, cast.ben, cast.noor):
        for subject in (ticket, a_ticket(cast, at=berlin("2026-03-02 09:00"))):
            consult(subject, person=person, question="?", by=cast.amira, at=berlin("2026-03-02 10:00"))

    assert [queries_of(amira, path) for path in paths] == few
    assert len(amira.get("consults/").json()["results"]) == 9
