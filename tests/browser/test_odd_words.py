"""Names from right to left, words of 200 letters, emoji and markup, in every field: nothing breaks, text stays text."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE
from tests.browser.world import PAGES, furnish

# On one database: nothing of it is about databases, and it takes minutes.
pytestmark = pytest.mark.sqlite

ODD = {
    "a long word": "W" * 200,
    "right to left": "משה בן־דוד سالم الفارسي \u202eabc",
    "emoji": "李娜 🎉👩‍👩‍👧‍👦 Zoë",
    "markup": "<b onclick=alert(1)>Bo</b><script>alert(1)</script>&amp;",
}
# What would show if a text had become part of the page.
BECAME_PAGE = "[onclick], main b, body > script:not([src])"
# The middle of the widest that sticks out, for the message.
WIDEST = """width => [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > width + 1)
  .map(e => e.outerHTML.slice(0, 160)).slice(0, 3)"""


def broken(page: Page, path: str, words: str) -> list[str]:
    """What is wrong with the page that is open."""
    wrongs = []
    if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
        wrongs.append(f"{path} is too wide: {page.evaluate(WIDEST, PHONE['width'])}")
    if page.locator(BECAME_PAGE).count():
        wrongs.append(f"{path} has markup of a customer's")
    if "\ufffd" in page.content() or "&amp;lt;" in page.content() or "&amp;amp;amp;" in page.content():
        wrongs.append(f"{path} mangles text")
    return wrongs


@pytest.mark.slow
@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_no_words_break_a_page(open_browser, cast, watched, words):
    watched.expected = (*watched.expected, "404 (Not Found)")
    world = furnish(cast, words)
    browsers: dict[str, Page] = {}
    wrongs = []
    for path, who in PAGES.items():
        if who not in browsers:
            browsers[who] = open_browser(getattr(cast, who) if who else None, size=PHONE)
        answer = browsers[who].goto(world.path(path))
        assert answer.status < 500, path
        wrongs += broken(browsers[who], path, words)
    assert not wrongs, "\n".join(wrongs)


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_the_words_are_read_as_they_were_written(open_browser, cast, words):
    world = furnish(cast, words)
    page = open_browser(cast.amira)
    for path in ("/tickets/{ticket}/", "{disputed_page}"):
        page.goto(world.path(path))
        assert words.strip() in page.locator("main").inner_text(), path


def test_a_name_from_right_to_left_does_not_turn_its_neighbours(open_browser, cast):
    world = furnish(cast, ODD["right to left"])
    page = open_browser(cast.amira)
    page.goto(world.path("/tickets/{ticket}/"))
    loose = page.evaluate(
        """() => {
          const said = /[\\u0590-\\u06ff]/;
          const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const parent = node.parentElement;
            if (!said.test(node.data) || parent.closest("bdi, option, textarea, script, template")) continue;
            if (getComputedStyle(parent).unicodeBidi.includes("isolate") || parent.dir === "auto") continue;
            found.push(parent.outerHTML.slice(0, 160));
          }
          return found;
        }"""
    )
    assert loose == []
