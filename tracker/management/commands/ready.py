"""`python manage.py ready`: what /readyz says, for containers that serve no web pages (worker, beat)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.health import readiness


class Command(BaseCommand):
    help = (
        "Say whether database, migrations and heartbeat are as they should be. Exit code 1 when they are not."
    )
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        checks = readiness()
        for check in checks:
            self.stdout.write(f"{'ok ' if check.ok else 'BAD'} {check.name}: {check.found}")
        if not all(check.ok for check in checks):
            raise CommandError("Kept is not ready.")
