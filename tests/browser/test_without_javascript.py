"""The main flow in a browser that runs no script."""

from playwright.sync_api import expect

from promises.models import Promise
from tests.cast import PASSWORD


def test_log_in_log_a_call_keep_and_solve(open_browser, cast, watched):
    watched.expected = ("422", "sandboxed", "Blocked script execution")
    page = open_browser(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Email").or_(page.get_by_label("E-mail")).fill("amira@kept.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()

    page.get_by_role("link", name="Log a call").click()
    page.get_by_label("Customer").fill("duarte")
    page.get_by_label("What about").fill("The parcel came open")
    page.get_by_label("Promise, in words").fill("in 2 hours")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("radio", name="Inês Duarte").check()
    page.get_by_role("button", name="Save").click()
    if not Promise.objects.exists():
        expect(page.get_by_text("Read what was understood, then save.")).to_be_visible()
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="The parcel came open")).to_be_visible()
    expect(page.get_by_text("Logged on #")).to_be_visible()

    page.get_by_role("link", name="Keep promise").click()
    page.get_by_label("What was said").fill("She has it now.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept. Well done.")).to_be_visible()

    page.get_by_role("link", name="Solve").click()
    page.get_by_role("button", name="Solve").click()
    expect(page.get_by_text("is solved.")).to_be_visible()
    assert Promise.objects.with_facts().get().state == "kept"
