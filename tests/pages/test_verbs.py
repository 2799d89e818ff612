"""The verbs of a promise as forms: what they do, what they refuse, and how the dialog hears of it."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from promises import handing_over
from promises.models import Promise
from tests.cast import a_call, a_promise, a_ticket
from tests.pages.conftest import HTMX
from tickets.revising import revise

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(hours=1)
    return a_promise(a_ticket(cast, at=at), at=at)


def state(promise: Promise) -> str:
    return Promise.objects.with_facts().get(pk=promise.pk).state


def test_keep_with_a_contact_that_is_logged_with_it(amira, promise):
    amira.post(
        f"/promises/{promise.pk}/keep/",
        {"evidence": "now", "channel": "phone", "body": "Solved it together."},
    )
    assert state(promise) == "kept"
    assert promise.ticket.contacts.get().body == "Solved it together."


def test_keep_with_a_contact_that_was_logged_before(amira, cast, promise):
    contact = a_call(promise.ticket, at=timezone.now() - timedelta(minutes=5))
    amira.post(f"/promises/{promise.pk}/keep/", {"evidence": contact.pk})
    assert state(promise) == "kept"
    assert promise.ticket.contacts.count() == 1


def test_a_contact_that_has_not_happened_yet_keeps_nothing_and_is_not_logged(amira, promise):
    data = {"evidence": "now", "channel": "phone", "body": "Will do.", "happened_at": "2099-01-01T10:00"}
    response = amira.post(f"/promises/{promise.pk}/keep/", data)
    assert response.status_code == 422
    assert "Will do." in response.content.decode()
    assert state(promise) == "open"
    assert not promise.ticket.contacts.exists()


def test_withdraw_asks_why(amira, promise):
    response = amira.post(f"/promises/{promise.pk}/withdraw/", {"reason": " "})
    assert response.status_code == 422
    assert "Say why it is withdrawn" in response.content.decode()
    amira.post(f"/promises/{promise.pk}/withdraw/", {"reason": "She found the parcel."})
    assert state(promise) == "withdrawn"


def test_settling_twice_is_refused_with_how_it_was_settled(amira, promise):
    amira.post(f"/promises/{promise.pk}/withdraw/", {"reason": "She found the parcel."})
    response = amira.post(f"/promises/{promise.pk}/withdraw/", {"reason": "Again."})
    assert "already settled as withdrawn" in response.content.decode()


def test_renegotiate_shows_what_was_understood_before_it_saves(amira, promise):
    said = {
        "wording": "in 5 hours",
        "language": "en",
        "reason": "The courier is late.",
        "customer_told": "on",
    }
    url = f"/promises/{promise.pk}/renegotiate/"
    shown = amira.post(url, said).content.decode()
    assert "Read what was understood, then save" in shown
    assert not promise.renegotiations.exists()
    seen = dict(re.findall(r'<input type="hidden" name="(seen|read_at)" value="([^"]*)"', shown))
    amira.post(url, said | seen)
    assert promise.renegotiations.get().reason == "The courier is late."


@pytest.mark.parametrize(
    ("missing", "why"),
    [("reason", "Say why the time must change"), ("customer_told", "Tell the customer first")],
)
def test_renegotiate_needs_a_reason_and_the_customer(amira, promise, missing, why):
    said = {
        "wording": "in 5 hours",
        "language": "en",
        "reason": "The courier is late.",
        "customer_told": "on",
    }
    said.pop(missing)
    url = f"/promises/{promise.pk}/renegotiate/"
    seen = dict(
        re.findall(
            r'<input type="hidden" name="(seen|read_at)" value="([^"]*)"',
            amira.post(url, said).content.decode(),
        )
    )
    response = amira.post(url, said | seen)
    assert why in response.content.decode()
    assert not promise.renegotiations.exists()


def test_hand_over_accept_and_decline(amira, browse, cast, promise):
    amira.post(
        f"/promises/{promise.pk}/hand-over/", {"to": cast.tom.pk, "note": "She expects the case number."}
    )
    offer = promise.hand_overs.get()
    tom = browse(cast.tom)
    assert "She expects the case number." in tom.get("/").content.decode()
    tom.post(f"/hand-overs/{offer.pk}/decline/", {"reason": "I am in training."})
    promise.refresh_from_db()
    assert promise.owner == cast.amira
    again = handing_over.offer(promise, to=cast.tom, by=cast.amira)
    tom.post(f"/hand-overs/{again.pk}/accept/")
    promise.refresh_from_db()
    assert promise.owner == cast.tom


def test_an_offer_is_taken_back(amira, cast, promise):
    offer = handing_over.offer(promise, to=cast.tom, by=cast.amira)
    amira.post(f"/hand-overs/{offer.pk}/take-back/")
    offer.refresh_from_db()
    assert offer.answer == "taken_back"


def test_the_dialog_hears_that_it_is_done(amira, promise):
    response = amira.post(f"/promises/{promise.pk}/withdraw/", {"reason": "She found the parcel."}, **HTMX)
    assert response.status_code == 204
    assert json.loads(response["HX-Trigger"]) == {"kept:done": {"message": "Withdrawn."}}


def test_the_dialog_gets_the_form_back_without_a_page_around_it(amira, promise):
    html = amira.post(f"/promises/{promise.pk}/withdraw/", {"reason": ""}, **HTMX).content.decode()
    assert "Say why it is withdrawn" in html
    assert "<html" not in html


def test_solving_asks_what_becomes_of_each_open_promise(amira, promise):
    url = f"/tickets/{promise.ticket_id}/state/"
    response = amira.post(url, {"state": "solved"})
    assert response.status_code == 422
    assert "Say what becomes of this promise" in response.content.decode()
    assert promise.ticket.state == "open"
    amira.post(
        url,
        {"state": "solved", f"fate-{promise.pk}": "withdraw", f"reason-{promise.pk}": "Not needed any more."},
    )
    assert promise.ticket.state == "solved"
    assert state(promise) == "withdrawn"


def test_closing_can_leave_a_promise_to_be_kept(amira, promise):
    amira.post(f"/tickets/{promise.ticket_id}/state/", {"state": "closed", f"fate-{promise.pk}": "leave"})
    assert promise.ticket.state == "closed"
    assert state(promise) == "open"


def test_solving_with_the_contact_that_kept_it(amira, promise):
    contact = a_call(promise.ticket, at=timezone.now() - timedelta(minutes=5))
    amira.post(
        f"/tickets/{promise.ticket_id}/state/",
        {"state": "solved", f"fate-{promise.pk}": f"keep-{contact.pk}"},
    )
    assert state(promise) == "kept"


def test_a_contact_is_logged_from_the_ticket(amira, promise):
    data = {"direction": "outbound", "channel": "email", "outcome": "attempted", "body": "No answer."}
    amira.post(f"/tickets/{promise.ticket_id}/contacts/", data)
    assert promise.ticket.contacts.get().outcome == "attempted"
    refused = amira.post(f"/tickets/{promise.ticket_id}/contacts/", data | {"direction": "inbound"})
    assert refused.status_code == 422
    assert "No answer." in refused.content.decode()


def test_the_owner_is_somebody_of_the_team(amira, cast, promise):
    amira.post(f"/tickets/{promise.ticket_id}/owner/", {"owner": cast.tom.pk})
    promise.ticket.refresh_from_db()
    assert promise.ticket.owner == cast.tom
    assert amira.post(f"/tickets/{promise.ticket_id}/owner/", {"owner": cast.ben.pk}).status_code == 422


def test_what_its_reader_left_alone_stays_as_others_have_set_it_since(amira, cast, promise):
    path = f"/tickets/{promise.ticket_id}/"
    names = re.findall(r'name="(initial-\w+)"', amira.get(path).content.decode())
    assert names == ["initial-owner", "initial-priority", "initial-topic"]
    page = dict(zip(names, (cast.amira.pk, "normal", ""), strict=True))
    revise(promise.ticket, by=cast.tom, priority="urgent")

    amira.post(path + "owner/", page | {"owner": cast.tom.pk, "priority": "normal", "topic": ""})

    promise.ticket.refresh_from_db()
    assert (promise.ticket.owner, promise.ticket.priority) == (cast.tom, "urgent")
