"""Sets a scene in, and reports from, a database that another process works on.

scene.py cast               everybody
scene.py promises N SECONDS N promises that are due so many seconds from now
scene.py report             what became of them, as JSON
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from alerts.models import Alert, Deadline, Delivery  # noqa: E402
from promises.making import make  # noqa: E402
from promises.models import Breach, Promise  # noqa: E402
from tests.cast import a_customer, assemble  # noqa: E402
from tickets.models import Ticket  # noqa: E402


def promises(number: int, seconds: float) -> None:
    from people.models import User

    amira = User.objects.get(email="amira@kept.example")
    now = timezone.now()
    ticket = Ticket.objects.log(
        customer=a_customer(), subject="The line is dead", team=amira.team, by=amira, at=now, owner=amira
    )
    for _ in range(number):
        make(ticket, by=amira, due_at=now + timedelta(seconds=seconds), said_at=now, at=now)


def report() -> dict:
    ours = Deadline.objects.filter(kind="promise")
    alerts = Alert.objects.filter(deadline__in=ours)
    mails = Delivery.objects.filter(alert__in=alerts, channel="email")
    breaches = Breach.objects.select_related("promise")
    return {
        "promises": Promise.objects.count(),
        "breaches": breaches.count(),
        "dated_at_the_deadline": sum(b.broken_at == b.promise.due_at for b in breaches),
        "alerts": alerts.count(),
        "twice": alerts.count() - alerts.values("deadline", "rung", "recipient").distinct().count(),
        "mails": mails.count(),
        "sent": mails.filter(outcome="sent").count(),
        "waiting": Delivery.objects.filter(done_at=None).count(),
    }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["cast"]:
            assemble()
        case ["promises", number, seconds]:
            promises(int(number), float(seconds))
        case ["report"]:
            print(json.dumps(report()))
