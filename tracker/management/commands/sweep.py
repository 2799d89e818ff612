"""One pass by hand, for drills: what would happen, or would have happened, at a time."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from alerts.outbox import Outbox
from alerts.sweep import Sweep
from escalations.rules import apply_rules


def _time(text: str) -> datetime:
    try:
        at = parse_datetime(text)
    except ValueError as impossible:
        raise CommandError(f"--at: {text} is not a time: {impossible}.") from impossible
    if at is None:
        raise CommandError(f"--at: {text} is not a time. Write it like 2026-03-02T09:00:00+01:00.")
    if timezone.is_naive(at):
        raise CommandError(f"--at: {text} has no time zone. Add one, such as {text}Z or {text}+01:00.")
    return at.astimezone(UTC)


class Command(BaseCommand):
    help = (
        "Raise what is due, escalate by the rules and send what waits, once, and print what was done as JSON."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--at", help="As of this time, with its offset: 2026-03-02T09:00:00+01:00. Default: now."
        )

    def handle(self, *args, at: str | None, **options) -> None:
        moment = timezone.now() if at is None else _time(at)
        raised = Sweep().run(moment)
        escalated = apply_rules(moment)
        posted = Outbox().run(moment)
        done = {
            "at": moment.isoformat(),
            "raised": _counts(raised),
            "escalated": escalated,
            "sent": _counts(posted),
        }
        self.stdout.write(json.dumps(done, indent=2))


def _counts(what) -> dict[str, int]:
    return {name: value for name, value in asdict(what).items() if name != "at"}
