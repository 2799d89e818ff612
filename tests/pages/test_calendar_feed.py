"""An agent's promises in their own calendar, by an address that only they know."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from people.models import CalendarFeed
from promises.settling import keep
from tests.cast import a_call, a_customer, a_promise, a_ticket, berlin

pytestmark = pytest.mark.django_db
SAID, DUE = berlin("2026-03-02 10:00"), berlin("2026-03-02 14:00")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(SAID, tick=False) as travelling:
        yield travelling


@pytest.fixture
def promise(cast):
    return a_promise(a_ticket(cast, at=SAID), "in 4 hours", at=SAID)


@pytest.fixture
def address(cast) -> str:
    return f"/calendar/{CalendarFeed.renew(cast.amira)}.ics"


def events(response) -> dict:
    return {str(event["UID"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_it_holds_what_its_owner_owes_with_an_alarm(address, promise, cast):
    a_promise(promise.ticket, "in 5 hours", at=SAID, by=cast.tom, owner=cast.tom)
    response = Client().get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(response).values()
    assert event["SUMMARY"] == "Call back: Inês Duarte"
    assert event["DTSTART"].to_ical() == b"20260302T130000Z"
    assert f"#promise-{promise.pk}" in event["URL"]
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(minutes=-15)


def test_what_was_due_in_the_last_week_stays_and_what_is_owed_stays_longer(address, promise, cast, clock):
    owed = a_promise(promise.ticket, "in 5 hours", at=SAID)
    keep(promise, by=cast.amira, evidence=a_call(promise.ticket, at=DUE), at=DUE)
    clock.move_to(DUE + timedelta(days=6))
    assert len(events(Client().get(address))) == 2
    clock.move_to(DUE + timedelta(days=8))
    (event,) = events(Client().get(address)).values()
    assert str(event["UID"]).startswith(f"promise-{owed.pk}@")


def test_one_that_was_kept_says_so_and_rings_no_more(address, promise, cast, clock):
    keep(promise, by=cast.amira, evidence=a_call(promise.ticket, at=DUE), at=DUE)
    (event,) = events(Client().get(address)).values()
    assert event["SUMMARY"] == "Kept: Call back: Inês Duarte"
    assert event["SEQUENCE"] == 1
    assert event.walk("VALARM") == []


def test_while_nothing_changes_it_is_not_sent_again(address, promise, cast, clock):
    first = Client().get(address)
    clock.shift(timedelta(minutes=30))
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    a_promise(promise.ticket, "in 5 hours", at=SAID + timedelta(minutes=30))
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_address_that_was_renewed_or_revoked_or_made_up_is_none(address, cast):
    assert Client().get(address).status_code == 200
    renewed = f"/calendar/{CalendarFeed.renew(cast.amira)}.ics"
    assert Client().get(address).status_code == 404
    assert Client().get(renewed).status_code == 200
    CalendarFeed.revoke(cast.amira)
    assert Client().get(renewed).status_code == 404
    assert Client().get("/calendar/x.ics").status_code == 404


def test_who_has_left_has_no_calendar(address, cast):
    cast.amira.is_active = False
    cast.amira.save()
    assert Client().get(address).status_code == 404


def test_the_secret_is_not_in_the_database(address):
    secret = address.split("/")[2].removesuffix(".ics")
    assert secret not in str(list(CalendarFeed.objects.values()))


def test_the_database_allows_one_live_address_each(address, cast):
    with pytest.raises(IntegrityError):
        CalendarFeed.objects.create(user=cast.amira, digest="another")


def test_it_is_made_shown_once_and_revoked_on_ones_own_page(amira, cast):
    shown = amira.post("/you/calendar/").content.decode()
    (path,) = re.findall(r"http://localhost:8000(/calendar/[\w-]+\.ics)", shown)
    assert Client().get(path).status_code == 200
    assert path not in amira.get("/you/").content.decode()
    amira.post("/you/calendar/revoke/")
    assert Client().get(path).status_code == 404
    assert "Make an address" in amira.get("/you/").content.decode()


@pytest.mark.parametrize("path", ["/you/calendar/", "/you/calendar/revoke/"])
def test_looking_changes_nothing_and_strangers_nothing_at_all(amira, path, cast):
    CalendarFeed.renew(cast.amira)
    assert amira.get(path).status_code == 405
    assert Client().post(path).status_code == 302
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1


def test_many_promises_cost_no_more_queries_than_one(address, promise, cast):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(address).status_code == 200
        return len(captured)

    one = queries()
    for number in range(6):
        customer = a_customer(f"Customer {number}", f"{number}@customer.example")
        a_promise(a_ticket(cast, at=SAID, customer=customer), "in 3 hours", at=SAID)
    assert queries() == one <= 5


def test_names_with_line_breaks_and_markup_stay_text(address, cast):
    customer = a_customer("Bo\\; <b>,\U0001f389", "odd@customer.example")
    a_promise(a_ticket(cast, at=SAID, customer=customer, subject="x" * 200), "in 3 hours", at=SAID)
    (event,) = events(Client().get(address)).values()
    assert event["SUMMARY"] == "Call back: Bo\\; <b>,\U0001f389"
