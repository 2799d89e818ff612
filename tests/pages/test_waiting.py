"""The desk: what waits for me besides my promises."""

from datetime import timedelta

import pytest
from django.utils import timezone

from escalations.answering import acknowledge
from escalations.consulting import consult
from escalations.escalating import escalate
from promises.transferring import transfer
from tests.cast import a_promise, a_ticket

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=timezone.now() - timedelta(hours=1))


def test_escalations_questions_and_promises_stand_in_the_order_of_time(browse, cast, ticket):
    at = timezone.now()
    escalate(ticket, cause="by_hand", reason="The last in time.", by=cast.amira, at=at)
    step = ticket.escalations.get().steps.get()
    type(step).objects.filter(pk=step.pk).update(due_at=at + timedelta(minutes=45))
    due_at = at + timedelta(minutes=15)
    consult(ticket, person=cast.lena, question="The first in time?", by=cast.amira, due_at=due_at, at=at)
    due_at = at + timedelta(minutes=30)
    a_promise(ticket, at=at, due_at=due_at, owner=cast.lena, by=cast.lena)
    page = text_of(browse(cast.lena).get("/"))
    places = [page.index(words) for words in ("The first in time?", "/keep/", "The last in time.")]
    assert places == sorted(places)


def test_what_somebody_else_was_asked_is_not_on_my_desk(amira, cast, ticket):
    escalate(ticket, cause="by_hand", reason="A refund.", by=cast.amira)
    consult(ticket, person=cast.lena, question="Do we swap?", by=cast.amira)
    page = text_of(amira.get("/"))
    assert "A refund." not in page
    assert "Do we swap?" not in page


def test_what_i_have_stays_until_it_is_resolved(browse, cast, ticket):
    escalation = escalate(ticket, cause="by_hand", reason="A refund.", by=cast.amira)
    acknowledge(escalation, by=cast.lena)
    page = text_of(browse(cast.lena).get("/"))
    assert "Escalations that you have" in page
    assert f"/escalations/{escalation.pk}/resolve/" in page


def test_a_ticket_that_was_passed_warm_waits_for_my_word(browse, cast, ticket):
    moved = transfer(
        ticket, to_owner=cast.tom, kind="warm", reason="Skill.", note="As we spoke.", by=cast.amira
    )
    assert f"/transfers/{moved.pk}/accept/" in text_of(browse(cast.tom).get("/"))


def test_the_team_sees_the_escalations_of_its_tickets_and_who_has_them(browse, cast, ticket):
    escalation = escalate(ticket, cause="by_hand", reason="A refund.", by=cast.amira)
    other = a_ticket(cast, at=timezone.now(), team=cast.new_york, owner=cast.ben)
    escalate(other, cause="by_hand", reason="Not ours.", by=cast.ben)
    page = text_of(browse(cast.tom).get("/?who=team"))
    assert "A refund." in page
    assert "<bdi>Lena Vogt</bdi> is asked" in page
    assert "Not ours." not in page
    assert f"/escalations/{escalation.pk}/acknowledge/" not in page
    acknowledge(escalation, by=cast.lena)
    page = text_of(browse(cast.tom).get("/?who=team"))
    assert "Escalations that somebody has" in page
    assert "<bdi>Lena Vogt</bdi> has it" in page
