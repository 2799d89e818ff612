"""Whom to ask: the chain over a ticket, and who can solve it, in as many queries for 3 people as for 300."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from escalations.links import chain_for
from escalations.models import Position
from escalations.referral import who_can_solve
from people.models import User
from promises.transferring import transfer
from tests.cast import a_ticket, an_absence, berlin
from tickets.models import Topic

MONDAY = berlin("2026-03-02 09:00")


@pytest.fixture
def billing():
    return Topic.objects.create(slug="billing", name="Billing")


def expert(user, *topics, **fields):
    position = Position.objects.create(title="Specialist", holder=user, **fields)
    position.topics.set(topics)
    return position


def names(candidates):
    return [candidate.person.get_short_name() for candidate in candidates]


def test_the_chain_goes_from_the_lead_to_the_top(cast):
    links = chain_for(a_ticket(cast, at=MONDAY), MONDAY)

    assert [link.title for link in links] == ["Lead of Support Berlin", "Head of Support"]
    assert [link.person for link in links] == [cast.lena, cast.omar]
    assert all(link.works_now for link in links)


def test_it_begins_with_the_owners_own_position(cast):
    links = chain_for(a_ticket(cast, owner=cast.lena, at=MONDAY), MONDAY)

    assert [link.holder for link in links] == [cast.lena, cast.omar]


def test_it_shows_who_is_away_who_covers_and_who_works_from_when(cast):
    an_absence(cast.lena, berlin("2026-03-01 00:00"), berlin("2026-03-10 00:00"), deputy=cast.grace)

    lead = chain_for(a_ticket(cast, at=MONDAY), MONDAY)[0]

    assert (lead.holder, lead.person, lead.is_away) == (cast.lena, cast.grace, True)
    assert (lead.works_now, lead.works_from) == (False, berlin("2026-03-02 15:00"))


def test_a_position_does_not_report_to_one_below_it(cast):
    head = Position.objects.get(holder=cast.omar)
    head.reports_to = Position.objects.get(holder=cast.lena)

    with pytest.raises(ValidationError, match="circle"):
        head.clean()


def test_the_one_with_authority_topic_and_language_comes_first_with_reasons(cast, billing):
    expert(cast.ben, billing, goodwill_limit=Decimal(500))
    expert(cast.noor, billing, goodwill_limit=Decimal(50))
    ticket = a_ticket(cast, topic=billing, at=MONDAY)

    found = who_can_solve(ticket, at=MONDAY, amount=Decimal(300))

    assert names(found)[0] == "Ben"
    assert {"knows Billing", "may give up to 500 EUR"} <= set(found[0].reasons)
    assert any(reason == "works from Mon 2 Mar, 14:00 (UTC)" for reason in found[0].reasons)


def test_whoever_works_now_comes_before_one_who_comes_later(cast, billing):
    expert(cast.ben, billing)
    expert(cast.tom, billing)

    assert names(who_can_solve(a_ticket(cast, topic=billing, at=MONDAY), at=MONDAY))[:2] == ["Tom", "Ben"]


def test_neither_the_owner_nor_who_is_away_or_has_left_is_among_them(cast, billing):
    for person in (cast.amira, cast.tom, cast.ben, cast.noor):
        expert(person, billing)
    an_absence(cast.tom, berlin("2026-03-01 00:00"), berlin("2026-03-10 00:00"))
    cast.ben.is_active = False
    cast.ben.save()

    found = who_can_solve(a_ticket(cast, topic=billing, at=MONDAY), at=MONDAY)

    assert not {"Amira", "Tom", "Ben"} & set(names(found))


def test_whoever_solves_what_is_passed_to_them_comes_before_one_who_passes_it_on(cast, billing):
    expert(cast.tom, billing)
    expert(cast.noor, billing)
    said = {"kind": "cold", "reason": "Theirs.", "note": "Call her."}
    for _ in range(3):
        kept, passed = a_ticket(cast, at=MONDAY), a_ticket(cast, at=MONDAY)
        transfer(kept, to_owner=cast.noor, by=cast.admin, at=MONDAY, **said)
        kept.move_to("solved", by=cast.noor, at=berlin("2026-03-02 10:00"))
        transfer(passed, to_owner=cast.tom, by=cast.admin, at=MONDAY, **said)
        transfer(passed, to_owner=cast.ben, by=cast.admin, at=MONDAY, **said)

    later = berlin("2026-03-02 11:00")
    found = who_can_solve(a_ticket(cast, topic=billing, at=later), at=later)

    assert names(found)[:2] == ["Noor", "Tom"]
    assert (found[0].solved_share, found[1].solved_share) == (1.0, 0.0)
    assert "solves most of what is passed on" in found[0].reasons
    assert not any("passed on" in reason for reason in found[1].reasons), "Nothing is said against anybody."
    assert not any("%" in reason for one in found for reason in one.reasons)


def test_when_somebody_works_next_is_told_on_the_readers_clock(cast, billing):
    expert(cast.ben, billing)
    with timezone.override("Europe/Berlin"):
        found = who_can_solve(a_ticket(cast, topic=billing, at=MONDAY), at=MONDAY)
    ben = next(one for one in found if one.person == cast.ben)
    assert "works from Mon 2 Mar, 15:00 (Berlin)" in ben.reasons


@pytest.mark.parametrize("ask", [chain_for, lambda ticket, at: who_can_solve(ticket, at=at)])
def test_it_takes_as_many_queries_with_three_hundred_people_as_with_three(
    cast, billing, ask, django_assert_max_num_queries
):
    ticket = a_ticket(cast, topic=billing, at=MONDAY)
    with CaptureQueriesContext(connection) as few:
        ask(ticket, MONDAY)
    people = User.objects.bulk_create(
        User(email=f"agent{n}@kept.example", name=f"Agent {n}", team=cast.berlin) for n in range(300)
    )
    above = Position.objects.get(holder=cast.omar)
    for person in people[:30]:
        # A chain of thirty levels, too.
        above.reports_to = above = Position.objects.create(title="Above", holder=person, reports_to=None)
        Position.objects.filter(reports_to=None).exclude(pk=above.pk).update(reports_to=above)
    Position.objects.bulk_create(Position(title="Agent", holder=person) for person in people[30:])

    with django_assert_max_num_queries(len(few)):
        assert len(ask(ticket, MONDAY)) >= 10
