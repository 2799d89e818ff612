"""The parts of a ticket's page that refresh by themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import a_ticket
from tests.pages.conftest import HTMX
from tickets.models import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=timezone.now() - timedelta(hours=1), owner=cast.amira)


def part(client, ticket, name: str, etag: str = ""):
    return client.get(f"/tickets/{ticket.pk}/?part={name}", HTTP_IF_NONE_MATCH=etag, **HTMX)


@pytest.mark.parametrize("name", ["head", "promises", "timeline", "climb", "hands", "referral"])
def test_a_part_that_is_the_same_costs_no_body(amira, ticket, name):
    first = part(amira, ticket, name)
    again = part(amira, ticket, name, first["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert b"<html" not in first.content


def test_the_head_says_the_state_and_the_owner_as_they_are_now(amira, cast, ticket):
    before = part(amira, ticket, "head")
    assert "<bdi>Amira Haddad</bdi>" in before.content.decode()
    ticket.assign(cast.tom, by=cast.lena)
    ticket.move_to(State.PENDING, by=cast.lena)
    after = part(amira, ticket, "head", before["ETag"]).content.decode()
    assert "<bdi>Tom Berger</bdi>" in after
    assert "state-pending" in after


def test_the_referral_names_who_can_solve_it_and_why(amira, cast, ticket):
    said = part(amira, ticket, "referral").content.decode()
    assert said.count("<li>") <= 3
    assert "open ticket" in said
    assert "Amira Haddad" not in said


def test_without_javascript_the_referral_is_a_link(amira, ticket):
    page = amira.get(f"/tickets/{ticket.pk}/").content.decode()
    assert f'<a href="/tickets/{ticket.pk}/transfers/new/">Ask the chain of command</a>' in page


def test_a_solved_ticket_asks_nobody(amira, cast, ticket):
    ticket.move_to(State.SOLVED, by=cast.amira)
    assert "part=referral" not in amira.get(f"/tickets/{ticket.pk}/").content.decode()
