"""Whom to ask about a ticket, over REST: the chain above it, and who can solve it."""

import pytest

from escalations.models import Position
from tests.api.conftest import problem_of, refused
from tests.api.test_pages import queries_of
from tests.cast import a_ticket, an_absence, berlin
from tickets.models import Topic


@pytest.fixture
def ticket(cast):
    topic = Topic.objects.create(slug="refunds", name="Refunds")
    return a_ticket(cast, at=berlin("2026-03-02 09:00"), topic=topic)


def test_the_chain_names_who_is_there_for_each_position(amira, cast, ticket):
    an_absence(cast.lena, berlin("2026-03-02 00:00"), berlin("2026-03-05 00:00"), cast.grace)
    lead, head = Position.objects.get(holder=cast.lena), Position.objects.get(holder=cast.omar)

    assert amira.get(f"tickets/{ticket.number}/chain/").json() == {
        "at": "2026-03-02T09:00:00Z",
        "chain": [
            {
                "position": lead.pk,
                "title": "Lead of Support Berlin",
                "holder": "lena@kept.example",
                "person": "grace@kept.example",
                "is_away": True,
                "works_now": False,
                "works_from": "2026-03-02T14:00:00Z",
            },
            {
                "position": head.pk,
                "title": "Head of Support",
                "holder": "omar@kept.example",
                "person": "omar@kept.example",
                "is_away": False,
                "works_now": True,
                "works_from": "2026-03-02T09:00:00Z",
            },
        ],
    }


def test_the_chain_can_be_asked_for_another_time(amira, cast, ticket):
    an_absence(cast.lena, berlin("2026-03-07 00:00"), berlin("2026-03-09 00:00"))
    Position.objects.filter(holder=cast.omar).update(holder=None)

    saturday = amira.get(f"tickets/{ticket.number}/chain/", at="2026-03-07T12:00:00Z").json()

    assert saturday["at"] == "2026-03-07T12:00:00Z"
    lead, head = saturday["chain"]
    assert (lead["holder"], lead["person"]) == ("lena@kept.example", None)
    assert (head["holder"], head["person"], head["works_now"]) == (None, None, False)
    assert list(refused(amira.get(f"tickets/{ticket.number}/chain/", at="2026-03-07T12:00:00"))) == ["at"]
    problem_of(amira.get("tickets/999/chain/"), 404)


def test_a_referral_names_the_best_first_with_reasons(amira, cast, ticket):
    lead = Position.objects.get(holder=cast.lena)
    lead.topics.add(ticket.topic)
    Position.objects.filter(pk=lead.pk).update(goodwill_limit=500)
    Position.objects.filter(holder=cast.omar).update(goodwill_limit=5000)

    answer = amira.get(f"tickets/{ticket.number}/referral/", amount="300", currency="EUR", limit=2).json()

    assert [one["person"] for one in answer["candidates"]] == ["lena@kept.example", "omar@kept.example"]
    assert answer["candidates"][0] == {
        "person": "lena@kept.example",
        "name": "Lena Vogt",
        "title": "Lead of Support Berlin",
        "has_topic": True,
        "speaks": True,
        "has_authority": True,
        "goodwill_limit": "500.00",
        "goodwill_currency": "EUR",
        "works_now": True,
        "works_from": "2026-03-02T09:00:00Z",
        "open_tickets": 0,
        "reasons": answer["candidates"][0]["reasons"],
    }
    assert "knows Refunds" in answer["candidates"][0]["reasons"]
    dollars = amira.get(f"tickets/{ticket.number}/referral/", amount="300", currency="USD").json()
    assert not any(one["has_authority"] for one in dollars["candidates"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "-1"), ("amount", "much"), ("amount", "NaN"), ("amount", "1e400"), ("amount", "Infinity"),
        ("currency", "euro"), ("currency", "EU\0"), ("limit", "0"), ("limit", "51"), ("limit", "all"),
    ],
)  # fmt: skip
def test_a_referral_that_cannot_be_answered_names_the_field(amira, ticket, field, value):
    assert list(refused(amira.get(f"tickets/{ticket.number}/referral/", **{field: value}))) == [field]


def test_more_people_cost_no_more_queries(amira, cast, ticket):
    paths = (f"tickets/{ticket.number}/chain/", f"tickets/{ticket.number}/referral/?amount=10")
    few = [queries_of(amira, path) for path in paths]
    top = Position.objects.get(holder=cast.omar)
    for number, person in enumerate((cast.tom, cast.ben, cast.noor, cast.admin)):
        top.reports_to = Position.objects.create(title=f"Above {number}", holder=person)
        top.save()
        top = top.reports_to

    assert len(amira.get(f"tickets/{ticket.number}/chain/").json()["chain"]) == 6
    assert [queries_of(amira, path) for path in paths] == few
    assert max(few) <= 18
