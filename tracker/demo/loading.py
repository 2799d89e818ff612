"""Loads the demo, all of it or nothing, and only into a database in which nobody works yet."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people.fields import moment
from people.models import Team, User
from promises.models import Promise
from tickets.models import Customer, Ticket
from tracker.demo import company
from tracker.demo.archive import write_archive
from tracker.demo.at_hand import keep_at_hand
from tracker.demo.cases import CASES
from tracker.demo.stage import Stage


class NotEmpty(Exception):
    """There are people, teams or customers already; the demo must not be mixed with them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much there is now."""

    people: int
    tickets: int
    promises: int


@transaction.atomic
def load(at: datetime | None = None) -> Loaded:
    """Load the demo as of `at` (aware; None is now). Raises NotEmpty, and changes nothing then."""
    at = moment(at).replace(microsecond=0)
    if any(model.objects.exists() for model in (User, Team, Customer, Ticket)):
        raise NotEmpty
    found = company.found(at)
    keep_at_hand(found)
    write_archive(found, at)
    Stage(found, at).play(CASES)
    return Loaded(User.objects.count(), Ticket.objects.count(), Promise.objects.count())
