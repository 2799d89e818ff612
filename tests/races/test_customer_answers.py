"""The customer answers while the agent settles, the sweep comes by, or they press the button twice."""

from datetime import timedelta

import pytest

from alerts.models import Alert, Deadline
from escalations.models import Escalation
from promises.models import Breach, CustomerAnswer, Promise, Settlement
from promises.rungs import DISPUTED
from tests.cast import berlin
from tests.races.field import DUE, START

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("races")]

NOON, LATE = berlin("2026-03-02 12:00"), DUE + timedelta(minutes=2)


def assert_owed(promises: list[int]) -> None:
    """All are broken, owed, on the clock once, and disputed; the ticket has one open escalation."""
    assert set(Promise.objects.in_state("overdue", LATE).values_list("pk", flat=True)) == set(promises)
    assert set(Breach.objects.values_list("promise", flat=True)) == set(promises)
    running = Deadline.objects.unsettled().filter(kind="promise", missed_at=DUE)
    assert sorted(running.values_list("subject_id", flat=True)) == sorted(promises)
    assert Escalation.objects.open().count() == 1


def test_of_several_disputes_of_one_settlement_one_counts(track, contest):
    promises = track.promises(20)
    call = track.evidence(promises[0], NOON)
    contest.race(
        ("keep", {"ids": promises, "seed": None, "evidence": call.pk, "by": track.cast.amira.pk, "at": NOON})
    )
    came = contest.race(*[("dispute", {"ids": promises, "at": LATE, "seed": seed}) for seed in range(4)])

    assert [set(one.values()) for one in came] == [{"done"}] * 4
    assert CustomerAnswer.objects.count() == 20
    assert Settlement.objects.filter(promise=None).count() == 20
    assert Alert.objects.filter(rung=DISPUTED).count() == 20
    assert_owed(promises)


def test_a_dispute_and_the_sweep_break_a_promise_once(track, contest):
    promises = track.promises(40)
    came = contest.race(("dispute", {"ids": promises, "at": LATE, "seed": 1}), ("sweep", {"at": LATE}))

    assert set(came[0].values()) == {"done"}
    assert CustomerAnswer.objects.count() == 40
    assert_owed(promises)


def test_a_settlement_does_not_outlive_a_dispute(track, contest):
    """Whoever comes first: with a call from before it, a promise that the customer disputes is not kept."""
    promises = track.promises(40)
    call = track.evidence(promises[0], START + timedelta(minutes=5))
    kept, disputed = contest.race(
        ("keep", {"ids": promises, "seed": 1, "evidence": call.pk, "by": track.cast.amira.pk, "at": LATE}),
        ("dispute", {"ids": promises, "seed": 2, "at": LATE}),
    )

    assert set(disputed.values()) == {"done"}
    won = [pk for pk in promises if kept[pk] == "done"]
    assert Settlement.objects.filter(promise=None).count() == len(won)
    assert not Settlement.objects.filter(promise__isnull=False).exists()
    assert_owed(promises)
