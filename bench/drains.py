"""How many alerts a second: the product with one and with two workers, and the same rows by hand in SQL."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median

from alerts.sweep import BATCH
from bench import due
from bench.workers import Did, Workers

CONTESTANTS = {
    "by hand, 1 worker": ("by hand", 1),
    "product, 1 worker": ("sweep", 1),
    "by hand, 2 workers": ("by hand", 2),
    "product, 2 workers": ("sweep", 2),
}


@dataclass(frozen=True)
class Rate:
    """One drain: promises and alerts a second of real time, and what it left in the tables."""

    promises: float
    alerts: float
    left: dict[str, object]


@dataclass(frozen=True)
class Drain:
    """All rounds of one case."""

    rung: str
    many: int
    rounds: dict[str, list[Rate]]

    def alerts_a_second(self, contestant: str) -> float:
        return median(rate.alerts for rate in self.rounds[contestant])

    def promises_a_second(self, contestant: str) -> float:
        return median(rate.promises for rate in self.rounds[contestant])

    @property
    def same_rows(self) -> bool:
        """Did every drain, by whoever and in whichever round, leave the very same rows?"""
        left = [rate.left for rates in self.rounds.values() for rate in rates]
        return all(one == left[0] for one in left)


def measure(workers: Workers, at: datetime, rung: str, many: int, *, of: int, rounds: int) -> Drain:
    """`many` promises come to `rung` at once; the contestants take turns, so that a slow minute hits all."""
    found: dict[str, list[Rate]] = {name: [] for name in CONTESTANTS}
    for _ in range(rounds):
        for name, (job, count) in CONTESTANTS.items():
            due.fall_due(at, many, rung, of=of)
            did = workers.together(job, count, at=at + due.NOTICED_AFTER, batch=BATCH)
            found[name].append(_rate(did, many))
    return Drain(rung, many, found)


def _rate(did: list[Did], many: int) -> Rate:
    claimed = sum(one.items for one in did)
    if claimed != many:
        raise AssertionError(f"{many} promises were due, and {claimed} were claimed.")
    seconds = max(one.ended for one in did) - min(one.began for one in did)
    return Rate(claimed / seconds, sum(one.alerts for one in did) / seconds, due.fingerprint())
