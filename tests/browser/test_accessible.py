"""axe finds nothing on any page or in any dialog, on a desk and on a phone, in light and in dark."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.world import DIALOGS, PAGES, World, furnish

# On one database: nothing of it is about databases, and it takes minutes.
pytestmark = pytest.mark.sqlite

SCREENS = [
    pytest.param(size, scheme, id=f"{name}-{scheme}")
    for name, size in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def world(cast) -> World:
    return furnish(cast)


@pytest.fixture
def read(open_browser, world):
    """Opens a path as one of the cast, each in a browser of their own, without animations to wait for."""
    pages: dict[str, Page] = {}

    def opened(path: str, who: str, size: dict, scheme: str) -> Page:
        if who not in pages:
            user = getattr(world.cast, who) if who else None
            pages[who] = open_browser(user, size=size, scheme=scheme, reduced_motion="reduce")
        answer = pages[who].goto(world.path(path))
        assert answer.status < 500, path
        return pages[who]

    return opened


def found(page: Page, scheme: str) -> list[str]:
    """What axe finds; in dark only what colours decide, for the rest is as it was in light."""
    # Evaluated from outside the page, so that its policy stays as it is.
    page.evaluate(AXE_SCRIPT)
    only = WCAG if scheme == "light" else ["color-contrast"]
    return _run(page, {"runOnly": only, "resultTypes": ["violations"]})


def _run(page: Page, options: dict) -> list[str]:
    violations = page.evaluate("options => axe.run(document, options).then(said => said.violations)", options)
    return [
        f"{violation['id']}: {node['html'][:200]} ({node['failureSummary'].splitlines()[1].strip()})"
        for violation in violations
        for node in violation["nodes"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_axe_finds_nothing_on_any_page(read, size, scheme, watched):
    watched.expected = (*watched.expected, "404 (Not Found)")  # two of the pages are about that
    wrongs = [
        f"{path} {wrong}"
        for path, who in PAGES.items()
        for wrong in found(read(path, who, size, scheme), scheme)
    ]
    assert not wrongs, "\n".join(wrongs)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_axe_finds_nothing_in_any_dialog(read, world, size, scheme):
    wrongs, scanned = [], 0
    for path, opener, who in DIALOGS:
        page = read(path, who, size, scheme)
        link = page.locator(world.path(opener)).first
        if not link.is_visible() and size == PHONE:
            continue  # shortcuts are for keyboards
        link.click()
        expect(page.locator("dialog[open]")).to_be_visible()
        page.wait_for_load_state("networkidle")
        wrongs += [f"{path} {opener} {wrong}" for wrong in found(page, scheme)]
        scanned += 1
    assert not wrongs, "\n".join(wrongs)
    assert scanned >= len(DIALOGS) - 1
