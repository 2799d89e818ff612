"""Many who read one mood at once, and passes of the rules beside them: one reading, one escalation."""

import pytest

from escalations.models import Escalation
from escalations.rules import apply_rules
from people.models import User
from recovery.models import MoodReading
from recovery.moods import read_mood
from tests.cast import a_call, a_ticket, assemble, berlin
from tests.races.processes import at_once
from tickets.models import Contact, Event, Ticket

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True), pytest.mark.slow]

MONDAY, TEN = berlin("2026-03-02 09:00"), berlin("2026-03-02 10:00")


def do(what: str, *arguments: int) -> object:
    return {"read": read, "rules": rules}[what](*arguments)


def read(number: int, by: int, contact: int | None = None) -> int:
    return read_mood(
        Ticket.objects.get(pk=number),
        by=User.objects.get(pk=by),
        level="furious",
        contact=Contact.objects.get(pk=contact) if contact else None,
        at=TEN,
    ).pk


def rules() -> int:
    return apply_rules(TEN)


def test_one_contact_read_ten_times_at_once_is_one_reading():
    cast = assemble()
    ticket = a_ticket(cast, at=MONDAY)
    call = a_call(ticket, at=TEN)

    answers = at_once(do, [("read", ticket.pk, cast.amira.pk, call.pk)] * 10)

    assert answers == [str(MoodReading.objects.get().pk)] * 10
    assert Event.objects.filter(kind="mood_read").count() == 1


def test_pressed_twice_it_is_one_reading():
    cast = assemble()
    ticket = a_ticket(cast, at=MONDAY)

    at_once(do, [("read", ticket.pk, cast.amira.pk)] * 6)

    assert MoodReading.objects.count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_read_by_many_while_the_rules_pass_it_escalates_once(turn):
    cast = assemble()
    ticket = a_ticket(cast, at=MONDAY)
    people = (cast.amira, cast.tom, cast.lena)

    at_once(do, [*(("read", ticket.pk, who.pk) for who in people), ("rules",), ("rules",), ("rules",)])
    rules()

    assert MoodReading.objects.count() == 3
    assert Escalation.objects.get().causes.count() == 1
