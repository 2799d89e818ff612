"""Who may call the API: holders of live tokens who still work here, and people who are logged in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from people.models import ApiToken
from tests.api.conftest import Caller, problem_of
from tests.cast import PASSWORD, a_ticket, berlin


def test_a_token_made_by_the_command_is_printed_last_and_opens_the_api(cast):
    printed = StringIO()

    call_command("create_token", "Amira@kept.example", "--name", "Zendesk", stdout=printed)

    text = printed.getvalue().splitlines()[-1]
    me = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {text}"})
    assert me.json()["email"] == "amira@kept.example"
    assert ApiToken.objects.get().name == "Zendesk"


def test_the_database_does_not_know_the_token_itself(cast):
    printed = StringIO()
    call_command("create_token", "amira@kept.example", stdout=printed)
    text = printed.getvalue().splitlines()[-1]

    stored = ApiToken.objects.values().get()

    assert text not in map(str, stored.values())


def test_no_token_is_made_for_strangers_or_for_those_who_left(cast):
    cast.tom.is_active = False
    cast.tom.save()

    with pytest.raises(CommandError, match="nobody here has the e-mail address"):
        call_command("create_token", "stranger@kept.example")
    with pytest.raises(CommandError, match="has left"):
        call_command("create_token", "tom@kept.example")
    with pytest.raises(CommandError, match="what uses the token"):
        call_command("create_token", "amira@kept.example", "--name", " ")
    assert not ApiToken.objects.exists()


def test_without_a_token_the_api_asks_for_one(cast):
    for answer in (Client().get("/api/v1/tickets/"), Client().post("/api/v1/tickets/")):
        problem = problem_of(answer, 401)
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Kept"'
        assert problem["type"] == "urn:kept:problem:unauthenticated"


@pytest.mark.parametrize("text", ["", "kept_wrong", "kept_with spaces", "kept_ünïcode", "x" * 5_000])
def test_a_wrong_token_is_refused(cast, text):
    answer = Client().get("/api/v1/tickets/", headers={"Authorization": f"Bearer {text}"})

    assert "unknown, was revoked" in problem_of(answer, 401)["detail"]


def test_a_revoked_token_is_refused_at_once(amira):
    assert amira.get("me/").status_code == 200

    ApiToken.objects.filter(pk=amira.token.pk).update(revoked_at=timezone.now())

    problem_of(amira.get("me/"), 401)


def test_the_token_of_somebody_who_left_is_refused_at_once(amira, cast):
    cast.amira.is_active = False
    cast.amira.save()

    problem_of(amira.get("me/"), 401)


def test_a_token_remembers_when_it_was_used_last(amira, clock):
    amira.get("me/")

    amira.token.refresh_from_db()
    assert amira.token.last_used_at == berlin("2026-03-02 10:00")


def test_who_is_logged_in_may_call_the_api_from_the_browser_with_the_csrf_token(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.amira)
    body = {"customer": {"email": "ines@customer.example"}, "subject": "A question"}

    refused = browser.post("/api/v1/tickets/", body, content_type="application/json")
    browser.get("/login/")
    page = browser.get("/")
    token = page.context["csrf_token"]
    browser.cookies["csrftoken"] = str(token)
    allowed = browser.post(
        "/api/v1/tickets/", body, content_type="application/json", headers={"X-CSRFToken": str(token)}
    )

    assert "CSRF" in problem_of(refused, 403)["detail"]
    assert allowed.status_code == 201


def test_a_session_of_somebody_who_left_is_refused(cast):
    browser = Client()
    assert browser.login(username="amira@kept.example", email="amira@kept.example", password=PASSWORD)
    assert browser.get("/api/v1/me/").status_code == 200

    cast.amira.is_active = False
    cast.amira.save()

    problem_of(browser.get("/api/v1/me/"), 401)


def test_a_token_needs_no_csrf_token(cast, clock):
    caller = Caller(cast.amira)
    caller.client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {caller.text}"})
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))

    assert caller.patch(f"tickets/{ticket.number}/", {"priority": "high"}).status_code == 200
