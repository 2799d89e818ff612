"""Has a share of the open promises fall due at one moment, again and again, with nothing left of the last time."""

from datetime import datetime, timedelta

from django.db import connection

from bench.world import settle_down

# What is due at the moment itself: the minutes from the rung to the deadline, and from the rung before.
RUNGS = {"T-60, owner": (60, 600), "T-0, broken": (0, 15)}
# A pass never comes at the very instant: it looks this much later.
NOTICED_AFTER = timedelta(seconds=1)

FALL_DUE = """
UPDATE alerts_deadline SET
    at = CASE WHEN mine THEN %(due)s ELSE bench_due(subject_id, starts_at) END,
    plan = bench_plan(starts_at, CASE WHEN mine THEN %(due)s ELSE bench_due(subject_id, starts_at) END),
    raised_until = CASE WHEN mine THEN %(raised)s ELSE starts_at END,
    next_rung_at = CASE WHEN mine THEN %(at)s
                        ELSE starts_at + (bench_due(subject_id, starts_at) - starts_at) / 2 END,
    missed_at = NULL
FROM (SELECT id AS found, subject_id %% (%(open)s / %(many)s) = 0 AS mine FROM alerts_deadline) AS share
WHERE share.found = id AND (mine OR raised_until > starts_at)
"""


def fall_due(at: datetime, many: int, rung: str, *, of: int) -> None:
    """Have `many` of the `of` open promises come to their rung `rung` at `at`; no alert was raised before.

    Ends with a vacuum, so that every measurement starts from the same state.
    """
    before, since = RUNGS[rung]
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE alerts_delivery, alerts_acknowledgement, alerts_alert, promises_breach, tickets_event"
        )
        cursor.execute(
            FALL_DUE,
            {
                "at": at,
                "due": at + timedelta(minutes=before),
                "raised": at - timedelta(minutes=since),
                "open": of,
                "many": many,
            },
        )
        cursor.execute("VACUUM (ANALYZE) alerts_deadline")
        cursor.execute("VACUUM (ANALYZE) alerts_alert, alerts_delivery, promises_breach, tickets_event")
        settle_down(cursor)


def fingerprint() -> dict[str, object]:
    """What a drain left behind, without the numbers of rows, which differ: two ways must leave the same."""
    with connection.cursor() as cursor:
        return {name: _one(cursor, sql) for name, sql in FINGERPRINTS.items()}


def _one(cursor, sql: str) -> object:
    cursor.execute(sql)
    return cursor.fetchone()


_SUM = "SELECT count(*), sum(hashtextextended(concat_ws('|', {}), 0)::numeric) FROM {}"
FINGERPRINTS = {
    "alerts": _SUM.format(
        "deadline_id, rung, recipient_id, audience, coalesce(instead_of_id, 0), rung_at, raised_at, overdue",
        "alerts_alert",
    ),
    "deliveries": _SUM.format(
        "deadline_id, rung, recipient_id, channel, next_try_at, attempts, done_at, outcome",
        "alerts_delivery JOIN alerts_alert ON alerts_alert.id = alert_id",
    ),
    "breaches": _SUM.format("promise_id, broken_at, noticed_at", "promises_breach"),
    "events": _SUM.format("ticket_id, kind, at, data->'promise', data->'promise_kind'", "tickets_event"),
    "deadlines": _SUM.format(
        "id, next_rung_at, raised_until, coalesce(missed_at, 'epoch')",
        "alerts_deadline WHERE raised_until > starts_at",
    ),
}
