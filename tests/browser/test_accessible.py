"""axe finds nothing on any page or in any dialog, on a desk and on a phone, in light and in dark."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.world import DIALOGS, PAGES, World, furnish

SIZES = [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def world(cast) -> World:
    return furnish(cast)


@pytest.fixture
def read(open_browser, world):
    """Opens a path as one of the cast, each in a browser of their own, without animations to wait for."""
    pages: dict[str, Page] = {}

    def opened(path: str, who: str, size: dict) -> Page:
        if who not in pages:
            user = getattr(world.cast, who) if who else None
            pages[who] = open_browser(user, size=size, reduced_motion="reduce")
        pages[who].goto(world.path(path))
        return pages[who]

    return opened


def found(page: Page) -> list[str]:
    """What axe finds: everything in light, then again in dark what colours alone decide."""
    page.emulate_media(color_scheme="light")
    # Evaluated from outside the page, so that its policy stays as it is.
    page.evaluate(AXE_SCRIPT)
    wrongs = _run(page, {"runOnly": WCAG, "resultTypes": ["violations"]})
    page.emulate_media(color_scheme="dark")
    return wrongs + _run(page, {"runOnly": ["color-contrast"], "resultTypes": ["violations"]})


def _run(page: Page, options: dict) -> list[str]:
    violations = page.evaluate("options => axe.run(document, options).then(said => said.violations)", options)
    return [
        f"{violation['id']}: {node['html'][:200]} ({node['failureSummary'].splitlines()[1].strip()})"
        for violation in violations
        for node in violation["nodes"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_any_page(read, size, watched):
    watched.expected = (*watched.expected, "404 (Not Found)")  # two of the pages are about that
    wrongs = {path: found(read(path, who, size)) for path, who in PAGES.items()}
    assert {path: wrong for path, wrong in wrongs.items() if wrong} == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_any_dialog(read, world, size):
    wrongs = {}
    for path, opener, who in DIALOGS:
        page = read(path, who, size)
        link = page.locator(world.path(opener)).first
        if not link.is_visible() and size == PHONE:
            continue  # shortcuts are for keyboards
        link.click()
        expect(page.locator("dialog[open]")).to_be_visible()
        page.wait_for_load_state("networkidle")
        wrongs[opener] = found(page)
    assert {opener: wrong for opener, wrong in wrongs.items() if wrong} == {}
    assert len(wrongs) >= len(DIALOGS) - 1
