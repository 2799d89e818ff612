"""Logging a call without JavaScript: what was understood is shown, then it is saved."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from promises.models import Promise
from tests.cast import a_customer, a_promise, a_ticket
from tickets.models import Customer, Ticket

pytestmark = pytest.mark.django_db

CALL = {
    "who": "rosa@customer.example",
    "customer": "new",
    "name": "Rosa Keller",
    "customer_timezone": "Europe/Vienna",
    "subject": "No line since Monday",
    "channel": "phone",
    "direction": "inbound",
    "waited_seconds": "2:05",
    "on_hold_seconds": "3",
    "body": "Nobody called her back.",
    "kind": "callback",
    "wording": "in 2 hours",
}


def hidden(html: str) -> dict:
    """What the preview sends along."""
    return dict(re.findall(r'<input type="hidden" name="(seen|read_at)" value="([^"]*)"', html))


def test_what_was_understood_is_shown_and_saved_only_then(amira):
    shown = amira.post("/calls/new/", CALL)
    assert shown.status_code == 200
    assert not Ticket.objects.exists()
    assert "Read what was understood, then save" in shown.content.decode()

    saved = amira.post("/calls/new/", CALL | hidden(shown.content.decode()), follow=True)
    promise = Promise.objects.get()
    assert saved.redirect_chain == [(f"/tickets/{promise.ticket_id}/", 302)]
    assert promise.ticket.customer.email == "rosa@customer.example"
    assert promise.due_at - promise.said_at == timedelta(hours=2)
    contact = promise.ticket.contacts.get()
    assert (contact.waited_seconds, contact.on_hold_seconds) == (125, 180)


def test_other_words_than_those_that_were_shown_are_shown_first(amira):
    shown = hidden(amira.post("/calls/new/", CALL).content.decode())
    again = amira.post("/calls/new/", CALL | shown | {"wording": "in 3 hours"})
    assert again.status_code == 200
    assert not Promise.objects.exists()


@pytest.mark.parametrize("wording", ["soon", "yesterday", "as soon as possible", "x" * 501])
def test_words_that_name_no_time_save_nothing_and_keep_what_was_typed(amira, wording):
    response = amira.post("/calls/new/", CALL | {"wording": wording})
    assert response.status_code == 422
    assert "Nobody called her back." in response.content.decode()
    assert not Customer.objects.filter(email="rosa@customer.example").exists()
    assert not Ticket.objects.exists()


def test_a_call_without_a_promise_is_logged_at_once(amira):
    amira.post("/calls/new/", CALL | {"wording": ""})
    assert Ticket.objects.get().contacts.count() == 1
    assert not Promise.objects.exists()


def test_a_call_about_a_ticket_that_is_there_opens_no_other(amira, cast):
    ticket = a_ticket(cast, at=timezone.now() - timedelta(days=1))
    amira.post(
        "/calls/new/",
        CALL | {"wording": "", "ticket": ticket.number, "customer": cast.customer.pk, "subject": ""},
    )
    assert Ticket.objects.get() == ticket
    assert ticket.contacts.count() == 1


def test_a_suggested_time_can_be_chosen_instead(amira, cast):
    shown = amira.post("/calls/new/", CALL | {"wording": "tomorrow at 22:00"}).content.decode()
    suggested = re.search(r'name="due_at" value="([^"]+)"', shown)
    assert suggested, "nothing was suggested for a time outside the team's hours"
    amira.post("/calls/new/", CALL | {"wording": "tomorrow at 22:00", "due_at": suggested[1]} | hidden(shown))
    assert Promise.objects.get().due_at.isoformat() == suggested[1]
    assert Promise.objects.get().warnings == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("waited_seconds", "two minutes"),
        ("customer_timezone", "Europe/Atlantis"),
        ("email", "not-an-address"),
        ("subject", ""),
        ("channel", "pigeon"),
        ("ticket", "999999"),
        ("customer", "999999"),
        ("happened_at", "2099-01-01T10:00"),
        ("owner", "999999"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_saved(amira, field, value):
    response = amira.post("/calls/new/", CALL | {"wording": "", field: value})
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode() or "notice bad" in response.content.decode()
    assert not Ticket.objects.exists()


def test_a_customer_is_found_by_name_address_and_number(amira, cast):
    a_customer("Ana Sousa", "ana@customer.example", phone="+351 21 123 4567")
    for words in ("sousa", "ana@customer", "+351 21 123", "1234567"):
        assert "Ana Sousa" in amira.get("/customers/matches/", {"who": words}).content.decode(), words


def test_somebody_who_is_known_by_address_is_not_recorded_twice(amira, cast):
    amira.post(
        "/calls/new/",
        CALL | {"wording": "", "who": cast.customer.email.upper(), "name": "", "customer": "new"},
    )
    assert Ticket.objects.get().customer == cast.customer
    assert Customer.objects.count() == 1


def test_a_preview_saves_nothing(amira):
    response = amira.post("/calls/preview/", CALL)
    assert "Understood" in response.content.decode()
    assert not Ticket.objects.exists()
    assert not Customer.objects.filter(email="rosa@customer.example").exists()


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Europe/Lisbon", "(Europe/Lisbon)"), ("Europe/Atlantis", "Correct their time zone first")],
)
def test_a_new_customers_zone_decides_how_the_words_are_read(amira, zone, shown):
    html = amira.post("/calls/preview/", CALL | {"customer_timezone": zone}).content.decode()
    assert shown in html
    assert ("“Europe/Atlantis” is not a time zone." in html) is (zone == "Europe/Atlantis")


def test_an_unknown_zone_is_of_no_account_to_a_customer_who_is_known(amira, cast):
    data = CALL | {"customer": cast.customer.pk, "customer_timezone": "Europe/Atlantis"}
    html = amira.post("/calls/preview/", data).content.decode()
    assert "Understood" in html
    assert "is not a time zone" not in html


def test_the_open_tickets_of_a_customer_say_what_is_owed_on_each(amira, cast, django_assert_num_queries):
    now = timezone.now()
    at = now - timedelta(hours=20)
    quiet, later, late = (a_ticket(cast, at=at, subject=name) for name in ("Quiet", "Later", "Late"))
    a_promise(later, at=at, due_at=now + timedelta(hours=5, minutes=1))
    for hours in (14, -30):
        a_promise(late, at=at, due_at=now - timedelta(hours=hours, minutes=1))
    with django_assert_num_queries(3):  # the session, its user, the tickets
        html = amira.get("/customers/tickets/", {"customer": cast.customer.pk}).content.decode()
    assert "A ticket of theirs waits for what was promised." in html
    said = re.findall(r'value="(\d*)"( checked)?.*?<span(?: class="clip">#\d+ <bdi>(\w+)|>A new)', html)
    assert said == [
        ("", " checked", ""),
        (str(late.pk), "", "Late"),
        (str(later.pk), "", "Later"),
        (str(quiet.pk), "", "Quiet"),
    ]
    assert re.findall(r">(14 h 1 min late|in 5 h|Nothing promised)<", html) == [
        "14 h 1 min late",
        "in 5 h",
        "Nothing promised",
    ]


def test_a_ticket_of_somebody_else_is_not_taken_for_the_chosen_one(amira, cast):
    ticket = a_ticket(cast, at=timezone.now())
    other = a_ticket(cast, at=timezone.now(), customer=a_customer("Ana Sousa", "ana@customer.example"))
    chosen = {"customer": cast.customer.pk, "ticket": ticket.pk}
    assert f'value="{ticket.pk}" checked' in amira.get("/customers/tickets/", chosen).content.decode()
    stale = amira.get("/customers/tickets/", chosen | {"ticket": other.pk}).content.decode()
    assert 'name="ticket" value="" checked' in stale
