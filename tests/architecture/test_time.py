"""Time is the domain: it is read once, at the edge, and never naive."""

import ast
from pathlib import Path

import pytest

from tests.architecture.test_imports import APPS, ROOT, modules

# Who may ask what time it is: verbs by `moment()`, announcements of a change, jobs, and the edge of a request.
EDGES = {
    "people/fields.py",  # moment()
    "people/signals.py",  # a change is announced as it is saved
    "alerts/outbox.py",  # the clock goes on while a slow server is talked to
}
EDGE_FILES = ("api.py", "views.py", "forms.py", "admin.py", "authentication.py", "middleware.py", "health.py")
EDGE_FOLDERS = {"admin", "api", "pages", "commands", "embedded", "migrations", "templatetags", "demo"}
NAIVE = {"now", "today", "utcnow", "utcfromtimestamp"}


def calls(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def is_edge(path: Path) -> bool:
    inside = path.relative_to(ROOT)
    return str(inside) in EDGES or inside.name.endswith(EDGE_FILES) or bool(EDGE_FOLDERS & set(inside.parts))


@pytest.mark.parametrize("app", APPS)
def test_nothing_makes_a_naive_time(app):
    naive = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for path in modules(app)
        for node, name in calls(path)
        if name.split(".")[0] in ("datetime", "date") and name.split(".")[-1] in NAIVE
        if not (node.args or node.keywords)  # datetime.now(UTC) is aware
    ]
    assert naive == []


@pytest.mark.parametrize("app", APPS)
def test_only_the_edge_asks_what_time_it_is(app):
    deep = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for path in modules(app)
        if not is_edge(path)
        for node, name in calls(path)
        if name
        in ("now", "timezone.now", "django_timezone.now", "datetime.now", "localtime", "timezone.localtime")
        if not (node.args and name.endswith("localtime"))
    ]
    assert deep == []
