"""A database of its own for the bench: on the server of DATABASE_URL, otherwise on one from a package."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2


@contextmanager
def database(name: str) -> Iterator[str]:
    """The DATABASE_URL of the empty database `name`, made anew for this and dropped at the end."""
    with _server() as url:
        _drop(url, name)
        _command(url, f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            _drop(url, name)


@contextmanager
def _server() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield given
        return
    from tests.servers import PostgreSQL

    # What a default installation does: commits reach the disk.
    with PostgreSQL(fsync="on", full_page_writes="on", shared_buffers="128MB") as server:
        yield server.url()


def _drop(url: str, name: str) -> None:
    _command(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _command(url: str, sql: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
    connection.close()


def point_django_at(url: str, folder: Path | None = None) -> None:
    """Set up Django on `url`; child processes inherit the environment and call `django.setup()` themselves."""
    folder = folder or Path(tempfile.mkdtemp(prefix="kept-bench-"))
    os.environ |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "KEPT_ENV": "embedded",
        "KEPT_VAR": str(folder),
        "LOG_LEVEL": "WARNING",
    }
    import django

    django.setup()
