"""Several who sweep, or send, at once: everything happens once."""

from collections import Counter
from pathlib import Path

import pytest

from alerts.models import Alert, Deadline, Delivery
from alerts.sweep import Sweep
from promises.models import Breach
from tests.races.field import DUE, assert_sound

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("races")]


@pytest.mark.parametrize("sweepers", [2, 4])
def test_sweeps_at_once_raise_every_alert_once_and_move_every_deadline_once(track, contest, sweepers):
    promises = track.promises(200)

    swept = contest.race(*[("sweep", {"at": DUE})] * sweepers)

    assert_sound()
    # Amira hears the last of what she missed; Lena and Omar hear that it broke.
    assert set(Counter(Alert.objects.values_list("deadline", flat=True)).values()) == {3}
    assert set(Breach.objects.values_list("promise", flat=True)) == set(promises)
    assert Deadline.objects.filter(raised_until=DUE, missed_at=DUE).count() == 200
    assert sum(one["claimed"] for one in swept) == 200
    assert sum(one["alerts"] for one in swept) == 600
    assert sum(one["lost"] for one in swept) == 0
    assert min(one["claimed"] for one in swept) > 0, "They did not race: one of them did it all."


def test_sweeps_at_once_plan_anew_once(track, contest):
    track.promises(200)
    track.cast.berlin.save()  # as if its calendar had changed
    assert Deadline.objects.filter(stale=True).count() == 200

    swept = contest.race(*[("sweep", {"at": DUE})] * 2)

    assert_sound()
    assert sum(one["replanned"] for one in swept) == 200
    assert Alert.objects.count() == 600


@pytest.mark.parametrize("senders", [2, 4])
def test_outboxes_at_once_send_each_delivery_once(track, contest, tmp_path: Path, senders):
    track.promises(100)
    Sweep().run(DUE)
    log = str(tmp_path / "sent")

    sent = contest.race(*[("send", {"at": DUE, "log": log})] * senders)

    waiting = Delivery.objects.filter(channel="email")
    assert waiting.filter(outcome="sent", attempts=1).count() == sum(sent) == 300
    assert Counter(Path(log).read_text().split()) == Counter(str(d.key) for d in waiting)
    assert min(sent) > 0, "They did not race: one of them did it all."


def test_outboxes_at_once_put_each_alert_of_a_storm_into_one_digest(track, contest, tmp_path: Path):
    track.promises(100)
    Sweep().run(DUE)
    log = str(tmp_path / "sent")

    contest.race(*[("send", {"at": DUE, "log": log, "digest_over": 5})] * 2)

    letters = Path(log).read_text().split()
    assert len(letters) == len(set(letters))
    sent = Delivery.objects.filter(channel="email", outcome="sent")
    assert {str(d.digest or d.key) for d in sent} == set(letters)


def test_a_sweep_and_an_outbox_at_once_lose_nothing(track, contest, tmp_path: Path):
    track.promises(100)
    log = str(tmp_path / "sent")

    contest.race(("sweep", {"at": DUE}), ("send", {"at": DUE, "log": log}), ("sweep", {"at": DUE}))
    contest.race(("send", {"at": DUE, "log": log}))

    assert_sound()
    letters = Counter(Path(log).read_text().split())
    assert len(letters) == 300
    assert set(letters.values()) == {1}
