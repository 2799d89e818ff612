"""Time to acknowledge: within how long half of the alerts, and nine in ten, had somebody who said “I have it”."""

from alerts.waits import Waits
from promises.acknowledged import Acknowledged
from promises.reports import DIMENSIONS
from tracker.pages.chart_cards import addresses_of, drawn, list_url
from tracker.pages.charts import bars
from tracker.pages.over_time_form import AskedForm
from tracker.templatetags.clock import span_words

WITHIN = (("plain", "Half within"), ("faint", "Nine in ten within"))
WAIT_COLUMNS = (
    "Alerts",
    "Half within",
    "Nine in ten within",
    "Escalations",
    "Half of them within",
    "Nine in ten of them within",
)


def time_to_acknowledge(taken: list[tuple[object, str, Acknowledged]], by: str, form: AskedForm) -> dict:
    """By the same dimension: within how long half of the alerts were acknowledged, and nine in ten."""
    narrowed_to = addresses_of(by)
    longest = max((one.alerts.nine_in_ten or 0 for _, _, one in taken), default=0)
    shown, rows = [], []
    for key, label, one in taken:
        half, most = one.alerts.median, one.alerts.nine_in_ten
        parts = (
            [("plain", 100 * half / longest), ("faint", 100 * (most - half) / longest)]
            if longest and most
            else []
        )
        shown.append((label, f"{_minutes(half)} · {_minutes(most)}", parts))
        cells = _wait_cells(one.alerts, "alerts/", form, narrowed_to(key))
        if by != "notice":
            cells += _wait_cells(one.escalations, "escalations/", form, narrowed_to(key))
        rows.append({"label": label, "cells": cells})
    text = "; ".join(f"{label}: {note}" for label, note, _ in shown) or "Nothing was acknowledged."
    return drawn(
        "acknowledged",
        f"Time to acknowledge an alert, by {DIMENSIONS[by].lower()}",
        bars(shown, text),
        rows,
        legend=WITHIN,
        head=DIMENSIONS[by],
        tabbed=True,
        columns_of=WAIT_COLUMNS[:3] if by == "notice" else WAIT_COLUMNS,
    )


def _wait_cells(waits: Waits, path: str, form: AskedForm, narrowed: dict) -> list[dict]:
    return [
        {"count": waits.number, "url": list_url(path, form, **narrowed)},
        {"count": _minutes(waits.median), "url": ""},
        {"count": _minutes(waits.nine_in_ten), "url": ""},
    ]


def _minutes(minutes: int | None) -> str:
    return "–" if minutes is None else span_words(60 * minutes)


def in_short(waits: Waits) -> str:
    """The same of all of them, in a sentence; empty where there are none."""
    if not waits.number:
        return ""
    return f"Half within {_minutes(waits.median)}, nine in ten within {_minutes(waits.nine_in_ten)}."
