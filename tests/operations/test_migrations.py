"""Migrations are linear, complete, and were run from zero for this very test."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = [
    app.label
    for app in apps.get_app_configs()
    if app.path.startswith(str(apps.get_app_config("tracker").path)[:-7])
]


def test_our_apps_are_among_those_that_are_looked_at():
    assert {"people", "tickets", "alerts", "escalations", "promises"} <= set(OURS)


@pytest.mark.django_db
@pytest.mark.parametrize("app", OURS)
def test_the_migrations_of_an_app_stand_in_one_line(app):
    graph = MigrationLoader(connection).graph
    names = sorted(key for key in graph.nodes if key[0] == app)
    if not names:
        return  # an app without models
    assert len(graph.leaf_nodes(app)) == 1
    for name in names:
        before = [parent for parent in graph.node_map[name].parents if parent[0] == app]
        assert len(before) <= 1, f"{name} follows {before}"


@pytest.mark.django_db
def test_no_change_to_a_model_lacks_its_migration():
    out = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out, verbosity=1)
    except SystemExit:
        pytest.fail(out.getvalue())
