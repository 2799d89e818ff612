"""A chart on its card with the table behind it, whose numbers lead to the lists of what they count."""

from collections.abc import Callable

from people.models import Team
from tickets.models import Topic
from tracker.pages.charts import Chart, bars
from tracker.pages.over_time_form import NO_TOPIC, AskedForm


def drawn(
    name: str,
    title: str,
    chart: Chart,
    rows: list[dict],
    *,
    legend: tuple[tuple[str, str], ...] = (),
    head: str = "",
    tabbed: bool = False,
    columns_of: tuple[str, ...],
    empty: bool = False,
    note: str = "",
) -> dict:
    """The card: the chart, and the table behind it with `columns_of` its numbers; `note` is a sentence below."""
    return {
        "name": name,
        "title": title,
        "chart": chart,
        "rows": rows,
        "legend": legend,
        "head": head or "Which",
        "tabbed": tabbed,
        "columns": columns_of,
        "empty": empty or not chart.marks,
        "note": note,
    }


def in_groups(
    name: str,
    title: str,
    found: list[tuple[str, int]],
    form: AskedForm,
    path: str,
    *,
    show: str = "",
    note: str = "",
) -> dict:
    """How many fall into each of some groups: a bar each, a number that leads to the list at `path`."""
    whole = sum(number for _, number in found)
    most = max((number for _, number in found), default=0)
    shown = [
        (
            label[0].upper() + label[1:],
            f"{number} · {100 * number / whole:.0f} %" if whole else "0",
            [("plain", 100 * number / most if most else 0)],
        )
        for label, number in found
    ]
    rows = [
        {
            "label": label[0].upper() + label[1:],
            "cells": [{"count": number, "url": list_url(path, form, show=show, group=place)}],
        }
        for place, (label, number) in enumerate(found)
    ]
    text = "; ".join(f"{label}: {number}" for label, number in found)
    return drawn(name, title, bars(shown, text), rows, columns_of=("How many",), empty=not whole, note=note)


def list_url(path: str, form: AskedForm, **changed: object) -> str:
    """The list of what is asked for in the form, and narrowed by something more."""
    return f"/dashboard/over-time/{path}?{form.query(by='', **changed)}"


def addresses_of(by: str) -> Callable[[object], dict[str, object]]:
    """How an address narrows to one key of a dimension: teams and topics by their slugs. One query for those."""
    models = {"team": Team, "topic": Topic}
    if by not in models:
        return lambda key: {by: key}
    slugs = dict(models[by].objects.values_list("pk", "slug"))
    return lambda key: {by: slugs.get(key, NO_TOPIC)}
