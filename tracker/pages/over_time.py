"""The dashboard over time: what became of promises, tickets and escalations in a period, as charts and tables."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from people.spreadsheets import csv_answer
from promises.reports import DIMENSIONS, of_the_team, report
from tracker.pages.over_time_charts import charts_of, tiles_of
from tracker.pages.over_time_form import AskedForm


@login_required
def over_time(request: HttpRequest) -> HttpResponse:
    """Charts, each with its table; what they are made of is a link away."""
    at = timezone.now()
    form = AskedForm(request.GET, request.user, at)
    asked = form.asked(at)
    by = form.cleaned_data.get("by") or "team"
    found = report(asked)
    charts = charts_of(asked, found, by, form)
    context = {
        "tab": "over_time",
        "form": form,
        "asked": asked,
        "by": by,
        "total": found.total,
        "team_total": report(of_the_team(asked)).total if asked.owner and asked.owner.team else None,
        "tiles": tiles_of(found.total, form),
        "tabs": [(name, label, form.query(by=name)) for name, label in DIMENSIONS.items()],
        "charts": charts,
        "nothing": all(one["empty"] for one in charts),
        "narrowed": any(form.data.get(name) for name in ("team", "topic", "channel", "notice", "owner")),
        "query": form.query(),
    }
    return render(request, "dashboard/over_time.html", context)


@login_required
def over_time_csv(request: HttpRequest) -> HttpResponseBase:
    """The table of one of the charts."""
    at = timezone.now()
    form = AskedForm(request.GET, request.user, at)
    asked = form.asked(at)
    charts = charts_of(asked, report(asked), form.cleaned_data.get("by") or "team", form)
    chart = next((one for one in charts if one["name"] == request.GET.get("part")), charts[0])
    rows = ((row["label"], *(cell["count"] for cell in row["cells"])) for row in chart["rows"])
    return csv_answer(f"kept-{chart['name']}", (chart["head"], *chart["columns"]), rows)
