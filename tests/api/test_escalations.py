"""Escalations over REST: opened, joined, acknowledged, resolved; who has it, and who is next at what time."""

import pytest

from alerts.sweep import Sweep
from escalations.escalating import escalate
from escalations.models import Escalation, EscalationRule, EscalationSetting, Position
from tests.api.conftest import problem_of, refused
from tests.api.test_pages import pages_of, queries_of
from tests.cast import a_ticket, an_absence, berlin


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=berlin("2026-03-02 09:00"))


@pytest.fixture
def lena(calling, cast):
    return calling(cast.lena)


@pytest.fixture
def opened(amira, ticket) -> dict:
    """Amira has escalated her ticket to Lena, who leads the team."""
    return amira.post(f"tickets/{ticket.number}/escalations/", {"reason": "He threatens to leave."}).json()


def test_escalating_says_who_is_asked_and_who_is_next_at_what_time(amira, ticket, cast):
    answer = amira.post(
        f"tickets/{ticket.number}/escalations/", {"kind": "hierarchical", "reason": "He threatens to leave."}
    )

    assert answer.status_code == 201
    shown = answer.json()
    lead, head = Position.objects.get(holder=cast.lena), Position.objects.get(holder=cast.omar)
    assert shown == {
        "id": shown["id"],
        "url": answer.headers["Location"],
        "ticket": ticket.number,
        "kind": "hierarchical",
        "state": "open",
        "opened_at": "2026-03-02T09:00:00Z",
        "opened_by": "amira@kept.example",
        "resolved_at": None,
        "causes": [
            {
                "cause": "by_hand",
                "reason": "He threatens to leave.",
                "at": "2026-03-02T09:00:00Z",
                "by": "amira@kept.example",
            }
        ],
        "has": {"person": "lena@kept.example", "since": "2026-03-02T09:00:00Z"},
        "next": {"person": "omar@kept.example", "title": "Head of Support", "at": "2026-03-02T09:30:00Z"},
        "acknowledgement": None,
        "resolution": None,
        "chain": [
            {"position": lead.pk, "title": "Lead of Support Berlin", "holder": "lena@kept.example"},
            {"position": head.pk, "title": "Head of Support", "holder": "omar@kept.example"},
        ],
        "steps": [
            {
                "ordinal": 1,
                "level": 0,
                "title": "Lead of Support Berlin",
                "person": "lena@kept.example",
                "instead_of": None,
                "starts_at": "2026-03-02T09:00:00Z",
                "due_at": "2026-03-02T09:30:00Z",
                "ended_at": None,
                "ending": "",
            }
        ],
        "joined": False,
    }
    del shown["joined"]
    assert amira.follow(answer.headers["Location"]).json() == shown
    assert amira.get(f"tickets/{ticket.number}/escalations/").json()["results"] == [shown]


def test_a_second_cause_joins_the_open_escalation(amira, calling, cast, ticket, opened):
    answer = calling(cast.ben).post(f"tickets/{ticket.number}/escalations/", {"cause": "customer_asks"})

    assert answer.status_code == 200
    assert answer.json()["id"] == opened["id"]
    assert answer.json()["joined"] is True
    assert [cause["cause"] for cause in answer.json()["causes"]] == ["by_hand", "customer_asks"]
    assert Escalation.objects.count() == 1


def test_a_customer_who_asks_is_escalated_as_the_team_has_set(amira, ticket, cast):
    EscalationRule.objects.create(team=cast.berlin, trigger="customer_asks", kind="functional")

    asked = amira.post(f"tickets/{ticket.number}/escalations/", {"cause": "customer_asks"})

    assert asked.json()["kind"] == "functional"


def test_what_is_missing_or_unknown_is_named(amira, ticket):
    path = f"tickets/{ticket.number}/escalations/"

    assert "Say why it escalates" in refused(amira.post(path, {}))["reason"]
    assert list(refused(amira.post(path, {"kind": "sideways", "reason": "?"}))) == ["kind"]
    # What rules find is not for people to say.
    assert list(refused(amira.post(path, {"cause": "promise_broken", "reason": "?"}))) == ["cause"]
    assert not Escalation.objects.exists()
    problem_of(amira.post("tickets/999/escalations/", {"reason": "?"}), 404)
    problem_of(amira.get("escalations/999/"), 404)


def test_it_climbs_to_the_next_who_then_has_it(amira, calling, cast, clock, opened):
    clock.move_to(berlin("2026-03-02 10:31"))
    Sweep().run()

    shown = amira.get(f"escalations/{opened['id']}/").json()
    assert [step["ending"] for step in shown["steps"]] == ["climbed", ""]
    assert shown["has"] == {"person": "omar@kept.example", "since": "2026-03-02T09:31:00Z"}
    assert shown["next"]["person"] == "omar@kept.example"  # at the top, it is asked again
    assert shown["state"] == "open"


def test_at_the_last_repeat_nobody_is_next(amira, ticket, cast, clock):
    EscalationSetting.objects.create(team=cast.berlin, repeats=0)
    opened = amira.post(f"tickets/{ticket.number}/escalations/", {"reason": "?"}).json()
    clock.move_to(berlin("2026-03-02 10:31"))
    Sweep().run()

    shown = amira.get(f"escalations/{opened['id']}/").json()
    assert shown["has"]["person"] == "omar@kept.example"
    assert shown["next"] is None


@pytest.mark.parametrize("away", ["lena", "omar", "lena and omar", "everybody above"])
def test_who_is_said_to_be_next_is_who_is_asked_then(amira, ticket, cast, clock, away):
    opened = amira.post(f"tickets/{ticket.number}/escalations/", {"reason": "?"}).json()
    start, end = berlin("2026-03-02 10:05"), berlin("2026-03-04 09:00")
    if "lena" in away:
        an_absence(cast.lena, start, end, cast.tom)
    if "omar" in away:
        an_absence(cast.omar, start, end, cast.grace if away == "omar" else None)
    if away == "everybody above":
        Position.objects.update(holder=None)
        an_absence(cast.lena, start, end)
        an_absence(cast.omar, start, end)
    clock.move_to(berlin("2026-03-02 10:10"))
    said = amira.get(f"escalations/{opened['id']}/").json()["next"]

    clock.move_to(berlin("2026-03-02 10:31"))
    Sweep().run()

    step = amira.get(f"escalations/{opened['id']}/").json()["steps"][-1]
    assert step["ordinal"] == 2
    assert (step["person"], step["title"]) == (said["person"], said["title"])
    assert said["at"] == opened["steps"][0]["due_at"]


def test_who_acknowledges_has_it_and_stays_beside_the_owner(amira, lena, clock, opened, ticket):
    clock.move_to(berlin("2026-03-02 10:10"))

    answer = lena.post(f"escalations/{opened['id']}/acknowledgement/")

    assert answer.status_code == 201
    shown = answer.json()
    assert shown["state"] == "acknowledged"
    assert shown["has"] == {"person": "lena@kept.example", "since": "2026-03-02T09:10:00Z"}
    assert shown["next"] is None
    assert shown["acknowledgement"] == {
        "by": "lena@kept.example",
        "at": "2026-03-02T09:10:00Z",
        "takes_case": False,
    }
    assert shown["steps"][0]["ending"] == "acknowledged"
    assert amira.get(f"tickets/{ticket.number}/").json()["owner"] == "amira@kept.example"


def test_who_takes_the_case_becomes_its_owner(amira, lena, opened, ticket):
    lena.post(f"escalations/{opened['id']}/acknowledgement/", {"takes_case": True})

    assert amira.get(f"tickets/{ticket.number}/").json()["owner"] == "lena@kept.example"


def test_only_those_of_the_chain_answer_and_one_has_it(amira, lena, calling, cast, opened):
    path = f"escalations/{opened['id']}/"
    for wrong in (cast.tom, cast.ben, cast.grace):
        problem_of(calling(wrong).post(f"{path}acknowledgement/"), 403)
        problem_of(calling(wrong).post(f"{path}resolution/", {"done": "Nothing."}), 403)
    # The ticket's owner cannot take it off the chain by an acknowledgement.
    problem_of(amira.post(f"{path}acknowledgement/"), 403)

    lena.post(f"{path}acknowledgement/")

    taken = problem_of(calling(cast.omar).post(f"{path}acknowledgement/"), 409)
    assert "Lena Vogt has it" in taken["detail"]


def test_resolving_says_what_was_done_once(amira, lena, opened, ticket):
    path = f"escalations/{opened['id']}/resolution/"
    assert list(refused(lena.post(path, {}))) == ["done"]
    assert list(refused(lena.post(path, {"done": "  "}))) == ["done"]

    answer = lena.post(path, {"done": "Called him; he stays."})

    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["state"], shown["has"], shown["next"]) == ("resolved", None, None)
    assert shown["resolution"] == {
        "by": "lena@kept.example",
        "at": "2026-03-02T09:00:00Z",
        "done": "Called him; he stays.",
    }
    problem_of(amira.post(path, {"done": "Again."}), 409)
    problem_of(lena.post(f"escalations/{opened['id']}/acknowledgement/"), 409)
    again = amira.post(f"tickets/{ticket.number}/escalations/", {"reason": "It is back."})
    assert again.status_code == 201
    assert again.json()["id"] != opened["id"]


def test_the_owner_may_resolve_it(amira, opened):
    assert amira.post(f"escalations/{opened['id']}/resolution/", {"done": "Solved."}).status_code == 201


def test_escalations_are_found_by_ticket_state_and_person(amira, lena, calling, cast):
    tickets = [a_ticket(cast, at=berlin("2026-03-02 09:00")) for _ in range(3)]
    ids = [
        amira.post(f"tickets/{ticket.number}/escalations/", {"reason": "?"}).json()["id"]
        for ticket in tickets
    ]
    open_, acknowledged, resolved = ids
    lena.post(f"escalations/{acknowledged}/acknowledgement/")
    lena.post(f"escalations/{resolved}/resolution/", {"done": "Done."})

    def seen(**query) -> set[int]:
        return {row["id"] for row in lena.get("escalations/", **query).json()["results"]}

    assert seen() == set(ids)
    assert seen(state="open") == {open_}
    assert seen(state="acknowledged") == {acknowledged}
    assert seen(state="resolved") == {resolved}
    assert seen(resolved="false") == {open_, acknowledged}
    assert seen(ticket=tickets[1].number, state="acknowledged") == {acknowledged}
    assert seen(person="me") == {open_, acknowledged}
    assert seen(person="omar@kept.example") == set()
    assert seen(state="") == set(ids)
    assert list(refused(lena.get("escalations/", state="closed"))) == ["state"]
    assert [len(page) for page in pages_of(lena, "escalations/", page_size=2)] == [2, 1]


def test_many_escalations_cost_no_more_queries_than_few(amira, cast, clock):
    def grow(times: int) -> None:
        for team, owner in (
            (cast.berlin, cast.amira),
            (cast.new_york, cast.ben),
            (cast.night_desk, cast.noor),
        ):
            for _ in range(times):
                ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"), team=team, owner=owner)
                for reason in range(times):
                    escalate(
                        ticket, cause="by_hand", reason=str(reason), by=owner, at=berlin("2026-03-02 09:00")
                    )

    grow(1)
    ticket = Escalation.objects.first().ticket_id
    few = [queries_of(amira, path) for path in ("escalations/", f"tickets/{ticket}/escalations/")]
    grow(3)
    clock.move_to(berlin("2026-03-02 11:00"))
    Sweep().run()
    many = [queries_of(amira, path) for path in ("escalations/", f"tickets/{ticket}/escalations/")]

    assert many == few
    assert max(many) <= 14
