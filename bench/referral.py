"""`python -m bench.referral [--quick]`: the chain of command, who can solve a ticket, and a pass of the rules.

Beside the plain SQL of the same answer, ticket by ticket, and compares the answers. Needs PostgreSQL as `python -m
bench` does. A full run takes a minute or two and writes bench/REFERRAL.md; `--to` writes any elsewhere.
"""

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.entry import options, run, say

RESULTS = Path(__file__).with_name("REFERRAL.md")


@dataclass(frozen=True)
class Size:
    """How much of everything. A team has ten people."""

    teams: int
    open: int
    tickets: int
    passes: int


FULL = Size(198, 100_000, 60, 30)
QUICK = Size(12, 2_000, 20, 3)


@dataclass
class Results:
    people: int
    size: Size
    questions: list = field(default_factory=list)
    passes: list = field(default_factory=list)
    pages: list = field(default_factory=list)

    def page(self, took: float) -> str:
        """The whole page; `took` is how long the run took, in seconds."""
        from bench.report import machine, table

        same = sum(len(question.differ) for question in self.questions)
        return "\n".join(
            [
                "# What it costs to ask who can solve it",
                "",
                f"Made by `python -m bench.referral` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, in {took:.0f} s.",
                machine(),
                f"{self.people:,} people in {self.size.teams} teams, {self.size.open:,} open tickets and as many"
                f" solved ones; {self.size.tickets} tickets asked about, the product and the SQL in turn.",
                "",
                "## Whom to ask",
                "",
                "By hand is one SQL statement with the same answer. Aim: at most 3 times that.",
                "",
                table(
                    ("what", "product, ms", "95 %, ms", "by hand, ms", "times by hand"),
                    [question.row() for question in self.questions],
                ),
                "",
                f"The answers: {'the very same' if not same else f'{same} DIFFER'}.",
                "",
                "## Pages",
                "",
                "Whole requests, templates and all. Aim: under 100 ms.",
                "",
                table(("page", "ms", "queries"), [cost.row() for cost in self.pages]),
                "",
                "## The rules",
                "",
                "Every rule on in every team, and what they find escalated before. They run every ten seconds."
                " Aim: under 200 ms.",
                "",
                table(("what", "ms", "queries"), [cost.row() for cost in self.passes]),
                "",
            ]
        )


def main(arguments: list[str]) -> int:
    asked = options(
        "bench.referral",
        __doc__,
        quick="small numbers, some seconds",
        database="kept_bench_referral",
        results=RESULTS,
    ).parse_args(arguments)
    size = QUICK if asked.quick else FULL
    return run(asked, None if asked.quick else RESULTS, lambda url: _run(url, size).page)


def _run(url: str, size: Size) -> Results:
    from django.core.management import call_command
    from django.db import connection

    from bench import asking, command, passes
    from people.models import User

    at = datetime.now(UTC).replace(microsecond=0)
    say("making the database")
    call_command("migrate", verbosity=0)
    command.populate(at, teams=size.teams, open_tickets=size.open)
    results = Results(User.objects.count(), size)
    say("asking")
    results.questions = asking.measure(url, at, size.tickets)
    say("pages")
    results.pages = passes.of_pages(size.passes)
    say("rules")
    command.switch_on_every_rule()
    results.passes = passes.of_rules(at, size.passes)
    connection.close()
    return results


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
