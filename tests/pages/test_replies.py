"""Replies and the saved ones, as a browser without JavaScript sends them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from promises.models import Promise
from promises.replying import reply
from tests.cast import a_promise, a_ticket
from tickets.models import Contact, SavedReply

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(hours=1)
    return a_promise(a_ticket(cast, at=at), "in 4 hours", at=at)


def said(**fields) -> dict:
    return {
        "body": "Your refund is on its way.",
        "channel": "email",
        "language": "en",
        "kind": "update",
        **fields,
    }


def test_a_reply_is_logged_and_keeps_what_it_says(amira, promise):
    path = f"/tickets/{promise.ticket_id}/replies/"
    answer = amira.post(path, said(keeps=[promise.pk]), follow=True)
    assert "Reply logged. One promise kept." in answer.content.decode()
    promise.refresh_from_db()
    assert promise.settlement.evidence == Contact.objects.get()
    assert Contact.objects.get().direction == "outbound"


def test_a_promise_in_a_reply_is_shown_before_it_is_saved(amira, promise):
    path = f"/tickets/{promise.ticket_id}/replies/"
    first = amira.post(path, said(wording="in 2 days"))
    assert first.status_code == 422
    assert "Read what was understood" in first.content.decode()
    assert not Contact.objects.exists()
    seen, read_at = first.context["seen"].seen, first.context["seen"].said_at.isoformat()
    amira.post(path, said(wording="in 2 days", seen=seen, read_at=read_at))
    made = Promise.objects.latest("pk")
    assert (made.wording, made.kind) == ("in 2 days", "update")
    # The reply in which it was promised does not show that it was kept.
    assert not Contact.objects.filter(happened_at__gt=made.said_at).exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"body": " "}, "Say what was written"),
        ({"keeps": ["999"]}, "999"),
        ({"wording": "sometime"}, "Not a time yet"),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(amira, promise, fields, words):
    answer = amira.post(f"/tickets/{promise.ticket_id}/replies/", said(**fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Contact.objects.exists()


def test_who_may_not_keep_a_promise_logs_nothing_with_it(browse, cast, promise):
    answer = browse(cast.ben).post(f"/tickets/{promise.ticket_id}/replies/", said(keeps=[promise.pk]))
    assert answer.status_code == 422
    assert "Only the owner of a promise" in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_promise_in_words_that_cannot_be_read_keeps_nothing(cast, promise):
    with pytest.raises(ValidationError):
        reply(
            promise.ticket,
            by=cast.amira,
            body="So.",
            channel="email",
            keeps=[promise],
            promise={"wording": "soon"},
        )
    assert not Contact.objects.exists()
    promise.refresh_from_db()
    assert promise.settled_at is None


def test_a_saved_reply_is_filled_for_the_ticket(cast, promise):
    saved = SavedReply.add(
        by=cast.amira, name="Thanks", body="Dear {customer}, on {ticket}: {subject}. {agent}, {team}"
    )
    ticket = promise.ticket
    assert saved.filled(ticket, cast.tom) == (
        f"Dear Inês Duarte, on #{ticket.number}: {ticket.subject}. Tom Berger, Support Berlin"
    )


@pytest.mark.parametrize("body", ["Dear {customer.password}", "{0}", "{settings}", "{customer!r}", "{}"])
def test_nothing_else_is_filled_in(cast, body):
    with pytest.raises(ValidationError) as refused:
        SavedReply.add(by=cast.amira, name="Thanks", body=body)
    assert "body" in refused.value.message_dict


def test_a_teams_replies_are_the_teams_and_ones_own_are_ones_own(browse, cast):
    team = SavedReply.add(by=cast.amira, team=cast.berlin, name="The team's", body="Hello")
    own = SavedReply.add(by=cast.amira, name="My own", body="Hello")
    page = browse(cast.tom).get("/replies/").content.decode()
    assert "The team" in page
    assert "My own" not in page
    for path in (f"/replies/{own.pk}/", f"/tickets/{a_ticket(cast, at=timezone.now()).pk}/replies/{own.pk}/"):
        assert browse(cast.tom).get(path).status_code == 404
    assert browse(cast.tom).post(f"/replies/{own.pk}/remove/").status_code == 404
    assert browse(cast.ben).post(f"/replies/{team.pk}/", {"name": "Ours", "body": "!"}).status_code == 404
    browse(cast.tom).post(f"/replies/{team.pk}/", {"name": "Ours", "body": "Hello {customer}"})
    assert SavedReply.objects.get(pk=team.pk).name == "Ours"
    with pytest.raises(PermissionDenied):
        SavedReply.add(by=cast.ben, team=cast.berlin, name="Theirs", body="Hello")


def test_one_name_once(amira, cast):
    SavedReply.add(by=cast.amira, name="Thanks", body="Hello")
    answer = amira.post("/replies/new/", {"name": "Thanks", "body": "Hi"})
    assert answer.status_code == 422
    assert "There is one called" in answer.content.decode()
    assert (
        amira.post("/replies/new/", {"name": "Thanks", "body": "Hi", "team": cast.berlin.pk}).status_code
        == 302
    )
