"""The product's own settings, with mail that is written out in full and then thrown away."""

from tracker.settings import *  # noqa: F403

EMAIL_BACKEND = "bench.mail.Nowhere"
