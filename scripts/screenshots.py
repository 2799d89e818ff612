"""Make the pictures of the README anew, from a running Kept with demo data.

    make run                                  # in one terminal, on a fresh var/
    .venv/bin/python scripts/screenshots.py   # in another; --url http://localhost:9000 for another port

It logs in as Amira and as her manager Omar, types a call without saving it, and writes docs/screenshots/*.png. It
changes nothing.
"""

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1180, "height": 760}, {"width": 390, "height": 760}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--url", default=f"http://localhost:{os.environ.get('PORT', '8000')}")
    options.add_argument("--email", default="amira@kept.example")
    options.add_argument("--manager", default="omar@kept.example")
    options.add_argument("--password", default=os.environ.get("DEMO_PASSWORD", "keep-your-word"))
    said = options.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for email, scheme, size, shots in shots_of(said.email, said.manager):
            page = logged_in(browser, said, email, size, scheme)
            for name, show in shots.items():
                show(page)
                page.wait_for_timeout(500)
                page.screenshot(path=FOLDER / f"{name}.png")
                print(f"docs/screenshots/{name}.png")
        browser.close()


def shots_of(agent: str, manager: str) -> list[tuple[str, str, dict, dict]]:
    """Whose screen, in which scheme and size, and what it shows, by the name of the picture."""
    return [
        (agent, "light", DESKTOP, {"desk": desk, "call": call, "ticket": ticket, "palette": palette}),
        (manager, "light", DESKTOP, {"dashboard": dashboard, "over-time": over_time, "chart": chart}),
        (manager, "dark", DESKTOP, {"wall-dark": wall}),
        (agent, "dark", PHONE, {"desk-phone-dark": desk, "customer-phone-dark": customers_page}),
    ]


def logged_in(browser: Browser, said: argparse.Namespace, email: str, size: dict, scheme: str) -> Page:
    """A page on which their promises are shown."""
    context = browser.new_context(
        base_url=said.url, viewport=size, color_scheme=scheme, timezone_id="Europe/Berlin", locale="en-GB"
    )
    page = context.new_page()
    page.goto("/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(said.password)
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Main").wait_for()
    return page


def desk(page: Page) -> None:
    page.goto("/")


def call(page: Page) -> None:
    """The form of a call with what was understood beside it."""
    page.goto("/")
    page.keyboard.press("c")
    page.locator("#sheet_who").fill("hoffmann")
    page.locator("#matches [type=radio]:checked").wait_for()
    page.locator("#sheet_subject").fill("Second parcel came open")
    page.locator("#sheet_body").fill(
        "Half of it is missing. Needs to know before the weekend whether it is sent again."
    )
    page.locator("#sheet_waited_seconds").fill("2:05")
    page.locator("#sheet_wording").fill("I'll call you back tomorrow evening")
    page.locator("#preview .understood").wait_for()


def ticket(page: Page) -> None:
    """The ticket of the first promise on the desk that is open to be kept."""
    page.goto("/")
    page.goto(page.locator("main [id^=open-]").first.get_attribute("href").partition("#")[0])


def dashboard(page: Page) -> None:
    page.goto("/dashboard/")


def over_time(page: Page) -> None:
    page.goto("/dashboard/over-time/")


def wall(page: Page) -> None:
    page.goto("/wall/")


def chart(page: Page) -> None:
    page.goto("/chart/")


def palette(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("refund")
    page.locator("#palette [role=option]").nth(2).wait_for()


def customers_page(page: Page) -> None:
    """What the customer sees of the first promise on the desk that is not overdue."""
    page.goto("/")
    row = page.locator("main .promise[data-due=soon], main .promise[data-due=later]").first
    promise = row.locator("[id^=keep-]").get_attribute("href").split("/")[2]
    page.goto(f"/promises/{promise}/customers-page/")
    link = page.locator("input[value*='/p/']").get_attribute("value")
    page.goto("/p/" + link.partition("/p/")[2])


if __name__ == "__main__":
    main()
