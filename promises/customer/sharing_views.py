"""The link to the customer's page, for those who may act on the promise: to be copied into a message."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from people.answers import show_form
from promises.customer.link import dies_at, path_of, url_of
from promises.models import Promise
from promises.permissions import require_may_act
from promises.showing import Shown


@login_required
def share_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the link, and until when it works; nothing is sent."""
    at = timezone.now()
    found = Promise.objects.with_facts().select_related("owner", "ticket__customer")
    promise = get_object_or_404(found, pk=pk)
    require_may_act(request.user, promise, at)
    dies = dies_at(promise)
    context = {
        "promise": Shown.of(promise, at),
        "url": url_of(promise),
        "path": path_of(promise),
        "dies_at": dies,
        "is_dead": dies <= at,
    }
    return show_form(request, "promises/share.html", context)
