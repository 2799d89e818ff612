"""The recurring jobs. In production Celery runs them; in the embedded mode a thread does."""

from celery import shared_task

from alerts.outbox import Outbox
from alerts.sweep import Sweep

# One of each a process: what they remember between passes only makes them faster.
_sweep, _outbox = Sweep(), Outbox()


@shared_task
def raise_due() -> int:
    """Raise what is due; how many alerts."""
    return _sweep.run().alerts


@shared_task
def send_due() -> int:
    """Send what waits; how many deliveries."""
    return _outbox.run().sent
