"""The end of a shift: what is due before one works again, and handing it with one key to who works then."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from escalations.permissions import Reach
from promises import handing_over
from promises.models import HandOver, Promise
from promises.shift import colleagues_then, due_before_next_shift
from promises.showing import Shown

SHOWN_AT_MOST = 50
NOTE = "Due before I work again."


@login_required
def shift(request: HttpRequest) -> HttpResponse:
    """Each with the colleague who works when it is due; a POST offers it to them, or all of them."""
    at = timezone.now()
    due = due_before_next_shift(request.user, at)
    found = list(
        due.promises.with_facts().select_related("owner", "team__calendar", "ticket__customer")[
            :SHOWN_AT_MOST
        ]
    )
    offers = {
        offer.promise_id: offer
        for offer in HandOver.objects.filter(
            promise__in=[one.pk for one in found], answered_at=None
        ).select_related("to_owner")
    }
    there = colleagues_then([one for one in found if one.pk not in offers], at)
    if request.method == "POST":
        return _handed(request, found, there)
    reach = Reach(request.user, at)
    rows = [
        {"promise": Shown.of(one, at, offers.get(one.pk), reach), "colleague": there.get(one.pk)}
        for one in found
    ]
    context = {
        "rows": rows,
        "works_again": due.works_again,
        "offerable": sum(row["colleague"] is not None for row in rows),
        "now": at,
    }
    return render(request, "shift/shift.html", context)


def _handed(request: HttpRequest, found: list[Promise], there: dict) -> HttpResponse:
    chosen = request.POST.get("promise", "all")
    offered, refused = [], []
    for promise in found:
        colleague = there.get(promise.pk)
        if colleague is None or chosen not in ("all", str(promise.pk)):
            continue
        try:
            handing_over.offer(promise, to=colleague, by=request.user, note=NOTE)
            offered.append(colleague.name)
        except (ValidationError, PermissionDenied) as error:
            refused.append(" ".join(getattr(error, "messages", [str(error)])))
    if offered:
        names = ", ".join(dict.fromkeys(offered))
        messages.success(request, f"{len(offered)} offered to {names}. Until they accept, you answer for it.")
    for words in refused:
        messages.warning(request, words)
    return HttpResponseRedirect("/shift/")
