"""The search as a page, as the palette asks for it, and over REST."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.conftest import refused
from tests.cast import a_customer, a_promise, a_ticket
from tests.pages.conftest import HTMX

pytestmark = pytest.mark.django_db


def ducks(cast, count: int) -> None:
    at = timezone.now() - timedelta(hours=1)
    for number in range(count):
        customer = a_customer(f"Duck {number} of {count}", f"duck.{number}.{count}@pond.example")
        a_promise(
            a_ticket(cast, at=at, customer=customer, subject="A pond without water"), "in 4 hours", at=at
        )


def test_the_page_shows_a_few_of_each_kind_and_leads_to_more(browse, cast):
    ducks(cast, 7)
    page = browse(cast.ben).get("/search/?q=duck").content.decode()
    assert page.count('<a class="hit"') == 15
    assert "?q=duck&amp;kind=tickets" in page
    assert page.count('<a class="hit"', 0, page.index("found-customers")) == 5


def test_one_kind_goes_on_page_by_page(browse, cast):
    ducks(cast, 32)
    amira = browse(cast.amira)
    first = amira.get("/search/?q=duck&kind=customers").content.decode()
    second = amira.get("/search/?q=duck&kind=customers&page=2").content.decode()
    assert (first.count('<a class="hit"'), second.count('<a class="hit"')) == (30, 2)
    assert "page=2" in first
    assert "page=3" not in second


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%00",
        "q=" + "a+" * 300,
        "q=duck&kind=people",
        "q=duck&kind=tickets&page=9999999",
        "q=%ED%A0%80",
    ],
)
def test_no_question_is_an_error(browse, cast, query):
    assert browse(cast.amira).get(f"/search/?{query}").status_code == 200


def test_the_palette_gets_options_by_the_same_search(browse, cast):
    ducks(cast, 1)
    options = browse(cast.amira).get("/search/?q=duck", **HTMX).content.decode()
    assert options.count('role="option"') == 3
    assert "<html" not in options


def test_a_customer_leads_to_their_tickets(browse, cast):
    ducks(cast, 2)
    page = browse(cast.amira).get(f"/tickets/?state=all&customer={cast.customer.pk}").content.decode()
    assert "Tickets of <bdi>Inês Duarte</bdi>" in page
    assert "A pond" not in page


@pytest.mark.parametrize("path", ["/search/?q=duck", "/search/?q=duck&kind=tickets", "/tickets/?q=duck"])
def test_a_page_costs_the_same_however_much_is_found(browse, cast, path):
    amira, counts = browse(cast.amira), []
    for more in (1, 6):
        ducks(cast, more)
        with CaptureQueriesContext(connection) as captured:
            amira.get(path)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_api_groups_what_it_finds(calling, cast):
    ducks(cast, 3)
    found = calling(cast.ben).get("search/", q="duck", page_size=2).json()
    assert [row["customer"]["name"] for row in found["tickets"]["results"]] == ["Duck 2 of 3", "Duck 1 of 3"]
    assert len(found["customers"]["results"]) == len(found["promises"]["results"]) == 2
    further = calling(cast.ben).follow(found["promises"]["next"]).json()
    assert list(further) == ["promises"]
    assert len(further["promises"]["results"]) == 1
    assert further["promises"]["next"] is None


def test_the_api_costs_the_same_however_much_is_found(calling, cast):
    caller, counts = calling(cast.ben), []
    caller.get("me/")  # the first call of a token is noted on it
    for more in (1, 6):
        ducks(cast, more)
        with CaptureQueriesContext(connection) as captured:
            caller.get("search/", q="duck")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_api_says_what_it_needs(calling, cast):
    caller = calling(cast.ben)
    assert list(refused(caller.get("search/"))) == ["q"]
    assert list(refused(caller.get("search/", q="x", kind="people"))) == ["kind"]
    assert caller.client.get("/api/v1/search/?q=x", headers={"Authorization": ""}).status_code == 401
