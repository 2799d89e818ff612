"""What makes tickets escalate by themselves, as far as tickets alone tell it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import F

from escalations.history import Stretch, silences, without_owner
from escalations.models import Cause
from escalations.rules import Finding, Watch, rule, waiting
from tickets.models import Transfer


@rule(Cause.CAP_REACHED)
def mirrored_past_the_cap(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """Transfers made in another helpdesk cannot be refused there: the ticket escalates when they reach the cap.

    Those made here are refused past it, and escalate in the same transaction.
    """
    # By when we learnt of it: another helpdesk may tell us of last week's transfers today.
    at_cap = Transfer.objects.filter(
        mirrored=True, recorded_at__gt=since, recorded_at__lte=until, ordinal__gte=F("allowed")
    )
    for transfer in at_cap.filter(to_team__in=[watch.team.pk for watch in watches]):
        yield Finding(
            transfer.to_team_id,
            transfer.ticket_id,
            transfer.recorded_at,
            f"transfer:{transfer.pk}",
            f"Transferred {transfer.ordinal} times; {transfer.allowed} are allowed.",
        )


@rule(Cause.NO_OWNER)
def nobodys(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """Open, and nobody's, for so many of the team's working minutes."""
    yield from _waited("no_owner", "Nobody owns it since {}.", without_owner, watches, since, until)


@rule(Cause.NO_CONTACT)
def unheard(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """Open, and the customer has not heard from us for so many of the team's working minutes."""
    yield from _waited("no_contact", "No word from us since {}.", silences, watches, since, until)


def _waited(
    name: str,
    reason: str,
    stretches: Callable[[Collection[int], datetime, datetime], Iterable[Stretch]],
    watches: Sequence[Watch],
    since: datetime,
    until: datetime,
) -> Iterator[Finding]:
    for span in waiting(watches, since, until):
        for stretch in stretches(span.team_ids, span.after, span.by):
            at = span.due(stretch.start)
            if stretch.end is None or stretch.end > at:
                yield Finding(
                    stretch.team_id,
                    stretch.ticket_id,
                    at,
                    f"{name}:{stretch.ticket_id}:{int(stretch.start.timestamp())}",
                    reason.format(f"{stretch.start:%Y-%m-%d %H:%M} UTC"),
                    over_at=stretch.end,
                )
