"""Search, the palette and the sheet of shortcuts, from the keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import SCREENS
from tests.cast import a_promise, a_ticket
from tickets.models import Ticket


@pytest.fixture
def ticket(cast) -> Ticket:
    at = timezone.now() - timedelta(minutes=30)
    ticket = a_ticket(cast, at=at, subject="The pond has no water")
    a_promise(ticket, "in 2 hours", at=at)
    return ticket


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_the_palette_finds_a_ticket_as_one_types(open_browser, cast, ticket, size, scheme):
    page = open_browser(cast.ben, size=size, scheme=scheme)
    page.goto("/alerts/")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search, or name what to do")
    expect(box).to_be_focused()
    page.keyboard.type("pond")
    expect(page.get_by_role("option", name="The pond has no water").first).to_have_attribute(
        "aria-selected", "true"
    )
    expect(box).to_have_attribute("aria-activedescendant", "hit-tickets-1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/tickets/{ticket.number}/")


def test_the_arrows_go_round_and_escape_gives_the_focus_back(open_browser, cast, ticket):
    page = open_browser(cast.amira)
    page.goto("/")
    page.locator("[id^=keep-]").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("duarte")
    expect(page.locator("#hit-customers-1")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "hit-tickets-1")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "hit-customers-1")
    page.keyboard.press("Escape")
    expect(page.locator("[id^=keep-]")).to_be_focused()


def test_the_palette_does_what_the_page_offers(open_browser, cast, ticket):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{ticket.number}/")
    for words, heading in (
        ("esc", "Escalate"),
        ("renego", "new time"),
        ("keep prom", "What shows"),
        ("log a c", "Log a call"),
    ):
        page.keyboard.press("Control+k")
        page.keyboard.type(words)
        expect(page.locator("#command-0")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(page.locator("#dialog-body").get_by_role("heading", level=1)).to_contain_text(heading)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("go to ch")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/chart/")


def test_a_slash_opens_the_search_and_nothing_found_is_said(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("nothing like it")
    expect(page.get_by_text("Nothing has all of these words.")).to_be_visible()
    expect(page.locator("#palette-status")).to_have_text("Nothing found")


def test_the_help_sheet_says_what_the_page_offers(open_browser, cast, ticket):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{ticket.number}/")
    offered = page.eval_on_selector_all(
        "[data-key]", "all => all.map(each => each.dataset.key.toUpperCase())"
    )
    page.keyboard.press("?")
    help = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help).to_be_visible()
    listed = help.locator("[data-read] kbd").all_inner_texts()
    assert sorted(listed) == sorted(set(offered))
    expect(help.get_by_text("Transfer", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(help).to_be_hidden()


def test_j_and_k_move_through_a_list(open_browser, cast, ticket):
    a_ticket(cast, at=timezone.now(), subject="The newest")
    page = open_browser(cast.amira)
    page.goto("/tickets/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="The pond has no water")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The newest")).to_be_visible()


def test_without_javascript_the_search_is_a_page(open_browser, cast, ticket):
    page = open_browser(cast.amira, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("pond")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="The pond has no water").first.click()
    expect(page).to_have_url(f"/tickets/{ticket.number}/")
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_hidden()


def test_enter_waits_for_what_was_typed(open_browser, cast):
    at = timezone.now()
    ada, bo = (a_ticket(cast, at=at, subject=f"{name} writes") for name in ("Adalbert", "Boleslav"))
    page = open_browser(cast.amira)
    page.goto("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("adalbert")
    page.locator("#palette-hits [role=option]").first.wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type("boleslav")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/tickets/{bo.number}/"))
    page.keyboard.press("Control+k")
    page.keyboard.type("adalbert")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/tickets/{ada.number}/"))
