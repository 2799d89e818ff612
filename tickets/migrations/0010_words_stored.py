"""PostgreSQL: tickets and customers keep the words that a search reads, instead of making them of the text each time.

The column is no field: a row is fetched without it. On a large database this takes a while, a minute or so for some
hundred thousand tickets, in which nobody writes to them.
"""

from importlib import import_module

from django.db import migrations

before = import_module("tickets.migrations.0004_search")


def keep(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, (table, parts) in before.INDEXES.items():
        schema_editor.execute(f"DROP INDEX {name}")
        schema_editor.execute(
            f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({' || '.join(parts)}) STORED"
        )
        schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (words)")


def forget(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, _ in before.INDEXES.values():
        # The index goes with its column.
        schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN words")
    before.add(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0009_state_in_work")]
    operations = [migrations.RunPython(keep, forget)]
