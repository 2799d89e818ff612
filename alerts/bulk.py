"""Many rows by one statement, for the hot path: their values go over as one JSON text.

A model instance a row and a placeholder a value cost several times as much (`bench/` measures it), and a statement
takes only so many placeholders. No validation, no signals: it is for rows that Kept makes itself.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model


def insert(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    same: Mapping[str, object] | None = None,
    returning: Sequence[str] = ("id",),
) -> list[tuple]:
    """Insert `rows`, but for those that a unique constraint says are there already; `returning` of the new ones.

    `columns` are fields by attribute name, such as `deadline_id`; `same` are those that have one value in all rows.
    Between them they name every one that the database has no default for. Values are numbers, text, booleans, aware
    datetimes, UUIDs, JSON values and None.
    """
    rows = list(rows)
    if not rows:
        return []
    same = same or {}
    fields, constant, back = (
        [model._meta.get_field(name) for name in names] for names in (columns, same, returning)
    )
    into = ", ".join(field.column for field in (*fields, *constant))
    with connection.cursor() as cursor:
        # The WHERE keeps SQLite from reading the ON as one of a join.
        cursor.execute(
            f"""
            INSERT INTO {model._meta.db_table} ({into})
            SELECT given.*{", %s" * len(constant)} FROM ({table_of(fields)}) AS given WHERE true
            ON CONFLICT DO NOTHING
            RETURNING {", ".join(field.column for field in back)}
            """,  # noqa: S608 - only names of columns are put together, no values
            [
                *(field.get_db_prep_value(same[field.attname], connection) for field in constant),
                as_json(rows),
            ],
        )
        return cursor.fetchall()


def table_of(fields: Sequence[Field], names: Sequence[str] = ()) -> str:
    """SQL that reads rows of `fields` out of one placeholder, for `as_json(rows)`; `names` renames the columns."""
    names = names or [field.column for field in fields]
    if connection.vendor == "postgresql":
        values = [_cast(place, field) for place, field in enumerate(fields)]
        source = "jsonb_array_elements(%s) AS rows(value)"
    else:
        values = [f"json_extract(value, '$[{place}]')" for place in range(len(fields))]
        source = "json_each(%s)"
    chosen = ", ".join(f"{value} AS {name}" for value, name in zip(values, names, strict=True))
    return f"SELECT {chosen} FROM {source}"  # noqa: S608 - as above


def as_json(rows: Sequence[Sequence[object]]) -> str:
    """The rows as one JSON text, with datetimes and UUIDs as this database writes them."""
    # Most rows of a batch share their times, and asking Django for its connection costs more than writing one.
    adapt = connection.ops.adapt_datetimefield_value
    written = cache(lambda at: str(adapt(at)))

    def plain(value: object) -> str:
        if isinstance(value, datetime):
            return written(value)
        if isinstance(value, UUID):
            return value.hex
        raise TypeError(f"{value!r} cannot be written in bulk.")

    return json.dumps(rows, default=plain, separators=(",", ":"))


def _cast(place: int, field: Field) -> str:
    kind = field.db_type(connection)
    # An explicit cast to varchar(n) would cut text off in silence; what is too long must fail.
    return f"value->>{place}" if kind.startswith(("varchar", "text")) else f"(value->>{place})::{kind}"
