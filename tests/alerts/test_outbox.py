"""The outbox: leases, retries and what is let go of."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts import outbox as outbox_module
from alerts.channels import Channels, Retry, Sent
from alerts.models import Alert, Delivery
from alerts.outbox import LEASE, LONGEST_WAIT, MOST_ATTEMPTS, Outbox
from alerts.sweep import Sweep
from promises.deadlines import PromiseDeadlines
from tests.cast import a_promise, a_ticket, berlin

START, HALF_WAY = berlin("2026-03-02 09:00"), berlin("2026-03-02 11:00")


@pytest.fixture
def waiting(cast):
    """So many e-mails, each to somebody else in turn, raised half-way and not sent."""

    def make(number):
        owners = [cast.amira, cast.tom, cast.lena, cast.omar, cast.noor, cast.viktor, cast.grace, cast.ben]
        for place in range(number):
            owner = owners[place % len(owners)]
            a_promise(a_ticket(cast, at=START, owner=owner), at=START, due_at=berlin("2026-03-02 13:00"))
        Sweep().run(berlin("2026-03-02 12:00"))
        Delivery.objects.filter(done_at=None).update(next_try_at=HALF_WAY)
        return Delivery.objects.filter(done_at=None)

    return make


class Slow(Channels):
    """A channel that does `before` each message, and answers `answer`."""

    def __init__(self, before=lambda message: None, answer=None):
        super().__init__()
        self.before, self.answer, self.tried = before, answer or Sent(), []

    def named(self, name):
        return self

    def send(self, messages, done):
        for message in messages:
            self.tried.append(message.key)
            self.before(message)
            done(message, self.answer)


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size_but_for_the_recording(waiting):
    """Each message is recorded at once: what is not recorded would be sent again."""

    def queries(number):
        assert waiting(number).count() == number
        with CaptureQueriesContext(connection) as captured:
            Outbox(channels=Slow()).run(HALF_WAY)
        return len(captured)

    few, many = queries(2), queries(6)
    assert many - few == 4, "one update a message"


def test_what_another_holds_is_left_alone_until_its_lease_runs_out(waiting):
    waiting(1)
    with pytest.raises(KeyboardInterrupt):
        Outbox(channels=Slow(before=_die)).run(HALF_WAY)

    assert Outbox().run(HALF_WAY + LEASE - timedelta(seconds=1)).sent == 0
    assert Outbox().run(HALF_WAY + LEASE).sent == 1
    assert Delivery.objects.get(channel="email").attempts == 2


def _die(message):
    raise KeyboardInterrupt  # as a kill would: no code of ours runs after it


def test_whoever_took_a_lease_over_records_it_and_the_late_one_does_not(waiting):
    waiting(1)

    def overtaken(message):
        Delivery.objects.filter(done_at=None).update(next_try_at=HALF_WAY)
        Outbox(channels=Slow()).run(HALF_WAY + timedelta(seconds=1))

    Outbox(channels=Slow(before=overtaken, answer=Retry("too late"))).run(HALF_WAY)

    delivery = Delivery.objects.get(channel="email")
    assert (delivery.outcome, delivery.error, delivery.done_at) == (
        "sent",
        "",
        HALF_WAY + timedelta(seconds=1),
    )


def test_a_retry_waits_longer_each_time_and_ends_after_a_day_or_so(waiting):
    waiting(1)
    at, waits = HALF_WAY, []
    for _ in range(7):
        Outbox(channels=Slow(answer=Retry("busy"))).run(at)
        next_try = Delivery.objects.get(channel="email").next_try_at
        waits.append((next_try - at).total_seconds())
        at = next_try
    assert waits == [30, 60, 120, 240, 480, 900, 900]

    Delivery.objects.filter(channel="email").update(attempts=MOST_ATTEMPTS - 1)
    assert Outbox(channels=Slow(answer=Retry("busy"))).run(at).failed == 1
    assert Alert.objects.filter(audience="next").exists()  # and somebody else hears it


def test_sending_stops_before_the_lease_runs_out_and_the_rest_is_free_at_once(waiting, monkeypatch):
    """Else a slow server would have the same mail sent by two."""
    waiting(6)
    now = [0.0]
    monkeypatch.setattr(outbox_module, "monotonic", lambda: now[0])

    def slow(message):
        now[0] += 25  # seconds a message

    first = Slow(before=slow)
    posted = Outbox(channels=first).run(HALF_WAY, seconds=10_000)
    assert posted.sent == 3  # after 25, 50 and 75 seconds, of a lease of 120
    left = Delivery.objects.filter(done_at=None)
    assert set(left.values_list("lease", "attempts")) == {(None, 0)}

    second = Slow()
    assert Outbox(channels=second).run(HALF_WAY).sent == 3
    assert not set(first.tried) & set(second.tried)


def test_in_app_alerts_need_no_sending(waiting):
    waiting(1)
    in_app = Delivery.objects.get(channel="in_app")
    assert (in_app.outcome, in_app.done_at) == ("sent", in_app.alert.raised_at)


def test_an_outbox_with_nothing_to_send_sends_nothing(db):
    assert Outbox().run(HALF_WAY).sent == 0
    assert mail.outbox == []


def test_an_alert_that_cannot_be_put_into_words_is_told_without_them(waiting, monkeypatch):
    bad = waiting(4).order_by("pk")[1].alert_id
    real = PromiseDeadlines.notices

    def notices(self, alert_ids):
        if bad in alert_ids:
            raise KeyError("no such word")
        return real(self, alert_ids)

    monkeypatch.setattr(PromiseDeadlines, "notices", notices)
    Outbox().run(HALF_WAY)

    assert len(mail.outbox) == 4
    assert sum("could not be put into words" in sent.subject for sent in mail.outbox) == 1


@pytest.mark.postgresql
def test_a_delivery_that_cannot_be_read_is_set_aside_and_holds_up_no_other(waiting):
    """Such as that of a deadline in a year beyond those that a datetime has: the database knows some more."""
    bad = waiting(5).order_by("pk")[1]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE alerts_deadline SET at = '10000-01-01Z' WHERE id = %s", [bad.alert.deadline_id]
        )

    posted = Outbox().run(HALF_WAY)

    assert (posted.sent, posted.faults) == (4, 1)
    aside = Delivery.objects.get(pk=bad.pk)
    assert (aside.done_at, aside.lease, aside.next_try_at) == (None, None, HALF_WAY + LONGEST_WAIT)
    assert "year" in aside.error

    with connection.cursor() as cursor:
        cursor.execute("UPDATE alerts_deadline SET at = %s WHERE id = %s", [HALF_WAY, bad.alert.deadline_id])
    assert Outbox().run(HALF_WAY + LONGEST_WAIT).sent == 1  # once it is mended
