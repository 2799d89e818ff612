"""Whatever goes wrong is answered as problem+json, and nothing that a caller sends is an error of ours."""

from base64 import urlsafe_b64encode

import pytest
from django.db import IntegrityError, OperationalError
from rest_framework.exceptions import Throttled

from tests.api.conftest import problem_of, refused
from tests.cast import a_ticket, berlin
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet


def test_a_problem_names_each_field_its_message_and_a_code(amira):
    problem = problem_of(amira.post("tickets/", {"customer": {"email": "noemie"}}), 400)

    assert problem == {
        "type": "urn:kept:problem:invalid",
        "title": "Some of this cannot be accepted",
        "status": 400,
        "detail": "customer.email: Enter a valid email address. subject: This field is required.",
        "errors": [
            {"field": "customer.email", "message": "Enter a valid email address.", "code": "invalid"},
            {"field": "subject", "message": "This field is required.", "code": "required"},
        ],
    }


def test_a_field_that_there_is_not_is_named_and_nothing_is_done(amira, cast):
    said = {
        "customer": {"email": "noemie@customer.example", "tel": "030 1"},
        "subject": "Hello",
        "prority": "high",
    }
    wrong = refused(amira.post("tickets/", said))

    assert list(wrong) == ["prority", "customer.tel"]
    assert "channel, priority." in wrong["prority"]
    assert wrong["customer.tel"].endswith("There are: name, email, phone, language, timezone.")
    assert not Ticket.objects.exists()


def test_a_filter_that_there_is_not_is_named_instead_of_passed_over(amira, cast):
    assert "priority" in refused(amira.get("tickets/", prority="high", page_size=10))["prority"]


def test_an_address_that_is_not_there_is_a_problem_too(amira, client):
    problem_of(amira.get("people/%00/"), 404)
    for path in ("nothing/", "tickets", "tickets/1/nothing/"):
        assert "There is no /api/v1/" in problem_of(amira.get(path), 404)["detail"]
    problem_of(client.post("/api/v1/nothing/"), 404)


def test_a_method_that_is_not_meant_says_which_are(amira):
    answer = amira.delete("tickets/")

    problem_of(answer, 405)
    assert answer.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nonsense",
        "[]",
        '"text"',
        "null",
        "12",
        '{"a": NaN}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "\ud800".encode("utf-8", "surrogatepass"),
        b"\xff\xfe",
        "1" * 5_000,
    ],
)
def test_a_body_that_is_no_json_object_is_malformed(amira, body):
    answer = amira.client.post("/api/v1/tickets/", body, content_type="application/json")

    problem = problem_of(answer, 400)
    assert problem["type"] in ("urn:kept:problem:malformed", "urn:kept:problem:invalid")


def test_a_body_of_another_kind_is_not_understood(amira):
    for kind in ("text/plain", "application/xml", "multipart/form-data; boundary=x", "nonsense"):
        problem_of(amira.client.post("/api/v1/tickets/", "hello", content_type=kind), 415)


def test_a_charset_that_unpacks_is_not_obeyed(amira):
    answer = amira.client.generic(
        "POST", "/api/v1/tickets/", b"{}", content_type="application/json; charset=bz2_codec"
    )

    problem_of(answer, 400)


def test_a_body_that_is_too_large_is_refused_unread(amira, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000

    answer = amira.client.post(
        "/api/v1/tickets/", '{"subject": "' + "x" * 2_000 + '"}', content_type="application/json"
    )

    assert "1,000 bytes" in problem_of(answer, 413)["detail"]


def test_who_wants_anything_but_json_hears_that_there_is_only_json(amira):
    problem_of(amira.client.get("/api/v1/tickets/", headers={"Accept": "application/xml"}), 406)


def test_an_error_of_ours_is_told_without_its_inside_and_logged_with_it(amira, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("secret inside")

    monkeypatch.setattr(TicketQuerySet, "log", broken)
    amira.client.raise_request_exception = False

    answer = amira.post("tickets/", {"customer": {"name": "N"}, "subject": "S"})

    assert problem_of(answer, 500)["type"] == "urn:kept:problem:internal"
    assert b"secret" not in answer.content
    assert "secret inside" in caplog.text


def test_two_at_once_is_a_conflict_and_a_busy_database_asks_to_come_again(amira, monkeypatch):
    amira.client.raise_request_exception = False

    def raises(error):
        def log(*args, **kwargs):
            raise error

        monkeypatch.setattr(TicketQuerySet, "log", log)
        return amira.post("tickets/", {"customer": {"name": "N"}, "subject": "S"})

    problem_of(raises(IntegrityError("UNIQUE constraint failed: x.secret")), 409)
    busy = raises(OperationalError("database is locked"))
    problem_of(busy, 503)
    assert busy.headers["Retry-After"] == "2"
    throttled = raises(Throttled(wait=3.2))
    problem_of(throttled, 429)
    assert throttled.headers["Retry-After"] == "4"


def test_answers_are_not_kept_by_caches(amira):
    assert amira.get("me/").headers["Cache-Control"] == "private, no-store"


def test_a_plus_sign_that_an_address_turned_into_a_space_is_understood(amira):
    assert amira.client.get("/api/v1/promises/?due_before=2026-03-02T09:00:00+01:00").status_code == 200
    assert list(refused(amira.client.get("/api/v1/promises/?due_before=2026-03-02T09:00:00"))) == [
        "due_before"
    ]


def test_lists_where_objects_are_expected_are_refused(amira, cast):
    number = a_ticket(cast, at=berlin("2026-03-02 09:00")).number

    for path in (
        "tickets/",
        "promise-previews/",
        "absences/",
        f"tickets/{number}/contacts/",
        f"tickets/{number}/promises/",
        f"tickets/{number}/states/",
    ):
        assert "Send a JSON object" in problem_of(amira.post(path, [{"subject": "S"}]), 400)["detail"]


@pytest.mark.parametrize(
    "said",
    [
        {"priority": "\ud800"},
        {"\ud800": 1},
        {"subject": "\ud800"},
        {"owner": "\ud800"},
        {"channel": "a\udfff"},
    ],
)
def test_halves_of_characters_are_refused_in_whole_ones(amira, cast, said):
    ticket = a_ticket(cast, at=berlin("2026-03-02 09:00"))
    for answer in (amira.patch(f"tickets/{ticket.number}/", said), amira.post("tickets/", said)):
        assert refused(answer)


def test_nor_are_they_a_place_in_a_list(amira):
    half = urlsafe_b64encode(b'["\\ud800", 1]').decode()
    assert list(refused(amira.get("people/", cursor=half))) == ["cursor"]
