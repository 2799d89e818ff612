"""How PostgreSQL goes about a query, where its own guess would read what is long past."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def row_by_row() -> Iterator[None]:
    """Look up one by one what belongs to the rows of a period: PostgreSQL would rather read all that there ever was.

    Until the end of the transaction. SQLite does so anyway.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET LOCAL enable_hashjoin TO off; SET LOCAL enable_mergejoin TO off")
        yield
