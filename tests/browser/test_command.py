"""Passing on, escalating and acknowledging from the keyboard alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from escalations.escalating import escalate
from escalations.models import Consult, Escalation, StepAcknowledgement
from promises.transferring import transfer
from tests.browser.conftest import SCREENS, tab_to
from tests.cast import a_promise, a_ticket
from tickets.models import Ticket, Transfer


@pytest.fixture
def ticket(cast) -> Ticket:
    return a_ticket(cast, at=timezone.now() - timedelta(minutes=30))


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_pass_a_ticket_to_the_first_who_can_solve_it(open_browser, cast, ticket, size, scheme):
    a_promise(ticket, "in 2 hours", at=timezone.now())
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto(f"/tickets/{ticket.number}/")
    page.keyboard.press("t")
    expect(page.locator("#referral input:checked")).to_be_focused()
    page.locator("#sheet_amount").focus()
    page.keyboard.type("300")
    expect(page.locator("#referral")).to_contain_text("may not give 300")
    tab_to(page, "#sheet_reason")
    page.keyboard.type("Needs the warehouse.")
    page.keyboard.press("Tab")
    page.keyboard.type("The table came in two pieces.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("transfer 1 of 2.")).to_be_visible()
    expect(page.locator("#hands")).to_contain_text("1 of 2 transfers")
    assert Transfer.objects.get().reason == "Needs the warehouse."


def test_at_the_cap_the_form_says_so_and_it_escalates(open_browser, cast, ticket):
    for owner, by in ((cast.tom, cast.amira), (cast.amira, cast.tom)):
        transfer(ticket, to_owner=owner, kind="cold", reason="Skill.", note="As said.", by=by)
    page = open_browser(cast.amira)
    page.goto(f"/tickets/{ticket.number}/")
    page.keyboard.press("t")
    expect(page.get_by_role("dialog")).to_contain_text("2 of 2 transfers are used.")
    tab_to(page, "#sheet_reason")
    page.keyboard.type("Still the warehouse.")
    page.keyboard.press("Tab")
    page.keyboard.type("As before.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("It is escalated instead: Lena Vogt has it until")).to_be_visible()
    expect(page.get_by_role("heading", name="Escalated: Lena Vogt is asked")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_escalate_and_acknowledge_from_the_desk(open_browser, cast, ticket, size, scheme):
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto(f"/tickets/{ticket.number}/")
    page.keyboard.press("e")
    expect(page.get_by_label("Why")).to_be_focused()
    page.keyboard.type("A refund over my limit.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Escalated: Lena Vogt is asked")).to_be_visible()

    lenas = open_browser(cast.lena, size=size, scheme=scheme)
    lenas.goto("/")
    tab_to(lenas, f"#take-{Escalation.objects.get().pk}")
    lenas.keyboard.press("Enter")
    expect(lenas.locator("[name=takes_case]").first).to_be_focused()
    lenas.keyboard.press("Control+Enter")
    expect(lenas.get_by_text("You have it. The climb stops.")).to_be_visible()
    expect(lenas.locator("#group-waiting + .rows")).to_contain_text("You have it")
    assert StepAcknowledgement.objects.get().by == cast.lena


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_ask_a_colleague_who_answers_from_the_desk(open_browser, cast, ticket, size, scheme):
    page = open_browser(cast.amira, size=size, scheme=scheme)
    page.goto(f"/tickets/{ticket.number}/")
    page.keyboard.press("a")
    expect(page.locator("#sheet_person")).to_be_focused()
    page.keyboard.type("Tom")
    tab_to(page, "#sheet_question")
    page.keyboard.type("Do we swap tables?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#climb")).to_contain_text("Do we swap tables?")
    assert Consult.objects.get().person == cast.tom

    toms = open_browser(cast.tom, size=size, scheme=scheme)
    toms.goto("/")
    tab_to(toms, "[id^=answer-]")
    toms.keyboard.press("Enter")
    expect(toms.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    toms.keyboard.type("We do.")
    toms.keyboard.press("Control+Enter")
    expect(toms.locator("[id^=answer-]")).to_have_count(0)
    assert Consult.objects.get().reply.text == "We do."


def test_the_chart_folds_from_the_keyboard(open_browser, cast):
    escalate(a_ticket(cast, at=timezone.now()), cause="by_hand", reason="A refund.", by=cast.amira)
    page = open_browser(cast.amira)
    page.goto("/chart/")
    expect(page.get_by_text("Lena Vogt")).to_be_visible()
    tab_to(page, ".chart summary")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Lena Vogt")).to_be_hidden()
