"""The alert inbox: read it, and say “I have it”."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from alerts import inbox
from alerts.acknowledging import acknowledge
from alerts.models import Alert
from people.answers import back_to, done
from people.live import live_part
from people.paging import Page


@login_required
def alerts(request: HttpRequest) -> HttpResponse:
    """Those that wait, or all; the whole page, or the list alone when htmx asks for it."""
    which = "all" if request.GET.get("show") == "all" else "waiting"
    found = inbox.everything(request.user) if which == "all" else inbox.waiting(request.user)
    page = Page.of(found, request)
    context = {
        "which": which,
        "alerts": inbox.shown(page.rows),
        "page": page,
        "now": timezone.now(),
    }
    if request.htmx:
        return live_part(request, "alerts/list.html", context)
    return render(request, "alerts/inbox.html", context)


@login_required
@require_POST
def acknowledge_alert(request: HttpRequest, pk: int) -> HttpResponse:
    """“I have it”: the ladder pauses for its working minutes."""
    alert = get_object_or_404(Alert, pk=pk, recipient=request.user)
    known = acknowledge(alert, by=request.user)
    message = "Acknowledged."
    if known.paused_until:
        until = timezone.localtime(known.paused_until)
        message = f"You have it. Alerts pause until {until:%a} {until.day} {until:%b}, {until:%H:%M}, then they go on."
    return done(request, message, back_to(request, "/alerts/"))
