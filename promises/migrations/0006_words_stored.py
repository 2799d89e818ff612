"""PostgreSQL: promises keep the words that a search reads, as tickets and customers do.

On a large database this takes a while, half a minute or so for some hundred thousand, in which nobody writes to them.
"""

from importlib import import_module

from django.db import migrations

before = import_module("promises.migrations.0003_search")


def keep(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("DROP INDEX promise_words")
    schema_editor.execute(
        f"ALTER TABLE promises_promise ADD COLUMN words tsvector GENERATED ALWAYS AS ({before.WORDS}) STORED"
    )
    schema_editor.execute("CREATE INDEX promise_words ON promises_promise USING gin (words)")


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # The index goes with its column.
        schema_editor.execute("ALTER TABLE promises_promise DROP COLUMN words")
        before.add(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("promises", "0005_figures_over_time")]
    operations = [migrations.RunPython(keep, forget)]
