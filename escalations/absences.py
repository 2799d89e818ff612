"""Entering an absence: one's own, or that of somebody whom one stands above."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from escalations.chain import Chain
from people.fields import moment
from people.models import Absence, User


@transaction.atomic
def enter(absence: Absence, *, by: User, at: datetime | None = None) -> Absence:
    """Save a new or changed absence. Who entered it for somebody else is kept.

    Deadlines that it touches, also those of whom the absent person stands in for, are planned anew by the next sweep.
    Raises ValidationError naming the field, PermissionDenied to all but the person, those above them and
    administrators.
    """
    require_may_enter(by, absence, moment(at))
    if absence.pk is None:
        absence.entered_by = by
    absence.full_clean()
    absence.save()
    return absence


@transaction.atomic
def take_back(absence: Absence, *, by: User, at: datetime | None = None) -> None:
    """They will be there after all. Raises PermissionDenied as `enter` does."""
    require_may_enter(by, absence, moment(at))
    absence.delete()


def may_enter(by: User, absence: Absence, at: datetime) -> bool:
    """The person themselves, those above them and administrators may enter it, change it and take it back."""
    if by.pk == absence.user_id or by.is_staff:
        return True
    person = absence.user
    return Chain.over(person.pk, person.team_id, at).has_above(by.pk, person.pk, person.team_id)


def require_may_enter(by: User, absence: Absence, at: datetime) -> None:
    """Raise PermissionDenied, with the rule in words, unless `may_enter`."""
    if not may_enter(by, absence, at):
        raise PermissionDenied(
            "Only the person themselves, those above them and administrators may enter or change an absence."
        )
