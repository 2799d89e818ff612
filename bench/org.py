"""The people of the bench: teams with a lead, managers above them, one head; a few of them away."""

from datetime import datetime, time, timedelta

from alerts.models import Ladder
from escalations.models import Position
from people.models import Absence, Team, User, WorkCalendar, WorkHours

TEAMS = 100
AGENTS = 10  # a team, its lead among them
TEAMS_A_MANAGER = 10
AWAY = 17  # every so manieth agent


def populate(at: datetime, teams: int = TEAMS) -> None:
    """About 1,000 people in 100 teams, each with a position; the agents of team t are t*AGENTS+1 and on."""
    calendars = [_calendar(name) for name in ("Europe/Berlin", "America/New_York", "UTC")]
    made = Team.objects.bulk_create(
        Team(slug=f"team-{n}", name=f"Team {n}", calendar=calendars[n % 3]) for n in range(teams)
    )
    agents = _people((f"agent{n}", made[n // AGENTS]) for n in range(teams * AGENTS))
    managers = _people((f"manager{n}", None) for n in range(-(-teams // TEAMS_A_MANAGER)))
    (head,) = _people([("head", None)])
    _chain(made, agents, managers, head)
    _absences(at, agents, managers)
    for team in made:
        Ladder.objects.running_for(team)


def _calendar(timezone: str) -> WorkCalendar:
    calendar = WorkCalendar.objects.create(name=timezone, timezone=timezone)
    for weekday in range(5):
        WorkHours.objects.create(calendar=calendar, weekday=weekday, opens=time(9), closes=time(17, 30))
    return calendar


def _people(named) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"{name}@bench.example", name=name.capitalize(), team=team) for name, team in named
    )


def _chain(teams: list[Team], agents: list[User], managers: list[User], head: User) -> None:
    top = Position.objects.create(title="Head", holder=head)
    seats = Position.objects.bulk_create(
        Position(title="Manager", holder=manager, reports_to=top) for manager in managers
    )
    leads = Position.objects.bulk_create(
        Position(
            title="Lead",
            holder=agents[n * AGENTS],
            team=team,
            leads_team=True,
            reports_to=seats[n // TEAMS_A_MANAGER],
        )
        for n, team in enumerate(teams)
    )
    Position.objects.bulk_create(
        Position(title="Agent", holder=agent, team=teams[n // AGENTS], reports_to=leads[n // AGENTS])
        for n, agent in enumerate(agents)
        if n % AGENTS
    )


def _absences(at: datetime, agents: list[User], managers: list[User]) -> None:
    """Deputies who are away themselves included; nobody is without a deputy who is there."""
    away = [(agents[n], agents[_colleague(n, 1)]) for n in range(0, len(agents), AWAY)]
    # Every third deputy is away too.
    away += [(agents[_colleague(n, 1)], agents[_colleague(n, 2)]) for n in range(0, len(agents), AWAY * 3)]
    if len(managers) > 1:
        away.append((managers[0], managers[1]))
    Absence.objects.bulk_create(
        Absence(user=person, deputy=deputy, starts_at=at - timedelta(days=3), ends_at=at + timedelta(days=11))
        for person, deputy in away
    )


def _colleague(n: int, by: int) -> int:
    return n // AGENTS * AGENTS + (n + by) % AGENTS
