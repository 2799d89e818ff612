"""Changing the chain of command, one position at a time. `escalations.importing` changes many at once."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from escalations.models import Position
from people.errors import Conflict
from people.models import User
from tickets.models import Topic


def require_administrator(user: User) -> None:
    """Raise PermissionDenied, with the rule in words, to all but administrators."""
    if not user.is_staff:
        raise PermissionDenied("Only administrators change the chain of command. Ask one of them.")


def lock_positions() -> None:
    """Until the end of the transaction nobody else changes the chain: two changes could close a circle together."""
    list(Position.objects.select_for_update().order_by("pk").values_list("pk"))


@transaction.atomic
def save_position(position: Position, *, by: User, topics: Iterable[Topic] | None = None) -> Position:
    """Save a new or changed position, with its topics where they are given.

    Raises ValidationError naming the field (a circle, a second lead, a holder who has left), PermissionDenied.
    """
    require_administrator(by)
    lock_positions()
    # The database's own constraints say the same as `check_lead`, in fewer words.
    position.full_clean(validate_constraints=False)
    position.check_lead()
    require_holder_works_here(position)
    position.save()
    if topics is not None:
        position.topics.set(topics)
    return position


@transaction.atomic
def remove_position(position: Position, *, by: User, move_up: bool = False) -> None:
    """Do away with a position. Those who report to it report to whom it reported to, if they may `move_up`.

    Raises Conflict while another reports to it and may not, PermissionDenied.
    """
    require_administrator(by)
    lock_positions()
    # As it is now, not as the caller read it.
    position = Position.objects.get(pk=position.pk)
    if move_up:
        position.reports.update(reports_to=position.reports_to_id)
    elif below := position.reports.first():
        raise Conflict(
            {
                "reports_to": f"{below} reports to it. Have that report to another position before you remove this."
            }
        )
    position.delete()


def require_holder_works_here(position: Position) -> None:
    """Raise ValidationError for a new holder who has left; who held it when they left stays until it is filled."""
    holder = position.holder
    if holder is None or holder.is_active:
        return
    if not Position.objects.filter(pk=position.pk, holder=holder).exists():
        raise ValidationError({"holder": f"{holder.name} has left. Choose somebody who works here."})
