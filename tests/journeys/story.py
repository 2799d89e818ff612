"""A story: a clock that moves only when it is told to, and the sweep and the outbox that run whenever it moves."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail
from django.db.models import Min

from alerts.models import Alert, Deadline, Delivery
from alerts.outbox import Outbox, Posted
from alerts.sweep import Sweep, Swept
from people.models import User
from promises.models import Promise
from tests.cast import Cast, a_promise, a_ticket, berlin
from tickets.models import Ticket

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Story:
    """Told at the desk in Berlin; `it_is(...)` lets time pass up to that moment, with all that happens on the way."""

    cast: Cast
    traveller: time_machine.Traveller
    now: datetime = field(init=False)
    # One for the whole story, as a worker keeps them: what they remember must never make them miss anything.
    sweep: Sweep = field(default_factory=Sweep)
    outbox: Outbox = field(default_factory=Outbox)

    def __post_init__(self) -> None:
        self._stand_at(berlin("2026-03-02 09:00"))

    def it_is(self, moment: str | datetime) -> datetime:
        """Time passes until `moment` (Berlin's clock when it is a text); the sweep runs each time something is due."""
        until = berlin(moment) if isinstance(moment, str) else moment
        passes = 0
        while (due := self._next_due()) and due <= until:
            passes = passes + 1 if due <= self.now else 0
            assert passes < 100, "The sweep leaves behind, pass after pass, something that is due."
            self._stand_at(max(due, self.now))
            self.work()
        self._stand_at(until)
        self.work()
        return until

    def nothing_runs_until(self, moment: str) -> None:
        """Time passes during an outage: no worker runs, and nobody is told anything."""
        self._stand_at(berlin(moment))

    def work(self) -> tuple[Swept, Posted]:
        """One pass of the sweep and one of the outbox, now."""
        return self.sweep.run(self.now), self.outbox.run(self.now)

    def ticket(self, **fields) -> Ticket:
        return a_ticket(self.cast, at=self.now, **fields)

    def promise(self, wording: str = "", *, ticket: Ticket | None = None, **fields) -> Promise:
        """A promise, said now, on Amira's ticket."""
        return a_promise(ticket or self.ticket(), wording, at=self.now, **fields)

    def heard(self, *, after: str | datetime | None = None) -> list[str]:
        """Who was alerted when, in order: "Mon 11:00 Amira as owner", "... for Amira" who stands in for her."""
        alerts = Alert.objects.select_related("recipient", "instead_of")
        if after is not None:
            alerts = alerts.filter(raised_at__gt=berlin(after) if isinstance(after, str) else after)
        return [_line(alert) for alert in alerts.order_by("raised_at", "recipient__name", "rung")]

    def mails(self) -> list[str]:
        """Whom e-mail reached, in order: "amira: Call back for Inês Duarte is due ..."."""
        return [f"{message.to[0].split('@')[0]}: {message.subject}" for message in mail.outbox]

    def mails_to(self, user: User) -> list[mail.EmailMessage]:
        return [message for message in mail.outbox if message.to == [user.email]]

    def _next_due(self) -> datetime | None:
        rung = Deadline.objects.unsettled().aggregate(at=Min("next_rung_at"))["at"]
        attempt = Delivery.objects.filter(done_at=None).aggregate(at=Min("next_try_at"))["at"]
        return min((at for at in (rung, attempt) if at), default=None)

    def _stand_at(self, moment: datetime) -> None:
        self.now = moment
        self.traveller.move_to(moment)


def _line(alert: Alert) -> str:
    instead = f" for {alert.instead_of.get_short_name()}" if alert.instead_of_id else ""
    when = f"{alert.raised_at.astimezone(BERLIN):%a %H:%M}"
    return f"{when} {alert.recipient.get_short_name()} as {alert.audience}{instead}"
