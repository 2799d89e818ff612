"""The climb: a step waits for one person's acknowledgement; when it is due the next is asked.

At the top it asks the top and everyone below again, so many times as the team has set. The last step then stays
with whoever it was: somebody always has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from alerts import clock
from alerts.kinds import Recipient
from alerts.models import Deadline
from alerts.telling import AT_START, tell
from escalations.models import Escalation, EscalationSetting, Position, Step
from people.coverage import Coverage
from people.models import User
from people.schedules import Schedules
from people.worktime import EmptyCalendar
from tickets.models import Event, Ticket

KIND = "step"
# The audience of those who hear of it and need not act: the ticket's owner.
INFORMED = "informed"


def begin(escalation: Escalation, ticket: Ticket, at: datetime) -> Step:
    """Ask the first in the chain who is there."""
    return _ask(escalation, ticket, level=0, at=at)


def climb(step: Step, at: datetime) -> Step | None:
    """End a step that nobody acknowledged and ask the next; None at the end of the repeats: the step stays.

    In the transaction of the sweep, which holds the step's deadline.
    """
    escalation = step.escalation
    ticket = escalation.ticket
    top = len(escalation.chain) - 1
    times = escalation.steps.filter(level__gte=top).count()
    if stays(step.level, top=top, times=times, repeats=_setting(ticket).repeats):
        return None
    step.ended_at, step.ending = at, Step.Ending.CLIMBED
    step.save(update_fields=["ended_at", "ending"])
    return _ask(escalation, ticket, level=step.level + 1, at=at)


def stays(level: int, *, top: int, times: int, repeats: int) -> bool:
    """Is a step at `level` the last? At the top, when that was asked `times`, of them `repeats` again."""
    return level >= top and times - 1 >= repeats


def _ask(escalation: Escalation, ticket: Ticket, level: int, at: datetime) -> Step:
    """A new step at `level`, or at the next where somebody is there; past the top, at the top again."""
    top = len(escalation.chain) - 1
    coverage = Coverage.at(at)
    is_repeat = level > top >= 0
    place, recipient = _someone(escalation, ticket, min(level, max(top, 0)), coverage)
    link = escalation.chain[place] if place is not None else {"position": None, "title": "Team"}
    person = User.objects.get(pk=recipient.user_id)
    ordinal = escalation.steps.count() + 1
    step = Step.objects.create(
        escalation=escalation,
        ordinal=ordinal,
        # Not lower than was asked for, even where only somebody below is there: the repeats at the top are counted.
        level=max(place or 0, min(level, max(top, 0))),
        # A position may have been done away with since the copy was made.
        position=Position.objects.filter(pk=link["position"]).first(),
        title=link["title"],
        person=person,
        instead_of_id=recipient.instead_of_id,
        starts_at=at,
        due_at=due_for(person, ticket, at),
    )
    deadline = clock.start(
        KIND,
        step.pk,
        owner=person,
        team=ticket.team,
        starts_at=at,
        due_at=step.due_at,
        at=at,
        with_ladder=False,
    )
    audience = _everyone(escalation, ticket, coverage) if is_repeat or place is None else []
    tell(deadline, [recipient, *(r for r in audience if r.user_id != recipient.user_id)], at=at)
    Event.objects.record(
        ticket,
        "escalation_step",
        at=at,
        escalation=escalation.pk,
        ordinal=ordinal,
        title=step.title,
        person=person.name,
        due_at=step.due_at.isoformat(),
    )
    return step


def _someone(
    escalation: Escalation, ticket: Ticket, level: int, coverage: Coverage
) -> tuple[int | None, Recipient]:
    """The first from `level` up who is there; then the nearest below; then the team; then, away or not, the owner."""
    people = holders(escalation)
    if found := first_there(people, level, coverage):
        return found
    if found := first_of_team(_team(ticket), ticket.owner_id, coverage):
        return None, found
    last = next((person for person in reversed(people) if person), ticket.owner_id)
    if last is None:
        # No chain, no team, no owner: an administrator is who can mend that.
        last = User.objects.active().order_by("-is_staff", "id").values_list("pk", flat=True).first()
    return None, Recipient(last, "team")


def first_there(people: Sequence[int | None], level: int, coverage: Coverage) -> tuple[int, Recipient] | None:
    """Of those who hold a chain, the nearest first: who is asked at `level`, and their place; None: nobody is there."""
    for place in [*range(level, len(people)), *reversed(range(min(level, len(people))))]:
        there = coverage.stand_in(people[place]) if people[place] else None
        if there is not None:
            return place, Recipient(there, "step", None if there == people[place] else people[place])
    return None


def first_of_team(team: Sequence[int], owner_id: int | None, coverage: Coverage) -> Recipient | None:
    """Who of a team is asked where nobody of the chain is there; None: nobody of the team is, either."""
    there = [person for person in team if not coverage.is_away(person)]
    # The owner last: it escalated because it did not go well with them alone.
    return Recipient(min(there, key=lambda person: person == owner_id), "team") if there else None


def holders(escalation: Escalation) -> list[int | None]:
    """Who holds the copied positions now: a successor answers, a position that fell vacant keeps who had it.

    None for somebody whose account is gone.
    """
    places = [link["position"] for link in escalation.chain]
    now = dict(Position.objects.filter(pk__in=places).values_list("id", "holder"))
    people = [now.get(link["position"]) or link["holder"] for link in escalation.chain]
    known = set(User.objects.filter(pk__in=people).values_list("pk", flat=True))
    return [person if person in known else None for person in people]


def _team(ticket: Ticket) -> list[int]:
    return sorted(set(ticket.team.people().values_list("pk", flat=True)))


def _everyone(escalation: Escalation, ticket: Ticket, coverage: Coverage) -> list[Recipient]:
    """All of the chain who are there; with no chain, all of the team who are."""
    for people in (holders(escalation), _team(ticket)):
        there = dict.fromkeys(coverage.stand_in(person) for person in people if person)
        there.pop(None, None)
        if there:
            return [Recipient(person, "everyone") for person in there]
    return []


def due_for(person: User, ticket: Ticket, at: datetime) -> datetime:
    """Until when somebody who is asked at `at` has to answer: the team's minutes of their working time."""
    minutes = _setting(ticket).step_minutes
    schedules = Schedules.load([person.pk], [ticket.team_id], since=at)
    # Without their absences: they are there now, and one that begins before they answer must not hold it for weeks.
    hours = replace(schedules.of(person.pk, ticket.team_id), away=())
    try:
        return hours.add(at, minutes)
    except EmptyCalendar:
        return at + timedelta(minutes=minutes)


def _setting(ticket: Ticket) -> EscalationSetting:
    return EscalationSetting.objects.filter(team=ticket.team_id).first() or EscalationSetting(
        team=ticket.team
    )


def inform(escalation: Escalation, people: Iterable[int | None], *, at: datetime) -> None:
    """Tell these that it escalated, or for what else; they need not act. Nobody, once somebody has it.

    Who stands in for them, when they are away. Whoever was told of this cause already is not told twice.
    """
    step = escalation.steps.filter(ended_at=None).first()
    deadline = step and Deadline.objects.unsettled().filter(kind=KIND, subject_id=step.pk).first()
    if not deadline:
        return
    coverage = Coverage.at(at)
    there = {person: coverage.stand_in(person) for person in people if person}
    told = [
        Recipient(present, INFORMED, None if present == person else person)
        for person, present in there.items()
        if present not in (None, step.person_id)
    ]
    tell(deadline, told, at=at, rung=AT_START + escalation.causes.count() - 1)


def stop(escalation: Escalation, at: datetime) -> None:
    """Stop the clocks of all its steps."""
    steps = list(escalation.steps.values_list("pk", flat=True))
    clocks = Deadline.objects.select_for_update(skip_locked=True).unsettled()
    # One that is locked is being acknowledged, late: that finds the escalation answered, and stops it itself.
    for deadline in clocks.filter(kind=KIND, subject_id__in=steps):
        clock.settle(deadline, at=at)
