"""Passing on, escalating and asking, from the ticket's page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from escalations.answering import resolve
from escalations.consulting import consult
from escalations.escalating import escalate
from escalations.models import Consult, Escalation, Step
from promises.transferring import transfer
from tests.cast import a_promise, a_ticket
from tests.pages.conftest import HTMX
from tickets.models import Ticket, Transfer

pytestmark = pytest.mark.django_db
WORDS = {"kind": "cold", "reason": "Needs the warehouse.", "note": "The table came in two pieces."}


@pytest.fixture
def ticket(cast) -> Ticket:
    return a_ticket(cast, at=timezone.now() - timedelta(hours=1))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_first_who_can_solve_it_is_chosen_beforehand(amira, cast, ticket):
    page = text_of(amira.get(f"/tickets/{ticket.number}/transfers/new/"))
    first = page.index('type="radio" name="to"')
    assert "checked" in page[first : first + 80]
    assert "0 of 2 transfers" in page


def test_who_may_not_give_that_much_is_marked(amira, cast, ticket):
    page = text_of(amira.get(f"/tickets/{ticket.number}/referral/?amount=300"))
    assert "may not give 300" in page


@pytest.mark.parametrize("amount", ["", "lots", "-1", "1e999", "9" * 400])
def test_an_amount_that_is_none_is_passed_over(amira, ticket, amount):
    assert "may not give" not in text_of(amira.get(f"/tickets/{ticket.number}/referral/?amount={amount}"))


def test_pass_it_on_to_the_one_that_was_chosen(amira, cast, ticket):
    response = amira.post(
        f"/tickets/{ticket.number}/transfers/new/", {"to": cast.lena.pk, **WORDS}, follow=True
    )
    assert "Passed on to Lena Vogt: transfer 1 of 2." in text_of(response)
    ticket.refresh_from_db()
    assert ticket.owner == cast.lena


def test_pass_it_on_to_a_team(amira, cast, ticket):
    amira.post(
        f"/tickets/{ticket.number}/transfers/new/", {"to": "other", "to_team": cast.night_desk.pk, **WORDS}
    )
    ticket.refresh_from_db()
    assert (ticket.team, ticket.owner) == (cast.night_desk, None)


def test_open_promises_are_listed_with_what_becomes_of_them(amira, cast, ticket):
    a_promise(ticket, "in 3 hours", at=timezone.now())
    page = text_of(amira.get(f"/tickets/{ticket.number}/transfers/new/"))
    assert "1 open promise" in page
    assert "Until accepted, who owns it answers for it" in page


@pytest.mark.parametrize("missing", ["reason", "note", "to"])
def test_what_is_missing_is_named_and_nothing_moves(amira, cast, ticket, missing):
    data = {"to": cast.lena.pk, **WORDS}
    data[missing] = "other" if missing == "to" else ""
    response = amira.post(f"/tickets/{ticket.number}/transfers/new/", data)
    assert response.status_code == 422
    assert WORDS["kind"] in text_of(response)
    assert not Transfer.objects.exists()


def at_the_cap(ticket: Ticket, cast) -> None:
    for owner, by in ((cast.tom, cast.amira), (cast.amira, cast.tom)):
        transfer(ticket, to_owner=owner, by=by, **WORDS)


def test_at_the_cap_the_form_says_so_beforehand_and_the_answer_who_has_it(amira, cast, ticket):
    at_the_cap(ticket, cast)
    page = text_of(amira.get(f"/tickets/{ticket.number}/transfers/new/"))
    assert "2 of 2 transfers are used." in page
    assert "escalates to <bdi>Lena Vogt</bdi> instead" in page
    response = amira.post(
        f"/tickets/{ticket.number}/transfers/new/", {"to": cast.lena.pk, **WORDS}, follow=True
    )
    assert "all 2 transfers are used. It is escalated instead: Lena Vogt has it until" in text_of(response)
    assert Transfer.objects.count() == 2


def test_what_was_resolved_before_the_answer_came_is_said_and_breaks_nothing(
    amira, cast, ticket, monkeypatch
):
    at_the_cap(ticket, cast)

    def quickly(*args, **fields):
        refusal = transfer(*args, **fields)
        resolve(refusal.escalation, by=cast.lena, done="Called her.")
        return refusal

    monkeypatch.setattr("tracker.pages.transfers.transfer", quickly)
    path = f"/tickets/{ticket.number}/transfers/new/"
    response = amira.post(path, {"to": cast.lena.pk, **WORDS}, follow=True)
    assert "that is resolved already" in text_of(response)


def test_returns_are_shown(amira, cast, ticket):
    at_the_cap(ticket, cast)
    assert "2 of 2 transfers, 1 of them back to an earlier owner" in text_of(
        amira.get(f"/tickets/{ticket.number}/")
    )


def test_only_managers_are_offered_one_more_and_it_is_refused_to_others(amira, browse, cast, ticket):
    at_the_cap(ticket, cast)
    path = f"/tickets/{ticket.number}/transfers/grant/"
    assert path not in text_of(amira.get(f"/tickets/{ticket.number}/"))
    assert path not in text_of(browse(cast.lena).get(f"/tickets/{ticket.number}/"))
    assert path in text_of(browse(cast.omar).get(f"/tickets/{ticket.number}/"))
    refused = amira.post(path, {"reason": "It helps."})
    assert refused.status_code == 422
    assert "Only a manager above" in text_of(refused)
    browse(cast.omar).post(path, {"reason": "It helps."})
    assert ticket.transfer_grants.count() == 1


def test_a_warm_transfer_is_accepted_or_declined_by_its_receiver(amira, browse, cast, ticket):
    moved = transfer(ticket, to_owner=cast.tom, by=cast.amira, **{**WORDS, "kind": "warm"})
    assert f"/transfers/{moved.pk}/accept/" not in text_of(amira.get(f"/tickets/{ticket.number}/"))
    assert "Passed to you" in text_of(browse(cast.tom).get(f"/tickets/{ticket.number}/"))
    assert amira.post(f"/transfers/{moved.pk}/accept/").status_code == 422
    browse(cast.tom).post(f"/transfers/{moved.pk}/decline/", {"reason": "On the phone all day."})
    ticket.refresh_from_db()
    assert ticket.owner == cast.amira


def test_another_teams_agent_transfers_nothing_and_is_told_why(browse, cast, ticket):
    response = browse(cast.ben).post(
        f"/tickets/{ticket.number}/transfers/new/", {"to": cast.grace.pk, **WORDS}
    )
    assert response.status_code == 422
    assert "Only the ticket&#x27;s team" in text_of(response)


def test_escalating_shows_who_has_it_and_who_is_next(amira, cast, ticket):
    path = f"/tickets/{ticket.number}/escalations/new/"
    assert "Lena Vogt</bdi>, Lead of Support Berlin" in text_of(amira.get(path))
    amira.post(path, {"cause": "by_hand", "kind": "hierarchical", "reason": "Refund over my limit."})
    page = text_of(amira.get(f"/tickets/{ticket.number}/"))
    assert "Escalated: <bdi>Lena Vogt</bdi> is asked" in page
    assert '<bdi class="strong">Omar Benali</bdi>, Head of Support, is next at' in page
    assert "Refund over my limit." in page


def test_escalating_without_a_reason_is_refused(amira, cast, ticket):
    path = f"/tickets/{ticket.number}/escalations/new/"
    assert amira.post(path, {"cause": "by_hand", "kind": "hierarchical"}).status_code == 422
    assert not Escalation.objects.exists()


def test_a_second_escalation_joins_the_first(amira, cast, ticket):
    escalate(ticket, cause="by_hand", reason="First.", by=cast.amira)
    path = f"/tickets/{ticket.number}/escalations/new/"
    assert "What you write joins that" in text_of(amira.get(path))
    response = amira.post(path, {"cause": "customer_asks", "reason": "He wants the boss."}, **HTMX)
    assert "Added to the open escalation" in response["HX-Trigger"]
    assert Escalation.objects.get().causes.count() == 2


@pytest.mark.parametrize(("said", "owner"), [("", "amira"), ("yes", "lena")])
def test_who_is_asked_takes_the_case_or_stays_beside(browse, cast, ticket, said, owner):
    escalation = escalate(ticket, cause="by_hand", reason="First.", by=cast.amira)
    browse(cast.lena).post(f"/escalations/{escalation.pk}/acknowledge/", {"takes_case": said})
    ticket.refresh_from_db()
    assert ticket.owner == getattr(cast, owner)
    assert Step.objects.get().ending == "acknowledged"
    assert "Lena Vogt</bdi> has it" in text_of(browse(cast.omar).get(f"/tickets/{ticket.number}/"))


def test_an_agent_below_is_not_offered_to_acknowledge_and_refused(amira, cast, ticket):
    escalation = escalate(ticket, cause="by_hand", reason="First.", by=cast.amira)
    path = f"/escalations/{escalation.pk}/acknowledge/"
    assert path not in text_of(amira.get(f"/tickets/{ticket.number}/"))
    assert amira.post(path, {"takes_case": ""}).status_code == 422
    assert Step.objects.get().ended_at is None


def test_the_owner_resolves_it_saying_what_was_done(amira, cast, ticket):
    escalation = escalate(ticket, cause="by_hand", reason="First.", by=cast.amira)
    path = f"/escalations/{escalation.pk}/resolve/"
    assert amira.post(path, {"done": ""}).status_code == 422
    amira.post(path, {"done": "Refunded in full."})
    page = text_of(amira.get(f"/tickets/{ticket.number}/"))
    assert "Refunded in full." in page
    assert 'id="escalation-' not in page
    again = amira.post(path, {"done": "Once more."})
    assert "resolved already" in text_of(again)


def test_a_colleague_is_asked_and_answers(amira, browse, cast, ticket):
    amira.post(
        f"/tickets/{ticket.number}/consults/new/", {"person": cast.tom.pk, "question": "Do we swap tables?"}
    )
    asked = Consult.objects.get()
    path = f"/consults/{asked.pk}/answer/"
    assert path not in text_of(amira.get(f"/tickets/{ticket.number}/"))
    assert amira.post(path, {"text": "Yes."}).status_code == 422
    toms = browse(cast.tom)
    assert path in text_of(toms.get(f"/tickets/{ticket.number}/"))
    toms.post(path, {"text": "Yes, within 30 days."})
    assert "Yes, within 30 days." in text_of(amira.get(f"/tickets/{ticket.number}/"))


def test_a_question_to_oneself_or_to_nobody_is_refused(amira, cast, ticket):
    for person in (cast.amira.pk, "", 999_999):
        data = {"person": person, "question": "Do we swap tables?"}
        assert amira.post(f"/tickets/{ticket.number}/consults/new/", data).status_code == 422
    assert not Consult.objects.exists()


def test_the_chain_says_who_covers(amira, cast, ticket):
    from tests.cast import an_absence

    at = timezone.now()
    an_absence(cast.lena, at - timedelta(days=1), at + timedelta(days=1), deputy=cast.tom)
    assert '<bdi class="strong">Tom Berger</bdi> covers' in text_of(amira.get(f"/tickets/{ticket.number}/"))


def test_the_inbox_leads_to_the_escalation_and_to_the_question(browse, cast, ticket):
    escalation = escalate(ticket, cause="by_hand", reason="First.", by=cast.amira)
    asked = consult(ticket, person=cast.lena, question="Do we swap tables?", by=cast.amira)
    page = text_of(browse(cast.lena).get("/alerts/"))
    assert f"/tickets/{ticket.number}/#escalation-{escalation.pk}" in page
    assert f"/tickets/{ticket.number}/#consult-{asked.pk}" in page


def test_acknowledging_the_alert_is_acknowledging_the_escalation(browse, cast, ticket):
    escalate(ticket, cause="by_hand", reason="First.", by=cast.amira)
    lenas = browse(cast.lena)
    alert = cast.lena.alerts.get()
    lenas.post(f"/alerts/{alert.pk}/acknowledge/")
    assert Step.objects.get().acknowledgement.by == cast.lena


@pytest.mark.parametrize(
    "path",
    [
        "/tickets/999/transfers/new/", "/tickets/999/escalations/new/", "/tickets/999/consults/new/",
        "/tickets/99999999999999999999999/transfers/new/", "/escalations/9/acknowledge/", "/escalations/9/resolve/",
        "/consults/9/answer/", "/transfers/9/accept/", "/tickets/999/referral/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(amira, path):
    assert amira.get(path).status_code == 404


def test_every_kind_of_event_that_is_recorded_has_a_sentence():
    import re
    from pathlib import Path

    from tracker.pages.sentences import SENTENCES

    root = Path(__file__).resolve().parents[2]
    written = " ".join(
        path.read_text()
        for app in ("tickets", "escalations", "promises")
        for path in (root / app).rglob("*.py")
        if "migrations" not in path.parts
    )
    kinds = set(re.findall(r'Event\.objects\.record\(\s*[\w.]+,\s*"(\w+)"', written))
    assert {"transferred", "escalation_step", "consult_asked"} <= kinds
    assert kinds - set(SENTENCES) == set()
