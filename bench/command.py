"""A company with a chain of command, and tickets that are open in every team: what a referral looks at.

Loaded by the server itself, on the people of `bench.org`.
"""

from datetime import datetime

from django.db import connection

from bench import org, world
from escalations.models import EscalationRule, Position
from escalations.models.rule import DEFAULTS
from people.models import Team
from tickets.models import Contact, Customer, Event, Ticket, TicketState, Topic, Transfer

TOPICS = 40

# Every person has three topics of forty, one to three languages, and an authority that grows with the position.
PEOPLE = """
UPDATE people_user SET language = (ARRAY['en', 'de', 'fr'])[1 + id % 3];
UPDATE escalations_position
   SET languages = to_jsonb((ARRAY['en', 'de', 'fr'])[1:1 + (id % 3)::int]),
       goodwill_limit = CASE title WHEN 'Head' THEN 10000 WHEN 'Manager' THEN 2000 WHEN 'Lead' THEN 500
                                   ELSE 50 * (id % 4) END;
INSERT INTO escalations_position_topics (position_id, topic_id)
SELECT position.id, topic.id
  FROM escalations_position position CROSS JOIN generate_series(0, 2) n
  JOIN tickets_topic topic ON topic.slug = 'topic-' || (position.id * 7 + n * 11) % 40
    ON CONFLICT DO NOTHING;
"""
CUSTOMERS = """
INSERT INTO tickets_customer (name, email, timezone, language, created_at)
SELECT 'Customer ' || n, 'c' || n || '@bench.example', 'Europe/Berlin', (ARRAY['en', 'de', 'fr'])[1 + n %% 3],
       %(at)s
  FROM generate_series(1, %(many)s) n
"""
# Every fiftieth is nobody's; every tenth is about no topic in particular. Opened in the last thirty days.
TICKETS = """
INSERT INTO tickets_ticket (number, customer_id, subject, team_id, owner_id, topic_id, opened_at, opened_by_id)
SELECT customer.id, customer.id, 'Ticket ' || customer.id, owner.team_id,
       CASE WHEN customer.id %% 50 > 0 THEN owner.id END,
       CASE WHEN customer.id %% 10 > 0 THEN (SELECT min(id) FROM tickets_topic) + customer.id %% %(topics)s END,
       %(at)s - make_interval(secs => (customer.id * 7919 + customer.id / 1000) %% 2592000), owner.id
  FROM tickets_customer customer
  JOIN (SELECT id, team_id, row_number() OVER (ORDER BY id) - 1 AS place FROM people_user
         WHERE team_id IS NOT NULL) owner
    ON owner.place = (customer.id * 7919 + customer.id / 1000)
                     %% (SELECT count(*) FROM people_user WHERE team_id IS NOT NULL)
"""
# The odd ones are solved, an hour to a day after they were opened.
STATES = """
INSERT INTO tickets_ticketstate (ticket_id, state, since, until)
SELECT number, 'open', opened_at,
       CASE WHEN number %% 2 = 1 THEN opened_at + make_interval(secs => 3600 + (number * 31) %% 86400) END
  FROM tickets_ticket;
INSERT INTO tickets_ticketstate (ticket_id, state, since)
SELECT ticket_id, 'solved', until FROM tickets_ticketstate WHERE until IS NOT NULL;
"""
# A word to the customer an hour after it was opened, and for every other one another a day later.
CONTACTS = """
INSERT INTO tickets_contact (ticket_id, direction, channel, outcome, happened_at, recorded_at, by_id)
SELECT number, 'outbound', 'phone', 'reached', opened_at + make_interval(hours => 1 + 23 * n),
       opened_at + make_interval(hours => 1 + 23 * n), opened_by_id
  FROM tickets_ticket CROSS JOIN generate_series(0, 1) n
 WHERE (number / 2 + n) %% 2 = 0 AND opened_at + make_interval(hours => 1 + 23 * n) < %(at)s
"""
# A fifth was passed on once, half an hour after it was opened, within its team; a fifth of these once more.
TRANSFERS = """
INSERT INTO tickets_transfer (ticket_id, ordinal, allowed, kind, from_team_id, to_team_id, to_owner_id, is_return,
                              reason, note, mirrored, by_id, at, recorded_at)
SELECT number, n, 2, 'cold', team_id, team_id, coalesce(owner_id, opened_by_id), false, 'Theirs.', 'All is in it.',
       false, opened_by_id, opened_at + make_interval(mins => 30 * n), opened_at + make_interval(mins => 30 * n)
  FROM tickets_ticket CROSS JOIN generate_series(1, 2) n
 WHERE number %% 5 = 0 AND (n = 1 OR number %% 25 = 0) AND opened_at + make_interval(mins => 30 * n) < %(at)s;
UPDATE tickets_ticket ticket SET transfer_count = moved.times
  FROM (SELECT ticket_id, count(*) AS times FROM tickets_transfer GROUP BY 1) moved
 WHERE moved.ticket_id = number;
"""
EVENTS = """
INSERT INTO tickets_event (ticket_id, kind, at, actor_id, data)
SELECT number, 'opened', opened_at, opened_by_id, '{}' FROM tickets_ticket;
INSERT INTO tickets_event (ticket_id, kind, at, actor_id, data)
SELECT number, 'assigned', opened_at + interval '10 minutes', opened_by_id,
       jsonb_build_object('before', NULL, 'owner', 'Agent') FROM tickets_ticket WHERE number %% 3 = 0;
"""


def populate(at: datetime, *, teams: int, open_tickets: int) -> None:
    """`teams` of ten people each, those above them, and twice as many tickets as are open, as of `at` (aware)."""
    org.populate(at, teams)
    Topic.objects.bulk_create(Topic(slug=f"topic-{n}", name=f"Topic {n}") for n in range(TOPICS))
    values = {"at": at, "many": 2 * open_tickets, "topics": TOPICS}
    with connection.cursor() as cursor:
        for model in (Customer, Ticket, TicketState, Contact, Transfer, Event, Position):
            world.set_defaults(cursor, model)
        may = world.is_superuser(cursor)
        if may:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(PEOPLE)
        for statement in (CUSTOMERS, TICKETS, STATES, CONTACTS, TRANSFERS, EVENTS):
            cursor.execute(statement, values)
        if may:
            cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (FREEZE, ANALYZE)")
        world.settle_down(cursor)


def switch_on_every_rule() -> None:
    """In every team, also those that are off unless a team wants them."""
    EscalationRule.objects.bulk_create(
        EscalationRule(team=team, trigger=trigger, enabled=True, minutes=setting.minutes, kind=setting.kind)
        for team in Team.objects.all()
        for trigger, setting in DEFAULTS.items()
    )
