"""A form that is sent twice is done once, and another form is another."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from escalations.models import Consult
from people.models import Submission
from tests.cast import a_ticket
from tests.pages.conftest import HTMX
from tickets.models import Contact, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast) -> Ticket:
    return a_ticket(cast, at=timezone.now() - timedelta(hours=1))


def drawn(client, path: str, **headers) -> str:
    """The key of the first form on the page."""
    return re.search(r'name="once" value="([^"]+)"', client.get(path, **headers).content.decode()).group(1)


def test_a_call_is_logged_once_and_each_answer_leads_to_its_ticket(amira):
    said = {"customer": "new", "who": "Ada King", "name": "Ada King", "subject": "Two legs", "channel": "phone",
            "direction": "inbound", "body": "It wobbles.", "once": drawn(amira, "/calls/new/")}  # fmt: skip

    first, again = amira.post("/calls/new/", said), amira.post("/calls/new/", said)

    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"] == Ticket.objects.get().get_absolute_url()
    assert "only once" in amira.get(again["Location"]).content.decode()
    assert Contact.objects.count() == 1


def test_a_contact_with_other_words_is_another_and_so_is_a_form_that_was_drawn_anew(amira, ticket):
    path = f"/tickets/{ticket.pk}/"
    said = {"direction": "outbound", "channel": "phone", "outcome": "reached", "once": drawn(amira, path)}
    for fields in ({"body": "One."}, {"body": "One."}, {"body": "Two."}):
        assert amira.post(f"{path}contacts/", said | fields).status_code == 302
    amira.post(f"{path}contacts/", said | {"body": "One.", "once": drawn(amira, path)})

    assert sorted(ticket.contacts.values_list("body", flat=True)) == ["One.", "One.", "Two."]


def test_what_was_refused_is_done_when_it_comes_again(amira, cast, ticket):
    path = f"/tickets/{ticket.pk}/contacts/"
    said = {
        "direction": "inbound",
        "channel": "phone",
        "outcome": "attempted",
        "body": "One.",
        "once": "a-key",
    }
    assert amira.post(path, said).status_code == 422
    assert not Submission.objects.exists()
    assert amira.post(path, said | {"direction": "outbound"}).status_code == 302


def test_a_question_in_a_dialog_is_asked_once_and_told_twice(amira, cast, ticket):
    path = f"/tickets/{ticket.pk}/consults/new/"
    said = {"person": cast.tom.pk, "question": "Which model?", "once": drawn(amira, path, **HTMX)}

    first, again = amira.post(path, said, **HTMX), amira.post(path, said, **HTMX)

    assert first.status_code == again.status_code == 204
    assert first["HX-Trigger"] == again["HX-Trigger"]
    assert Consult.objects.count() == 1
