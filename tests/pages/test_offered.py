"""A verb is offered to those whom it would not refuse, and to nobody else: each page is asked, then the verb."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from escalations.escalating import escalate
from escalations.models import Escalation
from promises.models import Promise
from tests.cast import a_promise, a_ticket, an_absence
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
EVERYBODY = ["amira", "tom", "lena", "ben", "grace", "noor", "omar", "admin"]
CALL = {"evidence": "now", "channel": "phone", "body": "Done."}
# By the id of its button: where it is sent to, and what.
ON_THE_TICKET = {
    "transfer": (
        "/tickets/{ticket}/transfers/new/",
        {"kind": "cold", "reason": "Skill.", "note": "Two pieces.", "to": "other", "to_team": "{night}"},
    ),
    "escalate": (
        "/tickets/{ticket}/escalations/new/",
        {"reason": "She waits.", "kind": "hierarchical", "cause": "by_hand"},
    ),
    "consult": ("/tickets/{ticket}/consults/new/", {"person": "{viktor}", "question": "Which tax?"}),
    "to-pending": ("/tickets/{ticket}/state/", {"state": "pending"}),
    "id_owner": ("/tickets/{ticket}/owner/", {"priority": "high"}),
    "grant-transfer": ("/tickets/{ticket}/transfers/grant/", {"reason": "Once more."}),
    "acknowledge-escalation": ("/escalations/{escalation}/acknowledge/", {}),
    "resolve-escalation": ("/escalations/{escalation}/resolve/", {"done": "Reissued."}),
    "keep-{promise}": ("/promises/{promise}/keep/", CALL),
    "withdraw-{promise}": ("/promises/{promise}/withdraw/", {"reason": "She found it."}),
    "hand-over-{promise}": ("/promises/{promise}/hand-over/", {"to": "{viktor}"}),
}


@pytest.fixture
def known(cast) -> dict:
    at = timezone.now() - timedelta(hours=1)
    ticket = a_ticket(cast, at=at)
    promise = a_promise(ticket, at=at)
    escalation = escalate(ticket, cause="by_hand", reason="She waits.", by=cast.amira, at=at)
    Ticket.objects.filter(pk=ticket.pk).update(transfer_count=2)
    people = {"night": cast.night_desk.pk, "viktor": cast.viktor.pk}
    return {"ticket": ticket.pk, "promise": promise.pk, "escalation": escalation.pk, **people}


def is_refused(client, path: str, data: dict) -> bool:
    with transaction.atomic():
        response = client.post(path, data)
        transaction.set_rollback(True)
    assert response.status_code in (200, 302, 403, 422), path
    return response.status_code in (403, 422)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_ticket_offers_what_its_reader_may_do(browse, cast, known, who):
    client = browse(getattr(cast, who))
    html = client.get(f"/tickets/{known['ticket']}/").content.decode()
    offered, may = set(), set()
    for name, (path, data) in ON_THE_TICKET.items():
        said = {key: value.format(**known) for key, value in data.items()}
        if f'id="{name.format(**known)}"' in html:
            offered.add(name)
        if not is_refused(client, path.format(**known), said):
            may.add(name)
    # At the cap a transfer becomes an escalation, which the form offers and says.
    assert offered - {"transfer"} == may - {"transfer"}
    assert ("transfer" in offered) == ("consult" in may)
    assert ("Customer’s page" in html) == (
        client.get(f"/promises/{known['promise']}/customers-page/").status_code == 200
    )
    assert ("the rest is theirs" in html) == ("consult" not in may)


@pytest.mark.parametrize(("who", "may"), [("tom", True), ("lena", True), ("ben", False)])
def test_a_reply_keeps_what_its_writer_may_keep(browse, cast, known, who, may):
    client = browse(getattr(cast, who))
    assert ('name="keeps"' in client.get(f"/tickets/{known['ticket']}/").content.decode()) is may
    data = {"body": "It is on its way.", "channel": "email", "keeps": known["promise"]}
    assert is_refused(client, f"/tickets/{known['ticket']}/replies/", data) is not may


@pytest.mark.parametrize("who", ["amira", "lena", "ben"])
def test_an_absence_offers_what_its_reader_may_do(browse, cast, who):
    now = timezone.now()
    promise = a_promise(a_ticket(cast, at=now), at=now, due_at=now + timedelta(days=3))
    # Ben stands in from the day after tomorrow: until then he reads what will be his.
    absence = an_absence(cast.amira, now + timedelta(days=2), now + timedelta(days=9), deputy=cast.ben)
    client, may = browse(getattr(cast, who)), who != "ben"
    html = client.get(f"/absences/{absence.pk}/").content.decode()
    assert (f'id="hand-over-{promise.pk}"' in html) is may
    assert (f'id="transfer-{promise.ticket_id}"' in html) is may
    assert ("/take-back/" in html) is may
    assert is_refused(client, f"/promises/{promise.pk}/hand-over/", {"to": cast.viktor.pk}) is not may
    assert is_refused(client, f"/absences/{absence.pk}/take-back/", {}) is not may


@pytest.mark.parametrize("who", ["tom", "ben", "omar"])
def test_the_list_of_tickets_lets_pick_what_its_reader_may_change(browse, cast, known, who):
    client, may = browse(getattr(cast, who)), who != "ben"
    assert (f'id="pick-{known["ticket"]}"' in client.get("/tickets/").content.decode()) is may
    client.post("/tickets/change/", {"tickets": known["ticket"], "do": "priority=urgent"})
    assert (Ticket.objects.get(pk=known["ticket"]).priority == "urgent") is may


@pytest.mark.parametrize("who", ["amira", "lena", "ben", "omar"])
def test_the_lists_of_the_dashboard_offer_what_their_reader_may_do(browse, cast, known, who):
    client = browse(getattr(cast, who))
    for path, button, verb, data in (
        ("promises", "cover-{promise}", "/promises/{promise}/cover/", {}),
        ("promises", "hand-over-{promise}", "/promises/{promise}/hand-over/", {"to": cast.viktor.pk}),
        ("escalations", "take-{escalation}", "/escalations/{escalation}/acknowledge/", {}),
        ("tickets", "grant-{ticket}", "/tickets/{ticket}/transfers/grant/", {"reason": "Once more."}),
    ):
        offered = f'id="{button.format(**known)}"' in client.get(f"/dashboard/{path}/").content.decode()
        assert is_refused(client, verb.format(**known), data) is not offered, verb


def test_all_of_this_leaves_nothing_behind(browse, cast, known):
    is_refused(browse(cast.amira), f"/promises/{known['promise']}/keep/", CALL)
    assert Promise.objects.unsettled().count() == 1
    assert Escalation.objects.open().count() == 1
