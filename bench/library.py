"""A helpdesk with words in it, loaded by the server itself: some in every other ticket, some in a handful."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from bench.world import is_superuser, set_defaults, settle_down
from promises.models import Promise
from tickets.models import Customer, Ticket, TicketState

# The first word of the language is in every second sentence, the last hardly anywhere.
PHRASES = """
CREATE TABLE bench_phrase AS
WITH words AS (
    SELECT n AS rank, CASE n WHEN 1 THEN 'invoice' WHEN 2 THEN 'delivery' WHEN 3 THEN 'refund' WHEN 4 THEN 'broken'
           ELSE (ARRAY['ka','lo','mi','ne','ru','sa','to','vi','be','da'])[n %% 10 + 1]
             || (ARRAY['ren','sol','tam','dir','pel','gos','wik','nar'])[n %% 8 + 1]
             || (ARRAY['a','e','i','o','um','ix','ant','ter','ling','son','den'])[n %% 11 + 1] || n %% 7 END AS word
      FROM generate_series(1, %(words)s) n)
SELECT phrase, string_agg(word, ' ') AS said
  FROM generate_series(0, %(phrases)s - 1) phrase
 CROSS JOIN generate_series(1, 5) place
  JOIN words ON rank = floor(%(words)s ^ ((hashint8(phrase * 64 + place)::bigint & 1048575) / 1048576.0))::int
 GROUP BY phrase;
ALTER TABLE bench_phrase ADD PRIMARY KEY (phrase);
ANALYZE bench_phrase;
"""
CUSTOMERS = """
INSERT INTO tickets_customer (id, name, email, phone, timezone, created_at)
SELECT n, given || ' ' || family, lower(given || '.' || family) || '.' || n || '@mail' || n %% 50 || '.example',
       '+49 ' || 30 + n %% 60 || ' ' || 1000000 + n * 7, 'Europe/Berlin', %(at)s
  FROM generate_series(1, %(customers)s) n
 CROSS JOIN LATERAL (
     SELECT (ARRAY['Petra','Jonas','Aoife','Rui','Mei','Omar','Ada','Noor'])[n %% 8 + 1] || chr(97 + n %% 26) AS given,
            'Vogel' || (ARRAY['sang','haus','bach','berg','stein'])[n %% 5 + 1] || n %% 997 AS family) named
"""
TICKETS = """
INSERT INTO tickets_ticket (number, customer_id, subject, description, team_id, owner_id, opened_at)
SELECT n, n %% %(customers)s + 1, about.said || CASE WHEN n %% 10007 = 5 THEN ' zeppelin' ELSE '' END,
       concat_ws(' ', one.said, two.said, three.said), person.team_id, person.id,
       %(at)s - make_interval(mins => (%(tickets)s - n)::int)
  FROM generate_series(1::bigint, %(tickets)s) n
  JOIN bench_phrase about ON about.phrase = n * 7919 %% %(phrases)s
  JOIN bench_phrase one ON one.phrase = n * 104729 %% %(phrases)s
  JOIN bench_phrase two ON two.phrase = n * 1299709 %% %(phrases)s
  JOIN bench_phrase three ON three.phrase = n * 611953 %% %(phrases)s
  JOIN (SELECT id, team_id, row_number() OVER (ORDER BY id) - 1 AS place FROM people_user
         WHERE team_id IS NOT NULL) person
    ON person.place = n * 7919 %% (SELECT count(*) FROM people_user WHERE team_id IS NOT NULL)
"""
STATES = """
INSERT INTO tickets_ticketstate (ticket_id, state, since, reason)
SELECT number, CASE WHEN number %% 20 = 0 THEN 'open' ELSE 'closed' END, opened_at, '' FROM tickets_ticket
"""
PROMISES = """
INSERT INTO promises_promise (id, ticket_id, wording, understood, timezone, said_at, made_at, made_by_id,
                              owner_id, team_id, due_at, settled_at)
SELECT number, number, 'I will call you back about the ' || said, 'by then', 'Europe/Berlin',
       opened_at, opened_at, owner_id, owner_id, team_id, opened_at + interval '2 h',
       CASE WHEN number %% 20 = 0 THEN NULL ELSE opened_at + interval '1 h' END
  FROM tickets_ticket JOIN bench_phrase ON phrase = number * 15485863 %% %(phrases)s
 ORDER BY number LIMIT %(promises)s
"""
SETTLEMENTS = """
INSERT INTO promises_settlement (promise_id, outcome, at, recorded_at, by_id, reason)
SELECT id, 'withdrawn', settled_at, settled_at, owner_id, 'Done.' FROM promises_promise WHERE settled_at IS NOT NULL
"""


def populate(at: datetime, *, customers: int, tickets: int, promises: int) -> None:
    """In a database with people in it: so many of each, opened a minute apart until `at` (aware)."""
    counts = {"at": at, "customers": customers, "tickets": tickets, "promises": promises}
    counts |= {"words": 20_000, "phrases": min(20_000, tickets)}
    with connection.cursor() as cursor:
        for model in (Customer, Ticket, TicketState, Promise):
            set_defaults(cursor, model)
        cursor.execute(PHRASES, counts)
        # All rows are made of rows that exist: checking each reference again would double the time.
        may = is_superuser(cursor)
        if may:
            cursor.execute("SET session_replication_role = replica")
        with _indexed_afterwards(cursor):
            for statement in (CUSTOMERS, TICKETS, STATES, PROMISES, SETTLEMENTS):
                cursor.execute(statement, counts)
        if may:
            cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (FREEZE, ANALYZE)")
        settle_down(cursor)


@contextmanager
def _indexed_afterwards(cursor) -> Iterator[None]:
    """The indexes of words are made when the rows are there: a row at a time would take minutes."""
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%to_tsvector%'")
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, definition in found:
        cursor.execute(definition)
