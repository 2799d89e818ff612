"""The desk: what waits for me besides my promises."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from escalations.answering import acknowledge
from escalations.consulting import consult
from escalations.escalating import escalate
from promises.handing_over import offer
from promises.settling import withdraw
from promises.showing import shown_in_order
from promises.transferring import transfer
from recovery.moods import read_mood
from tests.cast import a_promise, a_ticket
from tests.pages.conftest import HTMX

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
    assert "You have it" in page
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
    assert "<bdi>Lena Vogt</bdi> has it" in page


def test_what_climbed_past_me_is_no_longer_on_my_desk(browse, cast, ticket):
    escalation = escalate(ticket, cause="by_hand", reason="A refund.", by=cast.amira)
    acknowledge(escalation, by=cast.lena)
    step = escalation.steps.get()
    step.ended_at = timezone.now()
    step.save()
    escalation.steps.create(
        ordinal=step.ordinal + 1,
        level=step.level + 1,
        person=cast.omar,
        starts_at=timezone.now(),
        due_at=timezone.now() + timedelta(hours=1),
    )
    assert "A refund." not in text_of(browse(cast.lena).get("/"))
    assert f"/escalations/{escalation.pk}/acknowledge/" in text_of(browse(cast.omar).get("/"))


def test_what_waits_without_a_time_stands_between_the_late_and_the_coming(browse, cast, ticket):
    at = timezone.now()
    a_promise(
        ticket, at=at - timedelta(hours=1), due_at=at - timedelta(minutes=5), owner=cast.tom, by=cast.tom
    )
    a_promise(ticket, at=at, due_at=at + timedelta(minutes=5), owner=cast.tom, by=cast.tom)
    other = a_ticket(cast, at=at - timedelta(hours=1))
    transfer(other, to_owner=cast.tom, kind="warm", reason="Skill.", note="As we spoke.", by=cast.amira)
    page = text_of(browse(cast.tom).get("/"))
    places = [page.index(f'id="group-{name}"') for name in ("overdue", "waiting", "soon")]
    assert places == sorted(places)
    assert places[1] < page.index("As we spoke.") < places[2]


def test_a_promise_that_is_handed_to_me_stands_where_it_will(browse, cast, ticket):
    at = timezone.now()
    promise = a_promise(ticket, at=at, due_at=at + timedelta(minutes=30), owner=cast.amira, by=cast.amira)
    offer(promise, to=cast.tom, note="I am away.", by=cast.amira, at=at)
    page = text_of(browse(cast.tom).get("/"))
    assert page.index('id="group-soon"') < page.index("I am away.")


def test_the_counts_refresh_with_the_list(browse, cast, ticket):
    reader = browse(cast.amira)
    before = reader.get("/", headers={"HX-Request": "true"})
    a_promise(ticket, at=timezone.now(), due_at=timezone.now() + timedelta(days=1), owner=cast.amira)
    after = reader.get("/", headers={"HX-Request": "true", "If-None-Match": before["ETag"]})
    assert 'Mine <span class="quiet">1<' in text_of(after)


def test_each_tab_counts_what_it_lists(browse, cast, ticket):
    at = timezone.now()
    for minutes in (90, 150):
        a_promise(ticket, at=at, due_at=at + timedelta(minutes=minutes))
    offer(a_promise(ticket, at=at, owner=cast.amira, by=cast.amira), to=cast.tom, by=cast.amira)
    consult(ticket, person=cast.tom, question="Do we swap?", by=cast.amira)
    escalate(ticket, cause="by_hand", reason="A refund.", by=cast.amira)
    passed = a_ticket(cast, at=at)
    transfer(passed, to_owner=cast.tom, kind="warm", reason="Skill.", note="As we spoke.", by=cast.amira)
    for who in (cast.amira, cast.tom, cast.lena):
        reader, listed, counted = browse(who), {}, []
        for name, path in (("mine", "/"), ("team", "/?who=team")):
            for part in ({}, HTMX):
                html = text_of(reader.get(path, **part)).partition("Your tickets with nothing promised")[0]
                html = html.partition("Nobody’s yet, with nothing promised")[0]
                listed[name] = html.count('<li class="promise')
                counted.append(re.findall(r"(\d+)<span class=\"visually-hidden\"> owed or waiting", html))
        assert counted == [[str(listed["mine"]), str(listed["team"])]] * 4, who


def test_the_oldest_tickets_without_a_promise_come_first_and_the_rest_are_said(browse, cast):
    for _ in range(21):
        a_ticket(cast, at=timezone.now(), owner=cast.tom)
    page = text_of(browse(cast.tom).get("/"))
    assert page.count('id="promise-on-') == 20
    assert "The oldest 20 are shown." in page


def test_an_angry_customer_is_marked_on_the_row_and_a_calm_one_is_not(browse, cast, ticket):
    at = timezone.now()
    a_promise(ticket, at=at, due_at=at + timedelta(hours=3), owner=cast.amira, by=cast.amira)
    read_mood(ticket, by=cast.amira, level="angry", at=at)
    assert "mood-angry" in text_of(browse(cast.amira).get("/"))
    read_mood(ticket, by=cast.amira, level="calm", at=at + timedelta(minutes=1))
    assert "mood-" not in text_of(browse(cast.amira).get("/")).partition('id="desk"')[2]


def test_a_promise_that_is_settled_while_the_desk_is_read_is_not_on_it(amira, cast, ticket, monkeypatch):
    promise = a_promise(ticket, "in 3 hours", at=timezone.now())

    def after_a_colleague(*arguments):
        withdraw(promise, by=cast.amira, reason="No longer.")
        return shown_in_order(*arguments)

    monkeypatch.setattr("tracker.pages.desk.shown_in_order", after_a_colleague)

    assert "in 3 hours" not in text_of(amira.get("/"))
