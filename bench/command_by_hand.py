"""The chain of a ticket and who can solve it, written by hand: one SQL statement each. The yardstick.

They leave out what the product must also know: holidays, closures, absences to come, people with a calendar of their
own and none, deputies who form a loop, positions that report in a circle.
"""

from datetime import datetime
from decimal import Decimal

import psycopg2

# When work goes on, by calendar: the first range of the coming week that has not closed at %(at)s.
OPENINGS = """
openings AS (
    SELECT calendar.id AS calendar_id, min(greatest(range.opens_at, %(at)s)) AS opens_at
      FROM people_workcalendar calendar
      JOIN people_workhours hours ON hours.calendar_id = calendar.id
     CROSS JOIN generate_series(0, 7) ahead
     CROSS JOIN LATERAL (
          SELECT (%(at)s::timestamptz AT TIME ZONE calendar.timezone)::date + ahead AS day) local
     CROSS JOIN LATERAL (
          SELECT (local.day + hours.opens) AT TIME ZONE calendar.timezone AS opens_at,
                 (local.day + hours.closes) AT TIME ZONE calendar.timezone AS closes_at) range
     WHERE extract(isodow FROM local.day) - 1 = hours.weekday AND range.closes_at > %(at)s
     GROUP BY calendar.id
)
"""

CHAIN = f"""
WITH RECURSIVE line AS (
    SELECT position.*, 0 AS depth FROM escalations_position position
     WHERE id = (SELECT coalesce(
               (SELECT min(own.id) FROM escalations_position own WHERE own.holder_id = ticket.owner_id),
               (SELECT lead.id FROM escalations_position lead WHERE lead.team_id = ticket.team_id AND lead.leads_team))
             FROM tickets_ticket ticket WHERE ticket.number = %(ticket)s)
     UNION ALL
    SELECT above.*, line.depth + 1 FROM escalations_position above JOIN line ON above.id = line.reports_to_id
), standing AS (
    SELECT line.id AS position_id, line.holder_id AS person_id, 0 AS hops FROM line
     UNION ALL
    SELECT standing.position_id, absence.deputy_id, standing.hops + 1
      FROM standing JOIN people_absence absence ON absence.user_id = standing.person_id
       AND absence.starts_at <= %(at)s AND absence.ends_at > %(at)s
     WHERE absence.deputy_id IS NOT NULL AND standing.hops < 10
), there AS (
    SELECT DISTINCT ON (position_id) position_id, person_id, hops FROM standing
     ORDER BY position_id, hops DESC
), {OPENINGS}
SELECT line.id, line.title, holder.name, person.name, there.hops > 0, openings.opens_at <= %(at)s, openings.opens_at
  FROM line
  JOIN people_user holder ON holder.id = line.holder_id
  JOIN there ON there.position_id = line.id
  JOIN people_user person ON person.id = there.person_id
  LEFT JOIN people_team home ON home.id = person.team_id
  LEFT JOIN people_team team ON team.id = (SELECT team_id FROM tickets_ticket WHERE number = %(ticket)s)
  LEFT JOIN openings ON openings.calendar_id = coalesce(person.calendar_id, home.calendar_id, team.calendar_id)
 ORDER BY line.depth
"""

REFERRAL = f"""
WITH asked AS MATERIALIZED (
    SELECT ticket.owner_id, ticket.team_id, ticket.topic_id, customer.language
      FROM tickets_ticket ticket JOIN tickets_customer customer ON customer.id = ticket.customer_id
     WHERE ticket.number = %(ticket)s
), able AS (
    SELECT person.id, coalesce(person.calendar_id, home.calendar_id, team.calendar_id) AS calendar_id,
           %(amount)s::numeric IS NULL OR bool_or(
               position.goodwill_currency = 'EUR' AND position.goodwill_limit >= %(amount)s) AS has_authority,
           bool_or(topic.id IS NOT NULL) AS has_topic,
           bool_or(person.language = asked.language OR position.languages ? asked.language) AS speaks,
           coalesce(max(position.goodwill_limit) FILTER (WHERE position.goodwill_currency = 'EUR'), 0) AS goodwill
      FROM asked
     CROSS JOIN escalations_position position
      JOIN people_user person ON person.id = position.holder_id
      LEFT JOIN people_team home ON home.id = person.team_id
      LEFT JOIN people_team team ON team.id = asked.team_id
      LEFT JOIN escalations_position_topics topic
        ON topic.position_id = position.id AND topic.topic_id = asked.topic_id
     WHERE person.is_active AND person.id IS DISTINCT FROM asked.owner_id
       AND NOT EXISTS (SELECT FROM people_absence absence WHERE absence.user_id = person.id
                          AND absence.starts_at <= %(at)s AND absence.ends_at > %(at)s)
     GROUP BY 1, 2
), load AS (
    SELECT ticket.owner_id, count(*) AS open_tickets
      FROM tickets_ticketstate state JOIN tickets_ticket ticket ON ticket.number = state.ticket_id
     WHERE state.until IS NULL AND state.state = 'open'
     GROUP BY 1
), passed AS (
    SELECT transfer.to_owner_id,
           EXISTS (SELECT FROM tickets_transfer later
                    WHERE later.ticket_id = transfer.ticket_id AND later.ordinal > transfer.ordinal) AS moved_on,
           EXISTS (SELECT FROM tickets_ticketstate ended
                    WHERE ended.ticket_id = transfer.ticket_id AND ended.state IN ('solved', 'closed')
                      AND ended.since > transfer.at) AS was_solved
      FROM tickets_transfer transfer
     WHERE transfer.at > %(at)s::timestamptz - interval '90 days' AND transfer.at <= %(at)s
), history AS (
    SELECT to_owner_id, (count(*) FILTER (WHERE NOT moved_on))::float / count(*) AS solved_share
      FROM passed WHERE moved_on OR was_solved GROUP BY 1 HAVING count(*) >= 3
), {OPENINGS}
SELECT able.id, person.name, able.has_topic, able.speaks, able.has_authority, openings.opens_at,
       coalesce(load.open_tickets, 0), history.solved_share
  FROM able
  JOIN people_user person ON person.id = able.id
  LEFT JOIN openings ON openings.calendar_id = able.calendar_id
  LEFT JOIN load ON load.owner_id = able.id
  LEFT JOIN history ON history.to_owner_id = able.id
 ORDER BY NOT able.has_authority, NOT able.has_topic, NOT able.speaks,
          floor(extract(epoch FROM openings.opens_at - %(at)s) / 1800) NULLS LAST,
          -coalesce(history.solved_share, 0.5), coalesce(load.open_tickets, 0), able.goodwill, able.id
 LIMIT %(limit)s
"""


class ByHand:
    """A connection that stays open, and is in no transaction between questions, as Django's."""

    def __init__(self, url: str) -> None:
        # The planner would spend more time on compiling the longer statement than on running it.
        self._connection = psycopg2.connect(url, options="-c jit=off")
        self._connection.autocommit = True

    def chain(self, ticket: int, at: datetime) -> list[tuple]:
        """Position, title, holder, who is there, is the holder away, works now, works from; the nearest first."""
        return self._rows(CHAIN, {"ticket": ticket, "at": at})

    def referral(self, ticket: int, at: datetime, amount: Decimal | None, limit: int) -> list[tuple]:
        """Person, name, topic, language, authority, works from, open tickets, solved share; best first."""
        return self._rows(REFERRAL, {"ticket": ticket, "at": at, "amount": amount, "limit": limit})

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _rows(self, sql: str, values: dict) -> list[tuple]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
