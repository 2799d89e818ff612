"""The demo: a small support organisation with two weeks of history, so that whoever looks sees Kept at work.

`company` writes the people, `cases` are what customers came with, `plots` are what became of it, and `stage` plays
all of it in the order of time through the same verbs that screens and API call, with the sweep running beside it.
"""

from tracker.demo.loading import Loaded, NotEmpty, load
from tracker.demo.watching import what_to_watch

__all__ = ["Loaded", "NotEmpty", "load", "what_to_watch"]
