"""A worker is killed (SIGKILL) at the worst moments: everything is raised once, and everything is delivered."""

from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.db.models import QuerySet

from alerts.models import Alert, Deadline, Delivery
from alerts.outbox import LEASE
from alerts.sweep import Sweep
from promises.models import Breach
from tests.cast import assemble
from tests.product import ROOT
from tests.races.field import DUE, Field, assert_sound
from tests.servers.process import wait_until

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("races")]
NUMBER = 8


@pytest.fixture
def victims(product):
    """Workers that can be stopped at a point of their work; their mail is written to files."""
    product.environment |= {"PYTHONPATH": str(ROOT), "DIGEST_OVER": "1000"}
    return product


@pytest.fixture
def promises(victims) -> list[int]:
    return Field(assemble()).promises(NUMBER)


def kill_at(victims, stage: str, at=DUE) -> None:
    victim = victims.start("tests/faults/victim.py", stage, at.isoformat())
    wait_until(
        lambda: "reached" in victims.log_of(victim) or victim.poll() is not None, within=40, what=f"“{stage}”"
    )
    assert victim.poll() is None, victims.log_of(victim)
    victim.kill()
    victim.wait()


def another_worker(victims, at) -> None:
    """`manage.py sweep --at`: one pass, in which the rules may escalate what broke, too."""
    victims.manage("sweep", "--at", at.isoformat())


def waiting() -> QuerySet[Delivery]:
    """Mails about promises that are still to be sent."""
    return Delivery.objects.filter(alert__deadline__kind="promise", done_at=None)


def mails_about_promises(victims) -> Counter[str]:
    ours = Delivery.objects.filter(alert__deadline__kind="promise", channel="email")
    ids = {f"<{digest or key}@localhost>" for key, digest in ours.values_list("key", "digest")}
    return Counter({message: count for message, count in mails(victims).items() if message in ids})


def mails(victims) -> Counter[str]:
    """How often each message went out, by its Message-ID."""
    folder = Path(victims.environment["KEPT_VAR"]) / "mail"
    sent = [
        message_from_bytes(text.encode(), policy=policy.default)["Message-ID"]
        for file in folder.glob("*")
        for text in file.read_text().split("-" * 79 + "\n")
        if text.strip()
    ]
    return Counter(sent)


@pytest.mark.parametrize("stage", ["claimed", "moved"])
def test_killed_between_claim_and_commit(victims, promises, stage):
    kill_at(victims, stage)
    assert not Alert.objects.exists()
    assert not Breach.objects.exists()

    assert Sweep().run(DUE).alerts == 3 * NUMBER  # no lock is left behind by the dead

    assert_sound()
    assert set(Breach.objects.values_list("promise_id", flat=True)) == set(promises)
    assert set(Deadline.objects.values_list("raised_until", flat=True)) == {DUE}


def test_killed_between_lease_and_send(victims, promises):
    Sweep().run(DUE)
    kill_at(victims, "leased")
    assert Delivery.objects.filter(lease__isnull=False).count() == 3 * NUMBER
    assert not mails(victims)

    another_worker(victims, DUE + LEASE - timedelta(seconds=1))
    assert not mails_about_promises(victims)
    another_worker(victims, DUE + LEASE)

    assert Counter(mails_about_promises(victims).values()) == {1: 3 * NUMBER}
    assert not waiting().exists()


def test_killed_after_a_mail_was_sent_and_before_that_was_recorded(victims, promises):
    Sweep().run(DUE)
    kill_at(victims, "sent")

    another_worker(victims, DUE + LEASE)

    # That one went out twice, with the same Message-ID, so that its reader can tell; all others once.
    assert Counter(mails_about_promises(victims).values()) == {1: 3 * NUMBER - 1, 2: 1}
    assert not waiting().exists()


def test_killed_after_a_digest_was_sent_and_before_that_was_recorded(victims, promises):
    Sweep().run(DUE)
    victims.environment["DIGEST_OVER"] = "5"
    kill_at(victims, "sent")

    another_worker(victims, DUE + LEASE)

    # A digest each for Amira, Lena and Omar. One went out twice, and is the same although more waits by now.
    assert sorted(mails_about_promises(victims).values()) == [1, 1, 2]
    assert not waiting().exists()


def test_killed_again_and_again(victims, promises):
    """Five workers in a row die at different points, and the sixth finds everything to be done, or done."""
    for stage in ("claimed", "moved", "claimed"):
        kill_at(victims, stage)
    Sweep().run(DUE)
    for place, stage in enumerate(("leased", "sent")):
        kill_at(victims, stage, at=DUE + place * LEASE)

    another_worker(victims, DUE + 2 * LEASE)

    assert_sound()
    assert Counter(mails_about_promises(victims).values()) == {1: 3 * NUMBER - 1, 2: 1}
    assert not waiting().exists()
