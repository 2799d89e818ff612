"""Entering an absence: one's own, or that of somebody whom one stands above."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from escalations.permissions import Reach, is_for
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
    return is_for(by, absence.user, at)


def sees(reach: Reach, absence: Absence) -> bool:
    """May they see why it is, and what it leaves? As `may_enter`, and who stands in. Needs `user` fetched."""
    return reach.user.pk == absence.deputy_id or reach.is_for(absence.user)


def require_sees(reach: Reach, absence: Absence) -> None:
    """Raise PermissionDenied, with the rule in words, unless `sees`."""
    if not sees(reach, absence):
        raise PermissionDenied("Only they, their deputy and those above them see what an absence leaves.")


def require_may_enter(by: User, absence: Absence, at: datetime) -> None:
    """Raise PermissionDenied, with the rule in words, unless `may_enter`."""
    if not may_enter(by, absence, at):
        raise PermissionDenied(
            "Only the person themselves, those above them and administrators may enter or change an absence."
        )
