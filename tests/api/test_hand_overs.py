"""A promise is handed over by REST: offered, then accepted, refused or taken back, each by who may."""

import pytest

from tests.api.conftest import problem_of, refused
from tests.cast import a_promise, a_ticket, berlin


@pytest.fixture
def promise(cast):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    return a_promise(ticket, due_at=berlin("2026-03-02 15:00"), at=berlin("2026-03-02 09:10"))


@pytest.fixture
def tom(calling, cast):
    return calling(cast.tom)


@pytest.fixture
def offer(amira, promise) -> int:
    """Amira has offered the promise to Tom."""
    return amira.post(
        f"promises/{promise.pk}/hand-overs/", {"to": "tom@kept.example", "note": "He knows."}
    ).json()["id"]


def test_an_offer_waits_with_whom_it_was_made_to(amira, tom, promise):
    offered = amira.post(
        f"promises/{promise.pk}/hand-overs/", {"to": "tom@kept.example", "note": "Ask for Inês."}
    )

    assert offered.status_code == 201
    shown = offered.json()
    assert shown == {
        "id": shown["id"],
        "promise": promise.pk,
        "ticket": promise.ticket_id,
        "from_owner": "amira@kept.example",
        "to": "tom@kept.example",
        "note": "Ask for Inês.",
        "state": "open",
        "offered_at": "2026-03-02T09:00:00Z",
        "offered_by": "amira@kept.example",
        "answered_at": None,
        "reason": "",
    }
    assert tom.follow(offered.headers["Location"]).json() == shown
    assert tom.get("hand-overs/", to="me").json()["results"] == [shown]
    assert amira.get("hand-overs/", to="me").json()["results"] == []
    whole = amira.get(f"promises/{promise.pk}/").json()
    assert whole["owner"] == "amira@kept.example"
    assert whole["hand_over"] == shown
    assert whole["hand_over_open"] is True


def test_who_accepts_owes_it(amira, tom, promise, offer):
    accepted = tom.post(f"hand-overs/{offer}/acceptance/")

    assert accepted.status_code == 201
    assert accepted.json()["state"] == "accepted"
    shown = amira.get(f"promises/{promise.pk}/").json()
    assert shown["owner"] == "tom@kept.example"
    assert shown["hand_over"] is None
    assert tom.get("hand-overs/", to="me").json()["results"] == []
    assert [row["id"] for row in tom.get("hand-overs/", to="me", state="answered").json()["results"]] == [
        offer
    ]


def test_who_refuses_says_why_and_the_owner_still_owes_it(amira, tom, promise, offer):
    assert "Say why" in refused(tom.post(f"hand-overs/{offer}/refusal/"))["reason"]

    declined = tom.post(f"hand-overs/{offer}/refusal/", {"reason": "I leave at noon."})

    assert declined.status_code == 201
    assert declined.json()["state"] == "declined"
    assert declined.json()["reason"] == "I leave at noon."
    assert amira.get(f"promises/{promise.pk}/").json()["owner"] == "amira@kept.example"


def test_an_offer_can_be_taken_back(amira, tom, promise, offer):
    assert amira.post(f"hand-overs/{offer}/withdrawal/").json()["state"] == "taken_back"

    assert "answered already" in problem_of(tom.post(f"hand-overs/{offer}/acceptance/"), 409)["detail"]
    history = amira.get(f"promises/{promise.pk}/hand-overs/").json()["results"]
    assert [row["state"] for row in history] == ["taken_back"]


def test_only_who_it_was_offered_to_answers(amira, calling, cast, offer):
    for caller in (amira, calling(cast.lena), calling(cast.ben)):
        problem_of(caller.post(f"hand-overs/{offer}/acceptance/"), 403)
        problem_of(caller.post(f"hand-overs/{offer}/refusal/", {"reason": "No."}), 403)
    problem_of(calling(cast.ben).post(f"hand-overs/{offer}/withdrawal/"), 403)


def test_an_offer_is_answered_once_and_made_one_at_a_time(amira, tom, promise, offer):
    again = amira.post(f"promises/{promise.pk}/hand-overs/", {"to": "lena@kept.example"})
    assert "on offer to Tom" in problem_of(again, 409)["detail"]

    tom.post(f"hand-overs/{offer}/acceptance/")

    problem_of(tom.post(f"hand-overs/{offer}/acceptance/"), 409)
    problem_of(tom.post(f"hand-overs/{offer}/refusal/", {"reason": "No."}), 409)


def test_a_promise_is_not_offered_to_its_owner_or_to_nobody(amira, cast, promise):
    cast.ben.is_active = False
    cast.ben.save()
    for to, says in [
        ("amira@kept.example", "owns this promise already"),
        ("ben@kept.example", "has left"),
        ("nobody@kept.example", "There is no person"),
        (None, "null"),
        (7, "as a text"),
    ]:
        assert says in refused(amira.post(f"promises/{promise.pk}/hand-overs/", {"to": to}))["to"]


def test_settling_a_promise_ends_the_offer(amira, tom, promise, offer):
    amira.post(f"promises/{promise.pk}/settlement/", {"outcome": "withdrawn", "reason": "Solved itself."})

    problem_of(tom.post(f"hand-overs/{offer}/acceptance/"), 409)
    assert tom.get(f"hand-overs/{offer}/").json()["state"] == "lapsed"
