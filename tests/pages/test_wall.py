"""The wallboard as the server makes it."""

import re
from datetime import timedelta

import time_machine
from django.utils import timezone

from tests.cast import a_customer, a_promise, a_ticket
from tests.pages.conftest import HTMX


def boards(html: str) -> list[str]:
    return re.findall(r'<h1 id="board-\d+"><bdi>([^<]+)<', html)


def shown(html: str) -> list[str]:
    return re.findall(r'<section class="board" aria.*?<bdi>([^<]+)<', html, re.DOTALL)


def test_it_rotates_the_teams_that_are_named_after_those_of_all(browse, cast):
    omar = browse(cast.omar)
    every = omar.get("/wall/").content.decode()
    assert boards(every) == ["All teams", "Night desk", "Support Berlin", "Support New York"]
    two = omar.get("/wall/?teams=night-desk,support-berlin").content.decode()
    assert boards(two) == ["These teams", "Night desk", "Support Berlin"]
    assert boards(omar.get("/wall/?teams=night-desk").content.decode()) == ["Night desk"]
    assert "There is no such team" in omar.get("/wall/?teams=oslo").content.decode()


def test_without_a_script_each_refresh_shows_the_next(browse, cast):
    omar = browse(cast.omar)
    first = omar.get("/wall/?seconds=30").content.decode()
    refresh = re.search(r'<noscript><meta http-equiv="refresh" content="30;url=([^"]+)">', first)[1]
    assert shown(first) == ["All teams"]
    second = omar.get(refresh.replace("&amp;", "&")).content.decode()
    assert shown(second) == ["Night desk"]
    assert shown(omar.get("/wall/?turn=4").content.decode()) == ["All teams"]


def test_odd_numbers_in_the_address_are_put_right(browse, cast):
    for query, seconds in (("seconds=0", 5), ("seconds=x", 20), ("seconds=99999", 600), ("turn=-3", 20)):
        html = browse(cast.omar).get(f"/wall/?{query}").content.decode()
        assert f'data-seconds="{seconds}"' in html


def test_it_shows_what_is_due_and_no_customers_name(browse, cast):
    at = timezone.now() - timedelta(hours=2)
    ticket = a_ticket(cast, at=at, customer=a_customer("Dorothea Ungewitter", "d@customer.example"))
    a_promise(ticket, at=at, due_at=at + timedelta(hours=1))
    html = browse(cast.omar).get("/wall/?teams=support-berlin").content.decode()
    assert f'Call back <span class="quiet">#{ticket.number}<' in html
    assert "Amira Haddad" in html
    assert "Ungewitter" not in html


def test_a_wall_stays_logged_in_for_as_long_as_it_is_up(browse, cast):
    started = timezone.now()
    with time_machine.travel(started, tick=False) as clock:
        omar = browse(cast.omar)
        for _ in range(40):
            assert omar.get("/wall/", **HTMX).status_code == 200
            clock.shift(timedelta(days=1))
        clock.shift(timedelta(days=14))
        assert omar.get("/wall/", **HTMX).status_code == 302


def test_a_wall_that_did_not_change_costs_a_304(browse, cast):
    omar = browse(cast.omar)
    first = omar.get("/wall/", **HTMX)
    assert omar.get("/wall/", **HTMX, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_strangers_are_asked_to_log_in(client, db):
    assert client.get("/wall/").status_code == 302


def test_nothing_of_it_is_inline(browse, cast):
    html = browse(cast.omar).get("/wall/").content.decode()
    for inline in (" style=", "<style", "onclick=", "javascript:", "<script>"):
        assert inline not in html
