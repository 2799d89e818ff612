"""What makes tickets escalate by themselves, as far as tickets alone tell it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import F

from escalations.history import Stretch, silences, without_owner
from escalations.models import Cause, EscalationCause, TransferRefusal
from escalations.rules import Finding, Watch, record, rule, waiting
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


@record(Cause.CAP_REACHED)
def refused_at_the_cap(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """Transfers made here that were refused, whatever is set: each escalated at once."""
    refusals = TransferRefusal.objects.filter(
        ticket__team__in=[watch.team.pk for watch in watches], at__gt=since, at__lte=until
    ).select_related("ticket", "escalation", "by")
    for one in refusals:
        yield Finding(
            one.ticket.team_id,
            one.ticket_id,
            one.at,
            f"refusal:{one.pk}",
            f"{one.by} was refused a transfer: all {one.allowed} were used. It escalated at once.",
            over_at=one.escalation.resolved_at,
        )


@record(Cause.CUSTOMER_ASKS)
def asked_for(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """What was escalated because the customer asked for it."""
    yield from _said(Cause.CUSTOMER_ASKS, watches, since, until)


@record(Cause.ANGRY_CUSTOMER)
def said_angry(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """What people escalated because the customer was angry; the moods are searched by an app above."""
    yield from _said(Cause.ANGRY_CUSTOMER, watches, since, until)


def _said(cause: str, watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    causes = EscalationCause.objects.filter(
        cause=cause,
        escalation__ticket__team__in=[watch.team.pk for watch in watches],
        by__isnull=False,  # else it was a rule, which finds it again
        at__gt=since,
        at__lte=until,
    ).select_related("escalation__ticket", "by")
    for one in causes:
        escalation = one.escalation
        yield Finding(
            escalation.ticket.team_id,
            escalation.ticket_id,
            one.at,
            f"cause:{one.pk}",
            f"{one.by}: {one.reason}",
            over_at=escalation.resolved_at,
        )


@rule(Cause.NO_OWNER)
def nobodys(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """Open, and nobody's, for so many of the team's working minutes."""
    yield from _waited(
        "no_owner", "Nobody has owned it for {} of working time.", without_owner, watches, since, until
    )


@rule(Cause.NO_CONTACT)
def unheard(watches: Sequence[Watch], since: datetime, until: datetime) -> Iterator[Finding]:
    """Open, and the customer has not heard from us for so many of the team's working minutes."""
    yield from _waited(
        "no_contact", "No word from us for {} of working time.", silences, watches, since, until
    )


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
                    reason.format(_length(span.minutes)),
                    over_at=stretch.end,
                )


def _length(minutes: int) -> str:
    hours = minutes // 60
    if minutes % 60 or not hours:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{hours} hour{'' if hours == 1 else 's'}"
