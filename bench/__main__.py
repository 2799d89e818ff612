"""`python -m bench [--quick]`: measures the sweep and the outbox, and writes bench/RESULTS.md.

Needs PostgreSQL: the one of DATABASE_URL, on which it makes and drops a database of its own, otherwise one from a
package. A full run takes a quarter of an hour at most and is best left alone. `--quick` takes under a minute with
small numbers that say little about speed. Only a full run writes bench/RESULTS.md; `--to` writes any elsewhere.
"""

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.entry import options, run, say

RESULTS = Path(__file__).with_name("RESULTS.md")
T_60, T_0 = "T-60, owner", "T-0, broken"


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    few: int
    open: int
    due: tuple[int, ...]
    rounds: int
    passes: int
    teams: int
    late: int
    mail_seconds: float  # to wait for e-mails that go out one by one
    digest_seconds: float  # and for those that go out as digests, some of which wait a minute
    send_seconds: float


FULL = Size(10_000, 1_000_000, (10_000, 100_000), 3, 300, 100, 10_000, 40, 75, 5)
QUICK = Size(200, 2_000, (500,), 1, 5, 10, 50, 3, 3, 1)


def main(arguments: list[str]) -> int:
    parser = options(
        "bench", __doc__, quick="small numbers, under a minute", database="kept_bench", results=RESULTS
    )
    parser.add_argument("--open", type=int, help=f"open promises (default: {FULL.open:,})")
    parser.add_argument("--due", type=int, nargs="+", help="how many fall due at once, one or several")
    parser.add_argument("--rounds", type=int, help=f"rounds of each drain (default: {FULL.rounds})")
    asked = parser.parse_args(arguments)
    size = QUICK if asked.quick else FULL
    own = {name: value for name in ("open", "due", "rounds") if (value := getattr(asked, name)) is not None}
    results = None if asked.quick or own else RESULTS
    return run(asked, results, lambda url: _run(replace(size, **own)).page)


def _run(size: Size):
    from django.core.management import call_command
    from django.db import connection

    from bench import drains, idle, lateness, org, outbox, report, world
    from bench.workers import Workers

    at = datetime.now(UTC).replace(microsecond=0)
    starts = at - timedelta(days=1)
    results = report.Results(size.open, size.rounds)
    say("making the database")
    call_command("migrate", verbosity=0)
    org.populate(at, size.teams)
    world.prepare()
    world.grow(starts, 0, size.few)
    say(f"nothing due, {size.few:,} open")
    results.idle.append(idle.measure(size.few, size.passes))
    say(f"loading {size.open:,} promises")
    world.grow(starts, size.few, size.open)
    say(f"nothing due, {size.open:,} open")
    results.idle.append(idle.measure(size.open, size.passes))
    with Workers(2) as workers:
        for many in size.due:
            for rung in (T_60, T_0):
                say(f"raising {many:,}: {rung}")
                results.drains.append(
                    drains.measure(workers, at, rung, many, of=size.open, rounds=size.rounds)
                )
        say("beside an old snapshot")
        results.old_snapshot = idle.beside_an_old_snapshot(at, T_60, size.due[-1], of=size.open)
        say("sending")
        results.sending = outbox.measure(
            workers, at, T_60, size.due[0], of=size.open, seconds=size.send_seconds
        )
        for digests, over, seconds in (
            ("no digests", outbox.NO_DIGESTS, size.mail_seconds),
            ("digests over 5", 5, size.digest_seconds),
        ):
            say(f"lateness, {digests}")
            in_app, e_mail = lateness.measure(
                workers, T_60, size.late, of=size.open, digest_over=over, seconds=seconds
            )
            results.lateness.append((f"in the app ({digests})", size.late, in_app))
            results.lateness.append((f"e-mail ({digests})", size.late, e_mail))
    connection.close()
    return results


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
