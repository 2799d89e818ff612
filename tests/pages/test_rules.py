"""A team's escalation rules, and the chain of command as CSV, on their pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from escalations.escalating import escalate
from escalations.models import EscalationRule, EscalationSetting, Position
from promises.transferring import transfer
from tests.cast import a_ticket
from tickets.models import TransferCap

pytestmark = pytest.mark.django_db
PATH = "/teams/support-berlin/rules/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def said(trigger: str, **fields) -> dict:
    return {"trigger": trigger, **{f"{trigger}-{name}": value for name, value in fields.items()}}


def test_a_try_shows_what_it_would_have_done_and_saves_nothing(browse, cast):
    a_ticket(cast, at=timezone.now() - timedelta(days=5), owner=None, by=cast.amira)
    data = {**said("no_owner", enabled="on", minutes=1, kind="hierarchical"), "try": "1"}
    page = text_of(browse(cast.omar).post(PATH, data))
    assert "Tried, not saved." in page
    assert "would have escalated 1 time." in page
    assert "The invoice names the wrong company" in page
    assert not EscalationRule.objects.exists()


def test_a_manager_saves_a_rule(browse, cast):
    data = said("no_owner", enabled="on", minutes=45, kind="functional")
    page = text_of(browse(cast.omar).post(PATH, data, follow=True))
    assert "Saved: Nobody owns the ticket." in page
    rule = EscalationRule.objects.get(trigger="no_owner")
    assert (rule.enabled, rule.minutes, rule.kind) == (True, 45, "functional")


def test_a_manager_says_how_often_a_ticket_is_passed_on_and_how_long_a_step_waits(browse, cast):
    omar = browse(cast.omar)
    omar.post(PATH, {"trigger": "caps", "caps-any": 3, "caps-urgent": 1})
    omar.post(PATH, {"trigger": "steps", "steps-step_minutes": 15, "steps-repeats": 0})
    caps = dict(TransferCap.objects.filter(team=cast.berlin).values_list("priority", "transfers"))
    assert caps == {"": 3, "urgent": 1}
    setting = EscalationSetting.objects.get(team=cast.berlin)
    assert (setting.step_minutes, setting.repeats) == (15, 0)
    page = text_of(omar.get(PATH))
    assert 'name="caps-urgent" value="1"' in page
    assert 'name="steps-step_minutes" value="15"' in page


@pytest.mark.parametrize("who", ["amira", "lena", "grace"])
def test_others_do_not(browse, cast, who):
    client = browse(getattr(cast, who))
    page = text_of(client.get(PATH))
    assert "Any priority: 2 transfers." in page
    assert "save-caps" not in page
    assert client.post(PATH, {"trigger": "caps", "caps-any": 9}).status_code == 422
    assert (
        client.post(PATH, {"trigger": "steps", "steps-step_minutes": 1, "steps-repeats": 1}).status_code
        == 422
    )
    assert not TransferCap.objects.exists()
    assert not EscalationSetting.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"trigger": "caps", "caps-any": ""}, {"trigger": "caps", "caps-any": 2, "caps-low": -1},
        {"trigger": "steps", "steps-step_minutes": 0, "steps-repeats": 1}, {"trigger": "steps"},
    ],
)  # fmt: skip
def test_a_cap_or_a_step_that_cannot_be_is_refused(browse, cast, data):
    assert browse(cast.omar).post(PATH, data).status_code == 422
    assert not TransferCap.objects.exists()
    assert not EscalationSetting.objects.exists()


def test_what_people_escalated_and_what_was_refused_at_the_cap_is_told(browse, cast):
    ticket, at = a_ticket(cast, at=timezone.now() - timedelta(days=2)), timezone.now() - timedelta(days=1)
    TransferCap.objects.create(team=cast.berlin, transfers=0)
    said = {"kind": "cold", "reason": "Not ours.", "note": "Call her."}
    transfer(ticket, to_team=cast.new_york, by=cast.amira, at=at, **said)
    escalate(ticket, cause="customer_asks", reason="She wants the manager.", by=cast.amira, at=at)

    page = text_of(browse(cast.omar).get(PATH))
    assert "Amira Haddad was refused a transfer: all 0 were used." in page
    assert "Last week people escalated 1 time for this." in page


@pytest.mark.parametrize("who", ["amira", "lena", "grace"])
def test_others_read_them_only(browse, cast, who):
    client = browse(getattr(cast, who))
    assert 'id="save-no_owner"' not in text_of(client.get(PATH))
    refused = client.post(PATH, said("no_owner", enabled="on", minutes=45, kind="functional"))
    assert refused.status_code == 422
    assert not EscalationRule.objects.exists()


@pytest.mark.parametrize(("name", "value"), [("minutes", "-1"), ("minutes", "soon"), ("kind", "sideways")])
def test_what_makes_no_sense_is_refused(browse, cast, name, value):
    data = said("no_owner", **{"enabled": "on", "minutes": 1, "kind": "functional", name: value})
    assert browse(cast.omar).post(PATH, data).status_code == 422
    assert not EscalationRule.objects.exists()


def test_what_is_exported_reads_in_again_unchanged(browse, cast):
    admin = browse(cast.admin)
    file = admin.get("/chart/positions.csv")
    assert file["Content-Type"].startswith("text/csv")
    text = file.content.decode()
    assert "Head of Support" in text
    assert "4 as they were." in text_of(admin.post("/chart/import/", {"text": text}, follow=True))


def test_a_bad_line_is_named_and_nothing_changes(browse, cast):
    response = browse(cast.admin).post(
        "/chart/import/", {"text": "title,holder\nBoss,nobody@nowhere.example\n"}
    )
    assert response.status_code == 422
    assert Position.objects.count() == 4


def test_only_administrators_read_one_in(amira, cast):
    assert amira.post("/chart/import/", {"text": "title\nQueen\n"}).status_code == 403
    assert not Position.objects.filter(title="Queen").exists()
