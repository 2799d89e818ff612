"""What somebody typed is neither lost nor saved twice: over a log-in, a reload, an impatient key, a failing server."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from promises.models import Promise
from tests.browser.conftest import DESKTOP, SCREENS, refresh
from tests.cast import a_customer, a_promise, a_ticket
from tickets.models import Contact, Ticket

CSRF = "csrftoken"


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(minutes=30)
    return a_promise(a_ticket(cast, at=at), "in 2 hours", at=at)


def a_new_call(page: Page, subject: str = "The table has three legs") -> None:
    page.keyboard.press("c")
    page.locator("#dialog [name=who]").fill("Ada King")
    page.locator("#matches [type=radio]:checked").wait_for()
    page.locator("#dialog [name=subject]").fill(subject)
    page.locator("#dialog [name=body]").fill("She waits for the fourth.")


def put_aside(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def log_in(page: Page) -> None:
    page.locator("[name=login]").fill("amira@kept.example")
    page.locator("[name=password]").fill("keep-your-word")
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Main").wait_for()


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_a_call_outlives_the_end_of_the_session(open_browser, cast, size, scheme):
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto("/")
    a_new_call(page)
    Session.objects.all().delete()
    refresh(page)
    link = page.locator("#dialog").get_by_role("link", name="Log in")
    expect(link).to_be_in_viewport()
    expect(page.locator("#dialog [name=body]")).to_have_value("She waits for the fourth.")
    link.click()
    log_in(page)
    page.keyboard.press("c")
    expect(page.locator("#dialog [name=subject]")).to_have_value("The table has three legs")
    page.locator("#matches [type=radio]:checked").wait_for()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="The table has three legs")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("#dialog [name=subject]")).to_have_value("")


def test_a_reply_that_was_sent_too_late_is_there_after_the_log_in(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    page.locator("#reply_body").fill("Dear Ms Duarte")
    Session.objects.all().delete()
    page.get_by_role("button", name="Log reply").click()
    log_in(page)
    expect(page.locator("#reply_body")).to_have_value("Dear Ms Duarte")
    page.get_by_role("button", name="Log reply").click()
    expect(page.locator("#timeline")).to_contain_text("Dear Ms Duarte")
    expect(page.locator("#reply_body")).to_have_value("")
    page.reload()
    expect(page.locator("#reply_body")).to_have_value("")


def test_a_reply_outlives_what_else_is_done_on_its_page(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    page.locator("#reply_body").fill("Dear Ms Duarte")
    page.locator("[name=priority]").first.select_option("urgent")
    page.get_by_role("button", name="Set").last.click()
    expect(page.locator("#head")).to_contain_text("Urgent")
    expect(page.locator("#reply_body")).to_have_value("Dear Ms Duarte")


def test_the_log_out_takes_what_was_typed_with_it(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    page.locator("#reply_body").fill("Dear Ms Duarte")
    page.get_by_role("button", name="Log out").click()
    page.locator("[name=login]").wait_for()
    assert not page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft'))")


def test_another_form_in_between_and_a_reload_leave_a_call_as_it_was_and_cancel_does_not(
    open_browser, cast, promise
):
    page = open_browser(cast.amira)
    page.goto("/")
    a_new_call(page)
    put_aside(page)
    page.locator(f"#keep-{promise.pk}").click()
    expect(page.locator("#dialog h1")).to_have_text("What shows that it was kept?")
    put_aside(page)
    for go in (lambda: None, page.reload):
        go()
        page.keyboard.press("c")
        expect(page.locator("#dialog [name=subject]")).to_have_value("The table has three legs")
        put_aside(page)
    page.keyboard.press("c")
    page.locator("#dialog").get_by_role("link", name="Cancel").click()
    page.keyboard.press("c")
    expect(page.locator("#dialog [name=subject]")).to_have_value("")


def test_two_quick_presses_save_once(open_browser, cast):
    a_customer("Ada King", "ada@customer.example")
    page = open_browser(cast.amira)
    page.goto("/")
    a_new_call(page)
    for _ in range(3):
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="The table has three legs")).to_be_visible()
    assert (Ticket.objects.count(), Contact.objects.count()) == (1, 1)


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_what_went_wrong_is_said_before_the_form(open_browser, cast, watched, size, scheme):
    watched.expected = ("500", "htmx:")
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto("/")
    a_new_call(page)
    page.route("**/calls/new/", lambda route: route.fulfill(status=500))
    page.keyboard.press("Control+Enter")
    said = page.locator("#dialog").get_by_text("nothing was saved")
    expect(said).to_be_in_viewport()
    page.locator("#dialog").get_by_role("button", name="Dismiss").click()
    expect(said).to_have_count(0)
    page.unroute("**/calls/new/")
    put_aside(page)
    expect(page.locator("body > #toasts")).to_have_count(1)


def test_a_form_is_sent_with_the_token_of_the_session_that_there_is(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto("/")
    page.locator(f"#keep-{promise.pk}").click()
    page.locator("#dialog [name=body]").fill("She has it.")
    other = page.context.new_page()
    other.goto("/")
    before = [each for each in page.context.cookies() if each["name"] == CSRF]
    other.get_by_role("button", name="Log out").click()
    other.goto("/login/")
    log_in(other)
    assert [each for each in page.context.cookies() if each["name"] == CSRF] != before
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Kept. Well done.")).to_be_visible()


def test_a_form_that_cannot_be_fetched_says_so(open_browser, cast, promise, watched):
    watched.expected = ("ERR_FAILED", "htmx:")
    page = open_browser(cast.amira)
    page.goto("/")
    page.route("**/keep/", lambda route: route.abort())
    page.locator(f"#keep-{promise.pk}").click()
    expect(page.get_by_text("The server did not answer.")).to_be_visible()


def test_text_that_is_selected_beyond_the_edge_leaves_the_form_open(open_browser, cast):
    page = open_browser(cast.amira, size=DESKTOP)
    page.goto("/")
    a_new_call(page)
    field = page.locator("#dialog [name=body]").bounding_box()
    page.mouse.move(field["x"] + 60, field["y"] + 20)
    page.mouse.down()
    page.mouse.move(5, field["y"] + 20)
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.mouse.click(5, field["y"] + 20)
    expect(page.get_by_role("dialog")).to_be_hidden()
