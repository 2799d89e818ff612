"""The same change to many tickets, for the list and for the API: each by its verb, in a transaction of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from people.models import User
from tracker import undoing
from tracker.undoing import Changed

AT_MOST = 100


@dataclass(frozen=True)
class Outcome:
    """What was changed, what says so already, and of the others why not; by ticket number, in their order."""

    changed: list[Changed]
    unchanged: list[int]
    refused: dict[int, str]


def change_many(numbers: Iterable[int], field: str, value: object, *, by: User) -> Outcome:
    """Set `field` to a plain value (`undoing.is_known`) on each of these; what is refused of one leaves the others.

    Of more than a hundred numbers the first hundred. Two queries, and those of the verb for each ticket.
    """
    asked = list(dict.fromkeys(numbers))[:AT_MOST]
    outcome = Outcome([], [], {})
    tickets = {each.pk: each for each in undoing.of(asked)}
    for number in sorted(asked):
        if number not in tickets:
            outcome.refused[number] = "There is no such ticket."
            continue
        made: list[Changed | None] = []
        why = undoing.attempt(lambda: made.append(undoing.put(tickets[number], field, value, by=by)))  # noqa: B023
        if why:
            outcome.refused[number] = why
        elif made[0] is None:
            outcome.unchanged.append(number)
        else:
            outcome.changed.append(made[0])
    return outcome
