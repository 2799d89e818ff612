"""How well somebody kept promises of late, by how long ahead they were made."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, Q, When

from people.models import User
from promises.models import Promise

LOOK_BACK = timedelta(days=90)
#: Fewer than these say nothing about a habit.
ENOUGH = 8
LOW_PERCENT = 70
#: Notices up to and including each; whatever is longer makes the last group.
NOTICES = (timedelta(hours=1), timedelta(hours=4), timedelta(days=1))
WORDS = ("an hour or less", "one to four hours", "four hours to a day", "more than a day")

_group = Case(
    *(When(notice__lte=limit, then=group) for group, limit in enumerate(NOTICES)),
    default=len(NOTICES),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """Of the promises at each notice that came to an end: (kept in time, all). Withdrawn in time counts in neither."""

    groups: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, owner: User, at: datetime) -> "KeptRecord":
        """As of `at`, of promises due in the 90 days before it or settled ahead of time. One query."""
        kept = Q(settlement__outcome="kept")
        ended = kept | Q(breach__isnull=False) | Q(settled_at=None, due_at__lte=at)
        found = (
            Promise.objects.filter(ended, owner=owner, due_at__gt=at - LOOK_BACK)
            .annotate(notice=F("due_at") - F("said_at"))
            .annotate(group=_group)
            .values("group")
            .annotate(
                in_time=Count("pk", filter=kept & Q(settlement__at__lte=F("due_at"))), ended=Count("pk")
            )
        )
        counts = {row["group"]: (row["in_time"], row["ended"]) for row in found}
        return cls(tuple(counts.get(group, (0, 0)) for group in range(len(WORDS))))

    def group(self, notice: timedelta) -> int:
        """Which group a notice is in: an index of `groups` and of WORDS."""
        return sum(notice > limit for limit in NOTICES)

    def is_low(self, notice: timedelta) -> bool:
        """Whether fewer than 70 percent, of at least eight, were kept at such notice."""
        kept, ended = self.groups[self.group(notice)]
        return ended >= ENOUGH and kept * 100 < ended * LOW_PERCENT
