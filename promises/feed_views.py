"""The calendar feed of an agent: what they owe, for the calendar that they look at anyway."""

import hashlib
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from people.models import CalendarFeed, User
from promises.ical import agents_calendar
from promises.models import Promise
from promises.models.promise import PromiseQuerySet

LOOKS_BACK = timedelta(days=7)
AT_MOST = 500


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address; 304 while nothing has changed, 404 for any address that is none."""
    user = CalendarFeed.holder(token)
    if user is None:
        raise Http404("There is no such calendar.")
    body = agents_calendar(user, owed_by(user, timezone.now())[:AT_MOST])
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response = get_conditional_response(request, etag=etag, response=response)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def owed_by(user: User, at: datetime) -> PromiseQuerySet:
    """Their promises that are owed, and those that were due in the last week or were kept before they are due."""
    wanted = Q(settled_at=None) | Q(due_at__gte=at - LOOKS_BACK)
    return (
        Promise.objects.with_facts()
        .filter(wanted, owner=user)
        .select_related("ticket__customer")
        .prefetch_related("renegotiations", "customer_answers")
        .order_by("due_at", "id")
    )
