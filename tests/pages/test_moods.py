"""The mood of a customer on the screens: said in a form or by itself, shown where it helps, never to the customer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from promises.customer.link import path_of
from recovery.models import Mood, MoodReading
from recovery.moods import read_mood
from tests.cast import a_customer, a_promise, a_ticket
from tests.pages.conftest import HTMX
from tests.pages.test_calls import CALL
from tickets.models import Contact, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast) -> Ticket:
    return a_ticket(cast, at=timezone.now() - timedelta(hours=3))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def read(ticket: Ticket, by, *levels: str) -> None:
    """An hour ago, a quarter of an hour apart."""
    for place, level in enumerate(levels):
        at = timezone.now() - timedelta(hours=1) + timedelta(minutes=15 * place)
        read_mood(ticket, by=by, level=level, at=at)


def test_it_is_noted_on_the_page_of_the_ticket(amira, cast, ticket):
    path = f"/tickets/{ticket.pk}/"
    page = text_of(amira.get(path))
    assert 'name="level" value="angry"' in page
    assert "checked" not in page[page.index('id="mood-form"') :].split("</form>")[0]

    answer = amira.post(f"{path}moods/", {"level": "angry", "note": "Third <b>call</b>."}, follow=True)

    assert answer.redirect_chain == [(path, 302)]
    page = text_of(answer)
    assert "Mood noted: angry." in page
    assert page.count('class="badge mood mood-angry"') == 2  # beside the customer, and in a phone's head
    assert "Third &lt;b&gt;call&lt;/b&gt;." in page
    assert "read the customer’s mood: <bdi>angry</bdi>" in page


def test_from_a_script_the_form_comes_back_empty_and_the_page_hears_of_it(amira, ticket):
    answer = amira.post(f"/tickets/{ticket.pk}/moods/", {"level": "calm"}, **HTMX)
    assert answer.status_code == 200
    assert "Mood noted: calm." in answer.headers["HX-Trigger"]
    assert 'id="mood-form"' in text_of(answer)
    assert " checked" not in text_of(answer)


@pytest.mark.parametrize("level", ["", "livid", "4"])
def test_what_is_no_mood_is_refused_beside_it(amira, ticket, level):
    path = f"/tickets/{ticket.pk}/moods/"
    answer = amira.post(path, {"level": level, "note": "She shouts."})
    assert answer.status_code == 422
    assert 'value="She shouts."' in text_of(answer)
    assert 'id="mood_level-error"' in text_of(answer)
    assert 'id="mood_level-error"' in text_of(amira.post(path, {"level": level}, **HTMX))
    assert not MoodReading.objects.exists()


def test_nobody_reads_a_mood_without_logging_in_or_by_a_link(client, ticket, amira):
    path = f"/tickets/{ticket.pk}/moods/"
    assert client.post(path, {"level": "calm"}).status_code == 302
    assert amira.get(path).status_code == 405
    assert amira.post("/tickets/999/moods/", {"level": "calm"}).status_code == 404
    assert not MoodReading.objects.exists()


def test_a_call_brings_its_mood(amira):
    saved = amira.post("/calls/new/", CALL | {"wording": "", "mood": "furious"})
    assert saved.status_code == 302
    reading = MoodReading.objects.get()
    assert (reading.mood, reading.contact) == (Mood.FURIOUS, Contact.objects.get())


def test_a_call_needs_no_mood_and_a_wrong_one_saves_nothing(amira):
    assert amira.post("/calls/new/", CALL | {"wording": "", "mood": "livid"}).status_code == 422
    assert not Ticket.objects.exists()
    amira.post("/calls/new/", CALL | {"wording": "", "mood": ""})
    assert Ticket.objects.exists()
    assert not MoodReading.objects.exists()


def test_what_was_picked_is_still_picked_when_a_promise_is_shown_first(amira):
    shown = amira.post("/calls/new/", CALL | {"mood": "annoyed"})
    assert 'value="annoyed" id="id_mood_3" checked' in text_of(shown)


def test_a_contact_on_the_page_of_the_ticket_brings_its_mood(amira, ticket):
    said = {"direction": "inbound", "channel": "phone", "outcome": "reached", "body": "Where is it?"}
    amira.post(f"/tickets/{ticket.pk}/contacts/", said | {"mood": "annoyed"})
    amira.post(f"/tickets/{ticket.pk}/contacts/", said)
    assert [reading.mood for reading in MoodReading.objects.all()] == [Mood.ANNOYED]
    refused = amira.post(f"/tickets/{ticket.pk}/contacts/", said | {"mood": "livid"})
    assert refused.status_code == 422
    assert Contact.objects.count() == 2


def test_the_course_is_told_in_words_too(amira, cast, ticket):
    read(ticket, cast.lena, "furious", "annoyed", "calm")
    page = text_of(amira.get(f"/tickets/{ticket.pk}/"))
    course = page[page.index('class="mood-course"') :].split("</ol>")[0]
    assert [course.index(word) for word in ("Furious,", "Annoyed,", "Calm,")] == sorted(
        course.index(word) for word in ("Furious,", "Annoyed,", "Calm,")
    )
    assert "read by <bdi>Lena Vogt</bdi>" in page


def test_the_part_that_refreshes_itself_brings_the_mood_along(amira, cast, ticket):
    path = f"/tickets/{ticket.pk}/?part=timeline"
    before = amira.get(path, **HTMX)
    known = {"HTTP_IF_NONE_MATCH": before.headers["ETag"]}
    assert amira.get(path, **HTMX, **known).status_code == 304
    read(ticket, cast.tom, "angry")
    part = amira.get(path, **HTMX, **known)
    assert part.status_code == 200
    assert text_of(part).count('hx-swap-oob="true"') == 2
    assert text_of(part).count('class="badge mood mood-angry"') == 2


def test_the_last_mood_elsewhere_is_told(amira, cast, ticket):
    other = a_ticket(cast, at=timezone.now() - timedelta(hours=2))
    read(other, cast.tom, "furious")
    page = text_of(amira.get(f"/tickets/{ticket.pk}/"))
    assert f'on <a href="/tickets/{other.pk}/">#{other.pk}</a>' in page


def test_the_list_tells_of_anger_alone_and_finds_it(amira, cast, ticket):
    others = {
        level: a_ticket(cast, at=timezone.now(), customer=a_customer(level, f"{level}@customer.example"))
        for level in ("calm", "annoyed", "angry", "furious")
    }
    for level, other in others.items():
        read(other, cast.amira, "furious", level)

    page = text_of(amira.get("/tickets/"))
    assert page.count("mood-inline") == 2
    found = text_of(amira.get("/tickets/?mood=heated"))
    assert [level for level, other in others.items() if f'id="ticket-{other.pk}"' in found] == [
        "angry", "furious",
    ]  # fmt: skip
    assert f'id="ticket-{ticket.pk}"' not in found
    assert 'value="heated" selected' in found
    amira.post("/tickets/views/", {"name": "Upset", "query": "mood=heated"})
    assert 'href="/tickets/?mood=heated" aria-current="page"' in text_of(amira.get("/tickets/?mood=heated"))


def test_the_customer_never_sees_it(cast, ticket):
    promise = a_promise(ticket, "in 6 hours", at=timezone.now() - timedelta(hours=2))
    before = text_of(Client().get(path_of(promise)))
    read_mood(ticket, by=cast.amira, level="furious", note="Odious man.", at=timezone.now())
    after = text_of(Client().get(path_of(promise)))
    assert "urious" not in after
    assert "mood" not in after
    assert "Odious" not in after
    assert len(before) == len(after)
