"""Rows written in bulk are the rows that Django would have written, on either database."""

import uuid

import pytest
from django.db import DataError, connection, transaction

from alerts import bulk
from alerts.models import Alert, Deadline, Delivery
from tests.cast import a_promise, a_ticket, berlin
from tickets.models import Event

pytestmark = pytest.mark.django_db

AT = berlin("2026-03-02 09:00")
COLUMNS = ("ticket_id", "kind", "at", "actor_id", "data")


@pytest.fixture
def deadline(cast) -> Deadline:
    return a_promise(a_ticket(cast, at=AT), at=AT).deadline


def alert(deadline: Deadline, person, rung: int = 1) -> tuple:
    return deadline.pk, rung, person.pk, "owner", None, AT, AT, False


ALERT = (
    "deadline_id",
    "rung",
    "recipient_id",
    "audience",
    "instead_of_id",
    "rung_at",
    "raised_at",
    "overdue",
)


def test_what_was_written_in_bulk_reads_like_what_django_wrote(cast, deadline):
    at = berlin("2026-03-29 03:30:00.123456")
    data = {"said": 'Ü "quoted" \\ and {braced}', "number": 3, "nothing": None, "list": [1, "2"]}
    ticket = Event.objects.first().ticket
    ((pk,),) = bulk.insert(Event, COLUMNS, [(ticket.pk, "note", at, None, data)])
    by_django = Event.objects.create(ticket=ticket, kind="note", at=at, data=data)
    found = Event.objects.get(pk=pk)
    assert (found.at, found.data, found.actor) == (by_django.at, by_django.data, None)
    assert Event.objects.filter(at=at).count() == 2, "the times are not written alike"


def test_an_alert_that_is_on_record_is_left_alone_and_not_returned(cast, deadline):
    (first,) = bulk.insert(Alert, ALERT, [alert(deadline, cast.amira)])
    both = [alert(deadline, cast.amira), alert(deadline, cast.lena)]
    returned = bulk.insert(Alert, ALERT, both, returning=("id", "recipient_id"))
    assert [person for _, person in returned] == [cast.lena.pk]
    assert Alert.objects.get(recipient=cast.amira).pk == first[0]


def test_a_delivery_has_the_key_that_it_was_given(cast, deadline):
    ((alert_id,),) = bulk.insert(Alert, ALERT, [alert(deadline, cast.amira)])
    key = uuid.uuid4()
    bulk.insert(
        Delivery,
        ("alert_id", "channel", "key", "next_try_at", "attempts", "outcome", "error"),
        [(alert_id, "email", key, AT, 0, "", "")],
    )
    assert Delivery.objects.get(key=key).alert_id == alert_id


def test_what_is_the_same_in_all_rows_is_said_once(cast, deadline):
    ticket_id = Event.objects.first().ticket_id
    at = berlin("2026-03-02 10:00")
    rows = [(ticket_id, {"n": 1}), (ticket_id, {"n": 2})]
    bulk.insert(
        Event, ("ticket_id", "data"), rows, same={"kind": "note", "at": at, "actor_id": cast.amira.pk}
    )
    found = Event.objects.filter(kind="note", at=at, actor=cast.amira).order_by("id")
    assert [event.data["n"] for event in found] == [1, 2]


def test_nothing_to_write_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert bulk.insert(Alert, ALERT, []) == []


def test_more_rows_than_a_statement_takes_placeholders_need_one_statement(
    cast, deadline, django_assert_num_queries
):
    ticket_id = Event.objects.first().ticket_id
    with django_assert_num_queries(1):
        written = bulk.insert(Event, COLUMNS, [(ticket_id, "note", AT, None, {})] * 70_000)
    assert len(written) == 70_000


@pytest.mark.postgresql
def test_text_that_is_too_long_fails_and_is_not_cut_off(cast, deadline):
    too_long = (*alert(deadline, cast.amira)[:3], "x" * 21, *alert(deadline, cast.amira)[4:])
    with pytest.raises(DataError), transaction.atomic():
        bulk.insert(Alert, ALERT, [too_long])
    assert not Alert.objects.exists()


def test_a_value_of_a_kind_that_it_does_not_know_is_refused(cast, deadline):
    with pytest.raises(TypeError, match="cannot be written"):
        bulk.insert(Event, COLUMNS, [(1, "note", AT, None, object())])
    assert connection.is_usable()
