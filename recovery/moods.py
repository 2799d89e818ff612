"""Reading the mood of a customer: by itself, or in a contact that is being logged."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from people.errors import Conflict
from people.fields import moment
from people.models import User
from recovery.models import Mood, MoodReading
from tickets.models import Contact, Event, Ticket

# What the same person reads again within this time is still the same talk.
ONE_TALK = timedelta(minutes=15)


@transaction.atomic
def read_mood(
    ticket: Ticket,
    *,
    by: User,
    level: str,
    contact: Contact | None = None,
    note: str = "",
    at: datetime | None = None,
) -> MoodReading:
    """Note how the customer is: `level` is a word of `Mood`. In a contact it dates from that contact.

    Whoever works here reads it, on any ticket, as they log contacts (decision 5). Told a second time it stays one
    reading: of the same contact, or by the same person within one talk. Raises ValidationError naming the field,
    Conflict where another mood was read in that contact, PermissionDenied.
    """
    at, mood = moment(at), Mood.named(level)
    if not by.is_active:
        raise PermissionDenied("Only those who work here can note a customer's mood.")
    if contact and contact.ticket_id != ticket.pk:
        raise ValidationError({"contact": f"Contact {contact.pk} is not on #{ticket.pk}. Name one that is."})
    # The lock orders two who read at once: the second finds what the first has written.
    ticket.lock()
    reading = MoodReading(
        ticket=ticket,
        level=mood,
        contact=contact,
        note=note.strip(),
        at=contact.happened_at if contact else at,
        recorded_at=max(at, contact.recorded_at) if contact else at,
        by=by,
    )
    if known := _known(reading):
        return known
    reading.full_clean(validate_constraints=False)
    reading.save(force_insert=True)
    Event.objects.record(
        ticket,
        "mood_read",
        at=reading.at,
        actor=by,
        mood_reading=reading.pk,
        level=mood.word,
        contact=contact.pk if contact else None,
        note=reading.note,
    )
    return reading


def _known(reading: MoodReading) -> MoodReading | None:
    """What says the same already; Conflict where the contact says something else."""
    if reading.contact:
        known = MoodReading.objects.filter(contact=reading.contact).first()
        if known and known.level != reading.level:
            said = f"In this contact it was read as {known.mood.word}. Read it anew without the contact."
            raise Conflict({"level": said})
        if known and reading.note not in ("", known.note):
            raise Conflict({"note": "This contact's mood has its note. Read it anew without the contact."})
        return known
    last = MoodReading.objects.filter(ticket=reading.ticket).order_by("-at", "-id").first()
    same = (
        last
        and (last.by_id, last.level) == (reading.by_id, reading.level)
        and reading.note in ("", last.note)
        and abs(reading.at - last.at) < ONE_TALK
    )
    return last if same else None


@transaction.atomic
def log_contact(
    ticket: Ticket, *, by: User, mood: str | None = None, at: datetime | None = None, **fields
) -> Contact:
    """Log a contact, as `Ticket.log_contact` does with `fields`, and the mood that was read in it, if any.

    All or nothing. Raises ValidationError naming the field, PermissionDenied.
    """
    at = moment(at)
    contact = ticket.log_contact(by=by, at=at, **fields)
    if mood:
        read_mood(ticket, by=by, level=mood, contact=contact, at=at)
    return contact
