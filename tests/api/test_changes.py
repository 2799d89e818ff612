"""One change to many tickets and its undo, covering a promise, and one's calendar: what screens do, over REST."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from promises import handing_over
from tests.api.conftest import problem_of, refused
from tests.cast import a_promise, a_ticket, berlin
from tickets.models import Ticket, Topic

AT = berlin("2026-03-02 09:00")


@pytest.fixture
def tickets(amira, cast) -> list[int]:
    return [a_ticket(cast, at=AT, owner=None, by=cast.amira).pk for _ in range(2)]


def values(numbers: list[int], field: str) -> list:
    found = Ticket.objects.in_bulk(numbers)
    return [getattr(found[number], field) for number in numbers]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"owner": "me"}, "owner_id"),
        ({"priority": "urgent"}, "priority"),
        ({"topic": "refunds"}, "topic_id"),
        ({"state": "pending"}, "state"),
    ],
)
def test_many_are_changed_at_once_and_back(amira, tickets, said, field):
    Topic.objects.create(slug="refunds", name="Refunds")
    before = values(tickets, field)
    told = amira.post("ticket-changes/", {"tickets": tickets, **said}).json()
    assert (told["changed"], told["unchanged"], told["refused"]) == (tickets, [], [])
    assert values(tickets, field) != before
    again = amira.post("ticket-changes/", {"tickets": tickets, **said}).json()
    assert (again["changed"], again["unchanged"], again["undo"]) == ([], tickets, None)
    assert amira.post("undo/", {"undo": told["undo"]}).json() == {"undone": 2, "refused": []}
    assert values(tickets, field) == before


def test_null_takes_the_owner_and_the_topic_off(amira, tickets, cast):
    Ticket.objects.filter(pk__in=tickets).update(owner=cast.tom)
    assert amira.post("ticket-changes/", {"tickets": tickets, "owner": None}).json()["changed"] == tickets
    assert values(tickets, "owner_id") == [None, None]


def test_what_is_refused_of_one_leaves_the_others(amira, tickets, cast):
    bens = a_ticket(cast, at=AT, team=cast.new_york, owner=cast.ben).pk
    told = amira.post("ticket-changes/", {"tickets": [bens, 4711, *tickets], "priority": "high"}).json()
    assert told["changed"] == tickets
    assert [each["ticket"] for each in told["refused"]] == [bens, 4711]
    assert "Only the ticket's team" in told["refused"][0]["reason"]
    assert values([bens], "priority") == ["normal"]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"priority": "high", "state": "open"},
        {"state": "solved"},
        {"priority": "soon"},
        {"owner": "nobody@kept.example"},
        {"priority": "high", "tickets": []},
        {"priority": "high", "tickets": [0]},
        {"priority": "high", "tickets": list(range(1, 102))},
    ],
)
def test_what_is_not_one_change_to_some_tickets_is_refused_and_changes_nothing(amira, tickets, said):
    problem_of(amira.post("ticket-changes/", {"tickets": tickets, **said}), 400)
    assert values(tickets, "priority") == ["normal", "normal"]


def test_an_undo_is_for_who_did_it_for_a_while(amira, calling, clock, cast, tickets):
    undo = amira.post("ticket-changes/", {"tickets": tickets, "priority": "high"}).json()["undo"]
    problem_of(calling(cast.tom).post("undo/", {"undo": undo}), 403)
    calling(cast.tom).patch(f"tickets/{tickets[0]}/", {"priority": "low"})
    clock.move_to(berlin("2026-03-02 10:11"))
    problem_of(amira.post("undo/", {"undo": undo}), 400)
    clock.move_to(berlin("2026-03-02 10:09"))
    told = amira.post("undo/", {"undo": undo}).json()
    assert told["undone"] == 1
    assert told["refused"][0]["reason"] == "Somebody has changed it since."
    problem_of(amira.post("undo/", {"undo": "x"}), 400)
    assert list(refused(amira.post("undo/", {}))) == ["undo"]


def test_each_ticket_costs_as_much_as_the_one_before(amira, cast):
    amira.get("me/")  # The first call with a token stamps it.
    counts = []
    for more in (1, 4, 7):
        numbers = [a_ticket(cast, at=AT, owner=None, by=cast.amira).pk for _ in range(more)]
        with CaptureQueriesContext(connection) as captured:
            amira.post("ticket-changes/", {"tickets": numbers, "priority": "high"})
        counts.append(len(captured))
    assert counts[2] - counts[1] == counts[1] - counts[0]
    # What the verb costs: it locks, looks, writes, and says so on the timeline.
    assert (counts[1] - counts[0]) / 3 <= 12


def test_to_cover_takes_a_promise_over_and_back_what_others_were_offered(calling, cast, amira):
    promise = a_promise(a_ticket(cast, at=AT), at=AT)
    handing_over.offer(promise, to=cast.tom, by=cast.amira, at=AT)
    problem_of(calling(cast.ben).post(f"promises/{promise.pk}/cover/"), 403)
    told = calling(cast.lena).post(f"promises/{promise.pk}/cover/")
    assert (told.status_code, told.json()["state"]) == (201, "accepted")
    promise.refresh_from_db()
    assert promise.owner == cast.lena
    problem_of(calling(cast.lena).post(f"promises/{promise.pk}/cover/"), 409)


def test_the_address_of_a_calendar_is_told_once_renewed_and_revoked(amira, client, settings):
    assert amira.get("me/calendar/").json() == {"created_at": None, "url": None}
    first = amira.post("me/calendar/")
    assert first.status_code == 201
    path = first.json()["url"].removeprefix(settings.SITE_URL)
    assert client.get(path).status_code == 200
    told = amira.get("me/calendar/").json()
    assert told == {"created_at": first.json()["created_at"], "url": None}
    second = amira.post("me/calendar/").json()["url"].removeprefix(settings.SITE_URL)
    assert (client.get(path).status_code, client.get(second).status_code) == (404, 200)
    assert amira.delete("me/calendar/").status_code == 204
    assert client.get(second).status_code == 404
