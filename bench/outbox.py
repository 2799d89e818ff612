"""How many deliveries a second leave the outbox, over a channel that does nothing."""

from dataclasses import dataclass
from datetime import datetime

from alerts.sweep import Sweep
from bench import due
from bench.workers import Workers

NO_DIGESTS = 1_000_000_000


@dataclass(frozen=True)
class Sending:
    """Deliveries a second, one message each, recorded one by one."""

    workers: int
    a_second: float


def measure(
    workers: Workers, at: datetime, rung: str, many: int, *, of: int, seconds: float
) -> list[Sending]:
    """With one worker and with two, for at most `seconds` each, behind `many` that wait."""
    found = []
    for count in (1, 2):
        due.fall_due(at, many, rung, of=of)
        Sweep().run(at + due.NOTICED_AFTER, seconds=600)
        did = workers.together("send", count, seconds=seconds, digest_over=NO_DIGESTS)
        spent = max(one.ended for one in did) - min(one.began for one in did)
        # At the sizes of a quick run a worker may find everything sent already.
        found.append(Sending(count, sum(one.items for one in did) / spent if spent else 0.0))
    return found
