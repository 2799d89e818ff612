"""PostgreSQL: an index of the words in promises. SQLite looks through the rows.

The expression is that of `tickets.searching`, as it was when this was written; a test sees that it serves.
"""

from django.db import migrations

GLUE = "@.-/_+:~<>&;#=?\"\\()[]{},!*|"
WORDS = f"setweight(to_tsvector('simple', translate(wording, '{GLUE}', '{' ' * len(GLUE)}')), 'A')"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX promise_words ON promises_promise USING gin (({WORDS}))")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX promise_words")


class Migration(migrations.Migration):
    dependencies = [("promises", "0002_customer_answers")]
    operations = [migrations.RunPython(add, drop)]
