"""What the environment says, read in one place, and what a production start refuses.

KEPT_ENV is `embedded` (the default: one machine, demo data, nothing to install) or `production`.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

EMBEDDED_KEY = "embedded-only-"  # a SECRET_KEY that begins so was made by `embedded_secret_key`
SHORTEST_KEY = 32  # characters; below that Django itself warns that the key can be guessed


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; false for 0, false, no, off. Raises ImproperlyConfigured for anything else."""
    said = text(name).lower()
    if not said:
        return default
    if said in ("1", "true", "yes", "on"):
        return True
    if said in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name}={said!r} is neither on nor off. Say 1 or 0.")


def number(name: str, default: int) -> int:
    said = text(name, str(default))
    if not said.isdecimal():
        raise ImproperlyConfigured(f"{name}={said!r} is not a whole number.")
    return int(said)


def words(name: str) -> list[str]:
    """A list that is separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def is_production() -> bool:
    """Raises ImproperlyConfigured when KEPT_ENV names neither of the two."""
    said = text("KEPT_ENV", "embedded")
    if said not in ("embedded", "production"):
        raise ImproperlyConfigured(f"KEPT_ENV={said!r} is unknown. Say embedded or production.")
    return said == "production"


def embedded_secret_key(folder: Path) -> str:
    """The SECRET_KEY of this checkout, made at the first start and readable by its owner alone."""
    path = folder / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(EMBEDDED_KEY + secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text() or EMBEDDED_KEY + secrets.token_urlsafe(48)


def refuse_an_unsafe_production() -> None:
    """Raises ImproperlyConfigured, naming every fault at once, so that one restart is enough to mend them."""
    faults = []
    key = text("SECRET_KEY")
    if not key:
        faults.append(
            "SECRET_KEY is not set. Make one: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    elif key.startswith((EMBEDDED_KEY, "django-insecure-")) or len(key) < SHORTEST_KEY:
        faults.append(
            f"SECRET_KEY is one for demos, or shorter than {SHORTEST_KEY} characters. Make a new one."
        )
    if not words("ALLOWED_HOSTS") or "*" in words("ALLOWED_HOSTS"):
        faults.append(
            "ALLOWED_HOSTS must list the names under which Kept is reached: kept.example.com,10.0.0.5"
        )
    if text("DEMO_PASSWORD"):
        faults.append("DEMO_PASSWORD is set: the demo people have no place in production. Unset it.")
    if flag("DEBUG"):
        faults.append("DEBUG is on: it shows the inside of Kept to everyone. Unset it.")
    if not text("DATABASE_URL"):
        faults.append("DATABASE_URL is not set: postgres://user:password@host:5432/kept")
    if not (text("BROKER_URL") or text("REDIS_URL")):
        faults.append("Neither BROKER_URL nor REDIS_URL is set: the worker needs redis://... or amqp://...")
    if faults:
        raise ImproperlyConfigured(
            "Kept does not start in production until this is put right:\n- " + "\n- ".join(faults)
        )


def email_settings(url: str) -> dict[str, object]:
    """Django's e-mail settings for `url`: smtp://, smtp+tls:// (STARTTLS), smtps://, file:///folder or console:.

    User and password are percent-encoded in the URL. `?timeout=SECONDS`, 10 by default, for a mail server that
    hangs must not hold up the alerts behind it. Raises ImproperlyConfigured for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme not in ("smtp", "smtp+tls", "smtps"):
        raise ImproperlyConfigured(
            f"EMAIL_URL begins with {parts.scheme!r}. Say smtp://, smtp+tls://, smtps://, file:/// or console:"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": int(parse_qs(parts.query).get("timeout", ["10"])[0]),
    }
