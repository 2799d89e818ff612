"""A helpdesk with a past: promises long settled, with all that is left of them, beside those that are open."""

from datetime import datetime

from django.db import connection

from alerts.models import Acknowledgement, Alert, Deadline
from bench.world import CUSTOMERS, PROMISES_A_TICKET, TICKETS, is_superuser, set_defaults, settle_down
from escalations.models import Escalation, Step, StepAcknowledgement
from promises.models import Breach, HandOver, Renegotiation, Settlement
from tickets.models import Contact, TicketState, Transfer

# Due at any time within so many days before; one in ten kept late, one in 25 withdrawn after it broke, one in 20
# renegotiated.
PROMISES = """
INSERT INTO promises_promise (id, ticket_id, wording, understood, timezone, said_at, made_at, made_by_id,
                              owner_id, team_id, due_at, settled_at)
SELECT n, ticket.number, 'next week', 'by then', 'Europe/Berlin', due - notice, due - notice, ticket.owner_id,
       ticket.owner_id, ticket.team_id, due, due + CASE WHEN n %% 10 = 0 THEN '2 h' ELSE '-20 min' END::interval
  FROM generate_series(%(first)s, %(last)s) n
  JOIN tickets_ticket ticket ON ticket.number = %(first_ticket)s + (n - %(first)s) / %(promises_a_ticket)s
 CROSS JOIN LATERAL (
     SELECT %(starts)s - make_interval(secs => (n::bigint * 7919) %% (86400 * %(days)s)) AS due,
            make_interval(hours => (1 + n %% 50)::int) AS notice) timed
"""
EVIDENCE = """
INSERT INTO tickets_contact (id, ticket_id, direction, channel, outcome, body, happened_at, recorded_at, by_id)
SELECT id, ticket_id, 'outbound', 'phone', 'reached', 'Called back.', settled_at, settled_at, owner_id
  FROM promises_promise WHERE id BETWEEN %(first)s AND %(last)s
"""
SETTLEMENTS = """
INSERT INTO promises_settlement (promise_id, outcome, at, recorded_at, by_id, evidence_id, reason)
SELECT id, CASE WHEN id %% 25 = 0 THEN 'withdrawn' ELSE 'kept' END, settled_at, settled_at, owner_id,
       CASE WHEN id %% 25 = 0 THEN NULL ELSE id END, CASE WHEN id %% 25 = 0 THEN 'No longer needed.' ELSE '' END
  FROM promises_promise WHERE id BETWEEN %(first)s AND %(last)s
"""
BREACHES = """
INSERT INTO promises_breach (promise_id, broken_at, noticed_at)
SELECT id, due_at, due_at FROM promises_promise WHERE id BETWEEN %(first)s AND %(last)s AND settled_at > due_at
"""
HAND_OVERS = """
INSERT INTO promises_handover (promise_id, from_owner_id, to_owner_id, note, offered_at, offered_by_id, answered_at,
                               answer, reason)
SELECT id, owner_id %% 900 + 1, owner_id %% 900 + 2, '', said_at, owner_id, said_at, 'accepted', ''
  FROM promises_promise WHERE id BETWEEN %(first)s AND %(last)s AND id %% 20 = 0
"""
RENEGOTIATIONS = """
INSERT INTO promises_renegotiation (promise_id, from_wording, from_due_at, to_wording, to_due_at, reason,
                                    customer_told, at, by_id)
SELECT id, 'soon', due_at - interval '10 min', 'later', due_at, 'The part is late.', true, said_at, owner_id
  FROM promises_promise WHERE id BETWEEN %(first)s AND %(last)s AND id %% 20 = 1
"""
STATES = """
INSERT INTO tickets_ticketstate (ticket_id, state, since, until, reason)
SELECT number, state, since, until, ''
  FROM tickets_ticket
 CROSS JOIN LATERAL (SELECT make_interval(days => (number %% %(days)s)::int)) solved (ago)
 CROSS JOIN LATERAL (VALUES
      ('open', opened_at - ago - interval '10 d', opened_at - ago),
      ('solved', opened_at - ago, opened_at - ago + interval '1 h'),
      ('closed', opened_at - ago + interval '1 h', NULL)) states (state, since, until)
 WHERE number BETWEEN %(first_ticket)s AND %(last_ticket)s
"""
PASSED_ON = """
UPDATE tickets_ticket SET transfer_count = 2
 WHERE number BETWEEN %(first_ticket)s AND %(last_ticket)s AND number %% 10 = 0
"""
ESCALATIONS = """
INSERT INTO escalations_escalation (id, ticket_id, kind, chain, opened_at, resolved_at)
SELECT number, number, 'hierarchical', '[]', opened_at - ago, opened_at - ago + interval '1 d'
  FROM tickets_ticket
 CROSS JOIN LATERAL (SELECT make_interval(days => (1 + number %% %(days)s)::int)) opened (ago)
 WHERE number BETWEEN %(first_ticket)s AND %(last_ticket)s AND number %% 4 = 0
"""
STEPS = """
INSERT INTO escalations_step (id, escalation_id, ordinal, level, title, person_id, starts_at, due_at, ended_at, ending)
SELECT escalation.id, escalation.id, 1, 0, 'Lead', ticket.owner_id, opened_at_, opened_at_ + interval '30 min',
       opened_at_ + interval '10 min', 'acknowledged'
  FROM escalations_escalation escalation
  JOIN tickets_ticket ticket ON ticket.number = escalation.ticket_id
 CROSS JOIN LATERAL (SELECT escalation.opened_at) started (opened_at_)
 WHERE escalation.id BETWEEN %(first_ticket)s AND %(last_ticket)s
"""
ACKNOWLEDGEMENTS = """
INSERT INTO escalations_stepacknowledgement (step_id, by_id, at, takes_case)
SELECT id, person_id, ended_at, false FROM escalations_step
 WHERE id BETWEEN %(first_ticket)s AND %(last_ticket)s
"""
# One promise in four has an alert, an hour before it was due, that its owner acknowledged within 40 minutes.
DEADLINES = """
INSERT INTO alerts_deadline (kind, subject_id, owner_id, team_id, starts_at, at, raised_until, settled_at)
SELECT 'promise', id, owner_id, team_id, said_at, due_at, due_at, settled_at
  FROM promises_promise WHERE id BETWEEN %(first)s AND %(last)s AND id %% 4 = 0
"""
ALERTS = """
INSERT INTO alerts_alert (deadline_id, rung, recipient_id, audience, rung_at, raised_at, overdue)
SELECT id, 2, owner_id, 'owner', at - interval '1 h', at - interval '1 h', false
  FROM alerts_deadline WHERE kind = 'promise' AND subject_id BETWEEN %(first)s AND %(last)s
"""
I_HAVE_IT = """
INSERT INTO alerts_acknowledgement (alert_id, by_id, at)
SELECT alert.id, recipient_id, raised_at + make_interval(mins => (1 + alert.id %% 40)::int)
  FROM alerts_alert alert JOIN alerts_deadline deadline ON deadline.id = alert.deadline_id
 WHERE deadline.kind = 'promise' AND deadline.subject_id BETWEEN %(first)s AND %(last)s
"""
# What is open and waits, of the open tickets: each has a state, one in 20 escalated, one in 20 is at its cap.
OPEN_STATES = """
INSERT INTO tickets_ticketstate (ticket_id, state, since, reason)
SELECT number, 'open', opened_at, '' FROM tickets_ticket WHERE number <= %(last_ticket)s
"""
OPEN_PASSED_ON = (
    "UPDATE tickets_ticket SET transfer_count = 2 WHERE number <= %(last_ticket)s AND number %% 20 = 0"
)
OPEN_ESCALATIONS = """
INSERT INTO escalations_escalation (id, ticket_id, kind, chain, opened_at)
SELECT number, number, 'hierarchical', '[]', opened_at
  FROM tickets_ticket WHERE number <= %(last_ticket)s AND number %% 20 = 1
"""
OPEN_STEPS = """
INSERT INTO escalations_step (id, escalation_id, ordinal, level, title, person_id, starts_at, due_at, ending)
SELECT escalation.id, escalation.id, 1, 0, 'Lead', ticket.owner_id, escalation.opened_at,
       escalation.opened_at + interval '30 min', ''
  FROM escalations_escalation escalation JOIN tickets_ticket ticket ON ticket.number = escalation.ticket_id
 WHERE escalation.id <= %(last_ticket)s
"""
OFFERS = """
INSERT INTO promises_handover (promise_id, from_owner_id, to_owner_id, note, offered_at, offered_by_id, answer, reason)
SELECT id, owner_id %% 900 + 1, owner_id %% 900 + 2, '', said_at, owner_id, '', ''
  FROM promises_promise WHERE id <= %(last)s AND id %% 50 = 0
"""

OF_THE_PAST = (
    CUSTOMERS, TICKETS, PROMISES, EVIDENCE, SETTLEMENTS, BREACHES, HAND_OVERS, RENEGOTIATIONS, STATES, PASSED_ON,
    ESCALATIONS, STEPS, ACKNOWLEDGEMENTS, DEADLINES, ALERTS, I_HAVE_IT,
)  # fmt: skip
OF_THE_PRESENT = (OPEN_STATES, OPEN_PASSED_ON, OPEN_ESCALATIONS, OPEN_STEPS, OFFERS)


def prepare() -> None:
    """Once, in an empty database, after `world.prepare`."""
    with connection.cursor() as cursor:
        for model in (Contact, TicketState, Transfer, Settlement, Breach, HandOver, Renegotiation):
            set_defaults(cursor, model)
        for model in (Escalation, Step, StepAcknowledgement, Deadline, Alert, Acknowledgement):
            set_defaults(cursor, model)


def open_up(promises: int) -> None:
    """Give the tickets of the first `promises` promises, which are open, what waits about them."""
    last = -(-promises // PROMISES_A_TICKET)
    _run(OF_THE_PRESENT, {"last": promises, "last_ticket": last})


def grow(starts: datetime, have: int, want: int, days: int) -> None:
    """From `have` to `want` promises, all of them due within the `days` before `starts`, and settled."""
    ids = {"first": have + 1, "last": want}
    first, last = -(-have // PROMISES_A_TICKET) + 1, -(-want // PROMISES_A_TICKET)
    tickets = {"first_ticket": first, "last_ticket": last, "promises_a_ticket": PROMISES_A_TICKET}
    for statement in OF_THE_PAST:
        keys = {"first": first, "last": last} if statement in (CUSTOMERS, TICKETS) else ids
        _run((statement,), {"starts": starts, "days": days, **tickets, **keys})


def ready() -> None:
    """Statistics and visibility as a server has them that has run for a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FREEZE, ANALYZE)")
        settle_down(cursor)


def _run(statements: tuple[str, ...], values: dict) -> None:
    with connection.cursor() as cursor:
        # All rows are made of rows that exist: checking each reference again would double the time.
        may = is_superuser(cursor)
        if may:
            cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement, values)
        if may:
            cursor.execute("SET session_replication_role = origin")
