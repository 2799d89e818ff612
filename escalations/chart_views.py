"""The organisation chart, and a position as a form for administrators."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from escalations.chart import chart
from escalations.importing import import_positions
from escalations.models import Position
from escalations.organising import remove_position, require_administrator, save_position
from escalations.position_form import PositionForm
from escalations.spreadsheet import export_positions
from escalations.views import ask
from people.answers import gone_to
from people.models import Team

CHART = "/chart/"
SHOWN_AT_MOST = 20


@login_required
def chart_page(request: HttpRequest) -> HttpResponse:
    """Everybody who stands in the chain of command: who covers, and who works now."""
    return render(
        request, "chart/chart.html", {"rows": chart(timezone.now()), "teams": Team.objects.all()[:50]}
    )


@login_required
def add_position(request: HttpRequest) -> HttpResponse:
    """A new position."""
    above = request.GET.get("reports_to", "")
    initial = {"reports_to": above} if above.isascii() and above.isdigit() and len(above) < 19 else {}
    return _edited(request, Position(), initial)


@login_required
def edit_position(request: HttpRequest, pk: int) -> HttpResponse:
    """What the position is, who holds it, and how far its authority goes."""
    return _edited(request, get_object_or_404(Position, pk=pk), {})


def _edited(request: HttpRequest, position: Position, initial: dict) -> HttpResponse:
    require_administrator(request.user)
    form = PositionForm(request.POST or None, instance=position, initial=initial)

    def act(data: dict) -> HttpResponse:
        saved = save_position(form.instance, by=request.user, topics=data["topics"])
        return gone_to(request, f"Saved: {saved}.", f"{CHART}#position-{saved.pk}")

    return ask(request, form, "chart/position.html", act, back=CHART, position=position)


class RemoveForm(forms.Form):
    """Whether those who report to it may report to whom it reported to."""

    move_up = forms.BooleanField(required=False)


@login_required
def remove_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Do away with a position; who reports to it is named, and where they would report."""
    require_administrator(request.user)
    position = get_object_or_404(Position.objects.select_related("holder", "reports_to__holder"), pk=pk)
    below = list(position.reports.select_related("holder").order_by("title", "id"))

    def act(data: dict) -> HttpResponse:
        remove_position(position, by=request.user, move_up=data["move_up"])
        return gone_to(request, f"Removed: {position.title}.", CHART)

    form = RemoveForm(request.POST if request.method == "POST" else None)
    context = {"position": position, "below": below[:SHOWN_AT_MOST], "below_count": len(below)}
    return ask(request, form, "chart/remove.html", act, back=CHART, **context)


class ImportForm(forms.Form):
    """The file, or its lines."""

    file = forms.FileField(label="CSV file", required=False)
    text = forms.CharField(
        label="Or paste its lines",
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict:
        data = super().clean()
        if file := data.get("file"):
            try:
                data["text"] = file.read(2_000_000).decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "This is not text in UTF-8. Save it as “CSV UTF-8”.")
        elif not data.get("text", "").strip():
            self.add_error("file", "Choose a file, or paste its lines.")
        return data


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """The whole chain as CSV, for a spreadsheet."""
    headers = {"Content-Disposition": 'attachment; filename="positions.csv"'}
    return HttpResponse(export_positions(), content_type="text/csv; charset=utf-8", headers=headers)


@login_required
def import_page(request: HttpRequest) -> HttpResponse:
    """Positions from CSV: all of it, or, when any line is wrong, nothing."""
    require_administrator(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)

    def act(data: dict) -> HttpResponse:
        read = import_positions(data["text"], by=request.user)
        return gone_to(
            request,
            f"Read in: {read.created} new, {read.changed} changed, {read.unchanged} as they were.",
            CHART,
        )

    return ask(request, form, "chart/import.html", act, back=CHART)
