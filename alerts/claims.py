"""Claiming due deadlines in batches, and moving them on: the hot path of the sweep.

Values instead of instances, and one statement for the whole batch: see bench/ for what each costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from alerts import bulk
from alerts.models import Deadline
from alerts.planning import Plan

_COLUMNS = (
    "id",
    "kind",
    "subject_id",
    "owner_id",
    "team_id",
    "ladder_id",
    "at",
    "plan",
    "raised_until",
    "next_rung_at",
    "paused_until",
    "stale",
    "missed_at",
)


# Where a deadline stands in the line of those that are due: (next_rung_at, id).
Place = tuple[datetime, int]


@dataclass(slots=True)
class Claim:
    """A due deadline, locked for this transaction."""

    id: int
    kind: str
    subject_id: int
    owner_id: int
    team_id: int
    ladder_id: int
    at: datetime
    plan: Plan
    raised_until: datetime
    next_rung_at: datetime
    paused_until: datetime | None
    stale: bool
    missed_at: datetime | None

    @property
    def place(self) -> Place:
        return self.next_rung_at, self.id


def claim_due(at: datetime, limit: int, low: Place | None = None) -> list[Claim]:
    """Lock up to `limit` deadlines whose next rung is due at `at`, the longest due first.

    Those that another sweep has locked are passed over (PostgreSQL; on SQLite the transaction holds the only
    write lock). `low` leaves out what stands before it, and itself: see `Sweep`.
    """
    due = Deadline.objects.select_for_update(skip_locked=True).filter(settled_at=None, next_rung_at__lte=at)
    if low is not None:
        # As one comparison of two columns, for only then does the index begin there: thousands may be due at once.
        due = due.filter(TupleGreaterThan(Tuple(F("next_rung_at"), F("id")), low))
    return [Claim(*row) for row in due.order_by("next_rung_at", "id").values_list(*_COLUMNS)[:limit]]


def move_on(claims: Sequence[Claim], wakes: Sequence[datetime | None], *, raised_until: datetime) -> int:
    """Set when each claim is looked at next; how many were still as they were claimed.

    Compare-and-set on the time they were claimed at, so that two sweeps can never both move one on, lock or no
    lock. What was missed is stamped with its deadline. A claim that is paused keeps its `raised_until`.
    """
    if not claims:
        return 0
    rows = []
    for claim, wake in zip(claims, wakes, strict=True):
        paused = claim.paused_until is not None and claim.paused_until > raised_until
        rows.append((claim.id, claim.next_rung_at, wake, claim.raised_until if paused else raised_until))
    fields = [Deadline._meta.get_field(name) for name in ("id", *["next_rung_at"] * 2, "raised_until")]
    moved = bulk.table_of(fields, ("id", "claimed_at", "wake_at", "raised_until"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE alerts_deadline AS deadline
               SET next_rung_at = moved.wake_at,
                   raised_until = moved.raised_until,
                   missed_at = CASE WHEN deadline.at <= %s THEN deadline.at ELSE deadline.missed_at END
              FROM ({moved}) AS moved
             WHERE deadline.id = moved.id
               AND deadline.next_rung_at = moved.claimed_at
               AND deadline.settled_at IS NULL
            """,  # noqa: S608 - only names of columns are put together, no values
            [connection.ops.adapt_datetimefield_value(raised_until), bulk.as_json(rows)],
        )
        return cursor.rowcount
