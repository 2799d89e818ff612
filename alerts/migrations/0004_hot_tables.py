"""PostgreSQL: the sweep and the outbox rewrite rows all day long, so these two tables are cleaned up early.

By default a vacuum waits until a fifth of a table is dead: 200,000 rows of a million open promises, which every poll
would have to step over. The room that is left in each page keeps a row's new version beside the old one.
"""

from django.db import migrations

TABLES = ("alerts_deadline", "alerts_delivery")


def keep_clean(apps, schema_editor):
    for table in TABLES:
        _alter(
            schema_editor,
            f"ALTER TABLE {table} SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01,"
            " autovacuum_analyze_scale_factor = 0.02)",
        )


def as_by_default(apps, schema_editor):
    for table in TABLES:
        _alter(
            schema_editor,
            f"ALTER TABLE {table} RESET (fillfactor, autovacuum_vacuum_scale_factor,"
            " autovacuum_analyze_scale_factor)",
        )


def _alter(schema_editor, statement):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0003_lean_indexes")]
    operations = [migrations.RunPython(keep_clean, as_by_default)]
