"""The demo: a small support organisation with a quarter of history, so that whoever looks sees Kept at work.

`company` writes the people, `cases` are what customers came with, `plots` are what became of it, and `stage` plays
the last two weeks in the order of time through the same verbs that screens and API call, with the sweep running beside
it. `archive` writes the weeks before.
"""

from tracker.demo.loading import Loaded, NotEmpty, load
from tracker.demo.watching import what_to_watch

__all__ = ["Loaded", "NotEmpty", "load", "what_to_watch"]
