"""PostgreSQL: indexes of the words in tickets and customers. SQLite looks through the rows.

The expressions are those of `tickets.searching`, as they were when this was written; a test sees that they serve.
"""

from django.db import migrations

GLUE = "@.-/_+:~<>&;#=?\"\\()[]{},!*|"
DIGITS = "regexp_replace(phone, '[^0-9]', '', 'g')"
PHONE = " || ' ' || ".join([DIGITS, *(f"substr({DIGITS}, {at})" for at in range(2, 11))])


def words(column, weight):
    return f"setweight(to_tsvector('simple', translate({column}, '{GLUE}', '{' ' * len(GLUE)}')), '{weight}')"


INDEXES = {
    "ticket_words": ("tickets_ticket", [words("subject", "A"), words("description", "C")]),
    "customer_words": (
        "tickets_customer",
        [
            words("name", "A"),
            words("email", "B"),
            words("phone", "B"),
            f"setweight(to_tsvector('simple', {PHONE}), 'D')",
        ],
    ),
}


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, (table, parts) in INDEXES.items():
        schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (({' || '.join(parts)}))")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_lean_events")]
    operations = [migrations.RunPython(add, drop)]
