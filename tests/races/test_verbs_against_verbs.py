"""Two people do something about the same promise, or ticket, at the same moment."""

from collections import Counter

import pytest

from alerts.models import Deadline, Ladder
from promises.models import Promise, Renegotiation, Settlement
from tests.cast import berlin
from tests.races.field import A_SECOND, DUE, START, assert_sound
from tickets.models import Event, Ticket, TicketState

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("races")]

NOON, LATER, LATEST = (berlin(f"2026-03-02 {clock}") for clock in ("12:00", "15:00", "16:00"))


def test_of_two_settlements_one_wins_and_the_other_is_told(track, contest):
    """They come from either end of the list: each wins its own half, and they collide in the middle."""
    promises = track.promises(60)
    call = track.evidence(promises[0], NOON)
    from_the_end = {"ids": promises[::-1], "seed": None}
    kept, withdrawn = contest.race(
        ("keep", {"ids": promises, "seed": None, "evidence": call.pk, "by": track.cast.amira.pk, "at": NOON}),
        ("withdraw", from_the_end | {"by": track.cast.lena.pk, "at": NOON}),
    )

    assert_sound()
    outcomes = dict(Settlement.objects.values_list("promise_id", "outcome"))
    for pk in promises:
        won, lost = (kept, withdrawn) if outcomes[pk] == "kept" else (withdrawn, kept)
        assert won[pk] == "done"
        assert lost[pk].startswith(f"conflict: This promise is already settled as {outcomes[pk]}")
    assert set(Counter(outcomes.values())) == {"kept", "withdrawn"}, "They did not race."


def test_two_renegotiations_follow_one_another(track, contest):
    """The second finds the deadline that the first has put in the place of the old one."""
    promises = track.promises(40)
    arguments = {"ids": promises, "by": track.cast.amira.pk, "at": NOON}
    first, second = contest.race(
        ("renegotiate", arguments | {"due_at": LATER}), ("renegotiate", arguments | {"due_at": LATEST})
    )

    assert_sound()
    assert set(first.values()) == set(second.values()) == {"done"}
    assert Renegotiation.objects.count() == 80
    assert Deadline.objects.unsettled().count() == 40
    for promise in Promise.objects.prefetch_related("renegotiations"):
        one, two = promise.renegotiations.order_by("id")
        assert (one.from_due_at, two.from_due_at) == (DUE, one.to_due_at)
        assert promise.due_at == promise.deadline.at == two.to_due_at


def test_of_three_renegotiations_to_the_same_time_one_is_made(track, contest):
    promises = track.promises(20)
    arguments = {"ids": promises, "by": track.cast.amira.pk, "at": NOON, "due_at": LATER, "seed": None}
    answers = contest.race(*[("renegotiate", arguments)] * 3)

    assert_sound()
    assert Renegotiation.objects.count() == 20
    for pk in promises:
        said = Counter(answer[pk].partition(":")[0] for answer in answers)
        assert said == {"done": 1, "conflict": 2}


def test_a_settlement_and_a_renegotiation_leave_nothing_running_or_lost(track, contest):
    promises = track.promises(60)
    call = track.evidence(promises[0], NOON)
    kept, moved = contest.race(
        ("keep", {"ids": promises, "evidence": call.pk, "by": track.cast.amira.pk, "at": NOON}),
        (
            "renegotiate",
            # A moment before the call: one that was no later than the new time's agreement would not keep it.
            {"ids": promises, "by": track.cast.amira.pk, "at": NOON - A_SECOND, "due_at": LATER},
        ),
    )

    assert_sound()
    assert set(kept.values()) == {"done"}
    assert {what.split(" as ")[0] for what in moved.values()} <= {
        "done",
        "conflict: This promise is already settled",
    }
    assert not Deadline.objects.unsettled().exists()


def test_a_ticket_is_never_closed_over_a_promise_that_nobody_was_asked_about(track, contest):
    tickets = [track.ticket().pk for _ in range(40)]
    closed, made = contest.race(
        ("close", {"ids": tickets, "by": track.cast.amira.pk, "at": START + A_SECOND}),
        ("make", {"ids": tickets, "by": track.cast.amira.pk, "due_at": DUE, "at": START + A_SECOND}),
    )

    for pk in tickets:
        assert {closed[pk], made[pk].split(".")[0]} in (
            {"done", "refused: The ticket is closed"},
            {"asked", "done"},
        )


def test_a_ticket_moved_twice_at_once_is_in_one_state(track, contest):
    tickets = [track.ticket().pk for _ in range(40)]
    arguments = {"ids": tickets, "by": track.cast.amira.pk, "at": START + A_SECOND}
    one, two = contest.race(
        ("move_to", arguments | {"state": "pending"}), ("move_to", arguments | {"state": "solved"})
    )

    assert set(one.values()) == set(two.values()) == {"done"}
    assert TicketState.objects.filter(until=None).count() == 40
    assert TicketState.objects.count() == 120


def test_the_first_promises_of_a_team_agree_on_its_ladder(track, contest):
    """No ladder was set, and several find so at once."""
    for _ in range(4):
        Ladder.objects.update(retired_at=START)
        tickets = [track.ticket().pk for _ in range(4)]
        came = contest.race(
            *[
                ("make", {"ids": [pk], "by": track.cast.amira.pk, "due_at": DUE, "at": START + A_SECOND})
                for pk in tickets
            ]
        )

        assert [what for one in came for what in one.values()] == ["done"] * 4
        assert Ladder.objects.filter(team=track.cast.berlin, retired_at=None).count() == 1


def test_three_priorities_at_once_leave_a_timeline_on_which_each_follows_the_one_before(track, contest):
    tickets = [track.ticket().pk for _ in range(20)]
    arguments = {"ids": tickets, "by": track.cast.amira.pk, "at": NOON}
    contest.race(*(("change", arguments | {"priority": word}) for word in ("urgent", "low", "high")))

    for number in tickets:
        steps = (
            Event.objects.filter(ticket=number, kind="revised").order_by("id").values_list("data", flat=True)
        )
        assert len(steps) == 3
        left = ["normal", *(step["after"] for step in steps)]
        assert [step["before"] for step in steps] == left[:-1]
        assert Ticket.objects.get(pk=number).priority == left[-1]
