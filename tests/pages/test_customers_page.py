"""The customer's page: a signed link, their language and clock, their answers, and nothing of the house."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from people.models import User
from promises.customer.answering import ask_another_time
from promises.customer.en import WORDS as EN
from promises.customer.link import path_of
from promises.customer.words import LANGUAGES
from promises.models import CustomerAnswer, Promise
from promises.renegotiating import renegotiate
from promises.settling import keep, withdraw
from tests.cast import a_call, a_customer, a_promise, a_ticket, berlin

pytestmark = pytest.mark.django_db
SAID = berlin("2026-03-02 10:00")


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(SAID, tick=False) as travelling:
        yield travelling


@pytest.fixture
def promise(cast, clock) -> Promise:
    return a_promise(a_ticket(cast, at=SAID), at=SAID, due_at=berlin("2026-03-02 14:00"))


@pytest.fixture
def customer() -> Client:
    """The customer's browser, such as that of a mail program which keeps no cookies."""
    return Client(enforce_csrf_checks=True)


def answer(client: Client, promise: Promise, kind: str, **fields):
    response = client.post(path_of(promise), {"answer": kind, **fields})
    assert "csrftoken" not in client.cookies
    return response


def page(client: Client, promise: Promise) -> str:
    response = client.get(path_of(promise))
    assert response.status_code == 200
    assert "csrftoken" not in client.cookies
    return response.content.decode()


def kept(promise: Promise):
    at = timezone.now()
    return keep(promise, by=promise.owner, evidence=a_call(promise.ticket, at=at), at=at)


def test_it_says_what_was_promised_when_and_by_which_team(customer, promise):
    shown = page(customer, promise)
    assert "We will call you back" in shown
    assert "By Monday 2 March, 14:00" in shown
    assert "Berlin time" in shown
    assert "Promised by Support Berlin" in shown


def test_it_speaks_the_customers_language_on_the_customers_clock(customer, cast, clock):
    zones = {"de": "Europe/Vienna", "fr": "America/Montreal", "pt": "Asia/Tokyo"}
    shown = {}
    for language, zone in zones.items():
        she = a_customer(language, f"{language}@customer.example", zone, language=language)
        ticket = a_ticket(cast, at=SAID, customer=she)
        due = berlin("2026-03-02 16:00")
        shown[language] = page(customer, a_promise(ticket, at=SAID, due_at=due, kind="update", timezone=zone))
    assert 'lang="de"' in shown["de"]
    assert "Wir schreiben Ihnen" in shown["de"]
    assert "Bis Montag, 2. März, 16:00 Uhr" in shown["de"]
    assert "Nous vous écrirons" in shown["fr"]
    assert "Au plus tard le lundi 2 mars à 10:00" in shown["fr"]
    assert "We will write to you" in shown["pt"], "English where there is no table."
    assert "By Tuesday 3 March, 00:00" in shown["pt"]


def test_all_languages_say_the_same_things():
    def shape(table):
        return {key: shape(value) if isinstance(value, dict) else None for key, value in table.items()}

    assert [shape(words) for words in LANGUAGES.values()] == [shape(EN)] * 3


def test_it_leaks_nothing_else(customer, promise, cast):
    other = a_promise(promise.ticket, "in 6 hours", at=SAID)
    Promise.objects.filter(pk=promise.pk).update(wording="tomorrow, she is difficult")
    shown = page(customer, promise)
    secrets = [person.name for person in User.objects.all()]
    secrets += [promise.ticket.subject, cast.customer.email, cast.customer.name, "difficult", "kept.example"]
    secrets += [path_of(other)]
    assert [secret for secret in secrets if secret in shown] == []


def test_it_may_not_be_kept_or_found(customer, promise):
    for path in (path_of(promise), f"{path_of(promise)}promise.ics", "/p/1.bad/"):
        response = customer.get(path)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"


def test_every_link_that_opens_nothing_is_answered_alike(customer, promise, clock):
    good = path_of(promise).split("/")[2]
    unknown = Signer(salt="promises.customer.page", sep=".").sign(999_999)
    elsewhere = Signer(salt="another.purpose", sep=".").sign(promise.pk)
    answers = [
        customer.get(f"/p/{token}/{file}")
        for token in (good[:-1], f"1{good}", unknown, elsewhere, "x", "é.ü", "9" * 300)
        for file in ("", "promise.ics")
    ]
    clock.move_to(SAID + timedelta(days=200))
    answers.append(customer.get(path_of(promise)))
    assert {response.status_code for response in answers} == {404}
    assert len({response.content for response in answers}) == 1
    assert "answer the last message" in answers[0].content.decode()


def test_it_says_how_to_reach_the_team_in_the_browsers_language(customer, settings):
    settings.CUSTOMER_CONTACT = "hilfe@example.com"
    shown = customer.get("/p/x/", headers={"Accept-Language": "pt-BR,de-AT;q=0.8,en"}).content.decode()
    assert "Dieser Link funktioniert nicht" in shown
    assert "hilfe@example.com" in shown


def test_the_link_dies_some_days_after_it_was_settled(customer, promise, clock, settings):
    clock.move_to(SAID + timedelta(hours=1))
    kept(promise)
    settings.CUSTOMER_LINK_DAYS_SETTLED = 3
    clock.move_to(SAID + timedelta(days=3))
    assert customer.get(path_of(promise)).status_code == 200
    clock.move_to(SAID + timedelta(days=3, hours=2))
    assert customer.get(path_of(promise)).status_code == 404


def test_links_outlive_a_new_key_while_the_old_is_a_fallback(customer, promise, settings):
    path = path_of(promise)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-the-customers-page-tests"
    assert customer.get(path).status_code == 200
    assert path_of(promise) != path
    settings.SECRET_KEY_FALLBACKS = []
    assert customer.get(path).status_code == 404


def test_you_did_not_call(customer, promise, clock):
    clock.move_to(SAID + timedelta(hours=2))
    kept(promise)
    clock.move_to(SAID + timedelta(hours=5))
    shown = page(customer, promise)
    assert "We called you back" in shown
    response = answer(customer, promise, "disputed", words="<b>Nobody</b> rang.")
    assert (response.status_code, response["Location"]) == (302, path_of(promise))
    shown = page(customer, promise)
    assert "You told us on Monday 2 March, 15:00" in shown
    assert "&lt;b&gt;Nobody&lt;/b&gt; rang." in shown
    assert "We are sorry" in shown
    assert Promise.objects.with_facts().get().state == "broken"


def test_you_did_not_call_before_it_is_due_is_told_when_it_is(customer, promise):
    assert 'value="disputed"' not in page(customer, promise)
    response = answer(customer, promise, "disputed")
    assert response.status_code == 422
    assert "tell us here from Monday 2 March, 14:00 on" in response.content.decode()
    assert not CustomerAnswer.objects.exists()


def test_you_called(customer, promise, clock):
    clock.move_to(SAID + timedelta(hours=1))
    answer(customer, promise, "confirmed")
    assert "You confirmed this on Monday 2 March, 11:00" in page(customer, promise)
    assert Promise.objects.with_facts().get().state == "kept"


def test_another_time(customer, promise):
    response = answer(customer, promise, "another_time", words="  ")
    assert response.status_code == 422
    assert "Say which time would suit you." in response.content.decode()
    answer(customer, promise, "another_time", words="After six")
    shown = page(customer, promise)
    assert "You asked for another time on Monday 2 March, 10:00" in shown
    assert 'value="another_time"' not in shown
    refused = answer(customer, promise, "another_time", words="At seven").content.decode()
    assert "You have asked already" in refused


def test_a_new_time_is_told_with_the_one_before(customer, promise, cast):
    answer(customer, promise, "another_time", words="After six")
    renegotiate(
        promise,
        by=cast.amira,
        reason="As she asked.",
        customer_told=True,
        due_at=berlin("2026-03-02 17:00"),
        at=SAID + timedelta(minutes=5),
    )
    shown = page(customer, promise)
    assert "Moved to a new time" in shown
    assert "By Monday 2 March, 17:00" in shown
    assert "Before, it was Monday 2 March, 14:00." in shown
    assert "As she asked" not in shown
    assert "You asked for another time" not in shown, "That was about the old one."
    assert 'value="another_time"' in shown


def test_an_answer_to_a_time_that_was_moved_since_is_asked_for_anew(customer, promise, cast, clock):
    """The page lay open on four o’clock, and five was agreed on the phone."""
    shown = page(customer, promise)
    assert shown.count('name="due"') == 2
    due = re.search(r'name="due" value="([^"]+)"', shown)[1]
    moved = renegotiate(
        promise, by=cast.amira, reason="Not ready.", customer_told=True, due_at=berlin("2026-03-02 17:00")
    )
    clock.move_to(berlin("2026-03-02 14:30"))

    for kind in ("another_time", "disputed", "confirmed"):
        response = answer(customer, promise, kind, words="Six would be fine", due=due)
        assert response.status_code == 422
        again = response.content.decode()
        assert (
            "We agreed on a new time. Before, it was Monday 2 March, 14:00." in again.split('role="alert"')[1]
        )
        assert "17:00" in again
        assert not CustomerAnswer.objects.exists()

    answer(customer, promise, "another_time", words="Six would be fine", due=moved.to_due_at.isoformat())
    assert CustomerAnswer.objects.get().due_at == moved.to_due_at


@pytest.mark.parametrize("due", ["", "soon", "2026-03-02T14:00:00", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_no_page_showed_is_never_an_error_of_ours(customer, promise, due):
    assert answer(customer, promise, "another_time", words="Six", due=due).status_code in (302, 422)


def test_a_letter_that_cannot_be_kept_is_left_out(customer, promise):
    answer(customer, promise, "another_time", words="Six\0 would do")
    assert CustomerAnswer.objects.get().words == "Six would do"


def test_what_was_withdrawn_asks_nothing(customer, promise, cast):
    withdraw(promise, by=cast.amira, reason="She was rude.", at=SAID + timedelta(minutes=5))
    shown = page(customer, promise)
    assert "No longer planned" in shown
    assert "rude" not in shown
    assert "<form" not in shown
    refused = Client().post(path_of(promise), {"answer": "disputed"})
    assert refused.status_code == 422
    assert "No longer planned" in refused.content.decode()


def test_looking_changes_nothing(customer, promise):
    with CaptureQueriesContext(connection) as captured:
        page(customer, promise)
    assert [query for query in captured.captured_queries if not query["sql"].startswith("SELECT")] == []
    assert len(captured) <= 4


def test_an_unknown_answer_changes_nothing(customer, promise):
    answer(customer, promise, "nonsense")
    assert not CustomerAnswer.objects.exists()


def test_an_agent_sees_it_and_cannot_answer_in_the_customers_place(browse, cast, promise):
    client = browse(cast.amira)
    shown = page(client, promise)
    assert "this is what the customer sees" in shown
    assert "<form" not in shown
    assert client.post(path_of(promise), {"answer": "confirmed"}).status_code == 403
    assert not CustomerAnswer.objects.exists()


def test_whoever_asks_too_often_has_to_wait(customer, promise, clock):
    answers = [customer.get("/p/x/").status_code for _ in range(61)]
    assert answers == [404] * 60 + [429]
    assert customer.get(path_of(promise)).status_code == 429
    clock.shift(timedelta(minutes=1, seconds=1))
    assert customer.get(path_of(promise)).status_code == 200


def test_who_comes_past_one_of_the_proxies_is_known_by_the_address_that_calls(settings, promise):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    client = Client(headers={"X-Forwarded-For": "203.0.113.1"})
    assert client.get(path_of(promise)).status_code == 200
    assert client.post("/login/", {"login": "amira@kept.example", "password": "?"}).status_code == 200


def test_one_promise_is_answered_only_so_often_from_wherever(customer, promise):
    def ask(number: int, words: str) -> int:
        given = {"answer": "another_time", "words": words}
        return Client(REMOTE_ADDR=f"203.0.113.{number}").post(path_of(promise), given).status_code

    assert [ask(number, "  ") for number in range(11)] == [422] * 11, "What is empty is not counted."
    assert [ask(number, "x" * 1001) for number in range(11)] == [422] * 10 + [429]


def test_who_has_answered_too_often_reads_until_when_in_their_language_and_loses_no_words(cast, clock):
    she = a_customer("fr", "fr@customer.example", "Europe/Paris", language="fr")
    asked = a_promise(a_ticket(cast, at=SAID, customer=she), at=SAID, due_at=berlin("2026-03-02 14:00"))
    clock.shift(timedelta(minutes=20))
    for _ in range(11):
        response = Client().post(
            path_of(asked), {"answer": "another_time", "words": "Après 18h" + "!" * 1000}
        )
    assert response.status_code == 429
    assert response["Retry-After"] == "2400"
    shown = response.content.decode()
    assert "à partir du lundi 2 mars à 11:00" in shown
    assert "Après 18h!" in shown
    clock.move_to(berlin("2026-03-02 11:00"))
    again = Client().post(path_of(asked), {"answer": "another_time", "words": "Après 18h"})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("language", "until", "shown"),
    [
        ("en", "2026-03-02 14:00", "Monday 2 March, 12:00 to 14:00"),
        ("de", "2026-03-02 14:00", "Montag, 2. März, 12:00 bis 14:00 Uhr"),
        ("fr", "2026-03-02 14:00", "Lundi 2 mars, de 12:00 à 14:00"),
        ("de", "2026-04-01 14:00", "Montag, 2. März, 12:00 Uhr bis Mittwoch, 1. April, 14:00 Uhr"),
        ("fr", "2026-04-01 14:00", "Du lundi 2 mars à 12:00 au mercredi 1er avril à 14:00"),
    ],
)
def test_a_window_is_told_as_the_language_tells_one(customer, cast, clock, language, until, shown):
    she = a_customer(language, f"{language}@customer.example", "Europe/Berlin", language=language)
    window = {"not_before": berlin("2026-03-02 12:00"), "due_at": berlin(until)}
    assert shown in page(customer, a_promise(a_ticket(cast, at=SAID, customer=she), at=SAID, **window))


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "“{}”"), ("de", "„{}“"), ("fr", "«\N{NO-BREAK SPACE}{}\N{NO-BREAK SPACE}»")],
)
def test_their_words_stand_in_the_quotes_of_their_language(customer, cast, clock, language, shown):
    she = a_customer(language, f"{language}@customer.example", "Europe/Berlin", language=language)
    asked = a_promise(a_ticket(cast, at=SAID, customer=she), at=SAID, due_at=berlin("2026-03-02 14:00"))
    ask_another_time(asked, words="18:30", at=SAID)
    assert shown.format('<bdi class="pre">18:30</bdi>') in page(customer, asked)


def test_no_line_begins_with_a_sign_that_french_puts_after_a_space():
    def texts(table):
        for value in table.values():
            yield from texts(value) if isinstance(value, dict) else [value]

    said = " ".join(text for text in texts(LANGUAGES["fr"]) if isinstance(text, str))
    assert [sign for sign in ":;?!»" if f" {sign}" in said] == []


def test_a_time_that_has_passed_is_not_said_to_hold(customer, promise, clock):
    ask_another_time(promise, words="After six", at=SAID)
    assert "until then the time above holds" in page(customer, promise)
    clock.move_to(berlin("2026-03-02 15:00"))
    shown = page(customer, promise)
    assert "until then" not in shown
    assert "The time above has passed" in shown


def test_the_calendar_file_follows_the_promise(customer, promise, cast):
    def event():
        response = customer.get(f"{path_of(promise)}promise.ics")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return Calendar.from_ical(response.content).walk("VEVENT")[0]

    first = event()
    assert first["UID"].startswith(f"promise-{promise.pk}@")
    assert first["DTSTART"].to_ical() == b"20260302T130000Z"
    assert (first["SEQUENCE"], first["STATUS"], first["SUMMARY"]) == (0, "CONFIRMED", "We will call you back")
    renegotiate(
        promise,
        by=cast.amira,
        reason="As she asked.",
        customer_told=True,
        due_at=berlin("2026-03-02 17:00"),
        not_before=berlin("2026-03-02 16:00"),
        at=SAID + timedelta(minutes=5),
    )
    moved = event()
    assert (moved["UID"], moved["SEQUENCE"]) == (first["UID"], 1)
    assert moved["DTSTART"].to_ical() == b"20260302T150000Z"
    assert moved["DTEND"].to_ical() == b"20260302T160000Z"
    withdraw(promise, by=cast.amira, reason="No longer.", at=SAID + timedelta(minutes=6))
    gone = event()
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (first["UID"], 2, "CANCELLED")


def test_those_who_may_act_get_the_link(browse, cast, promise):
    shown = browse(cast.amira).get(f"/promises/{promise.pk}/customers-page/").content.decode()
    assert f"http://localhost:8000{path_of(promise)}" in shown
    assert browse(cast.ben).get(f"/promises/{promise.pk}/customers-page/").status_code == 403
    assert Client().get(f"/promises/{promise.pk}/customers-page/").status_code == 302


def test_the_ticket_shows_what_the_customer_said(browse, cast, promise, clock):
    ask_another_time(promise, words="After <six>", at=SAID)
    clock.move_to(SAID + timedelta(minutes=1))
    shown = browse(cast.tom).get(f"/tickets/{promise.ticket_id}/").content.decode()
    assert "The customer asks for another time." in shown
    assert "After &lt;six&gt;" in shown
    assert "Agree on a new time" in shown
    assert "customer-answer" not in shown


def test_for_what_broke_another_time_is_another_promise(browse, cast, promise, clock):
    ask_another_time(promise, words="After six", at=SAID)
    clock.move_to(berlin("2026-03-02 15:00"))
    ticket = promise.ticket_id
    shown = browse(cast.amira).get(f"/tickets/{ticket}/").content.decode()
    button = f'href="/calls/new/?ticket={ticket}" data-dialog="roomy">Promise another time</a>'
    assert button in shown
    assert "Agree on a new time" not in shown


def test_the_desk_marks_who_asks_for_another_time_until_there_is_one(browse, cast, promise, clock):
    def is_marked() -> bool:
        return "Asks for another time" in browse(cast.amira).get("/").content.decode()

    assert not is_marked()
    ask_another_time(promise, words="After six", at=SAID)
    assert is_marked()
    clock.move_to(berlin("2026-03-02 15:00"))
    assert is_marked(), "Overdue it is asked for all the same."
    kept(promise)
    assert not is_marked()


def test_a_new_time_has_answered_who_asked_for_one(browse, cast, promise):
    ask_another_time(promise, words="After six", at=SAID)
    renegotiate(
        promise,
        by=cast.amira,
        reason="As she asked.",
        customer_told=True,
        due_at=berlin("2026-03-02 17:00"),
        at=SAID + timedelta(minutes=5),
    )
    assert "Asks for another time" not in browse(cast.amira).get("/").content.decode()
    ticket = browse(cast.amira).get(f"/tickets/{promise.ticket_id}/").content.decode()
    assert "Agree on a new time" not in ticket
