"""The figures over time as charts, each with the table behind it, whose numbers lead to what they count."""

from escalations.figures import transfers
from promises.acknowledged import acknowledging
from promises.reports import DIMENSIONS, Asked, Figures, Report, tickets_solved
from tracker.pages.chart_cards import addresses_of, drawn, in_groups, list_url
from tracker.pages.charts import bars, columns
from tracker.pages.over_time_form import AskedForm
from tracker.pages.waits_chart import in_short, time_to_acknowledge

STACK = (("kept", "Kept in time"), ("late", "Kept late"), ("broken", "Broken"))
COLUMNS = ("Kept in time", "Kept late", "Broken", "Withdrawn in time", "Renegotiated", "Kept rate")


def charts_of(asked: Asked, found: Report, by: str, form: AskedForm) -> list[dict]:
    """All of them."""
    passed = transfers(tickets_solved(asked))
    total, taken = acknowledging(asked, by)
    alerts, climbed = total.alerts, total.escalations
    return [
        _by_day(found, form),
        _by_dimension(found, by, form),
        time_to_acknowledge(taken, by, form),
        in_groups("lateness", "How late the late ones were", found.lateness, form, "promises/", show="late"),
        in_groups("transfers", "Transfers a solved ticket", passed, form, "tickets/", note=_first(passed)),
        in_groups(
            "alerts", "How long alerts waited", alerts.groups(), form, "alerts/", note=in_short(alerts)
        ),
        in_groups(
            "waits",
            "How long escalations waited",
            climbed.groups(),
            form,
            "escalations/",
            note=in_short(climbed),
        ),
    ]


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
                "url": list_url("promises/", form, show=name),
            }
        )
    return tiles


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
    return drawn("days", "Promises by the day they were due", chart, rows, legend=STACK, columns_of=COLUMNS)


def _by_dimension(found: Report, by: str, form: AskedForm) -> dict:
    shown, rows = [], []
    narrowed_to = addresses_of(by)
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
                "cells": _cells(figures, form, **narrowed_to(key)),
            }
        )
    title = f"Kept in time, by {DIMENSIONS[by].lower()}"
    text = "; ".join(f"{label}: {kept}" for label, kept, _ in shown) or "Nothing was due."
    return drawn(
        "by",
        title,
        bars(shown, text),
        rows,
        legend=STACK,
        columns_of=COLUMNS,
        head=DIMENSIONS[by],
        tabbed=True,
    )


def _first(passed: list[tuple[str, int]]) -> str:
    """Of the solved tickets that were passed on: how many by the first transfer alone."""
    moved = sum(number for _, number in passed[1:])
    if not moved:
        return "No solved ticket was passed on."
    share = f"{passed[1][1]} ({100 * passed[1][1] / moved:.0f} %)"
    return f"Solved by the first transfer: {share} of {moved} solved tickets that were passed on."


def _cells(figures: Figures, form: AskedForm, **narrowed: object) -> list[dict]:
    columns_of = [("kept", figures.kept), ("late", figures.late), ("broken", figures.broken)]
    columns_of += [("withdrawn", figures.withdrawn), ("renegotiated", figures.renegotiated)]
    rate = figures.kept_percent
    return [
        *(
            {"count": number, "url": list_url("promises/", form, show=name, **narrowed)}
            for name, number in columns_of
        ),
        {"count": "–" if rate is None else f"{rate:.0f} %", "url": ""},
    ]


def _told(total: Figures) -> str:
    if not total.ended:
        return "Nothing was due."
    return f"{total.kept} kept in time, {total.late} kept late, {total.broken} broken, in all."
