"""Migrations run from zero, in one line an app, and say what the models say."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.architecture.test_imports import APPS

OURS = [app for app in APPS if app != "tracker"]


@pytest.fixture(scope="module")
def graph():
    return MigrationLoader(None).graph


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_linear(graph, app):
    names = [name for label, name in graph.nodes if label == app]
    for name in names:
        children = [child.key for child in graph.node_map[app, name].children if child.key[0] == app]
        assert len(children) <= 1, f"{app} {name} forks into {children}"
    assert len(graph.leaf_nodes(app)) == len(graph.root_nodes(app)) == 1


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_numbered_in_their_order(graph, app):
    leaf = graph.leaf_nodes(app)[0]
    line = [name for label, name in graph.forwards_plan(leaf) if label == app]
    assert [int(name[:4]) for name in line] == list(range(1, len(line) + 1))


@pytest.mark.django_db
def test_the_models_have_no_change_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.django_db
def test_the_database_of_this_run_was_migrated_from_zero():
    """pytest-django makes it by running every migration on an empty database."""
    applied = set(MigrationLoader(connection).applied_migrations)
    assert {(label, name) for label, name in MigrationLoader(None).graph.nodes if label in OURS} <= applied
