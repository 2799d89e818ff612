"""The main flow from the keyboard alone, on a desk and on a phone, in light and in dark."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alerts.models import Acknowledgement
from alerts.sweep import Sweep
from promises.customer.link import path_of
from promises.models import Promise
from tests.browser.conftest import SCREENS, tab_to
from tests.cast import PASSWORD, a_promise, a_ticket


@pytest.fixture
def promise(cast) -> Promise:
    at = timezone.now() - timedelta(minutes=30)
    return a_promise(a_ticket(cast, at=at), "in 2 hours", at=at)


def state(promise: Promise) -> str:
    return Promise.objects.with_facts().get(pk=promise.pk).state


def test_log_in_and_out(open_browser, cast):
    page = open_browser()
    page.goto("/")
    expect(page).to_have_url("/login/?next=/")
    page.keyboard.type("amira@kept.example")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
    page.get_by_role("button", name="Log out").first.press("Enter")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_log_a_call_with_a_promise(open_browser, cast, size, scheme):
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto("/tickets/")
    page.keyboard.press("c")
    expect(page.locator("#sheet_who")).to_be_focused()
    page.keyboard.type("duarte")
    expect(page.get_by_role("radio", name="Inês Duarte")).to_be_checked()
    tab_to(page, "#sheet_subject")
    page.keyboard.type("The parcel came open")
    tab_to(page, "#sheet_body")
    page.keyboard.type("Half of it is missing.")
    page.keyboard.press("Tab")
    expect(page.locator("#sheet_wording")).to_be_focused()
    page.keyboard.type("in 2 hours")
    expect(page.locator("#preview")).to_contain_text("Understood")
    tab_to(page, "#sheet_waited_seconds", presses=8)
    page.keyboard.type("2:05")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The parcel came open")).to_be_visible()
    promise = Promise.objects.get()
    assert promise.wording == "in 2 hours"
    assert promise.ticket.customer == cast.customer
    assert promise.ticket.contacts.get().waited_seconds == 125


def test_enter_takes_the_first_match_and_goes_on(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/")
    page.keyboard.press("c")
    expect(page.locator("#sheet_who")).to_be_focused()
    page.keyboard.type(cast.customer.name[:4])
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name=cast.customer.name)).to_be_focused()
    expect(page.get_by_role("radio", name=cast.customer.name)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet_subject")).to_be_focused()
    expect(page.locator("#dialog .error")).to_have_count(0)


def test_enter_goes_on_from_the_open_tickets_of_who_was_picked(open_browser, cast):
    at = timezone.now() - timedelta(hours=20)
    ticket = a_ticket(cast, at=at)
    a_promise(ticket, at=at, due_at=at + timedelta(hours=6))
    page = open_browser(cast.amira)
    page.goto("/")
    page.keyboard.press("c")
    expect(page.locator("#sheet_who")).to_be_focused()
    page.keyboard.type(cast.customer.name[:4])
    page.keyboard.press("Enter")
    expect(page.get_by_text("A ticket of theirs waits for what was promised.")).to_be_visible()
    expect(page.get_by_role("radio", name=f"#{ticket.pk} {ticket.subject} 14 h late")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="A new ticket")).to_be_checked()
    expect(page.get_by_role("radio", name="A new ticket")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#sheet_subject")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet_body")).to_be_focused()
    page.keyboard.type("Where is the voucher?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(f"Logged on #{ticket.pk}.")).to_be_visible()
    assert ticket.contacts.get().body == "Where is the voucher?"


def test_somebody_new_is_called_what_was_typed_until_it_is_said_otherwise(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/calls/new/")
    name, email = page.locator("#id_name"), page.locator("#id_email")
    page.locator("#id_who").press_sequentially("Rosa Keller")
    expect(name).to_have_value("Rosa Keller")
    page.locator("#id_who").fill("rosa@customer.example")
    expect(email).to_have_value("rosa@customer.example")
    expect(name).to_have_value("")
    name.fill("Rosa K.")
    page.locator("#id_who").fill("duarte")
    page.get_by_role("radio", name=cast.customer.name).check()
    expect(email).to_have_value("")
    expect(name).to_have_value("Rosa K.")


def test_what_is_understood_follows_the_zone_of_somebody_new(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/calls/new/")
    page.locator("#id_who").fill("Rosa Keller")
    page.locator("#id_wording").fill("Monday 10am")
    expect(page.locator("#preview")).to_contain_text("(Europe/Berlin)")
    zone = page.get_by_label("Their time zone")
    zone.fill("Europe/Atlantis")
    zone.press("Tab")
    expect(page.locator("#zone-note")).to_contain_text("“Europe/Atlantis” is not a time zone.")
    expect(page.locator("#preview")).to_contain_text("Correct their time zone first")
    zone.fill("America/New_York")
    zone.press("Tab")
    expect(page.locator("#zone-note")).to_be_empty()
    expect(page.locator("#preview")).to_contain_text("(America/New_York; 16:00 in Europe/Berlin)")


def test_what_is_understood_follows_the_team_and_the_ticket(open_browser, cast):
    at = timezone.now() - timedelta(hours=2)
    ticket = a_ticket(cast, at=at, team=cast.night_desk, owner=cast.noor)
    page = open_browser(cast.amira)
    page.goto("/calls/new/")
    page.locator("#id_who").fill("duarte")
    page.locator("#id_wording").fill("Sunday at 23:00")
    expect(page.locator("#preview")).to_contain_text("Understood")
    for choose in (
        lambda: page.get_by_role("radio", name=f"#{ticket.pk}").check(),
        lambda: page.locator("#id_team").select_option(str(cast.new_york.pk), force=True),
    ):
        with page.expect_response("**/calls/preview/"):
            choose()


def test_words_that_were_not_read_yet_are_shown_first(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/calls/new/")
    # As if the answer were slow: the form is sent before anything was understood.
    page.route("**/calls/preview/", lambda route: None)
    page.locator("#id_who").fill("new.one@customer.example")
    page.locator("#id_subject").fill("The parcel came open")
    page.locator("#id_wording").fill("in 2 hours")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Read what was understood, then save.")).to_be_visible()
    assert not Promise.objects.exists()
    expect(page.get_by_role("button", name="Save")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The parcel came open")).to_be_visible()
    assert Promise.objects.count() == 1


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_keep_from_the_desk_without_leaving_it(open_browser, cast, promise, size, scheme):
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto("/")
    tab_to(page, f"#keep-{promise.pk}")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet_body")).to_be_focused()
    page.keyboard.type("She has her new invoice.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Kept. Well done.")).to_be_visible()
    expect(page.get_by_text("You owe nobody anything")).to_be_visible()
    assert state(promise) == "kept"


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_renegotiate(open_browser, cast, promise, size, scheme):
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto("/")
    tab_to(page, f"#more-{promise.pk}")
    page.keyboard.press("Enter")
    tab_to(page, f"#renegotiate-{promise.pk}")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet_wording")).to_be_focused()
    page.keyboard.type("in 3 hours")
    expect(page.locator("#renegotiate-preview")).to_contain_text("Understood")
    tab_to(page, "#sheet_reason")
    page.keyboard.type("The courier is late.")
    tab_to(page, "#sheet_customer_told")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Renegotiated: due")).to_be_visible()
    assert promise.renegotiations.get().to_wording == "in 3 hours"


def test_withdraw_says_what_is_missing(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    tab_to(page, f"#more-{promise.pk}")
    page.keyboard.press("Space")
    tab_to(page, f"#withdraw-{promise.pk}")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet_reason")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sheet_reason[aria-invalid=true]")).to_be_focused()
    page.keyboard.type("She found it.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_text("Withdrawn.")).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("withdrew a promise")
    assert state(promise) == "withdrawn"


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_hand_over_and_accept(open_browser, cast, promise, size, scheme):
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto("/")
    tab_to(page, f"#more-{promise.pk}")
    page.keyboard.press("Enter")
    tab_to(page, f"#hand-over-{promise.pk}")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet_to")).to_be_focused()
    page.keyboard.type("Tom")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Offered to Tom Berger").last).to_be_visible()

    toms = open_browser(cast.tom, size=size, scheme=scheme)
    toms.goto("/")
    tab_to(toms, "[id^=accept-]")
    toms.keyboard.press("Enter")
    expect(toms.get_by_role("dialog").get_by_role("button", name="Accept")).to_be_focused()
    toms.keyboard.press("Enter")
    expect(toms.get_by_text("It is yours now")).to_be_visible()
    promise.refresh_from_db()
    assert promise.owner == cast.tom


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_acknowledge_from_the_inbox(open_browser, cast, promise, size, scheme):
    Sweep().run(promise.due_at - timedelta(minutes=10))
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto("/alerts/")
    tab_to(page, "[id^=acknowledge-]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have it. Alerts pause until")).to_be_visible()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    expect(page.locator("#unread .tally")).to_have_count(0)
    assert Acknowledgement.objects.filter(by=cast.amira).exists()


def test_solving_asks_about_the_promise(open_browser, cast, promise):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{promise.ticket_id}/")
    page.keyboard.press("s")
    expect(page.get_by_text("1 open promise to Inês Duarte")).to_be_visible()
    tab_to(page, f"[name=fate-{promise.pk}]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(f"#{promise.ticket_id} is solved.")).to_be_visible()
    assert state(promise) == "open"


def test_the_first_tab_skips_to_the_content(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_the_customer_says_that_nobody_called(open_browser, cast, size, scheme):
    said = timezone.now() - timedelta(hours=3)
    promise = a_promise(a_ticket(cast, at=said), "in 2 hours", at=said)
    page = open_browser(size=size, scheme=scheme)
    page.goto(path_of(promise))
    tab_to(page, "#id_words")
    page.keyboard.type("I waited all morning.")
    tab_to(page, "[name=answer][value=disputed]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You told us on")).to_be_visible()
    assert promise.customer_answers.get().words == "I waited all morning."
    assert promise.ticket.escalations.exists()
