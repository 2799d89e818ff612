"""Many tickets at once, undo and saved views, as a browser without JavaScript sends them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from escalations.changing import change
from tests.cast import a_promise, a_ticket
from tickets.models import Event, SavedView, Ticket, Topic
from tracker.undoing import Changed, change_what_was_said

pytestmark = pytest.mark.django_db


@pytest.fixture
def tickets(cast) -> list[Ticket]:
    at = timezone.now() - timedelta(hours=1)
    return [a_ticket(cast, at=at, owner=None, by=cast.amira) for _ in range(2)]


@pytest.fixture
def bens(cast) -> Ticket:
    return a_ticket(cast, at=timezone.now() - timedelta(hours=1), team=cast.new_york, owner=cast.ben)


def pick(browser, tickets, do: str):
    data = {"tickets": [each.pk for each in tickets], "do": do}
    return browser.post("/tickets/change/", data, follow=True)


def token_in(page) -> str:
    (message,) = [each for each in page.context["messages"] if each.extra_tags.startswith("undo:")]
    return message.extra_tags.removeprefix("undo:")


@pytest.mark.parametrize(
    ("do", "field", "value"),
    [
        ("owner=me", "owner", "amira"),
        ("priority=high", "priority", "high"),
        ("state=pending", "state", "pending"),
    ],
)
def test_each_of_them_goes_through_its_verb_and_back(amira, cast, tickets, do, field, value):
    before = [getattr(each, field) for each in tickets]
    page = pick(amira, tickets, do)
    now = [getattr(Ticket.objects.get(pk=each.pk), field) for each in tickets]
    assert now == [cast.amira if value == "amira" else value] * 2
    undone = amira.post("/undo/", {"token": token_in(page)}, follow=True)
    assert "Undone: 2 tickets." in undone.content.decode()
    assert [getattr(Ticket.objects.get(pk=each.pk), field) for each in tickets] == before
    # The timeline shows both.
    assert Event.objects.filter(ticket=tickets[0]).exclude(kind="opened").count() == 2


def test_topics_are_set_and_taken_off(amira, cast, tickets):
    topic = Topic.objects.create(slug="refunds", name="Refunds")
    pick(amira, tickets, f"topic={topic.pk}")
    assert Ticket.objects.filter(topic=topic).count() == 2
    pick(amira, tickets, "topic=")
    assert Ticket.objects.filter(topic=topic).count() == 0


def test_what_is_refused_is_said_by_ticket_and_leaves_the_others(amira, cast, tickets, bens):
    page = pick(amira, [*tickets, bens], "priority=urgent").content.decode()
    assert "2 tickets: priority urgent." in page
    assert f"1 ticket not changed. #{bens.pk}: Only the ticket" in page
    assert Ticket.objects.get(pk=bens.pk).priority == "normal"
    assert Ticket.objects.filter(priority="urgent").count() == 2


def test_an_owner_of_another_team_is_a_transfer_and_refused(amira, cast, tickets):
    pick(amira, tickets, f"owner={cast.ben.pk}")
    assert not Ticket.objects.filter(owner=cast.ben).exists()


@pytest.mark.parametrize(
    "do", ["", "state=solved", "state=closed", "priority=none", "owner=x", "team=1", "subject=x"]
)
def test_nothing_else_is_done_to_many(amira, tickets, do):
    events = Event.objects.count()
    assert pick(amira, tickets, do).status_code == 200
    assert Event.objects.count() == events


def test_an_undo_is_for_who_did_it_for_a_while_and_once(amira, browse, cast, tickets):
    token = token_in(pick(amira, tickets, "priority=high"))
    assert browse(cast.tom).post("/undo/", {"token": token}).status_code == 403
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert "too late" in amira.post("/undo/", {"token": token}, follow=True).content.decode()
    assert "nothing to undo" in amira.post("/undo/", {"token": token + "x"}, follow=True).content.decode()
    amira.post("/undo/", {"token": token})
    again = amira.post("/undo/", {"token": token}, follow=True).content.decode()
    assert "Somebody has changed it since." in again
    assert Ticket.objects.filter(priority="high").count() == 0


def test_an_undo_does_not_overrule_who_changed_it_since(amira, browse, cast, tickets):
    token = token_in(pick(amira, tickets, "priority=high"))
    pick(browse(cast.tom), tickets[:1], "priority=urgent")
    page = amira.post("/undo/", {"token": token}, follow=True).content.decode()
    assert f"#{tickets[0].pk}: Somebody has changed it since." in page
    assert [Ticket.objects.get(pk=each.pk).priority for each in tickets] == ["urgent", "normal"]


def test_what_became_of_a_promise_is_not_undone(amira, cast):
    at = timezone.now() - timedelta(hours=1)
    free, owing = a_ticket(cast, at=at), a_ticket(cast, at=at)
    promise = a_promise(owing, at=at)
    data = {"state": "solved", f"fate-{promise.pk}": "withdraw", f"reason-{promise.pk}": "Found it."}
    assert "undo:" not in str(amira.post(f"/tickets/{owing.pk}/state/", data, follow=True).content)
    assert (
        'action="/undo/"'
        in amira.post(f"/tickets/{free.pk}/state/", {"state": "solved"}, follow=True).content.decode()
    )


def test_owner_priority_and_topic_are_set_on_the_ticket_and_undone(amira, cast, tickets):
    number = tickets[0].pk
    page = amira.post(f"/tickets/{number}/owner/", {"owner": cast.tom.pk, "priority": "low"}, follow=True)
    ticket = Ticket.objects.get(pk=number)
    assert (ticket.owner, ticket.priority) == (cast.tom, "low")
    amira.post("/undo/", {"token": token_in(page)})
    ticket = Ticket.objects.get(pk=number)
    assert (ticket.owner, ticket.priority) == (None, "normal")


def test_what_is_undone_is_what_others_had_left_and_not_what_was_fetched(cast, tickets):
    ticket, fetched = tickets[0], Ticket.objects.get(pk=tickets[0].pk)
    change(ticket, by=cast.tom, priority="high")
    made = change_what_was_said(fetched, {"priority": "urgent"}, by=cast.amira)
    assert made == [Changed(ticket.pk, "priority", "high", "urgent")]


def test_a_view_is_saved_used_and_removed(amira, browse, cast, tickets):
    amira.post(
        "/tickets/views/", {"name": "Nobody's", "query": "owner=nobody&page=3", "team": cast.berlin.pk}
    )
    view = SavedView.objects.get()
    assert (view.query, view.team) == ("owner=nobody", cast.berlin)
    assert "Nobody&#x27;s" in browse(cast.tom).get("/tickets/").content.decode()
    assert "Nobody&#x27;s" not in browse(cast.ben).get("/tickets/").content.decode()
    assert (
        'aria-current="page" title="Support Berlin"'
        in browse(cast.tom).get(view.get_absolute_url()).content.decode()
    )
    assert browse(cast.ben).post(f"/tickets/views/{view.pk}/remove/").status_code == 404
    assert browse(cast.ben).post("/tickets/views/", {"name": "x", "team": cast.berlin.pk}).status_code == 403
    browse(cast.tom).post(f"/tickets/views/{view.pk}/remove/")
    assert not SavedView.objects.exists()


def test_an_address_with_much_besides_the_filters_still_opens_and_is_saved(amira):
    besides = "&".join(f"utm_{place}=1" for place in range(60))
    assert amira.get(f"/tickets/?{besides}&owner=me").status_code == 200
    amira.post("/tickets/views/", {"name": "Mine", "query": f"{besides}&owner=me"})
    assert SavedView.objects.get().query == "owner=me"


def test_a_name_that_no_database_keeps_is_refused_in_words(amira):
    page = amira.post("/tickets/views/", {"name": "a\0b", "query": "owner=me"}, follow=True)
    assert "The view is not saved. This contains a character that cannot be kept." in page.content.decode()
    assert not SavedView.objects.exists()


def test_the_rows_answer_304_while_nothing_changed(amira, cast, tickets):
    first = amira.get("/tickets/", HTTP_HX_REQUEST="true")
    assert "<html" not in first.content.decode()
    again = {"HTTP_HX_REQUEST": "true", "HTTP_IF_NONE_MATCH": first["ETag"]}
    assert amira.get("/tickets/", **again).status_code == 304
    pick(amira, tickets, "priority=high")
    assert amira.get("/tickets/", **again).status_code == 200
