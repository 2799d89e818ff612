"""The timeline of a ticket: what happened to it, whom the ladder told, in one order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts.sweep import Sweep
from tests.cast import a_promise, a_ticket, berlin
from tracker.pages.alerted import alerts_about

pytestmark = pytest.mark.django_db

NOON = berlin("2026-11-25 12:00")


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=NOON - timedelta(hours=3))


@pytest.fixture
def promised(cast, ticket):
    return a_promise(ticket, at=NOON - timedelta(hours=3), due_at=NOON, owner=cast.amira, by=cast.amira)


def told(ticket) -> list[str]:
    return [entry.title for entry in alerts_about(ticket, 100)]


def test_an_alert_before_it_is_due_says_how_long_is_left(cast, ticket, promised):
    Sweep().run(NOON - timedelta(minutes=14, seconds=59))
    assert told(ticket)[0].endswith(": a promise is due in 15 min")


def test_those_who_are_told_at_once_stand_in_one_line(cast, ticket, promised):
    Sweep().run(NOON)
    assert '<bdi class="strong">Amira Haddad</bdi>' in told(ticket)[0]
    assert " and " in told(ticket)[0]
    assert told(ticket)[0].endswith(": a promise is due now")


def test_an_alert_after_it_says_how_late_it_is(cast, ticket, promised):
    Sweep().run(NOON + timedelta(hours=1))
    assert told(ticket)[0].endswith(": a promise is 1 h late")


def test_only_the_alerts_of_this_ticket(cast, ticket, promised):
    other = a_ticket(cast, at=NOON - timedelta(hours=3))
    Sweep().run(NOON)
    assert not told(other)


def test_one_query_however_many_alerts(cast, ticket, promised):
    for minutes in (0, 20):
        a_promise(
            ticket, at=NOON - timedelta(hours=2), due_at=NOON + timedelta(minutes=minutes), owner=cast.tom
        )
    Sweep().run(NOON)
    with CaptureQueriesContext(connection) as queries:
        assert len(alerts_about(ticket, 100)) > 2
    assert len(queries) == 1


def test_the_page_tells_it_between_what_happened(amira, ticket, promised):
    Sweep().run(NOON)
    page = " ".join(amira.get(f"/tickets/{ticket.pk}/").content.decode().split())
    assert page.index("a promise is due now") < page.index("opened the ticket for")
