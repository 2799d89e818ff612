"""Saved views of the tickets list: filters under a name, one's own or a team's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from people.answers import gone_to
from people.models import User
from tickets.models import SavedView
from tickets.models.saved_view import canonical

SHOWN_AT_MOST = 30


def views_for(reader: User, query: str) -> dict:
    """The views that the reader can use, and the one whose filters are those of `query`. Two queries."""
    views = list(SavedView.objects.usable_by(reader).select_related("team")[:SHOWN_AT_MOST])
    present = canonical(query)
    return {
        "views": views,
        "present": next((view for view in views if view.query == present), None),
        "present_query": present,
        "my_teams": list(reader.teams()),
    }


@login_required
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters that the list shows under a name."""
    said, query = request.POST.get("team", ""), canonical(request.POST.get("query", "")[:2_000])
    teams = {str(team.pk): team for team in request.user.teams()}
    try:
        if said and said not in teams:
            raise PermissionDenied("You do not work for that team.")
        view = SavedView.add(
            by=request.user, team=teams.get(said), name=request.POST.get("name", "").strip(), query=query
        )
    except ValidationError as error:
        messages.warning(request, f"The view is not saved. {' '.join(error.messages)}")
        return HttpResponseRedirect(f"/tickets/?{query}")
    return gone_to(request, f"“{view.name}” is saved.", view.get_absolute_url())


@login_required
@require_POST
def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """It is gone, for everybody who could use it."""
    view = get_object_or_404(SavedView.objects.usable_by(request.user), pk=pk)
    view.remove(by=request.user)
    return gone_to(request, f"“{view.name}” is removed.", view.get_absolute_url())
