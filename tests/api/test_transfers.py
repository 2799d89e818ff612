"""Transfers over REST: a few, with a word to the receiver; at the cap a refusal that is recorded, and escalates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from escalations.answering import resolve
from escalations.models import Escalation, TransferRefusal
from escalations.rules import apply_rules
from promises.transferring import transfer
from tests.api.conftest import problem_of, refused
from tests.api.test_pages import pages_of, queries_of
from tests.cast import a_promise, a_ticket, berlin
from tickets.models import Transfer, TransferCap

COLD = {
    "to_team": "support-new-york",
    "kind": "cold",
    "reason": "They know it.",
    "note": "He waits since noon.",
}
WARM = {"to_owner": "tom@kept.example", "kind": "warm", "reason": "He knows it.", "note": "Ask for Inês."}


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=berlin("2026-03-02 09:00"))


@pytest.fixture
def tom(calling, cast):
    return calling(cast.tom)


@pytest.fixture
def admin(calling, cast):
    return calling(cast.admin)


def pass_on(caller, ticket, body, **more):
    return caller.post(f"tickets/{ticket.number}/transfers/", {**body, **more})


@pytest.fixture
def at_the_cap(admin, ticket):
    """The ticket was passed to New York and back."""
    assert pass_on(admin, ticket, COLD).status_code == 201
    assert pass_on(admin, ticket, COLD, to_team="support-berlin").status_code == 201
    return ticket


def test_a_transfer_says_from_where_to_where_and_why(amira, ticket):
    answer = pass_on(amira, ticket, WARM)

    assert answer.status_code == 201
    shown = answer.json()
    assert shown == {
        "id": shown["id"],
        "url": answer.headers["Location"],
        "ticket": ticket.number,
        "ordinal": 1,
        "allowed": 2,
        "kind": "warm",
        "state": "waiting",
        "from_team": "support-berlin",
        "from_owner": "amira@kept.example",
        "to_team": "support-berlin",
        "to_owner": "tom@kept.example",
        "is_return": False,
        "reason": "He knows it.",
        "note": "Ask for Inês.",
        "mirrored": False,
        "by": "amira@kept.example",
        "at": "2026-03-02T09:00:00Z",
        "recorded_at": "2026-03-02T09:00:00Z",
        "accepted_at": None,
        "declined_at": None,
        "decline_reason": "",
        "hand_overs": [],
    }
    assert amira.follow(answer.headers["Location"]).json() == shown
    assert amira.get(f"tickets/{ticket.number}/transfers/").json()["results"] == [shown]
    seen = amira.get(f"tickets/{ticket.number}/").json()
    assert (seen["owner"], seen["transfer_count"], seen["transfers_allowed"]) == ("tom@kept.example", 1, 2)


def test_its_open_promises_are_offered_and_inherited_by_nobody(amira, tom, ticket):
    promise = a_promise(ticket, due_at=berlin("2026-03-02 15:00"), at=berlin("2026-03-02 09:10"))

    moved = pass_on(amira, ticket, WARM).json()

    (offered,) = moved["hand_overs"]
    assert (offered["promise"], offered["to"], offered["state"]) == (promise.pk, "tom@kept.example", "open")
    assert amira.get(f"promises/{promise.pk}/").json()["owner"] == "amira@kept.example"
    tom.post(f"hand-overs/{offered['id']}/acceptance/")
    assert amira.get(f"promises/{promise.pk}/").json()["owner"] == "tom@kept.example"


def test_the_receiver_of_a_warm_one_accepts_it(amira, tom, calling, cast, ticket):
    moved = pass_on(amira, ticket, WARM).json()
    assert [row["id"] for row in tom.get("transfers/", to="me", waiting="true").json()["results"]] == [
        moved["id"]
    ]
    for wrong in (amira, calling(cast.lena), calling(cast.ben)):
        problem_of(wrong.post(f"transfers/{moved['id']}/acceptance/"), 403)
        problem_of(wrong.post(f"transfers/{moved['id']}/rejection/", {"reason": "No."}), 403)

    answer = tom.post(f"transfers/{moved['id']}/acceptance/")

    assert answer.status_code == 201
    assert (answer.json()["state"], answer.json()["accepted_at"]) == ("accepted", "2026-03-02T09:00:00Z")
    assert tom.get("transfers/", to="me", waiting="true").json()["results"] == []
    assert len(tom.get("transfers/", to="me", waiting="false").json()["results"]) == 1
    problem_of(tom.post(f"transfers/{moved['id']}/rejection/", {"reason": "After all, no."}), 409)


def test_declined_it_goes_back_to_where_it_came_from(amira, tom, ticket):
    moved = pass_on(amira, ticket, WARM).json()
    assert list(refused(tom.post(f"transfers/{moved['id']}/rejection/"))) == ["reason"]

    answer = tom.post(f"transfers/{moved['id']}/rejection/", {"reason": "Not my topic."})

    assert answer.status_code == 201
    assert (answer.json()["state"], answer.json()["decline_reason"]) == ("declined", "Not my topic.")
    assert amira.get(f"tickets/{ticket.number}/").json()["owner"] == "amira@kept.example"
    problem_of(tom.post(f"transfers/{moved['id']}/acceptance/"), 409)


def test_a_cold_one_waits_for_nobody_and_a_warm_one_lapses_when_the_ticket_moves_on(amira, tom, ticket):
    warm = pass_on(amira, ticket, WARM).json()
    cold = pass_on(amira, ticket, COLD).json()

    assert cold["state"] == "done"
    assert amira.get(f"transfers/{warm['id']}/").json()["state"] == "lapsed"
    assert tom.get("transfers/", to="me", waiting="true").json()["results"] == []
    problem_of(tom.post(f"transfers/{warm['id']}/acceptance/"), 409)
    assert list(refused(amira.post(f"transfers/{cold['id']}/acceptance/"))) == ["transfer"]


def test_a_warm_one_that_lapsed_waits_no_more_when_the_ticket_comes_back_to_its_receiver(
    amira, tom, admin, cast, ticket
):
    TransferCap.objects.create(team=cast.berlin, transfers=9)
    warm = pass_on(amira, ticket, WARM).json()
    pass_on(admin, ticket, WARM, to_owner="lena@kept.example", kind="cold")
    pass_on(admin, ticket, WARM, kind="cold")

    assert amira.get(f"tickets/{ticket.number}/").json()["owner"] == "tom@kept.example"
    assert amira.get(f"transfers/{warm['id']}/").json()["state"] == "lapsed"
    assert tom.get("transfers/", to="me", waiting="true").json()["results"] == []


def test_at_the_cap_it_is_refused_and_escalates_and_both_are_recorded(amira, admin, at_the_cap):
    ticket = at_the_cap

    answer = pass_on(amira, ticket, WARM)

    problem = problem_of(answer, 409)
    assert problem["type"] == "urn:kept:problem:transfer-cap"
    assert [error["field"] for error in problem["errors"]] == ["ticket"]
    assert "Lena Vogt" in problem["detail"]
    refusal = TransferRefusal.objects.get()
    assert problem["refusal"] == {
        "id": refusal.pk,
        "ticket": ticket.number,
        "escalation": refusal.escalation_id,
        "allowed": 2,
        "to_team": "support-berlin",
        "to_owner": "tom@kept.example",
        "reason": "He knows it.",
        "note": "Ask for Inês.",
        "by": "amira@kept.example",
        "at": "2026-03-02T09:00:00Z",
    }
    escalation = problem["escalation"]
    assert escalation == amira.get(f"escalations/{refusal.escalation_id}/").json()
    assert [cause["cause"] for cause in escalation["causes"]] == ["cap_reached"]
    assert amira.get(f"tickets/{ticket.number}/transfer-refusals/").json()["results"] == [problem["refusal"]]
    seen = amira.get(f"tickets/{ticket.number}/").json()
    assert (seen["transfer_count"], seen["transfers_allowed"], seen["returns"]) == (2, 2, 1)

    again = problem_of(pass_on(amira, ticket, WARM), 409)
    assert again["escalation"]["id"] == escalation["id"]
    assert len(again["escalation"]["causes"]) == 2


def test_resolved_before_the_answer_came_it_is_still_a_refusal(amira, cast, at_the_cap, monkeypatch):
    def quickly(*args, **fields):
        refusal = transfer(*args, **fields)
        resolve(refusal.escalation, by=cast.lena, done="Called her.")
        return refusal

    monkeypatch.setattr("promises.api.transfers.transfer", quickly)
    problem = problem_of(pass_on(amira, at_the_cap, WARM), 409)
    assert "that is resolved already" in problem["detail"]
    assert problem["escalation"]["has"] is None


def test_a_manager_grants_one_more_for_a_reason(amira, calling, cast, at_the_cap):
    path = f"tickets/{at_the_cap.number}/transfer-grants/"
    for wrong in (cast.amira, cast.lena, cast.grace, cast.ben):
        problem_of(calling(wrong).post(path, {"reason": "It helps."}), 403)
    omar = calling(cast.omar)
    assert list(refused(omar.post(path, {}))) == ["reason"]
    assert list(refused(omar.post(path, {"reason": " "}))) == ["reason"]

    answer = omar.post(path, {"reason": "Tom knows the case."})

    assert answer.status_code == 201
    granted = answer.json()
    assert granted == {
        "id": granted["id"],
        "ticket": at_the_cap.number,
        "reason": "Tom knows the case.",
        "by": "omar@kept.example",
        "at": "2026-03-02T09:00:00Z",
    }
    assert amira.get(path).json()["results"] == [granted]
    assert amira.get(f"tickets/{at_the_cap.number}/").json()["transfers_allowed"] == 3
    assert pass_on(amira, at_the_cap, WARM).json()["ordinal"] == 3
    problem_of(pass_on(amira, at_the_cap, WARM, to_owner="lena@kept.example"), 409)


def test_transfers_allowed_follows_team_and_priority(amira, cast, ticket):
    def allowed() -> int:
        listed = amira.get("tickets/").json()["results"][0]["transfers_allowed"]
        assert listed == amira.get(f"tickets/{ticket.number}/").json()["transfers_allowed"]
        assert listed == Transfer.objects.allowed(type(ticket).objects.get(pk=ticket.pk))
        return listed

    assert allowed() == 2
    TransferCap.objects.create(team=cast.berlin, transfers=4)
    TransferCap.objects.create(team=cast.berlin, priority="urgent", transfers=0)
    TransferCap.objects.create(team=cast.new_york, transfers=9)
    assert allowed() == 4
    # The answer to a change tells what holds after it.
    assert amira.patch(f"tickets/{ticket.number}/", {"priority": "urgent"}).json()["transfers_allowed"] == 0
    assert allowed() == 0
    new = amira.post("tickets/", {"customer": {"name": "N"}, "subject": "S", "priority": "urgent"}).json()
    assert (new["transfers_allowed"], new["returns"]) == (0, 0)


def test_only_the_ticket_s_team_and_those_above_pass_it_on(calling, cast, ticket):
    for wrong in (cast.ben, cast.grace, cast.noor, cast.viktor):
        problem_of(pass_on(calling(wrong), ticket, WARM), 403)
    assert not Transfer.objects.exists()
    assert pass_on(calling(cast.omar), ticket, WARM).status_code == 201


def test_what_is_missing_or_wrong_is_named(amira, ticket, cast):
    cast.tom.is_active = False
    cast.tom.save()
    cold = {**COLD, "to_owner": None}
    assert list(refused(amira.post(f"tickets/{ticket.number}/transfers/", {}))) == ["kind"]
    assert list(refused(pass_on(amira, ticket, cold, kind="lukewarm"))) == ["kind"]
    assert set(refused(pass_on(amira, ticket, cold, reason="", note=" "))) == {"reason", "note"}
    assert list(refused(pass_on(amira, ticket, cold, to_team=None))) == ["to_owner"]
    assert list(refused(pass_on(amira, ticket, cold, to_team="support-paris"))) == ["to_team"]
    assert "spoke to" in refused(pass_on(amira, ticket, cold, kind="warm"))["to_owner"]
    assert "has left" in refused(pass_on(amira, ticket, WARM))["to_owner"]
    assert "already" in refused(pass_on(amira, ticket, WARM, to_owner="me"))["to_owner"]
    assert (
        "does not work for" in refused(pass_on(amira, ticket, COLD, to_owner="noor@kept.example"))["to_owner"]
    )
    assert list(refused(pass_on(amira, ticket, COLD, at="2026-03-01T09:00:00Z"))) == ["at"]
    problem_of(amira.post("tickets/999/transfers/", COLD), 404)
    assert not Transfer.objects.exists()


def test_a_transfer_of_another_helpdesk_is_counted_and_never_refused(admin, amira, at_the_cap, cast):
    ticket = at_the_cap
    promise = a_promise(
        ticket, owner=cast.amira, due_at=berlin("2026-03-02 15:00"), at=berlin("2026-03-02 10:00")
    )

    answer = admin.post(
        f"tickets/{ticket.number}/transfers/",
        {"mirrored": True, "to_owner": "tom@kept.example", "at": "2026-03-02T08:30:00Z"},
    )

    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["ordinal"], shown["allowed"], shown["mirrored"], shown["kind"]) == (3, 2, True, "cold")
    assert (shown["at"], shown["recorded_at"]) == ("2026-03-02T08:30:00Z", "2026-03-02T09:00:00Z")
    assert [(one["promise"], one["to"]) for one in shown["hand_overs"]] == [(promise.pk, "tom@kept.example")]
    assert amira.get(f"tickets/{ticket.number}/").json()["owner"] == "tom@kept.example"
    assert not TransferRefusal.objects.exists()
    assert not Escalation.objects.exists()

    apply_rules(berlin("2026-03-02 10:01"))

    (escalation,) = amira.get("escalations/", ticket=ticket.number).json()["results"]
    assert [cause["cause"] for cause in escalation["causes"]] == ["cap_reached"]


def test_only_administrators_go_past_the_cap_by_mirroring(amira, calling, cast, admin, ticket):
    body = {"mirrored": True, "to_team": "support-new-york"}
    for wrong in (cast.amira, cast.lena, cast.omar):
        problem_of(calling(wrong).post(f"tickets/{ticket.number}/transfers/", body), 403)
    assert not Transfer.objects.exists()

    future = pass_on(admin, ticket, body, at="2026-03-02T09:30:00Z")
    assert list(refused(future)) == ["at"]
    assert list(refused(pass_on(admin, ticket, {"mirrored": True}))) == ["to_owner"]
    assert pass_on(admin, ticket, body).status_code == 201
    # Told twice of the same one: the ticket is there.
    assert list(refused(pass_on(admin, ticket, body))) == ["to_owner"]


def test_many_transfers_cost_no_more_queries_than_few(amira, cast, ticket):
    def move(subject, to) -> None:
        transfer(
            subject,
            to_owner=to,
            kind="cold",
            reason="?",
            note="?",
            by=cast.admin,
            at=berlin("2026-03-02 10:00"),
        )

    TransferCap.objects.create(team=cast.berlin, transfers=20)
    other = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    for subject in (ticket, other):
        a_promise(subject, due_at=berlin("2026-03-02 15:00"), at=berlin("2026-03-02 09:10"))
    move(ticket, cast.tom)
    paths = ("transfers/", f"tickets/{ticket.number}/transfers/", "tickets/")
    few = [queries_of(amira, path) for path in paths]

    for _ in range(3):
        for to in (cast.lena, cast.amira, cast.tom):
            move(ticket, to)
            if to != cast.amira:
                move(other, to)

    assert [queries_of(amira, path) for path in paths] == few
    assert [len(page) for page in pages_of(amira, f"tickets/{ticket.number}/transfers/", page_size=4)] == [
        4, 4, 2,
    ]  # fmt: skip


def test_a_transfer_at_the_cap_costs_the_same_with_many_causes(amira, at_the_cap):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            problem_of(pass_on(amira, at_the_cap, WARM), 409)
        return len(captured)

    pass_on(amira, at_the_cap, WARM)
    few = cost()
    for _ in range(3):
        pass_on(amira, at_the_cap, WARM)
    assert cost() == few
