"""Chromium for the tests that look at the screen as people do: Debian's, or the one that CHROMIUM names.

It looks at a real server of this process. Every page that a test opens is watched: an error in its console, a
violation of its policy or a request to another host fails the test, whatever else it was about.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from alerts.models import Heartbeat
from people.models import User
from tests.cast import Cast, assemble

# Playwright runs an event loop in the thread of the test, in which Django would then refuse its ordinary queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Milliseconds. Only a failure waits so long; a busy machine may well need some of it.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# What each flow is shown on: between them both sizes and both schemes.
SCREENS = [
    pytest.param(DESKTOP, "light", id="desktop-light"),
    pytest.param(PHONE, "dark", id="phone-dark"),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Chromium beside a server and a second test on two cores: one miss may be the machine's, two are ours.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program. A missing one fails the test: a screen that nobody looked at must not pass for a good one."""
    names = (
        os.environ.get("CHROMIUM", ""),
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    )
    for name in filter(None, names):
        if found := shutil.which(name):
            return found
    pytest.fail(
        "Chromium was not found. Install it (Debian: apt install chromium), or set CHROMIUM to the program; "
        "`make test ARGS=\"-m 'not browser'\"` leaves these tests out.",
        pytrace=False,
    )


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium that serves all tests of this run; each takes a context of its own: `browser.new_context()`."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # it refuses to sandbox for root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def cast(transactional_db) -> Cast:
    """Everybody, where the server's threads see them; and a sweep that has just run."""
    found = assemble()
    Heartbeat.objects.beat("sweep", timezone.now())
    return found


@dataclass
class Watched:
    """What went wrong in the pages of a test, unasked."""

    host: str
    wrongs: list[str] = field(default_factory=list)
    # Going to the next page breaks off what htmx has under way, and htmx says so on the console.
    expected: tuple[str, ...] = ("htmx:sendAbort", "htmx:afterRequest")

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.wrongs.append(f"error: {error}"))
        page.on("console", lambda said: said.type == "error" and self.wrongs.append(f"console: {said.text}"))
        page.on("request", lambda request: self._check(request.url))

    def _check(self, url: str) -> None:
        if urlsplit(url).netloc != self.host and not url.startswith(("data:", "about:")):
            self.wrongs.append(f"left the host: {url}")

    def unexpected(self) -> list[str]:
        return [wrong for wrong in self.wrongs if not any(words in wrong for words in self.expected)]


@pytest.fixture
def watched(live_server) -> Iterator[Watched]:
    """Assign `expected` the words of console errors that a test is about."""
    found = Watched(urlsplit(live_server.url).netloc)
    yield found
    assert found.unexpected() == []


class Traffic:
    """The connections that the server has open."""

    def __init__(self, server) -> None:
        self._changed, self._open = threading.Condition(), 0
        self._accept, self._serve = server.process_request, server.process_request_thread
        server.process_request, server.process_request_thread = self._accepted, self._served

    def _accepted(self, *connection) -> None:
        self._count(1)
        self._accept(*connection)

    def _served(self, *connection) -> None:
        try:
            self._serve(*connection)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._changed:
            self._open += change
            self._changed.notify_all()

    def wait_for_its_end(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: not self._open, PATIENCE / 1000), "a request never ended"


@pytest.fixture(scope="session")
def traffic(live_server) -> Traffic:
    return Traffic(live_server.thread.httpd)


@pytest.fixture
def open_browser(
    browser: Browser, live_server, watched: Watched, traffic: Traffic
) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own, where `user` is logged in, or nobody is."""
    contexts: list[BrowserContext] = []

    def opened(user: User | None = None, *, size: dict = DESKTOP, scheme: str = "light", **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size,
            color_scheme=scheme,
            timezone_id="Europe/Berlin",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        watched.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    # All tables are emptied next. A request that is still under way would lock some of them the other way round.
    traffic.wait_for_its_end()


def tab_to(page: Page, selector: str, presses: int = 45) -> None:
    """Move the focus with the Tab key alone until it is on `selector`."""
    for _ in range(presses):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    at = page.evaluate("document.activeElement?.outerHTML?.slice(0, 120)")
    raise AssertionError(f"Tab never reached {selector}; the focus is on {at}")


def refresh(page: Page) -> None:
    """Have the live parts ask at once, as they do when one comes back to the page."""
    with page.expect_response(lambda response: response.request.headers.get("hx-request") == "true"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
