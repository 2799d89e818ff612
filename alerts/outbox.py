"""The outbox: leases deliveries, sends them outside any transaction, and records what became of each.

A lease that runs out, because its holder was killed, is taken again: delivery is at least once, and a repetition
carries the same key. What was settled or acknowledged in the meantime is not sent.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from time import monotonic

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from alerts.channels import Channels, Failed, Message, Result, Retry, Sent
from alerts.letters import Letter, storms, write
from alerts.models import Alert, Delivery, Heartbeat
from alerts.singling import single_out
from alerts.undeliverable import tell_next_in_chain
from people.fields import moment

log = logging.getLogger(__name__)

BATCH = 50
# A batch may grow by this many for each person who gets a digest.
MOST_IN_DIGEST = 5000
HEARTBEAT = "outbox"
LEASE = timedelta(minutes=2)
# Waits between attempts: 30 s, doubling, at most 15 minutes; given up on after about a day.
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
MOST_ATTEMPTS = 100


@dataclass
class Posted:
    """What a pass did, in deliveries; `digests` counts the messages that stood for several of them."""

    at: datetime
    sent: int = 0
    dropped: int = 0
    retried: int = 0
    failed: int = 0
    digests: int = 0
    faults: int = 0


@dataclass
class Outbox:
    """One who sends."""

    batch: int = BATCH
    channels: Channels = field(default_factory=Channels)

    def run(self, at: datetime | None = None, *, seconds: float = 20.0) -> Posted:
        """Send what waits now, or at `at` (aware) for a drill, for at most so many seconds of real time."""
        is_drill, at = at is not None, moment(at)
        clock = (lambda: at) if is_drill else timezone.now
        posted, until = Posted(at), monotonic() + seconds
        while self.send_batch(posted, clock, until=until) >= self.batch and monotonic() < until:
            pass
        if not is_drill:
            Heartbeat.objects.beat(HEARTBEAT, at)
        return posted

    def send_batch(self, posted: Posted, clock: Callable[[], datetime], *, until: float = inf) -> int:
        """Lease one batch and send it; how many deliveries were leased.

        `clock` tells the time, which goes on while a slow server is talked to. What is not sent by `until`
        (of `time.monotonic`), or before the lease runs out, is let go of for the next batch.
        """
        until = min(until, monotonic() + LEASE.total_seconds() / 2)
        at = clock()
        lease = uuid.uuid4()
        ids = _lease(lease, at, self.batch)
        if not ids:
            return 0
        leased = _read(ids, lease, posted, at)
        needless = [d for d in leased if _is_needless(d.alert)]
        _finish(needless, Delivery.Outcome.DROPPED, at)
        posted.dropped += len(needless)
        letters, held = write([d for d in leased if not _is_needless(d.alert)], at)
        for free_at, deliveries in held.items():
            _let_go(deliveries, free_at)
        posted.digests += sum(letter.is_digest for letter in letters)
        for channel in {letter.channel for letter in letters}:
            mine = [letter for letter in letters if letter.channel == channel]
            self._send(channel, mine, posted, clock, until)
        return len(ids)

    def _send(
        self,
        channel: str,
        letters: list[Letter],
        posted: Posted,
        clock: Callable[[], datetime],
        until: float,
    ) -> None:
        waiting = {letter.message.key: letter for letter in letters}

        def done(message: Message, result: Result) -> None:
            _record(waiting.pop(message.key).deliveries, result, posted, clock())

        try:
            self.channels.named(channel).send(_in_time(letters, until), done)
        except Exception as unforeseen:
            # A message that a channel stumbles over must not hold up, at every pass, all those behind it.
            log.exception("The channel %s failed.", channel)
            if waiting:
                done(next(iter(waiting.values())).message, Retry(repr(unforeseen)))
        _let_go([d for letter in waiting.values() for d in letter.deliveries], clock())


def _in_time(letters: Iterable[Letter], until: float) -> Iterator[Message]:
    """Their messages, while there is time: what is sent after its lease ran out may be sent by two."""
    for letter in letters:
        if monotonic() >= until:
            return
        yield letter.message


def _record(deliveries: Sequence[Delivery], result: Result, posted: Posted, at: datetime) -> None:
    match result:
        # One statement each: a transaction around it would be two more round trips a message.
        case Sent():
            _finish(deliveries, Delivery.Outcome.SENT, at)
            posted.sent += len(deliveries)
        case Retry(error) if max(d.attempts for d in deliveries) < MOST_ATTEMPTS:
            _try_again(deliveries, error, at)
            posted.retried += len(deliveries)
        case Retry(error) | Failed(error):
            log.error("Alerts to person %s cannot be delivered: %s", deliveries[0].alert.recipient_id, error)
            _give_up(deliveries, error, at)
            posted.failed += len(deliveries)


@transaction.atomic
def _give_up(deliveries: Sequence[Delivery], error: str, at: datetime) -> None:
    _finish(deliveries, Delivery.Outcome.FAILED, at, error)
    tell_next_in_chain([d.alert for d in deliveries], at)


@transaction.atomic
def _lease(lease: uuid.UUID, at: datetime, limit: int) -> list[int]:
    """Take up to `limit` waiting deliveries: nobody else does until the lease has run out.

    And, for whoever has so many of them that a digest is due, all that wait for that person: one digest then
    holds all of a storm.
    """
    waiting = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        done_at=None, next_try_at__lte=at
    )
    ids = list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:limit])
    if not ids:
        return []
    if len(ids) == limit:
        for storm in storms(ids):
            ids += waiting.filter(**storm).exclude(pk__in=ids).values_list("pk", flat=True)[:MOST_IN_DIGEST]
    Delivery.objects.filter(pk__in=ids).update(
        lease=lease, next_try_at=at + LEASE, attempts=F("attempts") + 1
    )
    return sorted(ids)


def _read(ids: Sequence[int], lease: uuid.UUID, posted: Posted, at: datetime) -> list[Delivery]:
    """These deliveries with what is needed to send them; one that cannot be read is looked at again later."""
    related = ("alert__recipient", "alert__deadline", "alert__acknowledgement")
    found: list[Delivery] = []

    def act(some: Sequence[int]) -> None:
        found.extend(Delivery.objects.filter(pk__in=some).select_related(*related).order_by("pk"))

    def at_fault(pk: int, error: Exception) -> None:
        log.error("Delivery %s cannot be read: %r", pk, error)
        mine = Delivery.objects.filter(pk=pk, lease=lease, done_at=None)
        mine.update(next_try_at=at + LONGEST_WAIT, error=repr(error), lease=None)
        posted.faults += 1

    single_out(ids, act, at_fault)
    return found


def _is_needless(alert: Alert) -> bool:
    return alert.deadline.settled_at is not None or getattr(alert, "acknowledgement", None) is not None


def _finish(deliveries: Sequence[Delivery], outcome: str, at: datetime, error: str = "") -> None:
    _mine(deliveries).update(done_at=at, outcome=outcome, error=error, lease=None)


def _try_again(deliveries: Sequence[Delivery], error: str, at: datetime) -> None:
    tries = max(delivery.attempts for delivery in deliveries)
    wait = min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT)
    _mine(deliveries).update(next_try_at=at + wait, error=error, lease=None)


def _let_go(deliveries: Sequence[Delivery], until: datetime) -> None:
    """Not tried after all: anybody may take them from `until` on."""
    _mine(deliveries).update(next_try_at=until, lease=None, attempts=F("attempts") - 1)


def _mine(deliveries: Sequence[Delivery]) -> QuerySet[Delivery]:
    """Only what this sender still holds: whoever took a lease over records it, too."""
    leases = {delivery.lease for delivery in deliveries}
    return Delivery.objects.filter(pk__in=[d.pk for d in deliveries], lease__in=leases, done_at=None)
