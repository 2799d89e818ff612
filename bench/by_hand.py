"""What the sweep does, written by hand: one SQL statement a batch, on the same tables. The yardstick.

It leaves out what the product must also know: pauses, plans gone stale, chains of any length, people who left,
other kinds of deadlines, a rung told before.
"""

from datetime import datetime

import psycopg2

RAISE = """
WITH claimed AS MATERIALIZED (
    SELECT id, subject_id, owner_id, ladder_id, at, plan, raised_until, missed_at
      FROM alerts_deadline
     WHERE settled_at IS NULL AND next_rung_at <= %(at)s
     ORDER BY next_rung_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE alerts_deadline deadline
       SET raised_until = %(at)s,
           missed_at = CASE WHEN claimed.at <= %(at)s THEN claimed.at ELSE claimed.missed_at END,
           next_rung_at = (SELECT to_timestamp(min((entry->>0)::bigint))
                             FROM jsonb_array_elements(claimed.plan) entry
                            WHERE (entry->>0)::bigint > extract(epoch FROM %(at)s::timestamptz))
      FROM claimed WHERE deadline.id = claimed.id
), due AS (
    SELECT claimed.id, owner_id, ladder_id, at, rung_at, position
      FROM claimed CROSS JOIN LATERAL (
          SELECT (entry->>0)::bigint AS rung_at, (entry->>1)::smallint AS position
            FROM jsonb_array_elements(plan) entry
           WHERE (entry->>0)::bigint > extract(epoch FROM raised_until)
             AND (entry->>0)::bigint <= extract(epoch FROM %(at)s::timestamptz)
           ORDER BY 2 DESC LIMIT 1) entry
), meant AS (
    SELECT due.id, due.at, due.rung_at, due.position, rung.channels, audience.value AS audience,
           CASE audience.value WHEN 'owner' THEN due.owner_id
                               WHEN 'lead' THEN lead.holder_id
                               ELSE coalesce(manager.holder_id, lead.holder_id) END AS person
      FROM due
      JOIN alerts_rung rung ON rung.ladder_id = due.ladder_id AND rung.position = due.position
     CROSS JOIN LATERAL jsonb_array_elements_text(rung.audiences) audience(value)
      LEFT JOIN escalations_position own ON own.holder_id = due.owner_id
      LEFT JOIN escalations_position lead ON lead.id = own.reports_to_id
      LEFT JOIN escalations_position manager ON manager.id = lead.reports_to_id
), raised AS (
    INSERT INTO alerts_alert (deadline_id, rung, recipient_id, audience, instead_of_id, rung_at, raised_at, overdue)
    SELECT meant.id, position, coalesce(deputys.deputy_id, away.deputy_id, person), audience,
           CASE WHEN away.deputy_id IS NULL THEN NULL ELSE person END,
           to_timestamp(rung_at), %(at)s, meant.at <= %(at)s
      FROM meant
      LEFT JOIN people_absence away
        ON away.user_id = person AND away.starts_at <= %(at)s AND away.ends_at > %(at)s
      LEFT JOIN people_absence deputys
        ON deputys.user_id = away.deputy_id AND deputys.starts_at <= %(at)s AND deputys.ends_at > %(at)s
        ON CONFLICT DO NOTHING
    RETURNING id, deadline_id
), delivered AS (
    INSERT INTO alerts_delivery (alert_id, channel, key, next_try_at, attempts, done_at, outcome, error)
    SELECT raised.id, channel, gen_random_uuid(), %(at)s,
           CASE channel WHEN 'in_app' THEN 1 ELSE 0 END,
           CASE channel WHEN 'in_app' THEN %(at)s::timestamptz END,
           CASE channel WHEN 'in_app' THEN 'sent' ELSE '' END, ''
      FROM raised
      JOIN (SELECT DISTINCT id, channels FROM meant) meant ON meant.id = raised.deadline_id
     CROSS JOIN LATERAL jsonb_array_elements_text(meant.channels) channel
), broken AS (
    INSERT INTO promises_breach (promise_id, broken_at, noticed_at)
    SELECT promise.id, promise.due_at, %(at)s
      FROM claimed JOIN promises_promise promise ON promise.id = claimed.subject_id
     WHERE claimed.at <= %(at)s AND claimed.missed_at IS NULL
        ON CONFLICT DO NOTHING
    RETURNING promise_id
), noted AS (
    INSERT INTO tickets_event (ticket_id, kind, at, data)
    SELECT promise.ticket_id, 'promise_broken', promise.due_at,
           jsonb_build_object('promise', promise.id, 'promise_kind', promise.kind, 'noticed_at', %(at)s::timestamptz)
      FROM broken JOIN promises_promise promise ON promise.id = broken.promise_id
)
SELECT (SELECT count(*) FROM claimed), (SELECT count(*) FROM raised)
"""


def drain(url: str, at: datetime, batch: int) -> tuple[int, int]:
    """Raise all that is due at `at`; how many deadlines were claimed, and how many alerts raised."""
    # The planner overrates the JSON functions by far, and would spend seconds a batch on compiling the statement.
    connection = psycopg2.connect(url, options="-c jit=off")
    claimed = alerts = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(RAISE, {"at": at, "batch": batch})
            found, raised = cursor.fetchone()
            connection.commit()
            claimed, alerts = claimed + found, alerts + raised
            if found < batch:
                connection.close()
                return claimed, alerts
