"""What goes out: one message an alert, or one digest for many to the same person within a minute."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max

from alerts import kinds
from alerts.channels import Message
from alerts.models import Delivery
from alerts.notices import notices

WINDOW = timedelta(minutes=1)
DIGEST_LISTS = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """A message and the deliveries that it stands for."""

    message: Message
    deliveries: tuple[Delivery, ...]

    @property
    def channel(self) -> str:
        return self.deliveries[0].channel

    @property
    def is_digest(self) -> bool:
        return len(self.deliveries) > 1


def write(
    deliveries: Sequence[Delivery], at: datetime
) -> tuple[list[Letter], dict[datetime, list[Delivery]]]:
    """The letters for these deliveries, and those to hold back, by the time until when.

    More than `settings.DIGEST_OVER` to one person over one channel within a minute become a digest; whoever had
    one gets the next a minute later. A constant number of queries.
    """
    told = notices(delivery.alert for delivery in deliveries)
    recent = _recent(deliveries, at)
    letters: list[Letter] = []
    held: dict[datetime, list[Delivery]] = {}
    for addressee, group in _by_addressee(deliveries).items():
        before, last = recent.get(addressee, (0, at))
        begun = _by_digest(group)
        fresh = begun.pop(None, [])
        if before > settings.DIGEST_OVER:
            held.setdefault(last + WINDOW, []).extend(group)
            continue
        # What went out as a digest, and was not recorded, goes out as that digest again, with its key.
        letters += [_digest(members, told, key) for key, members in begun.items()]
        if begun and fresh:
            held.setdefault(at + WINDOW, []).extend(fresh)
        elif before + len(fresh) > settings.DIGEST_OVER and len(fresh) > 1:
            letters.append(_begin_digest(fresh, told))
        else:
            letters += [_single(delivery, told[delivery.alert_id]) for delivery in fresh]
    return letters, held


def storms(delivery_ids: Sequence[int]) -> Iterable[dict[str, object]]:
    """What selects all deliveries of each addressee who has more than `settings.DIGEST_OVER` among these."""
    return (
        Delivery.objects.filter(pk__in=delivery_ids)
        .order_by()
        .values("alert__recipient", "channel")
        .annotate(number=Count("pk"))
        .filter(number__gt=settings.DIGEST_OVER)
        .values("alert__recipient", "channel")
    )


def _single(delivery: Delivery, notice: kinds.Notice) -> Letter:
    message = Message(str(delivery.key), delivery.alert.recipient, notice.title, notice.body, notice.path)
    return Letter(message, (delivery,))


def _begin_digest(group: list[Delivery], told: dict[int, kinds.Notice]) -> Letter:
    # Saved before it is sent, so that the same digest, sent again after a crash, carries the same key.
    key = uuid.uuid4()
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in group]).update(digest=key)
    return _digest(group, told, key)


def _digest(group: list[Delivery], told: dict[int, kinds.Notice], key: uuid.UUID) -> Letter:
    lines = [f"- {told[delivery.alert_id].title}" for delivery in group[:DIGEST_LISTS]]
    if len(group) > DIGEST_LISTS:
        lines.append(f"- and {len(group) - DIGEST_LISTS} more, all in your inbox")
    overdue = sum(delivery.alert.overdue for delivery in group)
    title = f"{len(group)} alert{'s'[: len(group) > 1]}" + (f", {overdue} of them overdue" if overdue else "")
    return Letter(
        Message(str(key), group[0].alert.recipient, title, "\n".join(lines), "/alerts/"), tuple(group)
    )


def _recent(deliveries: Sequence[Delivery], at: datetime) -> dict[tuple[int, str], tuple[int, datetime]]:
    """By person and channel: how many went out in the last minute, and when the last of them did."""
    rows = (
        Delivery.objects.filter(
            alert__recipient__in={delivery.alert.recipient_id for delivery in deliveries},
            channel__in={delivery.channel for delivery in deliveries},
            done_at__gt=at - WINDOW,
            done_at__lte=at,
            outcome=Delivery.Outcome.SENT,
        )
        .exclude(channel="in_app")  # as the index has it
        .values_list("alert__recipient", "channel")
        .annotate(Count("pk"), Max("done_at"))
    )
    return {(person, channel): (count, last) for person, channel, count, last in rows}


def _by_addressee(deliveries: Sequence[Delivery]) -> dict[tuple[int, str], list[Delivery]]:
    groups: dict[tuple[int, str], list[Delivery]] = {}
    for delivery in deliveries:
        groups.setdefault((delivery.alert.recipient_id, delivery.channel), []).append(delivery)
    return groups


def _by_digest(deliveries: Sequence[Delivery]) -> dict[uuid.UUID | None, list[Delivery]]:
    groups: dict[uuid.UUID | None, list[Delivery]] = {}
    for delivery in deliveries:
        groups.setdefault(delivery.digest, []).append(delivery)
    return groups
