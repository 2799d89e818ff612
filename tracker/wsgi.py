"""What the web server runs: `gunicorn tracker.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from tracker.charsets import read_only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

application = read_only_utf8(get_wsgi_application())


def warm_up() -> None:
    """Build the phrase tables of all languages now: the first agent to type a promise is on the phone."""
    from datetime import UTC, datetime

    from people.worktime import WorkTime
    from promises.wording import languages, read

    for language in languages():
        read(
            "9:00",
            said_at=datetime(2026, 1, 1, tzinfo=UTC),
            timezone="UTC",
            language=language,
            hours=WorkTime.always(UTC),
        )


warm_up()
