"""`python -m bench.dashboard [--quick]`: what the dashboard costs with little past and with much.

The same open promises and the same last 90 days, first with nothing before those and then with a long past: neither
what is asked now nor the figures of the period may notice. In the end the 90 days themselves are filled up.
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
OVER_TIME = "/dashboard/over-time/?days="


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    open: int
    # Promises that were due in the last DAYS; long before them; and how many more in those days in the end.
    recent: int
    long_ago: int
    busy: int
    teams: int
    rounds: int


FULL = Size(10_000, 10_000, 1_000_000, 90_000, 100, 31)
QUICK = Size(200, 200, 2_000, 400, 10, 3)
DAYS, LONG = 90, 1_000


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
    have, lately = size.open, at - timedelta(hours=3)
    long_ago = lately - timedelta(days=DAYS + 1)
    for more, until, days in (
        (size.recent, lately, DAYS - 1),
        (size.long_ago, long_ago, LONG),
        (size.busy, lately, DAYS - 1),
    ):
        say(f"{more:,} promises more, due within {days} days before {until:%Y-%m-%d}")
        history.grow(until, have, have + more, days)
        have += more
        history.ready()
        found.append({name: _cost(ask, size.rounds) for name, ask in _questions().items()})
    connection.close()
    return partial(_page, size, found)


def _questions() -> dict[str, Callable[[], object]]:
    from django.test import Client
    from django.utils import timezone

    from people.models import Team, User
    from promises.outlook import Outlook

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
        **{f"{OVER_TIME}{days}": page(f"{OVER_TIME}{days}") for days in (7, 30, 90)},
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

    short, long, busy = found
    rows = [_row(name, short[name], long[name]) for name in short]
    worst = max(
        long[name].database / short[name].database for name in short if not name.startswith(OVER_TIME)
    )
    period = [_row(name, long[name], busy[name])[:-1] for name in short if name.startswith(OVER_TIME)]
    return "\n".join(
        [
            "# What the dashboard costs",
            "",
            f"Made by `python -m bench.dashboard` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, in {took:.0f} s.",
            machine(),
            f"{size.open:,} open promises of people in {size.teams} teams, and {size.recent:,} that were due in"
            f" the last {DAYS} days; beside them nothing (short), and then {size.long_ago:,} due in the {LONG:,} days"
            f" before those (long). Milliseconds, medians of {size.rounds}.",
            "",
            f"Aim: the database spends at most {AIM} times as much beside a long past on what is asked now."
            f" The worst is {worst:.2f}: {'reached' if worst <= AIM else 'MISSED'}.",
            "",
            table(("what", "queries", *_heads("short", "long"), "ratio"), rows),
            "",
            f"What does grow: the figures over time read every promise, ticket and acknowledgement of their period. The"
            f" same beside the long past, when {size.busy:,} more were due in the last {DAYS} days:",
            "",
            table(("what", "queries", *_heads(f"{size.recent:,}", f"{size.recent + size.busy:,}")), period),
            "",
        ]
    )


def _heads(before: str, after: str) -> tuple[str, ...]:
    return tuple(f"{one}: {what}" for what in ("database", "in all") for one in (before, after))


def _row(name: str, before: Cost, after: Cost) -> tuple[str, ...]:
    times = (before.database, after.database), (before.whole, after.whole)
    cells = [f"{database:.1f}" for database in times[0]] + [f"{whole:.0f}" for whole in times[1]]
    return (name, f"{before.queries}", *cells, f"{after.database / before.database:.2f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
