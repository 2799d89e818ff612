"""A helpdesk with a million open promises, loaded by the server itself: no rung of theirs is due for hours."""

from datetime import datetime

from django.db import connection
from django.db.models import NOT_PROVIDED, Model

from alerts.models import Deadline
from promises.models import Promise
from tickets.models import Customer, Ticket

PROMISES_A_TICKET = 10

# Promised a day ago; due two to fourteen days from now. The default ladder, in elapsed minutes.
PLAN = """
CREATE FUNCTION bench_plan(starts timestamptz, due timestamptz) RETURNS jsonb IMMUTABLE LANGUAGE SQL AS $$
    SELECT jsonb_build_array(
        jsonb_build_array(extract(epoch FROM starts + (due - starts) / 2)::bigint, 1),
        jsonb_build_array(extract(epoch FROM due)::bigint - 3600, 2),
        jsonb_build_array(extract(epoch FROM due)::bigint - 900, 3),
        jsonb_build_array(extract(epoch FROM due)::bigint, 4),
        jsonb_build_array(extract(epoch FROM due)::bigint + 3600, 5))
$$;
CREATE FUNCTION bench_due(id bigint, starts timestamptz) RETURNS timestamptz IMMUTABLE LANGUAGE SQL AS $$
    SELECT starts + interval '3 days' + make_interval(secs => (id * 7919) % 1036800)
$$;
"""

CUSTOMERS = """
INSERT INTO tickets_customer (name, email, timezone, created_at)
SELECT 'Customer ' || n, 'c' || n || '@bench.example', 'Europe/Berlin', %(starts)s
  FROM generate_series(%(first)s, %(last)s) n
"""
TICKETS = """
INSERT INTO tickets_ticket (number, customer_id, subject, team_id, owner_id, opened_at, opened_by_id)
SELECT customer.id, customer.id, 'Ticket ' || customer.id, owner.team_id, owner.id,
       %(starts)s, owner.id
  FROM tickets_customer customer
  JOIN (SELECT id, team_id, row_number() OVER (ORDER BY id) - 1 AS place FROM people_user
         WHERE team_id IS NOT NULL) owner
    ON owner.place = customer.id * 7919 %% (SELECT count(*) FROM people_user WHERE team_id IS NOT NULL)
 WHERE customer.id BETWEEN %(first)s AND %(last)s
"""
PROMISES = """
INSERT INTO promises_promise (id, ticket_id, wording, understood, timezone, said_at, made_at, made_by_id,
                              owner_id, team_id, due_at)
SELECT n, ticket.number, 'next week', 'by then', 'Europe/Berlin', %(starts)s, %(starts)s, ticket.owner_id,
       ticket.owner_id, ticket.team_id, bench_due(n, %(starts)s)
  FROM generate_series(%(first)s, %(last)s) n
  JOIN tickets_ticket ticket ON ticket.number = (n - 1) / %(promises_a_ticket)s + 1
"""
DEADLINES = """
INSERT INTO alerts_deadline (kind, subject_id, owner_id, team_id, ladder_id, starts_at, at, plan,
                             raised_until, next_rung_at)
SELECT 'promise', promise.id, promise.owner_id, promise.team_id, ladder.id, promise.said_at, promise.due_at,
       bench_plan(promise.said_at, promise.due_at), promise.said_at,
       promise.said_at + (promise.due_at - promise.said_at) / 2
  FROM promises_promise promise
  JOIN alerts_ladder ladder ON ladder.team_id = promise.team_id
 WHERE promise.id BETWEEN %(first)s AND %(last)s
"""


def prepare() -> None:
    """Once, in an empty database."""
    with connection.cursor() as cursor:
        cursor.execute(PLAN)
        for model in (Customer, Ticket, Promise, Deadline):
            set_defaults(cursor, model)


def set_defaults(cursor, model: type[Model]) -> None:
    """Have the server fill in what Django would, so that rows made in SQL name only what matters here."""
    for field in model._meta.concrete_fields:
        if not field.null and (field.default is not NOT_PROVIDED or field.empty_strings_allowed):
            value = field.get_db_prep_save(field.get_default(), connection)
            cursor.execute(
                f"ALTER TABLE {model._meta.db_table} ALTER COLUMN {field.column} SET DEFAULT %s", [value]
            )


def grow(starts: datetime, have: int, want: int) -> None:
    """From `have` to `want` open promises, all said at `starts`, and one ticket for ten of them."""
    with connection.cursor() as cursor:
        # All rows are made of rows that exist: checking each reference again would double the time.
        may = is_superuser(cursor)
        if may:
            cursor.execute("SET session_replication_role = replica")
        people = {
            "starts": starts,
            "first": -(-have // PROMISES_A_TICKET) + 1,
            "last": -(-want // PROMISES_A_TICKET),
            "promises_a_ticket": PROMISES_A_TICKET,
        }
        for statement in (CUSTOMERS, TICKETS):
            cursor.execute(statement, people)
        for statement in (PROMISES, DEADLINES):
            cursor.execute(statement, people | {"first": have + 1, "last": want})
        if may:
            cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (FREEZE, ANALYZE)")
        settle_down(cursor)


def settle_down(cursor) -> None:
    """Write out what is pending now, so that it does not slow down what is measured next."""
    if is_superuser(cursor):
        cursor.execute("CHECKPOINT")


def is_superuser(cursor) -> bool:
    cursor.execute("SELECT current_setting('is_superuser') = 'on'")
    return cursor.fetchone()[0]
