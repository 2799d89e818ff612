"""A worker that comes to a certain point in its work, says so, and waits there to be killed.

victim.py claimed|moved|leased|sent TIME
"""

import os
import sys
import time
from datetime import datetime

import django

django.setup()

from alerts import outbox, sweep  # noqa: E402


def stop_here() -> None:
    os.write(1, b"reached\n")
    time.sleep(600)


def after(function):
    def stopping(*arguments, **keywords):
        function(*arguments, **keywords)
        stop_here()

    return stopping


def instead(function):
    return lambda *arguments, **keywords: stop_here()


STAGES = {
    "claimed": (sweep, "move_on", instead),  # alerts are written, in a transaction that never commits
    "moved": (sweep, "move_on", after),  # and so is everything else
    "leased": (outbox, "write", instead),
    "sent": (outbox, "_record", instead),  # the first mail is out, and nobody has written that down
}

if __name__ == "__main__":
    stage, at = sys.argv[1], datetime.fromisoformat(sys.argv[2])
    module, name, wrap = STAGES[stage]
    setattr(module, name, wrap(getattr(module, name)))
    if module is sweep:
        sweep.Sweep().run(at)
    else:
        outbox.Outbox().run(at)
