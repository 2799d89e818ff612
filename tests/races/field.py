"""Many promises at once, and what must be true of them after any race."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from alerts.models import Alert, Deadline, Delivery
from promises.models import Breach, Promise, Settlement
from tests.cast import Cast, a_call, a_promise, a_ticket, berlin
from tickets.models import Contact, Event, Ticket

START, DUE = berlin("2026-03-02 09:00"), berlin("2026-03-02 13:00")
A_SECOND = timedelta(seconds=1)


@dataclass
class Field:
    """Promises of Amira's on one ticket, said at nine and due at one."""

    cast: Cast

    def promises(self, number: int) -> list[int]:
        """So many of them, made by the verb once and copied, for speed."""
        first = a_promise(self.ticket(), at=START)
        deadline = first.deadline
        promises = [first, *Promise.objects.bulk_create(_copy(first) for _ in range(number - 1))]
        copies = []
        for promise in promises[1:]:
            copy = _copy(deadline)
            copy.subject_id = promise.pk
            copies.append(copy)
        Deadline.objects.bulk_create(copies)
        return [promise.pk for promise in promises]

    def ticket(self) -> Ticket:
        return a_ticket(self.cast, at=START)

    def evidence(self, promise_id: int, at: datetime) -> Contact:
        return a_call(Promise.objects.get(pk=promise_id).ticket, at=at)


def _copy(row):
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    fields.pop("id")
    return type(row)(**fields)


def assert_sound() -> None:
    """What no race may break, whoever won."""
    twice = Alert.objects.values("deadline", "rung", "recipient").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()
    channels = Counter(Delivery.objects.values_list("alert_id", flat=True))
    assert set(channels) == set(Alert.objects.values_list("pk", flat=True))
    assert set(channels.values()) <= {2}  # in the app and by e-mail
    running = Counter(Deadline.objects.unsettled().values_list("subject_id", flat=True))
    settled = set(Settlement.objects.values_list("promise_id", flat=True))
    for promise in Promise.objects.with_facts():
        assert (promise.settled_at is not None) == (promise.pk in settled)
        assert running[promise.pk] == (0 if promise.pk in settled else 1)
    for breach in Breach.objects.select_related("promise"):
        assert breach.broken_at == breach.promise.due_at
    missed = set(Deadline.objects.filter(missed_at__isnull=False).values_list("subject_id", flat=True))
    assert missed == set(Breach.objects.values_list("promise_id", flat=True))
    events = Counter(Event.objects.filter(kind="promise_broken").values_list("data__promise", flat=True))
    assert dict(events) == dict.fromkeys(missed, 1)
    assert not Deadline.objects.filter(settled_at__isnull=False, next_rung_at__isnull=False).exists()


def told_at_the_deadline() -> set[int]:
    """The promises whose T-0 alerts were raised."""
    return set(Alert.objects.filter(rung=4).values_list("deadline__subject_id", flat=True))
