"""The main flows in a browser that runs no script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alerts.sweep import Sweep
from escalations.models import Escalation, StepAcknowledgement
from promises.customer.link import path_of
from promises.models import Promise
from tests.cast import PASSWORD, a_promise, a_ticket
from tickets.models import Transfer


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


@pytest.fixture
def amiras(open_browser, cast, watched) -> Page:
    """Amira's browser, which runs no script."""
    watched.expected = ("422", "sandboxed", "Blocked script execution")
    return open_browser(cast.amira, java_script_enabled=False)


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(minutes=30)
    return a_promise(a_ticket(cast, at=at), "in 2 hours", at=at)


def test_renegotiate(amiras, promise):
    amiras.goto("/")
    amiras.locator(f"#more-{promise.pk}").click()
    amiras.locator(f"#renegotiate-{promise.pk}").click()
    amiras.get_by_label("Promise, in words").fill("in 3 hours")
    amiras.get_by_label("Why the time changes").fill("The courier is late.")
    amiras.get_by_label("The customer knows and agrees").check()
    amiras.get_by_role("button", name="Renegotiate").click()
    expect(amiras.get_by_text("Read what was understood, then save.")).to_be_visible()
    amiras.get_by_role("button", name="Renegotiate").click()
    expect(amiras.get_by_text("Renegotiated: due")).to_be_visible()
    assert promise.renegotiations.get().to_wording == "in 3 hours"


def test_transfer(amiras, promise, cast):
    amiras.goto(f"/tickets/{promise.ticket_id}/")
    amiras.get_by_role("link", name="Transfer").click()
    amiras.locator("#id_reason").fill("Needs the warehouse.")
    amiras.locator("#id_note").fill("The table came in two pieces.")
    amiras.get_by_role("button", name="Pass it on").click()
    expect(amiras.get_by_text("transfer 1 of 2.")).to_be_visible()
    assert Transfer.objects.get().reason == "Needs the warehouse."


def test_escalate_and_acknowledge(amiras, open_browser, promise, cast):
    amiras.goto(f"/tickets/{promise.ticket_id}/")
    amiras.get_by_role("link", name="Escalate").click()
    amiras.get_by_label("Why").fill("A refund over my limit.")
    amiras.get_by_role("button", name="Escalate").click()
    expect(amiras.get_by_role("heading", name="Escalated: Lena Vogt is asked")).to_be_visible()

    lenas = open_browser(cast.lena, java_script_enabled=False)
    lenas.goto("/")
    lenas.locator(f"#take-{Escalation.objects.get().pk}").click()
    lenas.locator("main button[type=submit]").click()
    expect(lenas.get_by_text("You have it. The climb stops.")).to_be_visible()
    assert StepAcknowledgement.objects.get().by == cast.lena


def test_acknowledge_an_alert(amiras, promise):
    Sweep().run(promise.due_at - timedelta(minutes=10))
    amiras.goto("/alerts/")
    amiras.locator("[id^=acknowledge-]").first.click()
    expect(amiras.get_by_text("You have it. Alerts pause until")).to_be_visible()


def test_the_customer_answers(open_browser, promise, watched):
    watched.expected = ("sandboxed", "Blocked script execution")
    page = open_browser(java_script_enabled=False)
    page.goto(path_of(promise))
    page.get_by_text("Need another time?").click()
    page.get_by_label("Which time would suit you?").fill("After six, please.")
    page.get_by_role("button", name="Ask for this time").click()
    expect(page.get_by_text("You asked for another time")).to_be_visible()
    page.get_by_role("button", name="You called me").click()
    expect(page.get_by_text("You confirmed this on")).to_be_visible()
    page.get_by_text("Something not right?").click()
    page.get_by_role("button", name="You didn’t call").click()
    expect(page.get_by_text("You told us on")).to_be_visible()
    assert promise.customer_answers.count() == 3


def test_make_and_revoke_the_address_of_a_calendar(amiras, cast):
    amiras.goto("/you/")
    amiras.get_by_role("button", name="Make an address").click()
    expect(amiras.get_by_label("Secret address")).to_have_value(re.compile(r"/calendar/[\w-]{43}\.ics$"))
    amiras.get_by_role("button", name="Revoke it").click()
    expect(amiras.get_by_text("does not work any more")).to_be_visible()
    assert not cast.amira.calendar_feeds.filter(revoked_at=None).exists()
