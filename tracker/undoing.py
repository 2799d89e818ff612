"""Taking back what was just changed on tickets: who has it, how urgent it is, what it is about, its state.

What can be undone travels with the page that says it was done, signed for the one who did it; nothing is kept. Undoing
is the verb again, with what was there before: the timeline shows both. What was said to a customer is not undone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from escalations.changing import change, plain
from people.models import User
from promises.closing import move
from tickets.models import State, Ticket, Topic

FIELDS = ("owner", "priority", "topic", "state")
FOR = timedelta(minutes=10)
_SALT = "kept.undo"


@dataclass(frozen=True)
class Changed:
    """A field of a ticket that went from one plain value to another: a key, a word, or None."""

    number: int
    field: str
    before: object
    after: object


def change_what_was_said(ticket: Ticket, said: dict[str, object], *, by: User) -> list[Changed]:
    """Set owner, priority and topic as `said`, by their verb; what was changed by that.

    Raises ValidationError naming the field, PermissionDenied.
    """
    before = change(ticket, by=by, **said)
    made = [Changed(ticket.pk, field, was, plain(ticket, field)) for field, was in before.items()]
    return [each for each in made if each.before != each.after]


def put(ticket: Ticket, field: str, value: object, *, by: User) -> Changed | None:
    """Set `field` (owner, priority, topic or state) to a plain value by its verb; None when it says so already.

    Raises ValidationError naming the field, Conflict when open promises must be asked about, PermissionDenied.
    """
    if field == "state":
        return _put_state(ticket, value, by)
    made = change_what_was_said(ticket, {field: _row(field, value)}, by=by)
    return made[0] if made else None


@transaction.atomic
def _put_state(ticket: Ticket, value: str, by: User) -> Changed | None:
    ticket.lock_and_read()
    before = ticket.state
    if before == value:
        return None
    move(ticket, value, by=by)
    return Changed(ticket.pk, "state", before, value)


def _row(field: str, value: object) -> object:
    model = {"owner": User, "topic": Topic}.get(field)
    if model is None or value is None:
        return value
    row = model.objects.filter(pk=value).first()
    if row is None:
        raise ValidationError({field: "That one is gone. Choose another."})
    return row


def token(changes: Iterable[Changed], by: User) -> str:
    """What the page sends back to undo these; empty when there is nothing to undo."""
    told = [[each.number, each.field, each.before, each.after] for each in changes]
    return signing.dumps({"by": by.pk, "changes": told}, salt=_SALT, compress=True) if told else ""


def undo(said: str, *, by: User) -> tuple[int, dict[int, str]]:
    """Put back what the token names, a ticket at a time: how many were, and why others were not.

    Raises ValidationError for a token that is old, somebody else's or none at all.
    """
    try:
        meant = signing.loads(said, salt=_SALT, max_age=FOR)
    except signing.SignatureExpired as late:
        raise ValidationError("It is too late to undo this. Change it back by hand.") from late
    except signing.BadSignature as junk:
        raise ValidationError("There is nothing to undo here.") from junk
    if meant["by"] != by.pk:
        raise PermissionDenied("Only who changed it can undo it.")
    changes = [Changed(*each) for each in meant["changes"]]
    tickets = {each.pk: each for each in of([each.number for each in changes])}
    back, refused = 0, {}
    for each in changes:
        why = _put_back(tickets.get(each.number), each, by)
        if why:
            refused[each.number] = why
        else:
            back += 1
    return back, refused


def of(numbers: Iterable[int]):
    """The tickets of these numbers, in their order, with what the verbs look at."""
    return (
        Ticket.objects.filter(pk__in=list(numbers)).select_related("team", "owner", "customer").order_by("pk")
    )


def _put_back(ticket: Ticket | None, changed: Changed, by: User) -> str:
    if ticket is None:
        return "It is gone."
    with transaction.atomic():
        ticket.lock_and_read()
        if plain(ticket, changed.field) != changed.after:
            return "Somebody has changed it since."
        return attempt(lambda: put(ticket, changed.field, changed.before, by=by))


def attempt(act) -> str:
    """Do it; the reason in words when it was refused, else an empty text."""
    try:
        with transaction.atomic():
            act()
    except (ValidationError, PermissionDenied) as refused:
        return " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
    return ""


def is_known(field: str, value: object) -> bool:
    """Can `field` be set to this for many tickets at once? What ends a ticket asks about its promises, one by one."""
    return field in FIELDS and (field != "state" or value in (State.OPEN, State.PENDING))
