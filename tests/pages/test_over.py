"""What is settled, answered or not the reader's says so at once, without a form: as a page and in the dialog."""

from datetime import timedelta

import pytest
from django.utils import timezone

from escalations import answering, consulting
from escalations.escalating import escalate
from promises import handing_over
from promises.settling import keep, withdraw
from promises.transferring import accept_transfer, decline_transfer, transfer
from tests.cast import a_call, a_promise, a_ticket
from tests.pages.conftest import HTMX

pytestmark = pytest.mark.django_db
VERBS = ("keep", "renegotiate", "withdraw", "hand-over")


@pytest.fixture
def promise(cast):
    at = timezone.now() - timedelta(hours=1)
    return a_promise(a_ticket(cast, at=at), at=at)


def said(client, path: str) -> str:
    """What the page and the dialog say, of which neither has a form to send."""
    page = client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]
    dialog = client.get(path, **HTMX).content.decode()
    for html in (page, dialog):
        assert "<form" not in html, path
        assert 'class="notice"' in html, path
    assert "<html" not in dialog
    return dialog


def has_form(client, path: str) -> bool:
    return '<form class="sheet"' in client.get(path).content.decode()


@pytest.mark.parametrize("verb", [*VERBS, "cover"])
def test_a_settled_promise_says_how_it_ended(amira, cast, promise, verb):
    path = f"/promises/{promise.pk}/{verb}/"
    assert has_form(amira, path)
    withdraw(promise, by=cast.tom, reason="She found the parcel.")
    html = said(amira, path)
    assert "This promise is settled" in html
    assert "Withdrawn" in html
    assert "Tom Berger" in html
    assert "She found the parcel." in html


def test_a_kept_promise_says_by_whom(amira, cast, promise):
    keep(promise, by=cast.tom, evidence=a_call(promise.ticket, at=timezone.now()))
    html = said(amira, f"/promises/{promise.pk}/keep/")
    assert "Kept" in html
    assert "by <bdi>Tom Berger</bdi>" in html


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_not_change_a_promise_is_told_before_they_type(browse, cast, promise, verb):
    assert "Only the owner of a promise" in said(browse(cast.ben), f"/promises/{promise.pk}/{verb}/")


def test_no_new_time_is_asked_for_when_the_old_one_is_past(amira, cast, promise):
    at = timezone.now() - timedelta(hours=5)
    late = a_promise(promise.ticket, at=at, due_at=at + timedelta(hours=1))
    assert "Settle it, and make a new promise" in said(amira, f"/promises/{late.pk}/renegotiate/")
    assert has_form(amira, f"/promises/{late.pk}/keep/")


@pytest.mark.parametrize("verb", ["accept", "decline", "take-back"])
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda offer, cast: handing_over.accept(offer, by=cast.tom), "Accepted"),
        (lambda offer, cast: handing_over.decline(offer, by=cast.tom, reason="Training."), "Training."),
        (lambda offer, cast: handing_over.take_back(offer, by=cast.amira), "Taken back"),
        (lambda offer, cast: withdraw(offer.promise, by=cast.amira, reason="Found."), "was settled first"),
    ],
    ids=["accepted", "declined", "taken back", "lapsed"],
)
def test_an_answered_offer_says_how(browse, cast, promise, verb, answer, words):
    offer = handing_over.offer(promise, to=cast.tom, by=cast.amira)
    reader = browse(cast.amira if verb == "take-back" else cast.tom)
    assert has_form(reader, f"/hand-overs/{offer.pk}/{verb}/")
    answer(offer, cast)
    html = said(reader, f"/hand-overs/{offer.pk}/{verb}/")
    assert "This offer is answered" in html
    assert words in html


def test_an_offer_to_another_is_not_the_readers_to_answer(amira, cast, promise):
    offer = handing_over.offer(promise, to=cast.tom, by=cast.amira)
    for verb in ("accept", "decline"):
        assert "Only the person it was offered to" in said(amira, f"/hand-overs/{offer.pk}/{verb}/")


@pytest.mark.parametrize("verb", ["acknowledge", "resolve"])
def test_an_escalation_says_that_it_is_resolved_and_whose_it_is(browse, cast, promise, verb):
    escalation = escalate(promise.ticket, cause="by_hand", reason="She waits.", by=cast.amira)
    path = f"/escalations/{escalation.pk}/{verb}/"
    assert has_form(browse(cast.lena), path)
    assert "in this escalation’s chain" in said(browse(cast.ben), path).replace("&#x27;", "’")
    answering.resolve(escalation, by=cast.lena, done="Refunded in full.")
    assert "Refunded in full." in said(browse(cast.lena), path)


def test_an_escalation_that_somebody_has_says_who(browse, cast, promise):
    escalation = escalate(promise.ticket, cause="by_hand", reason="She waits.", by=cast.amira)
    assert has_form(browse(cast.amira), f"/escalations/{escalation.pk}/resolve/")
    assert "chain can answer it" in said(
        browse(cast.amira), f"/escalations/{escalation.pk}/acknowledge/"
    ).replace("&#x27;", "'")
    answering.acknowledge(escalation, by=cast.lena)
    html = said(browse(cast.omar), f"/escalations/{escalation.pk}/acknowledge/")
    assert "Lena Vogt has it since" in html
    assert has_form(browse(cast.omar), f"/escalations/{escalation.pk}/resolve/")


def test_a_question_says_that_it_is_answered_and_whom_it_was_put_to(browse, cast, promise):
    asked = consulting.consult(promise.ticket, person=cast.tom, question="Which tax?", by=cast.amira)
    path = f"/consults/{asked.pk}/answer/"
    assert has_form(browse(cast.tom), path)
    assert "Tom Berger was asked" in said(browse(cast.amira), path)
    consulting.answer(asked, by=cast.tom, text="Nineteen per cent.")
    assert "Nineteen per cent." in said(browse(cast.tom), path)


@pytest.mark.parametrize("verb", ["accept", "decline"])
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda moved, by: accept_transfer(moved, by=by), "Accepted"),
        (lambda moved, by: decline_transfer(moved, by=by, reason="Training."), "Training."),
    ],
    ids=["accepted", "declined"],
)
def test_an_answered_transfer_says_how(browse, cast, promise, verb, answer, words):
    moved = transfer(
        promise.ticket, to_owner=cast.tom, kind="warm", reason="Skill.", note="As said.", by=cast.amira
    )
    path = f"/transfers/{moved.pk}/{verb}/"
    assert has_form(browse(cast.tom), path)
    assert "was spoken to" in said(browse(cast.amira), path)
    answer(moved, cast.tom)
    assert words in said(browse(cast.tom), path)
