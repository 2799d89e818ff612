"""The sweep: finds the deadlines whose next rung is due, and raises their alerts. Each exactly once.

One short transaction a batch. Nothing here is remembered between two passes that could be lost: what is due is
in the database, and whoever runs the sweep next goes on where the last one stopped, or was killed.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from alerts import bulk, clock, kinds
from alerts.claims import Claim, Place, claim_due, move_on
from alerts.models import Alert, Deadline, Delivery, Heartbeat, Rung
from alerts.planning import next_wake
from alerts.singling import PASSING, single_out
from people.fields import moment

log = logging.getLogger(__name__)

BATCH = 1000
HEARTBEAT = "sweep"
# How often all of the index is polled, and not only what became due since the last claim.
FULL_POLL_EVERY = timedelta(seconds=5)
# A deadline that cannot be raised is tried again after this.
FAULT_WAIT = timedelta(minutes=1)
ALERT_COLUMNS = (
    "deadline_id",
    "rung",
    "recipient_id",
    "audience",
    "instead_of_id",
    "rung_at",
    "overdue",
)


class LostClaim(RuntimeError):
    """Another sweep moved a claimed deadline on: the batch is rolled back, and found again by the next pass."""


@dataclass
class Swept:
    """What a pass did."""

    at: datetime
    claimed: int = 0
    alerts: int = 0
    missed: int = 0
    replanned: int = 0
    faults: int = 0


@dataclass
class Sweep:
    """One who sweeps. Keep it between passes: it remembers ladders, and how far it has come.

    Behind an old snapshot (a transaction left idle somewhere) PostgreSQL keeps the index entries of all that
    was claimed since, and a poll from the very beginning wades through them. So a poll starts at the last claim,
    except every few seconds, for a claim that another sweep let go of may lie before it.
    """

    batch: int = BATCH
    _low: Place | None = None
    _full_poll_at: datetime | None = None
    _rungs: dict[int, dict[int, Rung]] = field(default_factory=dict)

    def run(self, at: datetime | None = None, *, seconds: float = 20.0) -> Swept:
        """Raise all that is due now, or at `at` (aware) for a drill, for at most so many seconds of real time."""
        is_drill, at = at is not None, moment(at)
        swept, until = Swept(at), monotonic() + seconds
        # Until nothing is due: what was planned anew may be due at once, and a drill makes one pass only.
        while self.raise_batch(at, swept) and monotonic() < until:
            pass
        if not is_drill:
            Heartbeat.objects.beat(HEARTBEAT, at)
        return swept

    def raise_batch(self, at: datetime, swept: Swept) -> int:
        """One batch, one transaction; how many deadlines were claimed."""
        low = self._poll_from(at)
        try:
            claims = self._raise_due(low, self._raise, at, swept)
        except (LostClaim, *PASSING):
            raise
        except Exception:
            log.exception("A batch of deadlines cannot be raised: looking for the one at fault.")
            claims = self._raise_due(low, self._raise_singly, at, swept)
        if claims:
            # What was planned anew may be due before all that was claimed.
            self._low = None if any(claim.stale for claim in claims) else claims[-1].place
        swept.claimed += len(claims)
        return len(claims)

    @transaction.atomic
    def _raise_due(self, low: Place | None, act: Callable, at: datetime, swept: Swept) -> list[Claim]:
        claims = claim_due(at, self.batch, low)
        if claims:
            act(claims, at, swept)
        return claims

    def _raise_singly(self, claims: list[Claim], at: datetime, swept: Swept) -> None:
        """Raise all that can be, and look again later at what cannot: its rungs stay due."""

        @transaction.atomic
        def act(some: list[Claim]) -> None:
            self._raise(some, at, swept)

        def at_fault(claim: Claim, error: Exception) -> None:
            log.error("Deadline %s (%s %s): %r", claim.id, claim.kind, claim.subject_id, error)
            Deadline.objects.filter(pk=claim.id).update(next_rung_at=at + FAULT_WAIT)
            swept.faults += 1

        single_out(claims, act, at_fault, let_through=(LostClaim, *PASSING))

    def _poll_from(self, at: datetime) -> Place | None:
        last = self._full_poll_at
        # Not behind what was claimed at this very moment: what is planned anew for it stands before that, perhaps.
        if self._low is None or self._low[0] >= at or last is None or not last <= at < last + FULL_POLL_EVERY:
            self._full_poll_at = at
            return None
        return self._low

    def _raise(self, claims: list[Claim], at: datetime, swept: Swept) -> None:
        stale = [claim.id for claim in claims if claim.stale]
        if stale:
            clock.replan(Deadline.objects.select_for_update().filter(pk__in=stale), at=at)
        claims = [claim for claim in claims if not claim.stale]
        alerts = self._alerts(claims, at)
        self._deliver(alerts, {claim.id: claim.ladder_id for claim in claims}, at)
        missed = [claim for claim in claims if claim.missed_at is None and claim.at <= at]
        for name, of_kind in _grouped(missed, lambda claim: claim.kind).items():
            kinds.kind_named(name).missed([claim.subject_id for claim in of_kind], at)
        if move_on(claims, [_next_wake(claim, at) for claim in claims], raised_until=at) != len(claims):
            raise LostClaim
        swept.replanned += len(stale)
        swept.alerts += len(alerts)
        swept.missed += len(missed)

    def _alerts(self, claims: list[Claim], at: datetime) -> list[tuple[int, int, int]]:
        """Save the alerts of a batch; (id, deadline, rung) of each. Of rungs missed in an outage, the worst is told.

        A rung that was planned anew after it was raised is on record, and is not told twice.
        """
        self._learn_ladders({claim.ladder_id for claim in claims})
        due = [
            (claim, rung_at, position)
            for claim in claims
            if claim.paused_until is None or claim.paused_until <= at
            for rung_at, position in _due_entries(claim, at)
        ]
        worst: dict[tuple[int, int], tuple] = {}
        for (claim, rung_at, position), recipients in zip(due, self._recipients(due, at), strict=True):
            planned_for = datetime.fromtimestamp(rung_at, at.tzinfo)
            for heard in recipients:
                # In order of time within a claim: a later entry replaces an earlier one.
                worst[claim.id, heard.user_id] = (
                    *(claim.id, position, heard.user_id, heard.audience, heard.instead_of_id),
                    *(planned_for, claim.at <= at),
                )
        raised = ("id", "deadline_id", "rung")
        return bulk.insert(Alert, ALERT_COLUMNS, worst.values(), same={"raised_at": at}, returning=raised)

    def _recipients(self, due: list[tuple[Claim, int, int]], at: datetime) -> list[list[kinds.Recipient]]:
        found: list[list[kinds.Recipient]] = [[] for _ in due]
        for name, places in _grouped(range(len(due)), lambda place: due[place][0].kind).items():
            asks = [
                kinds.Ask(
                    claim.subject_id,
                    claim.owner_id,
                    claim.team_id,
                    tuple(self._rung(claim.ladder_id, position).audiences),
                )
                for claim, _, position in (due[place] for place in places)
            ]
            for place, recipients in zip(places, kinds.kind_named(name).recipients(asks, at), strict=True):
                found[place] = list(recipients)
        return found

    def _deliver(self, alerts: list[tuple[int, int, int]], ladders: dict[int, int], at: datetime) -> None:
        Delivery.objects.enqueue(
            (
                (alert_id, channel)
                for alert_id, deadline_id, position in alerts
                for channel in self._rung(ladders[deadline_id], position).channels
            ),
            at,
        )

    def _learn_ladders(self, ladder_ids: set[int]) -> None:
        """A ladder in use never changes, so that it needs to be read only once."""
        unknown = ladder_ids - self._rungs.keys()
        if unknown:
            for rung in Rung.objects.filter(ladder__in=unknown):
                self._rungs.setdefault(rung.ladder_id, {})[rung.position] = rung

    def _rung(self, ladder_id: int, position: int) -> Rung:
        rungs = self._rungs[ladder_id]
        return rungs.get(position) or rungs[max(rungs)]


def _due_entries(claim: Claim, at: datetime) -> list[list[int]]:
    since, until = claim.raised_until.timestamp(), at.timestamp()
    return [entry for entry in claim.plan if since < entry[0] <= until]


def _next_wake(claim: Claim, at: datetime) -> datetime | None:
    paused = claim.paused_until is not None and claim.paused_until > at
    return next_wake(
        claim.plan,
        due_at=claim.at,
        raised_until=claim.raised_until if paused else at,
        paused_until=claim.paused_until if paused else None,
        missed=claim.missed_at is not None or claim.at <= at,
    )


def _grouped(items: Iterable, key: Callable) -> dict[str, list]:
    groups: dict[str, list] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
