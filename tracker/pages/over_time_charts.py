"""The figures over time as charts, each with the table behind it, whose numbers lead to what they count."""

from escalations.figures import acknowledged, solved, transfers, waits
from people.models import Team
from promises.reports import DIMENSIONS, Asked, Figures, Report
from tickets.models import Topic
from tracker.pages.charts import Chart, bars, columns
from tracker.pages.over_time_form import NO_TOPIC, AskedForm

STACK = (("kept", "Kept in time"), ("late", "Kept late"), ("broken", "Broken"))
COLUMNS = ("Kept in time", "Kept late", "Broken", "Withdrawn in time", "Renegotiated", "Kept rate")


def charts_of(
    asked: Asked, found: Report, by: str, form: AskedForm
) -> tuple[list[dict], list[tuple[str, int]]]:
    """All of them, and how often the solved tickets were passed on."""
    tickets = solved(asked.since, asked.at, **asked.about_tickets())
    taken = acknowledged(asked.since, asked.at, **asked.about_tickets())
    if asked.owner:
        tickets, taken = tickets.filter(owner=asked.owner), taken.filter(by=asked.owner)
    passed = transfers(tickets)
    charts = [
        _by_day(found, form),
        _by_dimension(found, by, form),
        _parts("lateness", "How late the late ones were", found.lateness, form, "promises/", "late"),
        _parts("transfers", "Transfers a solved ticket", passed, form, "tickets/", ""),
        _parts("waits", "How long escalations waited", waits(taken), form, "escalations/", ""),
    ]
    return charts, passed


def tiles_of(total: Figures, form: AskedForm) -> list[dict]:
    rate = total.kept_percent
    tiles = [
        {
            "name": "rate",
            "label": "Kept rate",
            "figure": "–" if rate is None else f"{rate:.0f} %",
            "url": "",
        }
    ]
    for name, label in (
        ("kept", "Kept in time"),
        ("late", "Kept late"),
        ("broken", "Broken"),
        ("renegotiated", "Renegotiated"),
    ):
        tiles.append(
            {
                "name": name,
                "label": label,
                "figure": getattr(total, name),
                "url": _past("promises/", form, show=name),
            }
        )
    return tiles


def _past(path: str, form: AskedForm, **changed: object) -> str:
    return f"/dashboard/over-time/{path}?{form.query(by='', **changed)}"


def _by_day(found: Report, form: AskedForm) -> dict:
    chart = columns(
        [
            (f"{day.day} {day:%b}", [(name, getattr(figures, name)) for name, _ in STACK])
            for day, figures in found.days
        ],
        _told(found.total),
    )
    rows = [
        {"label": f"{day:%a} {day.day} {day:%b}", "cells": _cells(figures, form, day=day.isoformat())}
        for day, figures in found.days
    ]
    return _drawn("days", "Promises by the day they were due", chart, rows, legend=True)


def _by_dimension(found: Report, by: str, form: AskedForm) -> dict:
    shown, rows = [], []
    slugs = _slugs(by)
    for key, label, figures in found.by[by]:
        rate = figures.kept_percent
        parts = (
            [(name, 100 * getattr(figures, name) / figures.ended) for name, _ in STACK]
            if figures.ended
            else []
        )
        kept = "none ended" if rate is None else f"{rate:.0f} % of {figures.ended} kept in time"
        shown.append((label, kept, parts))
        rows.append(
            {
                "label": label,
                "cells": _cells(figures, form, **{by: slugs.get(key, NO_TOPIC) if slugs else key}),
            }
        )
    title = f"Kept in time, by {DIMENSIONS[by].lower()}"
    text = "; ".join(f"{label}: {kept}" for label, kept, _ in shown) or "Nothing was due."
    return _drawn("by", title, bars(shown, text), rows, legend=True, head=DIMENSIONS[by], tabbed=True)


def _slugs(by: str) -> dict[object, str]:
    """How the address names what the figures know by its key; empty where the key itself will do."""
    models = {"team": Team, "topic": Topic}
    return dict(models[by].objects.values_list("pk", "slug")) if by in models else {}


def _cells(figures: Figures, form: AskedForm, **narrowed: object) -> list[dict]:
    columns_of = [("kept", figures.kept), ("late", figures.late), ("broken", figures.broken)]
    columns_of += [("withdrawn", figures.withdrawn), ("renegotiated", figures.renegotiated)]
    rate = figures.kept_percent
    return [
        *(
            {"count": number, "url": _past("promises/", form, show=name, **narrowed)}
            for name, number in columns_of
        ),
        {"count": "–" if rate is None else f"{rate:.0f} %", "url": ""},
    ]


def _parts(
    name: str, title: str, found: list[tuple[str, int]], form: AskedForm, path: str, show: str
) -> dict:
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
            "cells": [{"count": number, "url": _past(path, form, show=show, group=place)}],
        }
        for place, (label, number) in enumerate(found)
    ]
    text = "; ".join(f"{label}: {number}" for label, number in found)
    return _drawn(name, title, bars(shown, text), rows, columns_of=("How many",), empty=not whole)


def _drawn(
    name: str,
    title: str,
    chart: Chart,
    rows: list[dict],
    *,
    legend: bool = False,
    head: str = "",
    tabbed: bool = False,
    columns_of: tuple[str, ...] = COLUMNS,
    empty: bool = False,
) -> dict:
    return {
        "name": name,
        "title": title,
        "chart": chart,
        "rows": rows,
        "legend": STACK if legend else (),
        "head": head or "Which",
        "tabbed": tabbed,
        "columns": columns_of,
        "empty": empty or not chart.marks,
    }


def _told(total: Figures) -> str:
    if not total.ended:
        return "Nothing was due."
    return f"{total.kept} kept in time, {total.late} kept late, {total.broken} broken, in all."
