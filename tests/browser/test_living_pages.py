"""Pages that change by themselves, and lose nothing of what one is doing."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from promises.models import Promise
from promises.settling import withdraw
from tests.browser.conftest import PHONE, refresh, tab_to
from tests.cast import a_call, a_customer, a_promise, a_ticket


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(minutes=30)
    return a_promise(a_ticket(cast, at=at), "in 2 hours", at=at)


def test_what_changes_shows_up_and_what_is_typed_stays(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    page.locator("#reply_body").fill("Half a sentence")
    a_call(promise.ticket, at=timezone.now(), by=cast.tom, body="Tom spoke to her meanwhile.")
    refresh(page)
    expect(page.locator("#timeline")).to_contain_text("Tom spoke to her meanwhile.")
    expect(page.locator("#reply_body")).to_have_value("Half a sentence")
    expect(page.locator("#reply_body")).to_be_focused()


def test_the_focus_stays_in_a_list_that_is_drawn_anew(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto("/")
    tab_to(page, f"#keep-{promise.pk}")
    a_promise(promise.ticket, "in 5 hours", at=timezone.now())
    refresh(page)
    expect(page.get_by_text("“in 5 hours”")).to_be_visible()
    expect(page.locator(f"#keep-{promise.pk}")).to_be_focused()


def test_an_open_menu_is_not_drawn_over(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto("/")
    page.locator(f"#more-{promise.pk}").click()
    withdraw(promise, by=cast.amira, reason="Elsewhere.")
    refresh(page)
    expect(page.locator(f"#renegotiate-{promise.pk}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#renegotiate-{promise.pk}")).to_be_hidden()
    refresh(page)
    expect(page.get_by_text("You owe nobody anything")).to_be_visible()


def test_a_list_that_is_the_same_costs_a_304(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto("/")
    refresh(page)
    page.wait_for_load_state("networkidle")
    with page.expect_response(
        lambda r: r.url.endswith("/") and r.request.headers.get("hx-request") == "true"
    ) as answer:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert answer.value.status == 304


def test_the_countdown_runs_by_itself(open_browser, cast, promise, watched):
    watched.expected = ("net::ERR_FAILED", "htmx:")
    page = open_browser(cast.amira)
    page.clock.install(time=promise.due_at - timedelta(minutes=2, seconds=30))
    # Only the page's clock is moved here, not the server's, whose word would correct it.
    page.route(
        "**/*", lambda route: route.abort() if route.request.headers.get("hx-request") else route.continue_()
    )
    page.goto("/")
    page.clock.fast_forward("00:06")
    row = page.locator(".promise", has_text="in 2 hours")
    expect(row.locator("[data-countdown]")).to_have_text("in 2 min")
    page.clock.fast_forward("05:00")
    expect(row.locator("[data-countdown]")).to_have_text("2 min late")
    expect(row).to_have_attribute("data-due", "overdue")


def test_escape_keeps_what_was_typed(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/")
    page.keyboard.press("c")
    page.locator("#sheet_subject").fill("Half a sentence")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("c")
    expect(page.locator("#sheet_subject")).to_have_value("Half a sentence")


def test_a_key_typed_into_a_field_is_only_a_letter(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/tickets/")
    page.keyboard.press("/")
    page.keyboard.type("cc")
    expect(page.locator("#id_q")).to_have_value("cc")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_session_that_ended_leads_to_the_log_in(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto("/")
    Session.objects.all().delete()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    expect(page).to_have_url("/login/?next=/")


def test_a_server_that_is_away_is_said_and_typing_is_not_lost(open_browser, cast, promise, watched):
    watched.expected = ("net::ERR_FAILED", "htmx:")
    page = open_browser(cast.amira)
    page.goto("/")
    page.locator(f"#keep-{promise.pk}").click()
    page.locator("#sheet_body").fill("She has her new invoice.")
    page.route("**/keep/", lambda route: route.abort())
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Look whether it was saved")).to_be_visible()
    expect(page.locator("#sheet_body")).to_have_value("She has her new invoice.")
    page.unroute("**/keep/")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Kept. Well done.")).to_be_visible()


@pytest.mark.parametrize(
    "name", ["W" * 200, "משה בן־דוד \u202e", "李娜 🎉👩‍👩‍👧‍👦", "<b onclick=alert(1)>Bo</b>"]
)
def test_no_name_breaks_a_page(open_browser, cast, name):
    at = timezone.now() - timedelta(minutes=30)
    customer = a_customer(name, "odd@customer.example")
    ticket = a_ticket(cast, at=at, customer=customer, subject=name, description=name)
    ticket.log_contact(direction="inbound", by=cast.amira, at=at, channel="phone", body=name)
    promise = a_promise(ticket, at=at)
    page = open_browser(cast.amira, size=PHONE)
    for path in (
        "/",
        "/tickets/",
        f"/tickets/{ticket.number}/",
        f"/promises/{promise.pk}/keep/",
        "/calls/new/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_what_a_row_offers_is_done_by_a_key(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("The first thing that can be done with it")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("y")
    expect(page.get_by_role("heading", name="What shows that it was kept?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#open-{promise.pk}")).to_be_focused()
    page.keyboard.press(".")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"#renegotiate-{promise.pk}")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(f"#withdraw-{promise.pk}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#more-{promise.pk}")).to_be_focused()
