"""The product's own settings with what tests need: a place of their own for files and quick passwords.

Which database: SQLite, or what DATABASE_URL names (`python -m tests` runs the suite on both).
"""

import atexit
import os
import shutil
import tempfile

# Tests never touch the developer's var/. The workers of one parallel run inherit the folder of the run.
if "KEPT_TEST_VAR" not in os.environ:
    os.environ["KEPT_TEST_VAR"] = tempfile.mkdtemp(prefix="kept-tests-")
    atexit.register(shutil.rmtree, os.environ["KEPT_TEST_VAR"], ignore_errors=True)
os.environ["KEPT_VAR"] = os.environ["KEPT_TEST_VAR"]
os.environ["KEPT_ENV"] = "embedded"
for name in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "DEMO_PASSWORD", "EMAIL_URL", "BROKER_URL", "REDIS_URL"):
    value = os.environ.pop(name, "")
    if name in ("BROKER_URL", "REDIS_URL") and value:
        os.environ.setdefault(
            f"KEPT_TEST_{name}", value
        )  # the Redis fixtures hand it to those tests that ask

from tracker.settings import *  # noqa: E402, F403
from tracker.settings import DATABASES, VAR_DIR  # noqa: E402

# Argon2 is slow on purpose; a test that is about it asks for it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# A file, not memory: a shared in-memory SQLite locks by table and raises other errors than the real one.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test-{os.getpid()}.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
