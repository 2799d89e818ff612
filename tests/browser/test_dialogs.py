"""A form in the dialog is its own, whatever form or filter with the same fields stands on the page below it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import DIALOGS, World, furnish

# On one database: nothing of it is about databases.
pytestmark = pytest.mark.sqlite

# Besides the pages of DIALOGS: those with filters, and a form on a page of its own.
ALSO = [
    ("/tickets/{escalated}/", "lena"),
    ("/tickets/", "amira"),
    ("/dashboard/promises/", "omar"),
    ("/dashboard/over-time/", "omar"),
    ("/promises/{promise}/keep/", "amira"),
    ("/promises/{promise}/renegotiate/", "amira"),
    ("/tickets/{ticket}/transfers/new/", "amira"),
    ("/calls/new/", "amira"),
]
PAGES = sorted({(path, who) for path, _, who in DIALOGS} | set(ALSO))
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""


@pytest.fixture
def world(cast) -> World:
    return furnish(cast)


def dialogs_on(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('a[data-dialog]')].map((link) => link.id)")


def open_from(page: Page, link: str) -> None:
    # Some stand in a menu that is closed.
    page.evaluate("id => document.getElementById(id).click()", link)
    expect(page.locator("dialog[open] form, dialog[open] .sheet").first).to_be_visible()


@pytest.mark.parametrize(("path", "who"), PAGES)
def test_no_id_is_there_twice_while_a_dialog_is_open(open_browser, world, path, who):
    page = open_browser(getattr(world.cast, who))
    page.goto(world.path(path))
    wrongs = {link: twice for link in ["", *dialogs_on(page)] if (twice := ids_twice(page, link))}
    assert not wrongs


def ids_twice(page: Page, link: str) -> list[str]:
    if link:
        open_from(page, link)
    found = page.evaluate(TWICE)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    return found


def test_a_label_in_the_dialog_leads_to_its_field(open_browser, world):
    page = open_browser(world.cast.amira)
    page.goto(world.path("/tickets/{ticket}/"))
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("What was said").click()
    expect(dialog.get_by_label("What was said")).to_be_focused()


def test_the_form_of_a_call_is_not_opened_over_itself(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/calls/new/")
    page.get_by_label("What about").fill("Half a sentence")
    page.get_by_label("What about").blur()
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_label("What about")).to_have_value("Half a sentence")
