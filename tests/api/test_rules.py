"""What a team sets over REST: caps, rules with a dry run, and how long a step waits; set by managers alone."""

import pytest

from escalations.escalating import escalate
from escalations.models import Escalation, EscalationRule, EscalationSetting
from tests.api.conftest import problem_of, refused
from tests.api.test_pages import queries_of
from tests.cast import a_call, a_ticket, berlin
from tickets.models import Transfer, TransferCap

BERLIN = "teams/support-berlin/"


@pytest.fixture
def omar(calling, cast):
    return calling(cast.omar)


def test_caps_are_two_until_a_manager_sets_others(amira, omar, cast):
    assert amira.get(f"{BERLIN}transfer-caps/").json() == {
        "any": 2, "low": None, "normal": None, "high": None, "urgent": None,
    }  # fmt: skip

    answer = omar.put(f"{BERLIN}transfer-caps/", {"any": 3, "urgent": 0})

    assert answer.status_code == 200
    assert answer.json() == {"any": 3, "low": None, "normal": None, "high": None, "urgent": 0}
    assert amira.get(f"{BERLIN}transfer-caps/").json() == answer.json()
    at = berlin("2026-03-02 09:00")
    assert Transfer.objects.allowed(a_ticket(cast, at=at)) == 3
    assert Transfer.objects.allowed(a_ticket(cast, at=at, priority="urgent")) == 0
    assert Transfer.objects.allowed(a_ticket(cast, at=at, team=cast.new_york, owner=cast.ben)) == 2

    assert omar.put(f"{BERLIN}transfer-caps/", {}).json()["any"] == 2
    assert Transfer.objects.allowed(a_ticket(cast, at=at, priority="urgent")) == 2


def test_steps_wait_as_long_as_is_set(amira, omar, cast):
    assert amira.get(f"{BERLIN}escalation-setting/").json() == {"step_minutes": 30, "repeats": 3}

    answer = omar.put(f"{BERLIN}escalation-setting/", {"step_minutes": 10, "repeats": 0})

    assert answer.json() == amira.get(f"{BERLIN}escalation-setting/").json()
    assert answer.json() == {"step_minutes": 10, "repeats": 0}
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    opened = amira.post(f"tickets/{ticket.number}/escalations/", {"reason": "?"}).json()
    assert opened["steps"][0]["due_at"] == "2026-03-02T09:10:00Z"
    omar.put(f"{BERLIN}escalation-setting/", {"step_minutes": 20, "repeats": 1})
    assert EscalationSetting.objects.count() == 1


def test_rules_are_shown_whole_and_set_by_trigger(amira, omar, cast):
    shown = amira.get(f"{BERLIN}escalation-rules/").json()["rules"]
    assert {rule["trigger"] for rule in shown} == {
        "promise_broken", "cap_reached", "alert_unacknowledged", "customer_asks", "angry_customer", "no_owner",
        "no_contact",
    }  # fmt: skip
    assert all(rule["is_default"] for rule in shown)

    answer = omar.put(
        f"{BERLIN}escalation-rules/",
        {
            "rules": [
                {"trigger": "no_owner", "enabled": True, "minutes": 15, "kind": "functional"},
                {"trigger": "promise_broken", "enabled": False},
            ]
        },
    )

    assert answer.status_code == 200
    rules = {rule["trigger"]: rule for rule in answer.json()["rules"]}
    assert rules["no_owner"] == {
        "trigger": "no_owner",
        "enabled": True,
        "minutes": 15,
        "kind": "functional",
        "is_default": False,
    }
    assert (rules["promise_broken"]["enabled"], rules["promise_broken"]["minutes"]) == (False, 0)
    assert rules["no_contact"]["is_default"] is True
    assert amira.get(f"{BERLIN}escalation-rules/").json() == answer.json()
    assert all(rule["is_default"] for rule in amira.get("teams/night-desk/escalation-rules/").json()["rules"])

    again = omar.put(f"{BERLIN}escalation-rules/", {"rules": []}).json()["rules"]
    assert all(rule["is_default"] for rule in again)
    assert not EscalationRule.objects.exists()


SETTINGS = {
    "transfer-caps/": {"any": 99},
    "escalation-setting/": {"step_minutes": 1, "repeats": 0},
    "escalation-rules/": {"rules": [{"trigger": "no_owner", "enabled": True}]},
}


def test_a_lead_and_managers_of_others_set_nothing(calling, cast):
    for wrong in (cast.amira, cast.lena, cast.grace, cast.viktor, cast.ben):
        caller = calling(wrong)
        for path, body in SETTINGS.items():
            problem_of(caller.put(f"{BERLIN}{path}", body), 403)
        problem_of(caller.post(f"{BERLIN}escalation-rules/dry-run/", {"trigger": "no_owner"}), 403)
    assert not TransferCap.objects.exists()
    assert not EscalationSetting.objects.exists()
    assert not EscalationRule.objects.exists()


def test_administrators_set_everything(calling, cast):
    for path, body in SETTINGS.items():
        assert calling(cast.admin).put(f"{BERLIN}{path}", body).status_code == 200


def test_what_is_out_of_bounds_is_named(omar):
    def says(path: str, body: dict) -> list[str]:
        return list(refused(omar.put(f"{BERLIN}{path}", body)))

    assert says("transfer-caps/", {"any": -1}) == ["any"]
    assert says("transfer-caps/", {"any": None}) == ["any"]
    assert says("transfer-caps/", {"urgent": 10**30}) == ["urgent"]
    assert says("escalation-setting/", {"step_minutes": 0, "repeats": 1}) == ["step_minutes"]
    assert says("escalation-setting/", {"step_minutes": 5}) == ["repeats"]
    assert says("escalation-rules/", {}) == ["rules"]
    assert says("escalation-rules/", {"rules": [{"trigger": "full_moon"}]}) == ["rules.0.trigger"]
    assert says("escalation-rules/", {"rules": [{"trigger": "by_hand"}]}) == ["rules.0.trigger"]
    assert says("escalation-rules/", {"rules": [{"trigger": "no_owner", "minutes": 10**9}]}) == [
        "rules.0.minutes"
    ]
    assert says("escalation-rules/", {"rules": [{"trigger": "no_owner"}] * 2}) == ["rules"]
    problem_of(omar.put("teams/support-paris/transfer-caps/", {}), 404)
    problem_of(omar.get("teams/support-paris/escalation-rules/"), 404)
    assert not EscalationRule.objects.exists()


def test_a_dry_run_shows_what_last_week_would_have_been(omar, cast):
    lasting = a_ticket(cast, at=berlin("2026-02-25 09:00"), owner=None, by=cast.amira)
    found = a_ticket(cast, at=berlin("2026-02-26 09:00"), owner=None, by=cast.amira)
    found.assign(cast.tom, by=cast.tom, at=berlin("2026-02-26 12:00"))
    quick = a_ticket(cast, at=berlin("2026-02-27 09:00"), owner=None, by=cast.amira)
    quick.assign(cast.tom, by=cast.tom, at=berlin("2026-02-27 09:30"))
    a_ticket(cast, at=berlin("2026-02-16 09:00"), owner=None, by=cast.amira)  # before last week

    answer = omar.post(f"{BERLIN}escalation-rules/dry-run/", {"trigger": "no_owner", "minutes": 60})

    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["since"], shown["until"]) == ("2026-02-23T09:00:00Z", "2026-03-02T09:00:00Z")
    assert (shown["minutes"], shown["count"]) == (60, 2)
    assert [(row["ticket"], row["at"], row["over_at"]) for row in shown["findings"]] == [
        (lasting.number, "2026-02-25T09:00:00Z", None),
        (found.number, "2026-02-26T09:00:00Z", "2026-02-26T11:00:00Z"),
    ]
    assert not Escalation.objects.exists()
    longer = omar.post(f"{BERLIN}escalation-rules/dry-run/", {"trigger": "no_owner", "minutes": 240}).json()
    assert [row["ticket"] for row in longer["findings"]] == [lasting.number]
    assert (
        omar.post("teams/night-desk/escalation-rules/dry-run/", {"trigger": "no_owner"}).json()["count"] == 0
    )


def test_a_dry_run_takes_what_the_team_has_set_and_a_span(omar, cast):
    EscalationRule.objects.create(team=cast.berlin, trigger="no_contact", minutes=120, enabled=False)
    ticket = a_ticket(cast, at=berlin("2026-02-12 09:00"))
    a_call(ticket, at=berlin("2026-02-12 16:00"))

    shown = omar.post(
        f"{BERLIN}escalation-rules/dry-run/",
        {"trigger": "no_contact", "since": "2026-02-12T00:00:00Z", "until": "2026-02-13T00:00:00Z"},
    ).json()

    assert shown["minutes"] == 120
    assert [(row["ticket"], row["at"]) for row in shown["findings"]] == [
        (ticket.number, "2026-02-12T10:00:00Z")
    ]


def test_a_dry_run_of_what_people_say_tells_what_they_said(omar, cast):
    ticket = a_ticket(cast, at=berlin("2026-02-25 09:00"))
    when = berlin("2026-02-26 10:00")
    escalate(ticket, cause="customer_asks", reason="He wants the manager.", by=cast.tom, at=when)

    shown = omar.post(f"{BERLIN}escalation-rules/dry-run/", {"trigger": "customer_asks"}).json()

    assert (shown["searched"], shown["count"]) == (False, 1)
    assert shown["findings"][0]["reason"] == "Tom Berger: He wants the manager."


def test_a_dry_run_that_cannot_be_names_the_field(omar):
    def says(**body) -> dict[str, str]:
        return refused(omar.post(f"{BERLIN}escalation-rules/dry-run/", body))

    assert list(says()) == ["trigger"]
    assert list(says(trigger="full_moon")) == ["trigger"]
    assert list(says(trigger="no_owner", minutes=-1)) == ["minutes"]
    assert "offset" in says(trigger="no_owner", since="2026-02-12T00:00:00")["since"]
    assert "before" in says(trigger="no_owner", since="2026-03-03T00:00:00Z")["since"]
    assert "31 days" in says(trigger="no_owner", since="2025-01-01T00:00:00Z")["since"]


def test_what_a_team_has_set_costs_no_more_with_more_teams_and_rules(amira, cast):
    paths = [f"{BERLIN}{path}" for path in SETTINGS]
    few = [queries_of(amira, path) for path in paths]
    for team in (cast.berlin, cast.new_york, cast.night_desk):
        EscalationSetting.objects.create(team=team)
        for trigger in ("no_owner", "no_contact", "promise_broken"):
            EscalationRule.objects.create(team=team, trigger=trigger)
        for priority in ("", "low", "urgent"):
            TransferCap.objects.create(team=team, priority=priority)

    assert [queries_of(amira, path) for path in paths] == few
