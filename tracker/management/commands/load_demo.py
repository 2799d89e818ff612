"""`python manage.py load_demo`: people, tickets and promises to try Kept with."""

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker import demo
from tracker.demo.company import PEOPLE

NOT_EMPTY = "Kept is in use already: the demo was not loaded, and nothing was changed."


class Command(BaseCommand):
    help = (
        "Load the demo into an empty database: three teams, twelve people, two weeks of tickets and promises."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="say so and end well when the database is in use"
        )

    def handle(self, *, if_empty: bool, verbosity: int = 1, **options: Any) -> None:
        if not settings.DEMO_PASSWORD:
            raise CommandError("The demo has a password that everybody knows: it is not for production.")
        begun = monotonic()
        try:
            loaded = demo.load()
        except demo.NotEmpty:
            if not if_empty:
                raise CommandError(f"{NOT_EMPTY} Use an empty database.") from None
            if verbosity:
                self.stdout.write(NOT_EMPTY)
            return
        if verbosity:
            self.stdout.write(
                f"The demo is loaded: {loaded.people} people, {loaded.tickets} tickets and {loaded.promises} "
                f"promises, in {monotonic() - begun:.1f} s."
            )
        if verbosity > 1:
            self._tell()

    def _tell(self) -> None:
        addresses = ", ".join(f"{first}@kept.example" for first in PEOPLE)
        self.stdout.write(f"Log in with the password {settings.DEMO_PASSWORD!r} as {addresses}.")
        for line in demo.what_to_watch():
            self.stdout.write(line)
