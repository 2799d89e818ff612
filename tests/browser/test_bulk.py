"""The tickets list from the keyboard: pick, change, undo, save a view; a reply on the ticket."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from promises.models import Promise
from tests.browser.conftest import SCREENS, refresh, tab_to
from tests.cast import a_promise, a_ticket
from tickets.models import SavedReply, Ticket


@pytest.fixture
def tickets(cast) -> list[Ticket]:
    at = timezone.now() - timedelta(minutes=30)
    return [a_ticket(cast, at=at, owner=None, by=cast.amira, subject=f"Matter {name}") for name in "ABC"]


def urgent() -> int:
    return Ticket.objects.filter(priority="urgent").count()


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_pick_change_and_undo(open_browser, cast, tickets, size, scheme):
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto("/tickets/")
    expect(page.locator("#do")).to_be_hidden()
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-picked]")).to_have_text("2 picked")
    tab_to(page, "#do")
    page.keyboard.type("Urg")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 tickets: priority urgent.")).to_be_visible()
    assert urgent() == 2
    page.keyboard.press("z")
    expect(page.get_by_text("Undone: 2 tickets.")).to_be_visible()
    assert urgent() == 0


def test_what_is_picked_stays_picked_while_the_list_changes(open_browser, cast, tickets):
    page = open_browser(cast.amira)
    page.goto("/tickets/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    a_ticket(cast, at=timezone.now(), subject="Just in")
    refresh(page)
    expect(page.get_by_role("link", name="Just in")).to_be_visible()
    expect(page.locator(f"#pick-{tickets[-1].pk}")).to_be_checked()
    expect(page.locator(f"#ticket-{tickets[-1].pk}")).to_be_focused()


def test_all_of_a_page_with_one_key(open_browser, cast, tickets):
    page = open_browser(cast.amira)
    page.goto("/tickets/")
    page.keyboard.press("*")
    expect(page.locator("[data-picked]")).to_have_text("3 picked")
    page.keyboard.press("*")
    expect(page.locator("#do")).to_be_hidden()


def test_save_a_view(open_browser, cast, tickets):
    page = open_browser(cast.amira)
    page.goto("/tickets/?owner=nobody&state=open")
    tab_to(page, ".save-view > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#view-name")
    page.keyboard.type("Waiting")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Waiting")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Open and pending").press("Enter")
    expect(page).to_have_url("/tickets/")
    page.get_by_role("link", name="Waiting").press("Enter")
    expect(page).to_have_url("/tickets/?state=open&owner=nobody")


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_reply_with_a_saved_reply_that_keeps_and_promises(open_browser, cast, tickets, size, scheme):
    SavedReply.add(
        by=cast.tom, team=cast.berlin, name="On its way", body="Dear {customer}, it is on its way."
    )
    owed = a_promise(tickets[0], "in 2 hours", at=timezone.now() - timedelta(minutes=20), by=cast.amira)
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto(f"/tickets/{tickets[0].pk}/")
    page.keyboard.press("r")
    expect(page.locator("#reply_body")).to_be_focused()
    page.locator("#reply_saved").press("o")
    expect(page.locator("#reply_body")).to_have_value("Dear Inês Duarte, it is on its way.")
    expect(page.locator("#reply_body")).to_be_focused()
    tab_to(page, "[name=keeps]")
    page.keyboard.press("Space")
    tab_to(page, "#reply_wording")
    page.keyboard.type("in 3 days")
    expect(page.locator("#reply-preview")).to_contain_text("Understood")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Reply logged. One promise kept.")).to_be_visible()
    assert Promise.objects.with_facts().get(pk=owed.pk).state == "kept"
    assert Promise.objects.exclude(pk=owed.pk).get().wording == "in 3 days"


def test_without_javascript_tickets_are_changed_and_put_back(open_browser, cast, tickets):
    page = open_browser(cast.amira, java_script_enabled=False)
    page.goto("/tickets/")
    page.locator(f"#pick-{tickets[0].pk}").check()
    page.locator("#do").select_option("priority=urgent")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("1 ticket: priority urgent.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 1 ticket.")).to_be_visible()
    assert urgent() == 0
