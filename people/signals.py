"""What people announce to the apps above them, which they do not know."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal, receiver
from django.utils import timezone

from people.models import Absence, Closure, Team, User, WorkCalendar, WorkHours

# Sent with `user_ids` and `calendar_ids` (sets) and `at`, when somebody's working time may have changed.
working_time_changed = Signal()


# Sent with `user` before somebody leaves: the apps above answer with what that person must hand over first, in words.
leaving = Signal()


def must_hand_over(user: User) -> list[str]:
    """What `user` still has and must give to others before their account is closed; empty: they may go."""
    return [line for _, lines in leaving.send(User, user=user) for line in lines]


@receiver([post_save, post_delete], sender=Absence)
def _absence_changed(instance: Absence, **kwargs) -> None:
    working_time_changed.send(Absence, user_ids={instance.user_id}, calendar_ids=set(), at=timezone.now())


@receiver(post_save, sender=User)
def _person_changed(instance: User, created: bool, update_fields=None, **kwargs) -> None:
    if not created and (update_fields is None or {"calendar", "team", "is_active"} & set(update_fields)):
        working_time_changed.send(User, user_ids={instance.pk}, calendar_ids=set(), at=timezone.now())


@receiver([post_save, post_delete], sender=WorkHours)
@receiver([post_save, post_delete], sender=Closure)
def _hours_changed(instance: WorkHours | Closure, **kwargs) -> None:
    working_time_changed.send(
        type(instance), user_ids=set(), calendar_ids={instance.calendar_id}, at=timezone.now()
    )


@receiver(post_save, sender=Team)
def _team_changed(instance: Team, created: bool, **kwargs) -> None:
    if not created:
        working_time_changed.send(
            Team, user_ids=set(), calendar_ids={instance.calendar_id}, at=timezone.now()
        )


@receiver(post_save, sender=WorkCalendar)
def _calendar_changed(instance: WorkCalendar, created: bool, **kwargs) -> None:
    if not created:
        working_time_changed.send(WorkCalendar, user_ids=set(), calendar_ids={instance.pk}, at=timezone.now())
