"""The years that a time can be of: one rule, wherever somebody gives a time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core.exceptions import ValidationError

from people.fields import OUT_OF_YEARS, moment
from people.models import Absence, Closure
from tests.cast import a_promise, a_ticket, berlin

KEPT = berlin("2026-03-02 09:00")
EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
BEYOND = [
    datetime(1, 1, 1, tzinfo=EAST),  # has no moment in UTC at all
    datetime(9999, 12, 31, 23, 59, tzinfo=WEST),
    datetime(26, 3, 2, 9, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=EAST),
    datetime(2201, 1, 1, tzinfo=UTC),
]
beyond = pytest.mark.parametrize("at", BEYOND, ids=str)


def refused(act, field: str) -> str:
    with pytest.raises(ValidationError) as caught:
        act()
    return caught.value.message_dict[field][0]


@beyond
def test_a_time_of_another_year_is_no_moment(at):
    assert refused(lambda: moment(at, "due_at"), "due_at") == OUT_OF_YEARS


@pytest.mark.parametrize("at", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 12, 31, tzinfo=UTC)])
def test_the_first_and_the_last_year_can_be_kept(at):
    assert moment(at) == at


@beyond
@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_an_absence_begins_and_ends_in_years_that_can_be_kept(cast, field, at):
    absence = Absence(**{"user": cast.amira, "starts_at": KEPT, "ends_at": KEPT, field: at})
    assert refused(absence.full_clean, field) == OUT_OF_YEARS


@pytest.mark.parametrize("year", [26, 1969, 2201, 9999])
def test_a_closure_lies_in_such_years(cast, year):
    closure = Closure(
        calendar=cast.berlin.calendar, starts_on=f"{year:04}-05-01", ends_on="2026-05-01", name="May"
    )
    assert refused(closure.full_clean, "starts_on") == OUT_OF_YEARS


@pytest.fixture
def typed(cast, client):
    """What the browser of somebody in New York, where the calendar ends five hours late, answers to such a form."""
    cast.amira.timezone = "America/New_York"
    cast.amira.save()
    client.force_login(cast.amira)
    promise = a_promise(a_ticket(cast, at=KEPT), at=KEPT)

    def post(path: str, data: dict):
        return client.post(path.format(ticket=promise.ticket_id, promise=promise.pk), data)

    return post


CALL = {
    "who": "r@customer.example",
    "subject": "No line",
    "channel": "phone",
    "direction": "inbound",
    "kind": "callback",
}
FORMS = [
    ("/tickets/{ticket}/consults/new/", {"question": "Which tax?"}, "due_at"),
    ("/promises/{promise}/keep/", {"evidence": "now", "channel": "phone", "body": "Called."}, "happened_at"),
    ("/absences/", {"starts_at": "2026-03-02T09:00", "ends_at": "2026-03-03T09:00"}, "starts_at"),
    ("/absences/", {"starts_at": "2026-03-02T09:00", "ends_at": "2026-03-03T09:00"}, "ends_at"),
    ("/calls/new/", CALL, "happened_at"),
    ("/calls/new/", CALL | {"wording": "tomorrow"}, "happened_at"),
]  # fmt: skip

TIMES = ["9999-12-31T23:59", "0001-01-01T00:00", "0001-01-01T00:00:00+14:00", "0026-03-02T09:00"]


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize(("path", "data", "field"), FORMS)
def test_a_form_refuses_such_a_time_in_words(typed, cast, path, data, field, time):
    answer = typed(path, {**data, "person": cast.tom.pk, field: time})
    assert answer.status_code == 422
    assert OUT_OF_YEARS in answer.content.decode()
