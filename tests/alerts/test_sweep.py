"""The sweep: a constant number of queries, and no memory that could make it miss anything."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from alerts import sweep as sweep_module
from alerts.claims import claim_due, move_on
from alerts.models import Alert, Deadline, Delivery, Heartbeat, Ladder
from alerts.sweep import LostClaim, Sweep, Swept
from promises.deadlines import PromiseDeadlines
from promises.models import Breach
from tests.cast import a_promise, a_ticket, berlin

START, DUE = berlin("2026-03-02 09:00"), berlin("2026-03-02 13:00")


@pytest.fixture
def promises(cast):
    def make(number):
        return [a_promise(a_ticket(cast, at=START), at=START) for _ in range(number)]

    return make


def queries_of(work) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


@pytest.mark.parametrize("at", [START + timedelta(hours=2), DUE], ids=["half-way", "broken"])
def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(promises, at):
    promises(2)
    few = queries_of(lambda: Sweep().run(at))
    promises(12)
    many = queries_of(lambda: Sweep().run(at))

    assert many == few


def test_nothing_due_is_one_query_in_one_transaction(promises):
    promises(3)
    sweep = Sweep()
    sweep.run(START)

    with CaptureQueriesContext(connection) as captured:
        sweep.run(START + timedelta(seconds=1))
    assert len([query for query in captured if query["sql"].startswith("SELECT")]) == 1


def test_a_pass_says_what_it_did(promises):
    promises(3)
    swept = Sweep(batch=2).run(DUE)
    assert (swept.claimed, swept.missed, swept.replanned) == (3, 3, 0)
    # Half-way, an hour and a quarter of an hour before came to one for Amira, and one each for Lena and Omar.
    assert swept.alerts == Alert.objects.count() == 9
    assert Breach.objects.count() == 3


def test_a_second_pass_at_the_same_moment_does_nothing(promises):
    promises(3)
    Sweep().run(DUE)
    before = list(Deadline.objects.values().order_by("id"))

    swept = Sweep().run(DUE)

    assert (swept.claimed, swept.alerts, swept.missed) == (0, 0, 0)
    assert list(Deadline.objects.values().order_by("id")) == before


def test_a_deadline_that_becomes_due_before_the_last_claim_is_found_within_seconds(promises):
    """A sweep that was let go of leaves deadlines behind where this one does not look at every pass."""
    _, late = promises(2)
    Deadline.objects.filter(subject_id=late.pk).update(next_rung_at=DUE + timedelta(days=1))
    sweep = Sweep()
    sweep.run(DUE)
    Deadline.objects.filter(subject_id=late.pk).update(next_rung_at=START)

    sweep.run(DUE + timedelta(seconds=1))
    assert not Breach.objects.filter(promise=late).exists()
    sweep.run(DUE + timedelta(seconds=5))
    assert Breach.objects.filter(promise=late).exists()


def test_a_drill_leaves_no_heartbeat_and_a_real_pass_does(promises):
    Sweep().run(DUE)
    assert not Heartbeat.objects.exists()
    Sweep().run()
    assert Heartbeat.objects.get().name == "sweep"


def test_each_alert_has_a_delivery_for_each_channel_of_its_rung(cast, promises):
    Ladder.objects.replace(
        cast.berlin, [{"minutes_before": 60, "audiences": ["owner"], "channels": ["in_app"]}], at=START
    )
    promises(1)
    Sweep().run(DUE)

    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.outcome, delivery.done_at) == ("in_app", "sent", DUE)


def test_a_ladder_without_rungs_alerts_nobody_and_notes_the_breach(cast, promises):
    Ladder.objects.replace(cast.berlin, [], at=START)
    promises(1)
    Sweep().run(DUE)

    assert not Alert.objects.exists()
    assert Breach.objects.get().broken_at == DUE


def test_what_is_settled_is_never_claimed_even_if_it_still_had_a_time(promises):
    promises(1)
    Deadline.objects.update(settled_at=START + timedelta(hours=1))
    assert Sweep().run(DUE).claimed == 0


def test_a_claim_that_another_has_moved_on_is_not_moved_again(promises):
    promises(3)
    claims = claim_due(DUE, 10)
    Sweep().run(DUE)
    before = list(Deadline.objects.values().order_by("id"))

    assert move_on(claims, [None] * 3, raised_until=DUE) == 0
    assert list(Deadline.objects.values().order_by("id")) == before


def test_a_batch_of_which_one_claim_is_lost_is_rolled_back_and_found_again(promises, monkeypatch):
    promises(3)
    real = sweep_module.move_on
    monkeypatch.setattr(sweep_module, "move_on", lambda *args, **kwargs: real(*args, **kwargs) - 1)
    with pytest.raises(LostClaim):
        Sweep().raise_batch(DUE, Swept(DUE))
    assert not Alert.objects.exists()
    assert not Breach.objects.exists()

    monkeypatch.undo()
    assert Sweep().run(DUE).alerts == 9


def test_one_deadline_that_cannot_be_raised_holds_up_no_other_and_is_tried_again(promises, monkeypatch):
    bad = promises(5)[2]
    real = PromiseDeadlines.missed

    def missed(self, subject_ids, at):
        if bad.pk in subject_ids:
            raise ValueError("This one cannot be told.")
        real(self, subject_ids, at)

    monkeypatch.setattr(PromiseDeadlines, "missed", missed)
    swept = Sweep().run(DUE)
    assert (swept.missed, swept.alerts, swept.faults) == (4, 12, 1)
    assert not Breach.objects.filter(promise=bad).exists()
    assert Sweep().run(DUE + timedelta(seconds=59)).claimed == 0

    monkeypatch.undo()
    Sweep().run(DUE + timedelta(minutes=1))
    assert Breach.objects.get(promise=bad).broken_at == DUE
    assert Alert.objects.filter(deadline__subject_id=bad.pk).count() == 3


def test_a_server_that_went_away_is_no_fault_of_a_deadlines(promises, monkeypatch):
    promises(2)

    def missed(self, subject_ids, at):
        raise OperationalError("the connection was closed")

    monkeypatch.setattr(PromiseDeadlines, "missed", missed)
    with pytest.raises(OperationalError):
        Sweep().run(DUE)
    assert not Deadline.objects.filter(next_rung_at__gt=DUE).exists()
