"""What a pass of the rules costs, with every rule on in every team, and the pages on which a referral is shown."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db import connection
from django.test import Client

from escalations import jobs, rules
from escalations.models import Escalation, EscalationCause
from escalations.rules import apply_rules
from people.models import Team, User
from tickets.models import Ticket


@dataclass(frozen=True)
class Cost:
    """Median milliseconds, and how many queries."""

    what: str
    ms: float
    queries: int

    def row(self) -> tuple[str, ...]:
        """For the table."""
        return self.what, f"{self.ms:.1f}", f"{self.queries:,}"


# What the job looks at: the ten seconds since the pass before, and its overlap.
LATELY = timedelta(seconds=10) + jobs.OVERLAP


def of_rules(now: datetime, times: int) -> list[Cost]:
    """A pass as most are, and one that looks at the last two days. What they find has escalated before."""
    # A Wednesday at work, in Berlin and in New York: outside working hours nothing waits any longer.
    at = now.replace(hour=14, minute=0) - timedelta(days=(now.weekday() - 2) % 7 or 7)
    _escalate_at_once(at)
    return [
        _cost("as most passes are", lambda: apply_rules(at, since=at - LATELY), times),
        _cost("over the last two days, every ten minutes", lambda: apply_rules(at), max(3, times // 10)),
        _cost("the whole job, now", jobs.escalate_by_rules, times),
    ]


def of_pages(times: int) -> list[Cost]:
    """The ticket, and the form of a transfer with those who can solve it, as an administrator sees them."""
    client = Client(headers={"host": "localhost"})
    reader = User.objects.get(email="head@bench.example")
    client.force_login(reader)
    ticket = Ticket.objects.in_state("open").exclude(topic=None).first()

    def get(path: str) -> Callable[[], None]:
        def ask() -> None:
            assert client.get(path).status_code == 200, path

        return ask

    return [
        _cost(what, get(f"/tickets/{ticket.pk}/{path}"), times)
        for what, path in (
            ("the ticket", ""),
            ("the form of a transfer, with those who can solve it", "transfers/new/"),
            ("those who can solve it, for another amount", "referral/?amount=300"),
        )
    ]


def _cost(what: str, job: Callable[[], object], times: int) -> Cost:
    job()
    queries: list[str] = []

    def count(execute, sql, *rest):
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        job()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        job()
        spent.append((time.perf_counter() - began) * 1000)
    return Cost(what, median(spent), len(queries))


def _escalate_at_once(at: datetime) -> None:
    """Record what the rules find as escalated and resolved; through the verb it would take minutes."""
    teams = list(Team.objects.select_related("calendar"))
    settings = rules.settings_of(teams)
    found = [
        (trigger, finding)
        for team in teams
        for trigger, setting in settings[team.pk].items()
        for finding in rules.dry_run(team, trigger, setting, since=at - rules.LOOK_BACK, until=at)
    ]
    escalations = Escalation.objects.bulk_create(
        Escalation(ticket_id=one.ticket_id, kind="hierarchical", chain=[], opened_at=at, resolved_at=at)
        for _, one in found
    )
    EscalationCause.objects.bulk_create(
        EscalationCause(escalation=escalation, cause=trigger, key=one.key, at=at)
        for escalation, (trigger, one) in zip(escalations, found, strict=True)
    )
