"""The working time of many people at once, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from people.models import Absence, Team, User, WorkCalendar
from people.worktime import WorkTime


@dataclass
class Schedules:
    """Working times as of now, with every running and coming absence cut out."""

    people: dict[int, WorkTime]
    teams: dict[int, WorkTime]
    absences: dict[int, list[Absence]] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()

    @classmethod
    def load(cls, user_ids: Iterable[int], team_ids: Iterable[int], since: datetime) -> "Schedules":
        """The working time of these people, of whoever stands in for them, and of these teams.

        Absences that ended before `since` (aware) are left out. Six queries, whatever the number.
        """
        absences: dict[int, list[Absence]] = defaultdict(list)
        for absence in Absence.objects.filter(ends_at__gt=since).order_by("starts_at"):
            absences[absence.user_id].append(absence)
        wanted = _with_deputies(set(user_ids), absences)
        rows = list(
            User.objects.filter(pk__in=wanted)
            .order_by()
            .values_list("id", "is_active", "calendar_id", "team__calendar_id")
        )
        teams = dict(Team.objects.filter(pk__in=set(team_ids)).order_by().values_list("id", "calendar_id"))
        calendars = _calendars({own or of_team for _, _, own, of_team in rows} | set(teams.values()))
        people, gone = {}, set()
        for user_id, is_active, own, of_team in rows:
            if not is_active:
                gone.add(user_id)
            if base := calendars.get(own or of_team):
                away = tuple((a.starts_at, a.ends_at) for a in absences.get(user_id, ()))
                people[user_id] = base.without(away) if away else base
        return cls(
            people=people,
            teams={team_id: calendars[calendar_id] for team_id, calendar_id in teams.items()},
            absences=dict(absences),
            gone=frozenset(gone),
        )

    def of(self, user_id: int, team_id: int) -> WorkTime:
        """Somebody's working time; the team's for a person who has no calendar."""
        return self.people.get(user_id) or self.teams[team_id]

    def answering(self, user_id: int, team_id: int, at: datetime) -> WorkTime:
        """The working time of who answers for them at `at`; the team's when everybody who could is away."""
        person = self.answering_for(user_id, at)
        return self.teams[team_id] if self._is_away(person, at) else self.of(person, team_id)

    def absence_of(self, user_id: int, at: datetime) -> Absence | None:
        """The absence that covers `at`, the one with a deputy first; None when they are there."""
        running = [a for a in self.absences.get(user_id, ()) if a.starts_at <= at < a.ends_at]
        return max(running, key=lambda a: a.deputy_id is not None, default=None)

    def answering_for(self, user_id: int, at: datetime) -> int:
        """Who will answer for them at `at`: the deputy down the line who is there, else they themselves."""
        seen, person = set(), user_id
        while person not in seen:
            seen.add(person)
            if not self._is_away(person, at):
                return person
            absence = self.absence_of(person, at)
            if absence is None or absence.deputy_id is None:
                return user_id
            person = absence.deputy_id
        return user_id

    def _is_away(self, user_id: int, at: datetime) -> bool:
        return user_id in self.gone or self.absence_of(user_id, at) is not None


def _with_deputies(user_ids: set[int], absences: dict[int, list[Absence]]) -> set[int]:
    wanted, ahead = set(), set(user_ids)
    while ahead:
        wanted |= ahead
        ahead = {a.deputy_id for person in ahead for a in absences.get(person, ()) if a.deputy_id} - wanted
    return wanted


def _calendars(ids: set[int | None]) -> dict[int, WorkTime]:
    used = WorkCalendar.objects.filter(pk__in=ids - {None}).order_by()
    return {c.pk: c.worktime() for c in used.prefetch_related("hours", "closures")}
