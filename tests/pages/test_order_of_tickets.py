"""The tickets list with what is due next at its top."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from people.paging import A_PAGE
from promises.settling import withdraw
from tests.cast import a_promise, a_ticket
from tickets.models import SavedView

pytestmark = pytest.mark.django_db


def numbers(client, query: str) -> list[int]:
    html = client.get(f"/tickets/?{query}").content.decode()
    return [int(number) for number in re.findall(r'id="ticket-(\d+)"', html)]


@pytest.fixture
def tickets(cast) -> dict:
    """By name: the soonest promise of each decides, a settled one does not, and two are due at the same time."""
    at = timezone.now() - timedelta(hours=1)
    found = {
        name: a_ticket(cast, at=at)
        for name in ("quiet", "settled", "late", "same", "same too", "two", "last")
    }
    due = {"late": [0.5], "same": [3], "same too": [3], "two": [9, 2], "last": [8], "settled": [1]}
    made = {
        name: [a_promise(found[name], at=at, due_at=at + timedelta(hours=hours)) for hours in each]
        for name, each in due.items()
    }
    withdraw(made["settled"][0], by=cast.amira, reason="Found.")
    return found


def in_order(tickets: dict, *names: str) -> list[int]:
    return [tickets[name].number for name in names]


def test_next_due_first_and_what_is_promised_nothing_last(amira, tickets):
    expected = in_order(tickets, "late", "two", "same too", "same", "last", "settled", "quiet")
    assert numbers(amira, "order=due") == expected
    assert numbers(amira, "") == sorted(expected, reverse=True)
    assert numbers(amira, "order=upside+down") == sorted(expected, reverse=True)


def test_each_ticket_is_on_one_page_however_many_are_due_at_once(amira, cast):
    at = timezone.now()
    made = [a_ticket(cast, at=at) for _ in range(A_PAGE + 4)]
    for ticket in made[: A_PAGE + 2]:
        a_promise(ticket, at=at, due_at=at + timedelta(hours=3))
    first, second = (numbers(amira, f"order=due&page={page}") for page in (1, 2))
    assert len(first) == A_PAGE
    owed, quiet = ([ticket.number for ticket in some] for some in (made[: A_PAGE + 2], made[A_PAGE + 2 :]))
    assert first + second == owed[::-1] + quiet[::-1]


def test_a_saved_view_carries_the_order(amira, tickets):
    amira.post("/tickets/views/", {"name": "Urgent", "query": "order=due&owner=me"})
    view = SavedView.objects.get()
    assert view.query == "owner=me&order=due"
    assert numbers(amira, view.query)[0] == tickets["late"].number


def test_an_order_alone_filters_nothing(amira, cast):
    assert "it opens the first one" in amira.get("/tickets/?order=due").content.decode()
