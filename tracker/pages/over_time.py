"""The dashboard over time: what became of promises, tickets and escalations in a period, as charts and tables."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from escalations.figures import acknowledged, solved, transfers, waits
from people.models import Team, User
from people.spreadsheets import csv_answer
from promises.feasibility.record import WORDS
from promises.permissions import below
from promises.reports import DAYS, DIMENSIONS, Asked, Figures, Report, of_the_team, report
from tickets.models import Topic
from tickets.models.channel import Channel
from tracker.pages.charts import Chart, bars, columns

# No slug can be this: it has a space.
NO_TOPIC = "no topic"
STACK = (("kept", "Kept in time"), ("late", "Kept late"), ("broken", "Broken"))


class AskedForm(forms.Form):
    """The period and what narrows it. Anything unknown is passed over, so that an old bookmark still opens."""

    days = forms.TypedChoiceField(
        label="Period", required=False, coerce=int, empty_value=30, choices=[(n, f"{n} days") for n in DAYS]
    )
    team = forms.ModelChoiceField(
        required=False, queryset=Team.objects.all(), to_field_name="slug", empty_label="All teams"
    )
    topic = forms.ChoiceField(required=False)
    channel = forms.ChoiceField(required=False, choices=[("", "All channels"), *Channel.choices])
    notice = forms.TypedChoiceField(
        label="Notice given",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Any notice"), *enumerate(WORDS)],
    )
    owner = forms.ChoiceField(label="Whose", required=False)
    by = forms.ChoiceField(required=False, choices=DIMENSIONS.items(), widget=forms.HiddenInput)

    def __init__(self, data: object, reader: User, at: datetime) -> None:
        # Bound without a period, a select would show its first one, and not the one that is meant.
        super().__init__({"days": "30", **{name: data.get(name, "") for name in data}})
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        self.reader = reader
        self.topics = {one.slug: one for one in Topic.objects.all()}
        named = [(slug, one.name) for slug, one in self.topics.items()]
        self.fields["topic"].choices = [("", "All topics"), *named, (NO_TOPIC, "No topic")]
        self.people = {str(one.pk): one for one in below(reader, at)}
        self.fields["owner"].choices = [
            ("", "Everybody"),
            ("me", "Me"),
            *((key, one.name) for key, one in self.people.items()),
        ]

    def asked(self, at: datetime) -> Asked:
        """What was asked for, as of `at`. PermissionDenied for the figures of somebody who is none of theirs."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) for name in self.fields}
        whose = self.data.get("owner", "")
        owner = self.reader if whose == "me" else self.people.get(whose)
        if whose and owner is None:
            raise PermissionDenied("A person's figures are for themselves and for those above them.")
        return Asked(
            at=at,
            zone=timezone.get_current_timezone(),
            days=said["days"] or 30,
            team=said["team"],
            topic=self.topics.get(said["topic"]),
            no_topic=said["topic"] == NO_TOPIC,
            channel=said["channel"] or "",
            notice=said["notice"],
            owner=owner,
        )

    def query(self, **changed: object) -> str:
        """The address of what is asked for, with something else in it."""
        said = {name: self.data.get(name, "") for name in self.fields}
        return urlencode(
            {name: value for name, value in {**said, **changed}.items() if value not in ("", None)}
        )


@login_required
def over_time(request: HttpRequest) -> HttpResponse:
    """Charts, each with its table; what they are made of is a link away."""
    at = timezone.now()
    form = AskedForm(request.GET, request.user, at)
    asked = form.asked(at)
    by = form.cleaned_data.get("by") or "team"
    found = report(asked)
    charts, passed = _charts(asked, found, by, form)
    context = {
        "tab": "over_time",
        "form": form,
        "asked": asked,
        "by": by,
        "total": found.total,
        "team_total": report(of_the_team(asked)).total if asked.owner and asked.owner.team else None,
        "tiles": _tiles(found.total, form),
        "tabs": [(name, label, form.query(by=name)) for name, label in DIMENSIONS.items()],
        "charts": charts,
        "solved_first": _first_transfer(passed),
        "query": form.query(),
    }
    return render(request, "dashboard/over_time.html", context)


@login_required
def over_time_csv(request: HttpRequest) -> HttpResponseBase:
    """The table of one of the charts."""
    at = timezone.now()
    form = AskedForm(request.GET, request.user, at)
    asked = form.asked(at)
    charts, _ = _charts(asked, report(asked), form.cleaned_data.get("by") or "team", form)
    chart = next((one for one in charts if one["name"] == request.GET.get("part")), charts[0])
    rows = ((row["label"], *(cell["count"] for cell in row["cells"])) for row in chart["rows"])
    return csv_answer(f"kept-{chart['name']}", (chart["head"], *chart["columns"]), rows)


def _charts(
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
        _parts("waits", "Time until somebody had an escalation", waits(taken), form, "escalations/", ""),
    ]
    return charts, passed


def _tiles(total: Figures, form: AskedForm) -> list[dict]:
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


COLUMNS = ("Kept in time", "Kept late", "Broken", "Withdrawn in time", "Renegotiated", "Kept rate")


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


def _first_transfer(passed: list[tuple[str, int]]) -> str:
    """Of the solved tickets that were passed on: how many by the first transfer alone."""
    moved = sum(number for _, number in passed[1:])
    if not moved:
        return "No solved ticket was passed on."
    share = f"{passed[1][1]} ({100 * passed[1][1] / moved:.0f} %)"
    return f"Solved by the first transfer: {share} of {moved} solved tickets that were passed on."
