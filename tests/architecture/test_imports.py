"""The house: an app imports those below it, never those above, not even inside a function."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# From the top down. What lies further right may be imported by all that lies further left.
HOUSE = ["tracker", "connectors", "recovery", "promises", "escalations", "tickets", "alerts", "people"]
APPS = [app for app in HOUSE if (ROOT / app).is_dir()]


def modules(app: str) -> list[Path]:
    return sorted((ROOT / app).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of everything that a module imports, wherever in it, and of dotted paths in its texts."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            yield node.lineno, ".".join([*above, *([node.module] if node.module else [])])


def climbs(app: str, imported: str) -> bool:
    other = imported.split(".")[0]
    return other in HOUSE and HOUSE.index(other) < HOUSE.index(app)


@pytest.mark.parametrize("app", APPS)
def test_imports_point_down(app):
    upward = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(app)
        for line, name in imports(path)
        if climbs(app, name)
    ]
    assert upward == []


@pytest.mark.parametrize("app", APPS)
def test_the_product_does_not_import_its_tests(app):
    assert [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules(app)
        for line, name in imports(path)
        if name.split(".")[0] in ("tests", "bench")
    ] == []


def test_every_app_of_the_house_is_where_it_should_be():
    assert {"tracker", "recovery", "promises", "escalations", "tickets", "alerts", "people"} <= set(APPS)


@pytest.mark.parametrize("app", APPS)
def test_models_are_related_downwards_only(app):
    """A relation to "app.Model" as a text is an import that no import statement shows."""
    from django.apps import apps

    if app not in {config.label for config in apps.get_app_configs()}:
        pytest.skip(f"{app} has no models")
    upward = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if climbs(app, field.related_model._meta.app_label)
    ]
    assert upward == []


def test_an_import_inside_a_function_would_be_seen(tmp_path, monkeypatch):
    """This test can fail: it sees what it is there to see."""
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    module = tmp_path / "alerts" / "deep.py"
    module.parent.mkdir()
    module.write_text("def f():\n    if True:\n        from promises.models import Promise\n")

    assert [name for _, name in imports(module) if climbs("alerts", name)] == ["promises.models"]


@pytest.mark.parametrize("name", ["utils.py", "services.py", "helpers.py"])
def test_there_is_no_drawer_for_odds_and_ends(name):
    assert [str(path) for app in APPS for path in (ROOT / app).rglob(name)] == []
