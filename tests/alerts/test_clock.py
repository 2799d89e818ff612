"""Starting, giving on and planning anew."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alerts import clock
from alerts.models import Deadline, Ladder
from people.models import Absence
from tests.cast import a_promise, a_ticket, an_absence, berlin

START, DUE = berlin("2026-03-02 09:00"), berlin("2026-03-02 13:00")


def started(cast, **fields) -> Deadline:
    fields = {
        "owner": cast.amira,
        "team": cast.berlin,
        "starts_at": START,
        "due_at": DUE,
        "at": START,
    } | fields
    return clock.start("promise", 1, **fields)


def test_a_subject_has_one_running_deadline(cast):
    started(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        started(cast)


def test_a_settled_deadline_makes_room_for_another(cast):
    clock.settle(started(cast), at=START)
    assert started(cast).pk == clock.lock("promise", 1).pk
    assert Deadline.objects.count() == 2


def test_lock_finds_nothing_when_everything_is_settled(cast):
    clock.settle(started(cast), at=START)
    assert clock.lock("promise", 1) is None


def test_a_preview_is_what_would_be_planned_and_saves_nothing(cast):
    seen = clock.preview(cast.berlin, cast.amira, START, DUE)
    assert not Deadline.objects.exists()
    assert not Ladder.objects.exists()

    plan = started(cast).plan
    assert [[int(at.timestamp()), rung.position] for rung, at in seen] == plan


def test_what_is_planned_anew_twice_is_as_if_once(cast):
    deadline = started(cast)
    before = (deadline.plan, deadline.next_rung_at)
    for _ in range(2):
        clock.replan([deadline], at=START + timedelta(hours=1))
    deadline.refresh_from_db()
    assert (deadline.plan, deadline.next_rung_at) == before


def test_an_absence_touches_the_deadlines_of_those_it_is_about_and_no_others(cast):
    amiras = a_promise(a_ticket(cast, at=START), at=START).deadline
    toms = a_promise(a_ticket(cast, at=START, owner=cast.tom), at=START).deadline

    an_absence(cast.amira, START, DUE)

    stale = Deadline.objects.filter(stale=True)
    assert list(stale.values_list("pk", flat=True)) == [amiras.pk]
    assert toms.pk != amiras.pk


def test_an_absence_of_the_deputy_touches_the_deadlines_of_whom_they_stand_in_for(cast):
    an_absence(cast.amira, START, berlin("2026-03-20 00:00"), deputy=cast.tom)
    deadline = a_promise(a_ticket(cast, at=START), at=START).deadline

    an_absence(cast.tom, START, berlin("2026-03-20 00:00"))

    deadline.refresh_from_db()
    assert deadline.stale


def test_however_long_the_line_of_deputies_is(cast):
    until = berlin("2026-03-20 00:00")
    an_absence(cast.amira, START, until, deputy=cast.tom)
    an_absence(cast.tom, START, until, deputy=cast.lena)
    deadline = a_promise(a_ticket(cast, at=START), at=START).deadline
    Deadline.objects.update(stale=False)

    an_absence(cast.lena, START, until)

    deadline.refresh_from_db()
    assert deadline.stale


def test_to_be_planned_anew_never_delays_a_rung_that_is_due(cast):
    deadline = a_promise(a_ticket(cast, at=START), at=START).deadline
    due = deadline.next_rung_at
    assert due < timezone.now()

    Absence.objects.create(user=cast.amira, starts_at=DUE, ends_at=DUE + timedelta(days=1))

    deadline.refresh_from_db()
    assert deadline.next_rung_at == due


@pytest.mark.parametrize("change", ["team", "person", "hours", "closure", "calendar"])
def test_every_change_of_working_time_has_deadlines_planned_anew(cast, change):
    deadline = a_promise(a_ticket(cast, at=START), at=START).deadline
    match change:
        case "team":
            cast.berlin.save()
        case "person":
            cast.amira.save()
        case "hours":
            cast.berlin.calendar.hours.first().save()
        case "closure":
            cast.berlin.calendar.closures.create(starts_on=DUE.date(), ends_on=DUE.date(), name="Outing")
        case "calendar":
            cast.berlin.calendar.save()

    deadline.refresh_from_db()
    assert deadline.stale


def test_logging_in_has_nothing_planned_anew(client, cast):
    deadline = a_promise(a_ticket(cast, at=START), at=START).deadline
    client.force_login(cast.amira)

    deadline.refresh_from_db()
    assert not deadline.stale
