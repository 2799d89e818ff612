"""The dashboard in a browser: from the keyboard, on a phone, and under changing data."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from promises.models import Promise
from promises.settling import withdraw
from tests.browser.conftest import PHONE, SCREENS, refresh, tab_to
from tests.cast import a_customer, a_promise, a_ticket

LONG = "W" * 180


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(minutes=30)
    customer = a_customer(LONG, "long@customer.example")
    return a_promise(a_ticket(cast, at=at, customer=customer, subject=LONG), "in 1 hour", at=at)


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_a_lead_finds_what_is_near_and_covers_it_without_a_mouse(open_browser, cast, promise, size, scheme):
    page = open_browser(cast.lena, size=size, scheme=scheme)
    page.goto("/")
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
    tab_to(page, "#tile-soon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Due within the hour")).to_be_visible()
    tab_to(page, f"#cover-{promise.pk}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Keep it yourself?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is yours now.")).to_be_visible()
    expect(page.locator(".promise")).to_contain_text("Lena Vogt")
    promise.refresh_from_db()
    assert promise.owner == cast.lena


def test_the_numbers_follow_by_themselves_and_the_focus_stays(open_browser, cast, promise):
    page = open_browser(cast.lena)
    page.goto("/dashboard/")
    expect(page.locator("#tile-open .figure")).to_have_text("1")
    tab_to(page, "#tile-open")
    withdraw(promise, by=cast.amira, reason="She found it.")
    refresh(page)
    expect(page.locator("#tile-open .figure")).to_have_text("0")
    expect(page.locator("#tile-open")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/",
        "/dashboard/promises/",
        "/dashboard/over-time/",
        "/dashboard/over-time/promises/",
        "/dashboard/over-time/tickets/",
        "/wall/",
    ],
)
def test_nothing_is_wider_than_a_phone(open_browser, cast, promise, path, scheme):
    cast.amira.name = LONG
    cast.amira.save()
    cast.berlin.name = "Team " + "M" * 100
    cast.berlin.save()
    promise.ticket.move_to("solved", by=cast.amira, at=timezone.now())
    page = open_browser(cast.lena, size=PHONE, scheme=scheme)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
