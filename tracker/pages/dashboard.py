"""The dashboard: what is overdue, in danger or waits for somebody now, by team and by person."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from alerts.models import Heartbeat
from escalations.chain import Chain
from people.live import live_part
from people.models import Team, User
from promises.outlook import Counts, Outlook
from promises.risk import Reason
from tracker.pages.shell import SWEEP, is_stale

PEOPLE_AT_MOST = 100
# What a number is called, and the list that it opens.
COLUMNS = {
    "overdue": ("Overdue", "promises/", {"show": "overdue"}),
    "soon": ("Within the hour", "promises/", {"show": "soon"}),
    "risk": ("At risk", "promises/", {"show": "risk"}),
    "unanswered": ("Escalations waiting", "escalations/", {}),
    "capped": ("Tickets at the cap", "tickets/", {}),
    "open": ("Owed in all", "promises/", {}),
}


class TeamForm(forms.Form):
    """Which team. Anything unknown is passed over, so that an old bookmark still opens."""

    team = forms.ModelChoiceField(
        required=False,
        queryset=Team.objects.all(),
        to_field_name="slug",
        empty_label="All teams",
        widget=forms.Select(attrs={"class": "input"}),
    )

    @property
    def chosen(self) -> Team | None:
        self.is_valid()
        return self.cleaned_data.get("team")


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """The whole page, or the numbers alone when htmx asks for them."""
    at = timezone.now()
    form = TeamForm(request.GET)
    team = form.chosen
    context = {"form": form, "team": team, "now": at, "tab": "now", **_numbers(request.user, team, at)}
    if request.htmx:
        return live_part(request, "dashboard/now.html", context)
    return render(request, "dashboard/dashboard.html", context)


def _numbers(reader: User, team: Team | None, at: datetime) -> dict:
    outlook = Outlook.of(at, team)
    people = people_shown(outlook, reader, team, PEOPLE_AT_MOST + 1)
    within = {"team": team.slug} if team else {}
    beat_at = Heartbeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()
    return {
        # To the minute, as it is shown: it beats every few seconds, and each would be another page.
        "beat_at": beat_at and beat_at.replace(second=0, microsecond=0),
        "beat_stale": is_stale(beat_at),
        "tiles": _cells(outlook.total, within),
        "reasons": [
            {"label": why.label, "count": outlook.reasons[why], "url": _url("promises/", show=why, **within)}
            for why in Reason
        ],
        "columns": [label for label, _, _ in COLUMNS.values()],
        "teams": [
            {"name": one.name, "url": f"/dashboard/?team={one.slug}", "cells": _cells(c, {"team": one.slug})}
            for one, c in outlook.teams
        ],
        "people": [
            {
                "name": one.name,
                "team": one.team.name if one.team else "",
                "cells": _cells(counts, {**within, "owner": one.pk}),
            }
            for one, counts in people[:PEOPLE_AT_MOST]
        ],
        "more_people": len(people) > PEOPLE_AT_MOST,
        "within": urlencode(within),
    }


def people_shown(
    outlook: Outlook, reader: User, team: Team | None, at_most: int
) -> list[tuple[User, Counts]]:
    """Those of the team that was chosen, otherwise of the reader's own teams and of those below; by name."""
    own = [team] if team else teams_of(reader, [one for one, _ in outlook.teams], outlook.at)
    return outlook.people(own, at_most) if own else []


def _cells(counts: Counts, within: dict) -> list[dict]:
    return [
        {"name": name, "label": label, "count": getattr(counts, name), "url": _url(path, **query, **within)}
        for name, (label, path, query) in COLUMNS.items()
    ]


def _url(path: str, **query: object) -> str:
    asked = {name: str(value) for name, value in query.items()}
    return f"/dashboard/{path}" + (f"?{urlencode(asked)}" if asked else "")


def teams_of(reader: User, teams: Iterable[Team], at: datetime) -> list[Team]:
    """Of these, the reader's own and those that they stand above, or stand in above; an administrator's are all."""
    if reader.is_staff:
        return list(teams)
    chain = Chain.at(at)
    also = set(reader.memberships.values_list("team_id", flat=True))

    def theirs(team: Team) -> bool:
        above = chain.above(None, team.pk)
        return any(reader.pk in (seat.holder_id, chain.stands_for(seat)) for seat in above)

    return [one for one in teams if one.pk == reader.team_id or one.pk in also or theirs(one)]
