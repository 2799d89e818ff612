"""`make run`: Kept on one machine, with nothing to install."""

import os
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connections

from tracker import demo
from tracker.charsets import read_only_utf8
from tracker.embedded.parent import Parent
from tracker.embedded.server import PortTaken, Server, listen

DEMO_PEOPLE = {
    "amira@kept.example": "agent, support-berlin",
    "noor@kept.example": "agent, night-desk",
    "lena@kept.example": "lead, support-berlin",
    "omar@kept.example": "manager of all three teams",
    "admin@kept.example": "administrator; set-up is at /admin/",
}


class Command(BaseCommand):
    help = "Migrate, load the demo into an empty database, then serve web, worker and schedule until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT, help="default: PORT, or 8000")
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="default: 127.0.0.1")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument("--follow-parent", action="store_true", help="end when the calling process ends")

    def handle(self, *, port: int, host: str, no_demo: bool, follow_parent: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "`serve` is for one machine and demos. The Procfile says what production runs."
            )
        parent = Parent(os.getppid()) if follow_parent else None
        try:
            listener = listen(host, port)
        except PortTaken as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: PORT={port + 1} make run"
            ) from None
        except OverflowError:
            raise CommandError(f"{port} is not a port. Choose one from 1 to 65535.") from None

        try:
            call_command("migrate", interactive=False, verbosity=0)
            if not no_demo:
                call_command("load_demo", if_empty=True, verbosity=0 if self.is_in_use() else 1)
        except KeyboardInterrupt:
            sys.exit(130)
        # Before the address is told: a fault in it is told instead.
        application = read_only_utf8(get_wsgi_application())
        self.stdout.write(self.what_to_do(host, port))
        self.stdout.flush()
        connections.close_all()  # a connection must not be shared with the process that serves
        Server(application, listener, parent).run()

    @staticmethod
    def is_in_use() -> bool:
        """Then there is no demo to load, and nothing to say about it at every start."""
        return get_user_model().objects.exists()

    def what_to_do(self, host: str, port: int) -> str:
        name = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104
        lines = [
            "",
            f"Kept runs at http://{name}:{port}/   (Ctrl-C ends it; your data stay in {settings.VAR_DIR})",
            "",
        ]
        here = set(get_user_model().objects.filter(email__in=DEMO_PEOPLE).values_list("email", flat=True))
        if here:
            lines.append(f"Log in as, all with the password {settings.DEMO_PASSWORD!r}:")
            lines += [f"  {email:<20} {role}" for email, role in DEMO_PEOPLE.items() if email in here]
            lines.append("")
        if watch := demo.what_to_watch():
            lines += ["What to watch:", *(f"  {line}" for line in watch), ""]
        lines.append(
            f"E-mails are written to {settings.VAR_DIR / 'mail'}. Is all well? http://{name}:{port}/readyz"
        )
        return "\n".join(lines) + "\n"
