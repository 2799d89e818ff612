"""The ten weeks before those that are played, so that figures over time have a past.

Written, not played: verb by verb, some two hundred tickets would keep whoever starts the demo waiting.
"""

from datetime import datetime

from tracker.demo.archive.alarms import alert_and_escalate
from tracker.demo.archive.rows import Archive
from tracker.demo.archive.stories import Draw
from tracker.demo.company import Company


def write_archive(company: Company, at: datetime) -> None:
    """All that happened before the weeks that are played up to `at` (aware)."""
    archive = Archive(company, Draw(company, at).stories())
    archive.write()
    alert_and_escalate(archive)
    archive.write_timeline()
