"""How promises end over REST, and how they get a new time: once, with grounds, by those who may."""

import pytest

from tests.api.conftest import problem_of, refused
from tests.cast import a_call, a_promise, a_ticket, berlin
from tickets.models import Contact


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=berlin("2026-03-02 09:00"))


@pytest.fixture
def promise(ticket):
    return a_promise(ticket, due_at=berlin("2026-03-02 12:00"), at=berlin("2026-03-02 09:10"))


def test_a_promise_is_kept_with_a_contact_that_is_on_record(amira, ticket, promise):
    call = a_call(ticket, at=berlin("2026-03-02 09:50"))

    kept = amira.post(f"promises/{promise.pk}/settlement/", {"outcome": "kept", "evidence": call.pk})

    assert kept.status_code == 201
    assert kept.json()["state"] == "kept"
    assert kept.json()["kept_late"] is False
    assert kept.json()["next_rung"] is None
    assert amira.follow(kept.headers["Location"]).json() == {
        "outcome": "kept",
        "at": "2026-03-02T08:50:00Z",
        "recorded_at": "2026-03-02T09:00:00Z",
        "by": "amira@kept.example",
        "evidence": call.pk,
        "reason": "",
    }


def test_a_promise_is_kept_with_a_contact_that_is_logged_in_the_same_breath(amira, ticket, promise):
    kept = amira.post(
        f"promises/{promise.pk}/settlement/",
        {
            "outcome": "kept",
            "evidence": {"channel": "email", "body": "Sent.", "happened_at": "2026-03-02T09:55:00+01:00"},
        },
    ).json()

    contact = Contact.objects.get(pk=kept["settlement"]["evidence"])
    assert (contact.ticket, contact.direction, contact.channel) == (ticket, "outbound", "email")
    assert kept["settlement"]["at"] == "2026-03-02T08:55:00Z"


def test_a_promise_is_not_kept_without_evidence(amira, promise):
    for body in ({"outcome": "kept"}, {"outcome": "kept", "evidence": None}):
        said = refused(amira.post(f"promises/{promise.pk}/settlement/", body))

        assert list(said) == ["evidence"]
        assert "or a contact to log now" in said["evidence"]
    assert amira.get(f"promises/{promise.pk}/").json()["state"] == "open"


def test_evidence_that_is_logged_now_is_taken_at_its_word(amira, ticket, promise):
    for evidence, says in (
        ({"outcome": "attempted"}, "was not reached"),
        ({"direction": "inbound"}, "contacted us here"),
        ({"outcome": "maybe"}, "none of these: reached, attempted"),
    ):
        said = refused(
            amira.post(f"promises/{promise.pk}/settlement/", {"outcome": "kept", "evidence": evidence})
        )
        assert says in " ".join(said.values())
    assert not ticket.contacts.exists()


def test_evidence_that_shows_nothing_is_refused(amira, cast, ticket, promise):
    other = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    calls = {
        "belongs to another ticket": a_call(other, at=berlin("2026-03-02 09:50")).pk,
        "contacted us here": a_call(ticket, at=berlin("2026-03-02 09:50"), direction="inbound").pk,
        "was not reached": a_call(ticket, at=berlin("2026-03-02 09:50"), outcome="attempted").pk,
        "before the promise": a_call(ticket, at=berlin("2026-03-02 09:05")).pk,
        "There is no contact 999": 999,
        "This is no evidence": 10**30,
    }
    for says, evidence in calls.items():
        said = refused(
            amira.post(f"promises/{promise.pk}/settlement/", {"outcome": "kept", "evidence": evidence})
        )
        assert says in said["evidence"]
    for evidence in (True, [1], "by phone", 1.5, -3, 0):
        said = refused(
            amira.post(f"promises/{promise.pk}/settlement/", {"outcome": "kept", "evidence": evidence})
        )
        assert "This is no evidence" in said["evidence"]


def test_evidence_that_cannot_be_logged_says_where_and_leaves_no_contact(amira, promise):
    for evidence, field, says in [
        ({"channel": "telepathy"}, "evidence.channel", "telepathy"),
        ({"happened_at": "2026-03-02T09:30:00"}, "evidence.happened_at", "has no time zone"),
        ({"happened_at": "2026-03-02T12:30:00Z"}, "evidence.happened_at", "future"),
        ({"happened_at": "2026-03-02T08:00:00Z"}, "evidence", "before the promise"),
    ]:
        said = refused(
            amira.post(f"promises/{promise.pk}/settlement/", {"outcome": "kept", "evidence": evidence})
        )
        assert says in said[field]
    assert not Contact.objects.exists()


def test_a_promise_is_withdrawn_for_a_reason_only(amira, promise):
    said = refused(amira.post(f"promises/{promise.pk}/settlement/", {"outcome": "withdrawn"}))
    assert list(said) == ["reason"]

    withdrawn = amira.post(
        f"promises/{promise.pk}/settlement/", {"outcome": "withdrawn", "reason": "Solved itself."}
    )

    assert withdrawn.status_code == 201
    assert withdrawn.json()["state"] == "withdrawn"
    assert withdrawn.json()["settlement"]["reason"] == "Solved itself."


def test_a_promise_is_settled_once(amira, ticket, promise):
    amira.post(f"promises/{promise.pk}/settlement/", {"outcome": "withdrawn", "reason": "Solved itself."})
    before = amira.get(f"promises/{promise.pk}/").json()

    again = amira.post(
        f"promises/{promise.pk}/settlement/", {"outcome": "kept", "evidence": {"body": "Called."}}
    )

    problem = problem_of(again, 409)
    assert problem["type"] == "urn:kept:problem:conflict"
    assert "already settled as withdrawn" in problem["detail"]
    assert amira.get(f"promises/{promise.pk}/").json() == before
    assert not Contact.objects.exists()


def test_there_is_no_settlement_of_an_open_promise(amira, promise):
    assert "not settled" in problem_of(amira.get(f"promises/{promise.pk}/settlement/"), 404)["detail"]


def test_a_new_time_is_agreed_and_the_first_one_stays_on_record(amira, promise):
    moved = amira.post(
        f"promises/{promise.pk}/renegotiations/",
        {"wording": "by 16:00", "reason": "The carrier answers at noon.", "customer_told": True},
    )

    assert moved.status_code == 201
    shown = moved.json()
    assert shown["due_at"] == "2026-03-02T15:00:00Z"
    assert shown["first_due_at"] == "2026-03-02T11:00:00Z"
    assert shown["slips"] == 1
    assert shown["state"] == "open"
    (renegotiation,) = shown["renegotiations"]
    assert renegotiation["from_due_at"] == "2026-03-02T11:00:00Z"
    assert renegotiation["to_due_at"] == "2026-03-02T15:00:00Z"
    assert renegotiation["by"] == "amira@kept.example"
    assert amira.get(f"promises/{promise.pk}/renegotiations/").json()["results"] == [renegotiation]
    assert [row["id"] for row in amira.get("promises/", state="renegotiated").json()["results"]] == [
        promise.pk
    ]


def test_a_new_time_needs_a_reason_and_a_customer_who_knows(amira, promise):
    path = f"promises/{promise.pk}/renegotiations/"
    good = {"wording": "by 16:00", "reason": "Waiting.", "customer_told": True}

    assert "Say why" in refused(amira.post(path, {**good, "reason": " "}))["reason"]
    assert (
        "Tell the customer first"
        in refused(amira.post(path, {**good, "customer_told": False}))["customer_told"]
    )
    assert "Say when" in refused(amira.post(path, {**good, "wording": ""}))["wording"]
    assert amira.get(f"promises/{promise.pk}/").json()["slips"] == 0


def test_a_broken_promise_gets_no_new_time(amira, promise, clock):
    clock.move_to(berlin("2026-03-02 12:00"))

    late = amira.post(
        f"promises/{promise.pk}/renegotiations/",
        {"wording": "by 16:00", "reason": "Waiting.", "customer_told": True},
    )

    assert "It broke on" in problem_of(late, 409)["detail"]


def test_only_those_around_a_promise_may_settle_or_move_it(calling, cast, ticket, promise):
    ben = calling(cast.ben)

    for path, body in [
        ("settlement", {"outcome": "withdrawn", "reason": "Why not"}),
        ("settlement", {"outcome": "kept", "evidence": {"body": "Called."}}),
        ("renegotiations", {"wording": "by 16:00", "reason": "Why not", "customer_told": True}),
        ("hand-overs", {"to": "ben@kept.example"}),
    ]:
        problem = problem_of(ben.post(f"promises/{promise.pk}/{path}/", body), 403)
        assert "Only the owner of a promise" in problem["detail"]
    assert not Contact.objects.exists()
    assert ben.get(f"promises/{promise.pk}/").json()["state"] == "open"


@pytest.mark.parametrize("who", ["tom", "lena", "omar", "admin"])
def test_team_lead_manager_and_administrator_may_settle_it(calling, cast, promise, who):
    settled = calling(getattr(cast, who)).post(
        f"promises/{promise.pk}/settlement/", {"outcome": "withdrawn", "reason": "Solved itself."}
    )

    assert settled.status_code == 201
