"""A page that stays open all day while everything around it changes: focus and typing stay, and it grows no heavier."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from promises.customer.answering import ask_another_time
from promises.models import Promise
from promises.settling import withdraw
from tests.browser.conftest import refresh
from tests.cast import Cast, a_call, a_promise, a_ticket

ROUNDS = 12
NODES = "document.getElementsByTagName('*').length"


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(minutes=30)
    return a_promise(a_ticket(cast, at=at), "in 2 hours", at=at)


def busy_round(cast: Cast, promise: Promise, number: int) -> None:
    """A colleague calls, promises something more and takes it back."""
    a_call(promise.ticket, at=timezone.now(), by=cast.tom, body=f"Call {number}")
    more = a_promise(promise.ticket, "in 5 hours", at=timezone.now())
    withdraw(more, by=cast.amira, reason="No longer.")


def test_typing_in_a_dialog_outlives_a_busy_hour(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    page.locator(f"#keep-{promise.pk}").click()
    field = page.locator("dialog #sheet_body")
    field.fill("")
    for number in range(ROUNDS):
        page.keyboard.type(f"word{number} ")
        busy_round(cast, promise, number)
        refresh(page)
        expect(field).to_be_focused()
    expect(field).to_have_value("".join(f"word{number} " for number in range(ROUNDS)))
    expect(page.locator("#timeline")).to_contain_text(f"Call {ROUNDS - 1}")


def test_a_desk_that_is_refreshed_all_day_grows_no_heavier(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto("/")
    page.locator(f"#keep-{promise.pk}").focus()
    page.wait_for_load_state("networkidle")
    at_first = page.evaluate(NODES)
    for number in range(ROUNDS):
        busy_round(cast, promise, number)
        refresh(page)
        expect(page.locator(f"#keep-{promise.pk}")).to_be_focused()
    # The page polls by itself, too, and may have asked while there was one promise more.
    page.wait_for_function(f"most => {NODES} <= most", arg=at_first)


def test_what_the_customer_says_shows_up_while_the_agent_types(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    field = page.locator("main textarea:visible").first
    field.fill("Half a sentence")
    ask_another_time(promise, words="After six, please.")
    refresh(page)
    expect(page.locator("#promises")).to_contain_text("The customer asks for another time.")
    expect(field).to_have_value("Half a sentence")
    expect(field).to_be_focused()


def three(cast: Cast) -> list[Promise]:
    at = timezone.now() - timedelta(minutes=30)
    return [a_promise(a_ticket(cast, at=at), f"in {hours} hours", at=at) for hours in (2, 3, 4)]


def test_the_focus_goes_to_the_next_row_when_its_row_is_done(open_browser, cast):
    first, second, _ = three(cast)
    page = open_browser(cast.amira)
    page.goto("/")
    page.locator(f"#keep-{first.pk}").focus()
    page.keyboard.press("Enter")
    page.locator("#dialog [name=body]").fill("She has it.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#keep-{first.pk}")).to_have_count(0)
    expect(page.locator(f"#open-{second.pk}")).to_be_focused()


def test_the_focus_goes_to_the_next_row_when_a_colleague_ends_its_row(open_browser, cast):
    first, second, _ = three(cast)
    page = open_browser(cast.amira)
    page.goto("/")
    page.locator(f"#keep-{first.pk}").focus()
    withdraw(first, by=cast.amira, reason="No longer.")
    refresh(page)
    expect(page.locator(f"#open-{second.pk}")).to_be_focused()


def test_the_focus_goes_back_to_the_menu_that_led_to_a_form(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto("/")
    page.locator(f"#more-{promise.pk}").focus()
    page.keyboard.press("Enter")
    page.locator(f"#renegotiate-{promise.pk}").click()
    page.locator("#dialog [autofocus], #dialog input:visible").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(f"#more-{promise.pk}")).to_be_focused()


def test_what_is_selected_stays_selected_and_the_news_comes_afterwards(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    page.wait_for_load_state("networkidle")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#timeline li'))")
    busy_round(cast, promise, 1)
    refresh(page)
    expect(page.locator("#promises")).to_contain_text("Withdrawn")
    assert page.evaluate("getSelection().toString().trim()")
    page.evaluate("getSelection().removeAllRanges()")
    refresh(page)
    expect(page.locator("#timeline")).to_contain_text("Call 1")


def test_a_field_stays_where_it_is_while_the_page_above_it_grows(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    page.wait_for_load_state("networkidle")
    field = page.locator("#reply_body")
    field.focus()
    before = field.bounding_box()["y"]
    a_promise(promise.ticket, "in 5 hours", at=timezone.now())
    refresh(page)
    expect(page.locator("#promises")).to_contain_text("in 5 hours")
    assert abs(field.bounding_box()["y"] - before) < 2
