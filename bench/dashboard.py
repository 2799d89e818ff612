"""`python -m bench.dashboard [--quick]`: what the dashboard costs with little past and with much.

The same open promises, first with few settled ones beside them and then with many: what is asked now must not notice.
Needs PostgreSQL as `python -m bench` does. A full run takes some minutes and writes bench/DASHBOARD.md; `--to` writes
any elsewhere.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from bench.entry import options, run, say

RESULTS = Path(__file__).with_name("DASHBOARD.md")
AIM = 1.5


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    open: int
    few: int
    many: int
    teams: int
    rounds: int


FULL = Size(10_000, 10_000, 1_000_000, 100, 31)
QUICK = Size(200, 200, 2_000, 10, 3)


@dataclass(frozen=True)
class Cost:
    """Median milliseconds: within the database alone, and in all."""

    queries: int
    database: float
    whole: float


def main(arguments: list[str]) -> int:
    asked = options(
        "bench.dashboard",
        __doc__,
        quick="small numbers, some seconds",
        database="kept_bench_dashboard",
        results=RESULTS,
    ).parse_args(arguments)
    size = QUICK if asked.quick else FULL
    return run(asked, None if asked.quick else RESULTS, lambda url: _run(size))


def _run(size: Size) -> Callable[[float], str]:
    from django.core.management import call_command
    from django.db import connection

    from alerts.models import Heartbeat
    from bench import history, org, world

    at = datetime.now(UTC).replace(microsecond=0)
    call_command("migrate", verbosity=0)
    org.populate(at, size.teams)
    world.prepare()
    history.prepare()
    Heartbeat.objects.beat("sweep", at)
    # Due between two days ago and ten days ahead.
    world.grow(at - timedelta(days=5), 0, size.open)
    history.open_up(size.open)
    found = []
    have = size.open
    for past in (size.few, size.many):
        say(f"{past:,} promises in the past")
        history.grow(at - timedelta(days=1), have, size.open + past)
        have = size.open + past
        history.ready()
        found.append({name: _cost(ask, size.rounds) for name, ask in _questions().items()})
    connection.close()
    return partial(_page, size, found)


def _questions() -> dict[str, Callable[[], object]]:
    from django.test import Client
    from django.utils import timezone

    from people.models import Team, User
    from promises.outlook import Outlook
    from promises.reports import Asked, report

    team = Team.objects.order_by("id").first()
    head = User.objects.get(email="head@bench.example")
    client = Client()
    client.force_login(head, "allauth.account.auth_backends.AuthenticationBackend")

    def page(path: str) -> Callable[[], object]:
        def get() -> None:
            answer = client.get(path, headers={"host": "localhost"})
            if answer.status_code != 200:
                raise AssertionError(f"{path}: {answer.status_code}")

        return get

    return {
        "the numbers, all teams": lambda: Outlook.of(timezone.now()),
        "the numbers, one team": lambda: Outlook.of(timezone.now(), team),
        "/dashboard/": page("/dashboard/"),
        "/dashboard/promises/?show=risk": page("/dashboard/promises/?show=risk"),
        "/dashboard/escalations/": page("/dashboard/escalations/"),
        "/dashboard/tickets/": page("/dashboard/tickets/"),
        "/wall/": page("/wall/"),
        "over time, 7 days": lambda: report(Asked(timezone.now(), head.zone, days=7)),
        "over time, 30 days": lambda: report(Asked(timezone.now(), head.zone, days=30)),
    }


def _cost(ask: Callable[[], object], rounds: int) -> Cost:
    from django.db import connection

    spent: list[float] = []

    def timed(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append((time.perf_counter() - began) * 1000)

    database, whole, queries = [], [], 0
    ask()
    for _ in range(rounds):
        spent.clear()
        began = time.perf_counter()
        with connection.execute_wrapper(timed):
            ask()
        whole.append((time.perf_counter() - began) * 1000)
        database.append(sum(spent))
        queries = len(spent)
    return Cost(queries, median(database), median(whole))


def _page(size: Size, found: list[dict[str, Cost]], took: float) -> str:
    from bench.report import machine, table

    few, many = found
    rows, worst = [], 0.0
    for name in few:
        before, after = few[name], many[name]
        ratio = after.database / before.database
        now = not name.startswith("over time")
        worst = max(worst, ratio) if now else worst
        rows.append(
            (
                name,
                f"{before.queries}",
                f"{before.database:.1f}",
                f"{after.database:.1f}",
                f"{ratio:.2f}" if now else "",
                f"{before.whole:.0f}",
                f"{after.whole:.0f}",
            )
        )
    head = (
        "what",
        "queries",
        "few: database, ms",
        "many: database, ms",
        "ratio",
        "few: in all, ms",
        "many: in all, ms",
    )
    return "\n".join(
        [
            "# What the dashboard costs",
            "",
            f"Made by `python -m bench.dashboard` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, in {took:.0f} s.",
            machine(),
            f"{size.open:,} open promises of people in {size.teams} teams; in the past {size.few:,} (few) and then"
            f" {size.many:,} (many), spread over a year. Medians of {size.rounds}.",
            "",
            f"Aim: what is asked now costs the database at most {AIM} times as much beside a long past."
            f" The worst is {worst:.2f}: {'reached' if worst <= AIM else 'MISSED'}.",
            "Figures over time read the rows of their period, of which there are more, and no others.",
            "",
            table(head, rows),
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
