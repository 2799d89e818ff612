"""The wallboard: the dashboard's numbers, large, a team at a time, on a screen that nobody touches."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from alerts.models import Heartbeat
from people.live import live_part
from people.models import Team
from promises.models import Promise
from promises.outlook import Counts, Outlook
from promises.risk import Owed
from tracker.pages.shell import SWEEP, is_stale

# All teams are on the page at once, and one is shown: beyond this a wall names those that it is about.
TEAMS_AT_MOST = 40
NEXT_AT_MOST = 6
# So many teams fit below the figures of all.
A_SCREEN = 9
# In the session of a screen: the day on which it last showed the wall.
SHOWN_ON = "wall_shown_on"
SECONDS, QUICKEST, SLOWEST = 20, 5, 600


@login_required
def wall(request: HttpRequest) -> HttpResponse:
    """The whole page, or its boards alone when the script asks for them; `?teams=` by slug, `?seconds=` each."""
    at = timezone.now()
    _stay_logged_in(request, at)
    named = [slug for slug in request.GET.get("teams", "").split(",") if slug]
    seconds = _number(request.GET.get("seconds"), SECONDS, QUICKEST, SLOWEST)
    outlook = Outlook.of(at)
    teams = [row for row in outlook.teams if not named or row[0].slug in named][:TEAMS_AT_MOST]
    boards = _boards(outlook, teams, everybody=not named)
    turn = _number(request.GET.get("turn"), 0, 0, 10_000) % max(1, len(boards))
    beat_at = Heartbeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()
    context = {
        "boards": boards,
        "turn": turn,
        "named": named,
        "now": at,
        "beat_at": beat_at,
        "beat_stale": is_stale(beat_at),
    }
    if request.htmx:
        return live_part(request, "wall/boards.html", context)
    asked = {"teams": ",".join(named), "seconds": seconds}
    context |= {
        "seconds": seconds,
        "address": f"/wall/?{urlencode(asked)}",
        "after": f"/wall/?{urlencode(asked | {'turn': turn + 1})}",
    }
    return render(request, "wall/wall.html", context)


def _stay_logged_in(request: HttpRequest, at: datetime) -> None:
    """Nobody is there to log in again. A session that is saved lasts its whole length anew; once a day is enough."""
    today = at.date().isoformat()
    if request.session.get(SHOWN_ON) != today:
        request.session[SHOWN_ON] = today


def _number(said: str | None, otherwise: int, least: int, most: int) -> int:
    known = said and said.isascii() and said.isdigit() and len(said) < 7
    return max(least, min(int(said), most)) if known else otherwise


def _boards(outlook: Outlook, teams: list[tuple[Team, Counts]], *, everybody: bool) -> list[dict]:
    """One a team, and before them, where there are several, those of all: each its numbers and what is due next."""
    shown = {team.pk for team, _ in teams}
    ahead = _next([one for one in outlook.owed if one.team_id in shown], outlook.at)
    boards = [{"name": team.name, "counts": counts, "due": ahead[team.pk]} for team, counts in teams]
    if len(teams) < 2:
        return boards
    total = outlook.total if everybody else _sum([counts for _, counts in teams])
    rows = [{"name": team.name, "counts": counts} for team, counts in teams]
    overviews = [
        {
            "name": "All teams" if everybody else "These teams",
            "counts": total,
            "teams": rows[start : start + A_SCREEN],
        }
        for start in range(0, len(rows), A_SCREEN)
    ]
    return [*overviews, *boards]


def _sum(counts: list[Counts]) -> Counts:
    return Counts(**{name: sum(getattr(one, name) for one in counts) for name in Counts.__dataclass_fields__})


def _next(owed: list[Owed], at: datetime) -> dict[int, list[dict]]:
    """By team, what is due next or overdue; one query. No customer's name: visitors read a wall, too."""
    keys: dict[int, list[Owed]] = {}
    for one in owed:
        mine = keys.setdefault(one.team_id, [])
        if len(mine) < NEXT_AT_MOST:
            mine.append(one)
    found = (
        Promise.objects.select_related("owner")
        .only("kind", "ticket_id", "owner__name", "owner__email")
        .in_bulk([one.id for mine in keys.values() for one in mine])
    )

    def row(one: Owed) -> dict:
        promise = found[one.id]
        due = "overdue" if one.overdue else "soon" if one.soon else "later"
        return {
            "due": due,
            "due_at": one.due_at,
            "kind": promise.get_kind_display(),
            "ticket": promise.ticket_id,
            "owner": str(promise.owner),
            "risk": bool(one.reasons),
        }

    return {
        team.pk: [row(one) for one in keys.get(team.pk, ()) if one.id in found] for team in Team.objects.all()
    }
