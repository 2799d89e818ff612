"""The mood of a customer from the keyboard alone, beside what one is writing, and without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from recovery.models import Mood, MoodReading
from recovery.moods import read_mood
from tests.browser.conftest import PHONE, SCREENS, refresh, tab_to
from tests.cast import a_ticket
from tickets.models import Ticket


@pytest.fixture
def ticket(cast) -> Ticket:
    return a_ticket(cast, at=timezone.now() - timedelta(hours=2))


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_a_key_a_digit_and_enter(open_browser, cast, ticket, size, scheme):
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto(f"/tickets/{ticket.pk}/")
    page.locator("#reply_body").fill("Half a sentence")
    page.locator("#reply_body").blur()
    page.keyboard.press("m")
    expect(
        page.get_by_role("group", name="Their mood now").get_by_role("radio", name="Pleased")
    ).to_be_focused()
    page.keyboard.press("4")
    expect(page.locator("#mood-form").get_by_role("radio", name="Angry")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mood noted: angry.")).to_be_visible()
    expect(page.locator("#mood .badge")).to_have_text("Angry")
    expect(page.locator("#timeline")).to_contain_text("read the customer’s mood: angry")
    if size == PHONE:
        expect(page.locator("#mood-mark")).to_be_visible()
        expect(page.locator("#mood-mark")).to_have_text("Angry")
    expect(page.locator("#mood-form :checked")).to_have_count(0)
    expect(page.locator("#reply_body")).to_have_value("Half a sentence")
    assert MoodReading.objects.get().mood == Mood.ANGRY


def test_with_the_arrows_and_a_note(open_browser, cast, ticket):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{ticket.pk}/")
    tab_to(page, "#mood-form [type=radio]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#mood-form").get_by_role("radio", name="Annoyed")).to_be_checked()
    tab_to(page, "#mood_note")
    page.keyboard.type("The third call.")
    page.keyboard.press("Enter")
    expect(page.locator("#mood")).to_contain_text("The third call.")
    assert MoodReading.objects.get().mood == Mood.ANNOYED


def test_what_another_reads_shows_up_and_what_is_picked_stays(open_browser, cast, ticket):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{ticket.pk}/")
    page.keyboard.press("m")
    page.keyboard.press("2")
    read_mood(ticket, by=cast.tom, level="furious")
    refresh(page)
    expect(page.locator("#mood .badge")).to_have_text("Furious")
    expect(page.locator("#mood-form").get_by_role("radio", name="Calm")).to_be_checked()
    expect(page.locator("#mood-form").get_by_role("radio", name="Calm")).to_be_focused()


def test_in_the_form_of_a_call(open_browser, cast):
    page = open_browser(cast.amira)
    page.goto("/tickets/")
    page.keyboard.press("c")
    expect(page.locator("#sheet_who")).to_be_focused()
    page.keyboard.type("duarte")
    expect(page.get_by_role("radio", name="Inês Duarte")).to_be_checked()
    tab_to(page, "#sheet_subject")
    page.keyboard.type("The parcel came open")
    expect(page.get_by_role("radio", name="Not said")).to_be_checked()
    tab_to(page, "[name=mood]")
    page.keyboard.press("5")
    expect(page.get_by_role("radio", name="Furious")).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="The parcel came open")).to_be_visible()
    expect(page.locator("#mood .badge")).to_have_text("Furious")


def test_what_was_typed_before_an_escape_outlives_a_mood(open_browser, cast, ticket):
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{ticket.pk}/")
    page.keyboard.press("p")
    page.locator("#dialog #sheet_wording").fill("in 2 hours")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("m")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator("#mood .badge")).to_have_text("Annoyed")
    page.locator("#promise-more").click()
    expect(page.locator("#dialog #sheet_wording")).to_have_value("in 2 hours")


def test_without_a_script(open_browser, cast, ticket, watched):
    watched.expected = ("422", "sandboxed", "Blocked script execution")
    page = open_browser(cast.amira, java_script_enabled=False)
    page.goto(f"/tickets/{ticket.pk}/")
    page.locator("#mood-form").get_by_role("radio", name="Angry").check()
    page.locator("#mood_note").fill("The third call.")
    page.get_by_role("button", name="Set").first.click()
    expect(page.get_by_text("Mood noted: angry.")).to_be_visible()
    expect(page.locator("#mood")).to_contain_text("The third call.")
