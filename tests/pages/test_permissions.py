"""Who may see and do what, from the wrong side."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.models import Acknowledgement, Alert
from alerts.sweep import Sweep
from promises import handing_over
from promises.models import Promise
from tests.cast import a_promise, a_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(hours=1)
    return a_promise(a_ticket(cast, at=at), at=at)


def test_who_logs_in_to_send_a_form_comes_back_to_its_page(client, promise):
    path = f"/tickets/{promise.ticket_id}/"
    for page, back in (
        (f"http://testserver{path}?mood=1", f"/login/?next={path}%3Fmood%3D1"),
        ("http://elsewhere.example/", f"/login/?next={path}replies/"),
        ("", f"/login/?next={path}replies/"),
    ):
        assert client.post(f"{path}replies/", {"body": "Yes."}, headers={"Referer": page})["Location"] == back


@pytest.mark.parametrize(
    "path",
    [
        "/", "/tickets/", "/tickets/1/", "/tickets/1/state/", "/alerts/", "/pulse/", "/calls/new/",
        "/customers/matches/",
        "/tickets/1/transfers/new/", "/tickets/1/transfers/grant/", "/tickets/1/referral/", "/transfers/1/accept/",
        "/tickets/1/escalations/new/", "/escalations/1/acknowledge/", "/escalations/1/resolve/",
        "/tickets/1/consults/new/", "/consults/1/answer/", "/chart/", "/chart/positions.csv", "/chart/import/",
        "/chart/positions/1/", "/absences/", "/absences/1/", "/absences/1/take-back/", "/shift/",
        "/teams/support-berlin/rules/", "/search/", "/replies/", "/replies/new/", "/replies/1/",
        "/tickets/1/replies/1/",
        "/customers/tickets/", "/promises/1/keep/", "/promises/1/withdraw/", "/hand-overs/1/accept/",
    ],
)  # fmt: skip
def test_who_is_not_logged_in_is_asked_to(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/login/?next=")


def test_there_is_no_sign_up(client):
    assert client.get("/signup/").status_code == 404


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("keep", {"evidence": "now", "channel": "phone"}),
        ("withdraw", {"reason": "Found out by herself."}),
        ("hand-over", {"to": "noor"}),
    ],
)
def test_another_teams_agent_changes_nothing_and_is_told_why(browse, cast, promise, verb, data):
    data = {name: cast.noor.pk if value == "noor" else value for name, value in data.items()}
    response = browse(cast.ben).post(f"/promises/{promise.pk}/{verb}/", data)
    assert response.status_code == 422
    assert "Only the owner of a promise" in response.content.decode()
    promise.refresh_from_db()
    assert promise.settled_at is None
    assert not promise.hand_overs.exists()
    assert not promise.ticket.contacts.exists()


def test_an_offer_is_accepted_by_nobody_else(browse, cast, promise):
    offer = handing_over.offer(promise, to=cast.tom, by=cast.amira)
    response = browse(cast.lena).post(f"/hand-overs/{offer.pk}/accept/")
    assert response.status_code == 422
    promise.refresh_from_db()
    assert promise.owner == cast.amira


def test_an_alert_of_somebody_else_is_not_there(browse, cast, promise):
    Sweep().run(promise.due_at)
    alert = Alert.objects.filter(recipient=cast.lena).first()
    response = browse(cast.amira).post(f"/alerts/{alert.pk}/acknowledge/")
    assert response.status_code == 404
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/tickets/1/contacts/",
        "/tickets/1/owner/",
        "/alerts/1/acknowledge/",
        "/calls/preview/",
        "/tickets/change/",
        "/undo/",
        "/tickets/views/",
        "/tickets/views/1/remove/",
        "/tickets/1/replies/",
        "/replies/1/remove/",
    ],
)
def test_what_changes_something_is_not_done_by_a_link(amira, path):
    assert amira.get(path).status_code == 405


def test_only_administrators_see_the_set_up(browse, cast):
    assert "Set-up" not in browse(cast.amira).get("/").content.decode()
    assert "Set-up" in browse(cast.admin).get("/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["/tickets/999/", "/tickets/99999999999999999999999/", "/promises/999/keep/", "/hand-overs/9/accept/"],
)
def test_what_is_not_there_is_not_found(amira, path):
    assert amira.get(path).status_code == 404
