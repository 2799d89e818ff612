"""Changing what a ticket says: its subject, priority or topic. Who has it and its state are other verbs."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.fields import moment
from people.models import User
from tickets.models import Event, Ticket

REVISABLE = ("subject", "priority", "topic")


@transaction.atomic
def revise(ticket: Ticket, *, by: User | None, at: datetime | None = None, **fields: object) -> None:
    """Set `fields` (subject, priority, topic), each change noted on the timeline with what was there before.

    Raises ValidationError naming the field; nothing is changed then. What stays the same leaves no trace.
    """
    at = moment(at)
    if unknown := fields.keys() - set(REVISABLE):
        raise ValidationError({name: f"Only {', '.join(REVISABLE)} can be revised." for name in unknown})
    before = {name: getattr(ticket, name) for name in fields}
    changed = [name for name, value in fields.items() if value != before[name]]
    for name in changed:
        setattr(ticket, name, fields[name])
    try:
        ticket.full_clean(exclude={field.name for field in ticket._meta.fields} - set(REVISABLE))
    except ValidationError:
        for name in changed:
            setattr(ticket, name, before[name])
        raise
    if not changed:
        return
    ticket.save(update_fields=changed)
    for name in changed:
        Event.objects.record(
            ticket, "revised", at=at, actor=by, field=name,
            before=_plain(before[name]), after=_plain(fields[name]),
        )  # fmt: skip


def _plain(value: object) -> str | None:
    return None if value is None else str(value)
