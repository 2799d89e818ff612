"""The results as a page of Markdown, with the machine that they were measured on."""

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isinf
from pathlib import Path

from django.db import connection

from alerts import outbox, sweep
from bench.drains import Drain
from bench.idle import BesideOldSnapshot, Idle
from bench.lateness import Lateness
from bench.outbox import Sending


@dataclass
class Results:
    open_promises: int
    rounds: int
    drains: list[Drain] = field(default_factory=list)
    idle: list[Idle] = field(default_factory=list)
    old_snapshot: BesideOldSnapshot | None = None
    lateness: list[tuple[str, int, Lateness]] = field(default_factory=list)
    sending: list[Sending] = field(default_factory=list)

    def page(self, took: float) -> str:
        """The whole page; `took` is how long the run took, in seconds."""
        parts = [self._head(took), self._drains(), self._idle(), self._lateness(), self._sending()]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _head(self, took: float) -> str:
        now = datetime.now(UTC)
        return "\n".join(
            [
                "# What the sweep costs",
                "",
                f"Made by `make bench` on {now:%Y-%m-%d %H:%M} UTC, in {took / 60:.1f} minutes.",
                machine(),
                f"{self.open_promises:,} open promises; batches of {sweep.BATCH:,} (sweep) and {outbox.BATCH:,}"
                f" (outbox); medians of {self.rounds}. Database and workers share the machine.",
            ]
        )

    def _drains(self) -> str:
        rows = [
            (
                f"{drain.rung}, {drain.many:,} at once",
                name,
                f"{drain.promises_a_second(name):,.0f}",
                f"{drain.alerts_a_second(name):,.0f}",
                f"{drain.alerts_a_second(name) / drain.alerts_a_second('by hand, 1 worker'):.2f}",
                f"{drain.alerts_a_second(name) / drain.alerts_a_second('product, 1 worker'):.2f}",
            )
            for drain in self.drains
            for name in drain.rounds
        ]
        same = all(drain.same_rows for drain in self.drains)
        return "\n".join(
            [
                "## Raising",
                "",
                "Claim, audience, alert and delivery rows (in the app and e-mail), for a broken promise a breach and",
                "a line on the timeline too. By hand is one SQL statement a batch on the same tables.",
                "Aim: product at least 0.5 of by hand with one worker, and 1.5 of itself with two.",
                "",
                table(("due", "who", "promises/s", "alerts/s", "of by hand", "of product, 1 worker"), rows),
                "",
                f"The rows that each left behind: {'the very same' if same else 'NOT THE SAME'}.",
            ]
        )

    def _idle(self) -> str:
        rows = [(f"{i.promises:,}", f"{i.sweep:.2f}", f"{i.outbox:.2f}") for i in self.idle]
        text = [
            "## Nothing due",
            "",
            "The whole job, heartbeat and all. Aim: under 2 ms, and the same at both sizes.",
            "",
            table(("open promises", "sweep, ms", "outbox, ms"), rows),
        ]
        if old := self.old_snapshot:
            text += [
                "",
                f"Beside a transaction that sat idle through a drain of {old.drained:,}"
                f" ({old.promises_a_second:,.0f} promises/s):",
                "",
                table(
                    ("a pass with nothing due", "ms"),
                    [
                        ("from the last claim on, as most are", f"{old.from_last_claim:.2f}"),
                        ("from the very beginning, as one every 5 s is", f"{old.from_the_start:.2f}"),
                        (
                            "the first from the beginning after that transaction ended",
                            f"{old.first_after:.2f}",
                        ),
                        ("those after it", f"{old.later:.2f}"),
                    ],
                ),
            ]
        return "\n".join(text)

    def _lateness(self) -> str:
        rows = [
            (what, f"{many:,}", *(_seconds(s) for s in (late.first, late.p50, late.p99, late.last)))
            for what, many, late in self.lateness
        ]
        return "\n".join(
            [
                "## From due to visible",
                "",
                "One process sweeps and another one sends, each as often as the schedule has it.",
                "Aim: the first in the app within 1 s, the 99th percentile under 5 s.",
                "",
                table(("what", "due at once", "first, s", "p50, s", "p99, s", "last, s"), rows),
            ]
        )

    def _sending(self) -> str:
        rows = [(str(sending.workers), f"{sending.a_second:,.0f}") for sending in self.sending]
        return "\n".join(
            [
                "## Sending",
                "",
                "Over a channel that does nothing; each message is recorded before the next one is sent.",
                "",
                table(("workers", "deliveries/s"), rows),
            ]
        )


def _seconds(seconds: float) -> str:
    return "not yet" if isinf(seconds) else f"{seconds:.2f}"


def machine() -> str:
    """A sentence on what it was measured on."""
    return f"{_hardware()}; Python {platform.python_version()}; {_postgresql()}."


def _hardware() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _postgresql() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(version(), ' on ', 1), current_setting('shared_buffers'),"
            " current_setting('fsync'), current_setting('synchronous_commit')"
        )
        version, buffers, fsync, synchronous = cursor.fetchone()
    return f"{version} (shared_buffers {buffers}, fsync {fsync}, synchronous_commit {synchronous})"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table of Markdown, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [head, tuple("-" * width for width in widths), *rows]
    return "\n".join(
        "| "
        + " | ".join(
            cell.rjust(w) if n and _is_number(cell) else cell.ljust(w)
            for n, (cell, w) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in lines
    )


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").isdigit()
