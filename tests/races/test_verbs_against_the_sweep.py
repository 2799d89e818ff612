"""Somebody acts at the moment when the sweep comes by: one of them was first, and all the rest follows from that."""

import pytest

from alerts.models import Alert, Deadline
from alerts.sweep import Sweep
from promises.handing_over import offer
from promises.models import Breach, HandOver, Promise, Renegotiation, Settlement
from tests.cast import berlin
from tests.races.field import A_SECOND, DUE, START, assert_sound, told_at_the_deadline
from tickets.models import Event

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("races")]

QUARTER = berlin("2026-03-02 12:45")
LATER = berlin("2026-03-02 16:00")
MOST_ROUNDS = 6


def rounds_until(both_happened, race):
    """Race again until each side has won some: a race that only one side can win shows nothing."""
    for seed in range(MOST_ROUNDS):
        race(seed)
        if both_happened():
            return
    pytest.fail(f"In {MOST_ROUNDS} races one side won every time: they do not collide.")


def test_keep_against_sweep(track, contest):
    """Kept a second before it was due; the sweep comes at that moment."""
    won = {"keep": 0, "sweep": 0}

    def race(seed):
        promises = track.promises(60)
        call = track.evidence(promises[0], DUE - A_SECOND)
        kept, _ = contest.race(
            (
                "keep",
                {
                    "ids": promises,
                    "evidence": call.pk,
                    "by": track.cast.amira.pk,
                    "at": DUE - A_SECOND,
                    "seed": seed,
                },
            ),
            ("sweep", {"at": DUE, "batch": 3}),
        )
        assert set(kept.values()) == {"done"}
        assert_sound()
        told = told_at_the_deadline() & set(promises)
        assert told == set(Breach.objects.filter(promise__in=promises).values_list("promise_id", flat=True))
        noted = Event.objects.filter(kind="promise_kept", data__promise__in=promises)
        # The settlement saw the breach exactly where there is one: nothing was raised after it.
        assert told == {event.data["promise"] for event in noted if event.data["clears_breach"]}
        assert not any(p.is_broken for p in Promise.objects.with_facts().filter(pk__in=promises))
        won["sweep"] += len(told)
        won["keep"] += len(promises) - len(told)

    rounds_until(lambda: min(won.values()) > 0, race)


def test_renegotiate_against_sweep(track, contest):
    won = {"renegotiate": 0, "sweep": 0}

    def race(seed):
        promises = track.promises(60)
        came, _ = contest.race(
            (
                "renegotiate",
                {
                    "ids": promises,
                    "by": track.cast.amira.pk,
                    "due_at": LATER,
                    "at": DUE - A_SECOND,
                    "seed": seed,
                },
            ),
            ("sweep", {"at": DUE, "batch": 3}),
        )
        assert_sound()
        moved = {pk for pk, what in came.items() if what == "done"}
        told = told_at_the_deadline() & set(promises)
        assert {what.split(" on ")[0] for pk, what in came.items() if pk not in moved} <= {
            "conflict: It broke"
        }
        assert told == set(promises) - moved
        assert moved == set(
            Renegotiation.objects.filter(promise__in=promises).values_list("promise_id", flat=True)
        )
        for deadline in Deadline.objects.unsettled().filter(subject_id__in=promises):
            assert deadline.at == (LATER if deadline.subject_id in moved else DUE)
        won["sweep"] += len(told)
        won["renegotiate"] += len(moved)

    rounds_until(lambda: min(won.values()) > 0, race)


def test_accepting_a_hand_over_against_sweep(track, contest):
    """A quarter of an hour before: either the old owner hears it or the new one, and never both."""
    won = {"tom": 0, "amira": 0}

    def race(seed):
        promises = track.promises(30)
        Sweep().run(QUARTER - A_SECOND)
        for pk in promises:
            offer(Promise.objects.get(pk=pk), to=track.cast.tom, by=track.cast.amira, at=QUARTER - A_SECOND)
        offers = list(HandOver.objects.filter(promise__in=promises).values_list("pk", flat=True))
        accepted, _ = contest.race(
            ("accept", {"ids": offers, "by": track.cast.tom.pk, "at": QUARTER - A_SECOND, "seed": seed}),
            ("sweep", {"at": QUARTER, "batch": 3}),
        )
        assert set(accepted.values()) == {"done"}
        Sweep().run(QUARTER)  # the next pass: that one passed over what was just being accepted
        assert_sound()
        heard = Alert.objects.filter(rung=3, audience="owner", deadline__subject_id__in=promises)
        assert sorted(heard.values_list("deadline__subject_id", flat=True)) == promises
        assert set(Promise.objects.filter(pk__in=promises).values_list("owner__name", flat=True)) == {
            "Tom Berger"
        }
        won["tom"] += heard.filter(recipient=track.cast.tom).count()
        won["amira"] += heard.filter(recipient=track.cast.amira).count()

    rounds_until(lambda: min(won.values()) > 0, race)


def test_acknowledge_against_sweep(track, contest):
    """Acknowledged a second before it was due: the breach is noted all the same, and each hears of it once."""
    won = {"acknowledge": 0, "sweep": 0}

    def race(seed):
        promises = track.promises(60)
        Sweep().run(QUARTER)
        alerts = list(
            Alert.objects.filter(
                recipient=track.cast.amira, deadline__subject_id__in=promises, rung=3
            ).values_list("pk", flat=True)
        )
        came, _ = contest.race(
            (
                "acknowledge",
                {"ids": alerts, "by": track.cast.amira.pk, "at": DUE - A_SECOND, "seed": seed},
            ),
            ("sweep", {"at": DUE, "batch": 3}),
        )
        assert set(came.values()) == {"done"}
        assert_sound()
        assert Breach.objects.filter(promise__in=promises).count() == 60
        told = told_at_the_deadline() & set(promises)
        won["sweep"] += len(told)
        won["acknowledge"] += 60 - len(told)

        # Half an hour later every pause is over, and the ladder has gone on for all of them.
        Sweep().run(berlin("2026-03-02 13:30"))
        assert_sound()
        lead = Alert.objects.filter(rung=4, recipient=track.cast.lena, deadline__subject_id__in=promises)
        assert sorted(lead.values_list("deadline__subject_id", flat=True)) == promises

    rounds_until(lambda: min(won.values()) > 0, race)


def test_a_sweep_that_is_early_and_one_that_is_late_with_somebody_keeping_in_between(track, contest):
    """Three at once, and four rungs: whoever comes first, nobody hears anything of what was settled."""
    promises = track.promises(60)
    call = track.evidence(promises[0], DUE - A_SECOND)
    contest.race(
        ("sweep", {"at": QUARTER, "batch": 3}),
        ("keep", {"ids": promises, "evidence": call.pk, "by": track.cast.amira.pk, "at": DUE - A_SECOND}),
        ("sweep", {"at": DUE, "batch": 3}),
    )
    before = Alert.objects.count()

    Sweep().run(LATER)

    assert_sound()
    assert Alert.objects.count() == before
    assert Settlement.objects.count() == 60
    assert START < QUARTER < DUE
