"""What makes tickets escalate by themselves, as far as tickets alone tell it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db.models import F

from escalations.history import Stretch, silences, without_owner
from escalations.models import Cause
from escalations.models.rule import RuleSetting
from escalations.rules import Finding, rule, waited_since
from people.models import Team
from people.worktime import EmptyCalendar
from tickets.models import Transfer


@rule(Cause.CAP_REACHED)
def mirrored_past_the_cap(
    team: Team, setting: RuleSetting, since: datetime, until: datetime
) -> Iterator[Finding]:
    """Transfers made in another helpdesk cannot be refused there: the ticket escalates when they reach the cap.

    Those made here are refused past it, and escalate in the same transaction.
    """
    # By when we learnt of it: another helpdesk may tell us of last week's transfers today.
    at_cap = Transfer.objects.filter(
        mirrored=True, to_team=team, recorded_at__gt=since, recorded_at__lte=until, ordinal__gte=F("allowed")
    )
    for transfer in at_cap.order_by("recorded_at", "pk"):
        yield Finding(
            transfer.ticket_id,
            transfer.recorded_at,
            f"transfer:{transfer.pk}",
            f"Transferred {transfer.ordinal} times; {transfer.allowed} are allowed.",
        )


@rule(Cause.NO_OWNER)
def nobodys(team: Team, setting: RuleSetting, since: datetime, until: datetime) -> Iterator[Finding]:
    """Open, and nobody's, for so many of the team's working minutes."""
    yield from _waited("no_owner", "Nobody owns it since {}.", without_owner, team, setting, since, until)


@rule(Cause.NO_CONTACT)
def unheard(team: Team, setting: RuleSetting, since: datetime, until: datetime) -> Iterator[Finding]:
    """Open, and the customer has not heard from us for so many of the team's working minutes."""
    yield from _waited("no_contact", "No word from us since {}.", silences, team, setting, since, until)


def _waited(
    name: str,
    reason: str,
    stretches: Callable[[Team, datetime, datetime], Iterable[Stretch]],
    team: Team,
    setting: RuleSetting,
    since: datetime,
    until: datetime,
) -> Iterator[Finding]:
    try:
        began_after, began_by = waited_since(team, setting, since, until)
    except EmptyCalendar:
        return
    hours = team.calendar.worktime()
    for stretch in stretches(team, began_after, began_by):
        at = hours.add(stretch.start, setting.minutes)
        if stretch.end is None or stretch.end > at:
            yield Finding(
                stretch.ticket_id,
                at,
                f"{name}:{stretch.ticket_id}:{int(stretch.start.timestamp())}",
                reason.format(f"{stretch.start:%Y-%m-%d %H:%M} UTC"),
                over_at=stretch.end,
            )
