"""Wording to time: "tomorrow morning" becomes a window, or a clear refusal.

    reading = read("I'll call you back in half an hour", said_at=..., timezone="Europe/Berlin",
                   language="en", hours=team_hours)

Pure: no database, no clock of its own. `docs/wording.md` says what is understood and why.
"""

from promises.wording.reading import LONGEST, Reading, Unreadable, languages, read

__all__ = ["LONGEST", "Reading", "Unreadable", "languages", "read"]
