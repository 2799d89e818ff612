"""The end of a shift: what is due before its owner works again, and who works then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from escalations.chain import Chain
from people.models import Absence, Team, User
from people.schedules import Schedules
from people.worktime import EmptyCalendar, WorkTime
from promises.models import Promise

# Within a working day the next shift begins after a break of at least this: lunch is none.
BREAK = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Shift:
    """Until when (aware, UTC) somebody is not there, and what is due by then; `works_again` None: no time is known."""

    works_again: datetime | None
    promises: QuerySet[Promise]


def due_before_next_shift(user: User, at: datetime) -> Shift:
    """The promises of `user` that are due between the end of the shift that runs at `at` (aware) and the next.

    And those broken already, and still owed. Out of working time, the shift is over.
    """
    schedules = Schedules.load([user.pk], [user.team_id] if user.team_id else [], since=at)
    owed = Promise.objects.unsettled().filter(owner=user).order_by("due_at", "pk")
    hours = schedules.people.get(user.pk)
    try:
        ends, begins = _gap(hours, at) if hours else (at, None)
    except EmptyCalendar:
        ends, begins = at, None
    between = Q(due_at__gt=ends) if begins is None else Q(due_at__gt=ends, due_at__lte=begins)
    return Shift(begins, owed.filter(between | Q(breach__isnull=False)))


def colleague_then(promise: Promise, at: datetime) -> User | None:
    """Who of the promise's team works when it is due and can take it over: the least loaded; None when nobody does.

    The absence's deputy goes before all others. `at` is the present, aware.
    """
    return colleagues_then([promise], at).get(promise.pk)


def colleagues_then(promises: Sequence[Promise], at: datetime) -> dict[int, User]:
    """By promise, as `colleague_then`; a constant number of queries. They come with their teams."""
    chain, deputies = Chain.at(at), _deputies(promises)
    teams = {promise.team_id: promise.team for promise in promises}
    of_team = {team: chain.people_of(team) for team in teams}
    named = {person for people in of_team.values() for person in people} | set(deputies.values())
    people = User.objects.select_related("team").in_bulk(named)
    schedules = Schedules.load(people, teams, since=at)
    owed = Promise.objects.unsettled().filter(owner__in=people).order_by()
    load = dict(owed.values_list("owner").annotate(Count("pk")))
    # The lead, who hears of everything anyway, last.
    leads = {seat.holder_id for seat in chain.seats.values() if seat.leads_team}

    def found(promise: Promise) -> User | None:
        # What is overdue is for somebody who works now.
        then = max(promise.due_at, at)
        deputy = people.get(deputies.get(promise.pk))
        if deputy and _works(schedules, deputy, promise.team, then):
            return deputy
        there = [
            people[one]
            for one in of_team[promise.team_id]
            if one != promise.owner_id and _works(schedules, people[one], promise.team, then)
        ]
        return min(there, key=lambda one: (one.pk in leads, load.get(one.pk, 0), one.pk), default=None)

    return {promise.pk: person for promise in promises if (person := found(promise))}


def _gap(hours: WorkTime, at: datetime) -> tuple[datetime, datetime]:
    """The end of the shift that runs at `at` or is about to, else `at`; and the beginning of the next."""
    today, ends = at.astimezone(hours.timezone).date(), at
    days = (today + timedelta(days=offset) for offset in (-1, 0, 1))
    for start, end in sorted(span for day in days for span in hours.spans(day)):
        if start - ends < BREAK:
            ends = max(ends, end)
    return ends, hours.next_opening(ends)


def _works(schedules: Schedules, person: User, team: Team, at: datetime) -> bool:
    """Working then, or up to that moment: a promise due at closing time is done before it."""
    hours = schedules.of(person.pk, team.pk)
    return hours.is_working(at) or hours.minutes_between(at - timedelta(minutes=15), at) > 0


def _deputies(promises: Sequence[Promise]) -> dict[int, int]:
    """Who stands in for each promise's owner when it is due, by promise."""
    absences = list(
        Absence.objects.filter(
            user__in={promise.owner_id for promise in promises}, deputy__is_active=True
        ).order_by("starts_at", "id")
    )
    found = {}
    for promise in promises:
        for one in absences:
            if one.user_id == promise.owner_id and one.starts_at <= promise.due_at < one.ends_at:
                found.setdefault(promise.pk, one.deputy_id)
    return found
