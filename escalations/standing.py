"""How escalations stand: who has each, since when, and who is next at what time. Of many at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from alerts.kinds import Recipient
from escalations.chain import Chain
from escalations.climbing import first_of_team, first_there, stays
from escalations.models import Escalation, EscalationSetting, Step
from people.models import User


@dataclass(frozen=True, slots=True)
class Has:
    """Who has an escalation, or is asked to take it, and since when (aware UTC)."""

    person: User
    since: datetime


@dataclass(frozen=True, slots=True)
class Next:
    """Who is asked next, at `at` (aware UTC), unless somebody acknowledges before. As things look now."""

    person: User
    title: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """What is needed to say so of some escalations, as of one moment."""

    chain: Chain
    people: dict[int, User]
    repeats: dict[int, int]

    @classmethod
    def of(cls, escalations: Iterable[Escalation], at: datetime, chain: Chain | None = None) -> "Standing":
        """Seven queries at most, whatever the number. They come with their tickets, and with steps prefetched.

        `chain` is that of `at`, where it is known already.
        """
        escalations = list(escalations)
        chain = chain or Chain.at(at)
        people = {person for escalation in escalations for person in _concerned(escalation, chain)}
        teams = {escalation.ticket.team_id for escalation in escalations}
        settings = EscalationSetting.objects.filter(team__in=teams).values_list("team", "repeats")
        return cls(chain, User.objects.in_bulk(people - {None}), dict(settings))

    def has(self, escalation: Escalation) -> Has | None:
        """Who acknowledged it, else who is asked now; None when it is resolved."""
        if escalation.resolved_at:
            return None
        step = _last(escalation)
        if hasattr(step, "acknowledgement"):
            return Has(step.acknowledgement.by, step.acknowledgement.at)
        return Has(step.person, step.starts_at)

    def next(self, escalation: Escalation) -> Next | None:
        """Who is asked when the step that waits is due; None when none waits, or the last one does."""
        step, top = _last(escalation), len(escalation.chain) - 1
        times = sum(one.level >= top for one in escalation.steps.all())
        repeats = self.repeats.get(escalation.ticket.team_id, EscalationSetting().repeats)
        if step.ended_at or stays(step.level, top=top, times=times, repeats=repeats):
            return None
        there = [person if person in self.people else None for person in _holders(escalation, self.chain)]
        if found := first_there(there, min(step.level + 1, max(top, 0)), self.chain.coverage):
            place, recipient = found
            return Next(self.people[recipient.user_id], escalation.chain[place]["title"], step.due_at)
        if found := _of_team(escalation, self.chain):
            return Next(self.people[found.user_id], "Team", step.due_at)
        # Nobody is there at all: it stays with whoever it is with.
        return None


def _last(escalation: Escalation) -> Step:
    return max(escalation.steps.all(), key=lambda step: step.ordinal)


def _holders(escalation: Escalation, chain: Chain) -> list[int | None]:
    """As `climbing.holders`, from what is loaded."""
    seats = chain.seats
    return [
        (seats[link["position"]].holder_id if link["position"] in seats else None) or link["holder"]
        for link in escalation.chain
    ]


def _of_team(escalation: Escalation, chain: Chain) -> Recipient | None:
    ticket = escalation.ticket
    return first_of_team(chain.people_of(ticket.team_id), ticket.owner_id, chain.coverage)


def _concerned(escalation: Escalation, chain: Chain) -> Iterator[int | None]:
    """Whoever is or was in its chain, who stands in for them, and who of the team would be asked."""
    for person in [*_holders(escalation, chain), *(link["holder"] for link in escalation.chain)]:
        yield person
        yield chain.coverage.stand_in(person) if person else None
    found = _of_team(escalation, chain)
    yield found.user_id if found else None
