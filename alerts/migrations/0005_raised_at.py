"""PostgreSQL: which alerts were raised within some minutes, for the rule that waits for their acknowledgement.

Alerts are only ever added, in the order of time: a summary of each stretch of pages finds them, and costs the sweep
nothing to keep. SQLite looks through the rows.
"""

from django.db import migrations


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX alert_raised ON alerts_alert USING brin (raised_at)"
            " WITH (pages_per_range = 32, autosummarize = on)"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX alert_raised")


class Migration(migrations.Migration):
    dependencies = [("alerts", "0004_hot_tables")]
    operations = [migrations.RunPython(add, drop)]
