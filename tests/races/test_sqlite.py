"""The embedded mode: the web writes while the schedule sweeps and sends, on one SQLite file."""

from collections import Counter
from pathlib import Path

import pytest

from alerts.models import Alert, Deadline
from alerts.sweep import Sweep
from promises.models import Promise, Settlement
from tests.races.field import A_SECOND, DUE, START, assert_sound, told_at_the_deadline

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("races")]


def test_writing_sweeping_and_sending_at_once_never_finds_the_database_locked(track, contest, tmp_path: Path):
    promises = track.promises(60)
    call = track.evidence(promises[0], DUE - A_SECOND)
    tickets = [track.ticket().pk for _ in range(30)]
    log = str(tmp_path / "sent")
    keep = {"evidence": call.pk, "by": track.cast.amira.pk, "at": DUE - A_SECOND}
    make = {"ids": tickets, "by": track.cast.tom.pk, "due_at": DUE, "at": START + A_SECOND}

    kept, made, *_ = contest.race(
        ("keep", keep | {"ids": promises}),
        ("make", make),
        ("sweep", {"at": DUE, "batch": 3}),
        ("send", {"at": DUE, "log": log}),
    )
    contest.race(("sweep", {"at": DUE}))
    contest.race(("send", {"at": DUE, "log": log}))

    assert set(kept.values()) == set(made.values()) == {"done"}  # no "database is locked" among them
    assert_sound()
    assert Settlement.objects.count() == 60
    assert Promise.objects.count() == 90
    assert told_at_the_deadline() >= set(
        Deadline.objects.unsettled().filter(at=DUE).values_list("subject_id", flat=True)
    )
    assert set(Counter(Path(log).read_text().split()).values()) == {1}


def test_two_sweeps_of_one_file_raise_everything_once(track, contest):
    track.promises(60)

    swept = contest.race(*[("sweep", {"at": DUE, "batch": 5})] * 2)

    assert_sound()
    assert Alert.objects.count() == 180
    assert sum(one["claimed"] for one in swept) == 60
    assert sum(one["lost"] for one in swept) == 0
    assert Sweep().run(DUE).claimed == 0
