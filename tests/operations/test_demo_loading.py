"""Loading the demo: only into an empty database, all of it or nothing, and at any hour of any day."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Max

from alerts.models import Delivery
from alerts.sweep import Sweep
from escalations.rules import apply_rules
from people.models import User
from promises.models import Promise
from promises.models.promise import FILTERS
from tests.cast import berlin, utc
from tickets.models import Customer, Event, State, Ticket
from tracker import demo

NOW = berlin("2026-11-18 14:20")


def test_one_customer_is_enough_for_a_database_to_be_in_use(db):
    Customer.objects.create(name="Inês Duarte")

    with pytest.raises(demo.NotEmpty):
        demo.load(NOW)

    assert User.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_demo_that_fails_half_way_leaves_nothing(monkeypatch):
    class Tripped(Exception):
        pass

    def trips(scene, *args):
        raise Tripped

    monkeypatch.setattr("tracker.demo.scene.Scene.renegotiate", trips)
    with pytest.raises(Tripped):
        demo.load(NOW)

    assert not User.objects.exists()
    assert not Ticket.objects.exists()


def test_it_is_not_for_production(db, settings):
    settings.DEMO_PASSWORD = ""

    with pytest.raises(CommandError, match="not for production"):
        call_command("load_demo", if_empty=True)

    assert not User.objects.exists()


HOURS = {
    "Sunday, 3 in the morning": berlin("2026-11-22 03:00"),
    "a minute before Berlin closes for the weekend": berlin("2026-11-20 17:29"),
    "Monday, as Berlin opens": berlin("2026-11-23 09:00"),
    "Christmas Eve": berlin("2026-12-24 20:00"),
    "in the hour that spring skips": utc("2027-03-28 01:00"),
}


@pytest.mark.slow
@pytest.mark.parametrize("now", HOURS.values(), ids=HOURS)
def test_it_looks_good_whenever_it_is_loaded(db, now):
    demo.load(now)

    owed = Promise.objects.unsettled().filter(due_at__gt=now).order_by("due_at")
    assert owed.first().owner.email == "noor@kept.example"
    assert owed.first().due_at == now + timedelta(seconds=170)
    mine = owed.filter(owner__email="amira@kept.example")
    assert mine.first().due_at == now + timedelta(minutes=22)
    assert mine.count() >= 4
    assert owed.filter(due_at__lte=now + timedelta(hours=6)).count() >= 4
    assert owed.filter(due_at__gt=now + timedelta(days=5)).exists()
    assert {ticket.state for ticket in Ticket.objects.with_state()} == set(State.values)
    for state in FILTERS:
        assert Promise.objects.in_state(state, now).exists(), state
    assert Event.objects.aggregate(last=Max("at"))["last"] <= now
    apply_rules(now)
    assert not Delivery.objects.filter(done_at=None).exists()
    raised = Sweep().run(now + timedelta(seconds=51))
    assert raised.alerts >= 1
