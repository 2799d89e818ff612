"""One's own page: who Kept takes one for, and the secret address of one's calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from people.models import CalendarFeed


@login_required
@never_cache
def you(request: HttpRequest) -> HttpResponse:
    """The page; the address itself is shown only when it is made."""
    return _shown(request)


@login_required
@never_cache
@require_POST
def renew_calendar(request: HttpRequest) -> HttpResponse:
    """Make the address, or another in its place, and show it: no redirect, for nothing keeps it until the next page."""
    text = CalendarFeed.renew(request.user, at=timezone.now())
    return _shown(request, address=CalendarFeed.address_of(text))


@login_required
@require_POST
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    """The address stops working."""
    CalendarFeed.revoke(request.user, at=timezone.now())
    messages.success(request, "The address of your calendar does not work any more.")
    return HttpResponseRedirect("/you/")


def _shown(request: HttpRequest, address: str = "") -> HttpResponse:
    feed = CalendarFeed.objects.filter(user=request.user, revoked_at=None).first()
    return render(request, "you/you.html", {"feed": feed, "address": address})
