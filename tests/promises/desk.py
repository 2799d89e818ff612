"""Where promises are made in the tests of feasibility: what Amira owes, and whether more can be kept.

Amira's and Tom's team is Support Berlin: Mon-Fri 09:00-17:30, German holidays. 2 March 2026 is a Monday.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from people.models import User, WorkCalendar, WorkHours
from promises import feasibility
from promises.models import Breach, Promise, Settlement
from tests.cast import Cast, a_call, a_ticket, berlin

MONDAY_TEN = berlin("2026-03-02 10:00")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Desk:
    """Asks whether promises can be kept, as Amira's team would at ten on Monday unless said otherwise."""

    def __init__(self, cast: Cast):
        self.cast = cast

    def check(self, due_at, *, owner=None, team=None, at=MONDAY_TEN, said_at=None, not_before=None, **more):
        return feasibility.check(
            owner=owner or self.cast.amira,
            team=team or self.cast.berlin,
            due_at=due_at,
            not_before=not_before,
            said_at=said_at or at,
            at=at,
            timezone=more.pop("timezone", ZoneInfo("Europe/Berlin")),
            **more,
        )

    def codes(self, due_at, **case) -> list[str]:
        return [warning.code for warning in self.check(due_at, **case)]

    def instead(self, due_at, **case) -> datetime | None:
        """The one time that all the warnings suggest."""
        (suggested,) = {warning.suggested_at for warning in self.check(due_at, **case)}
        return suggested

    def owes(self, *dues: datetime, owner: User | None = None, **fields) -> list[Promise]:
        """Promises of Amira's, with nothing else around them."""
        owner = owner or self.cast.amira
        ticket = a_ticket(self.cast, at=min(dues) - 200 * DAY)
        fields.setdefault("said_at", min(dues) - DAY)
        return Promise.objects.bulk_create(
            Promise(
                ticket=ticket,
                timezone="Europe/Berlin",
                made_at=fields["said_at"],
                made_by=owner,
                owner=owner,
                team=self.cast.berlin,
                due_at=due,
                **fields,
            )
            for due in dues
        )

    def ended(self, kept: int, broken: int, notice: timedelta, days_ago: int = 10, **fields) -> None:
        """Promises of Amira's made at `notice` and due `days_ago`, kept on the minute or broken."""
        due = MONDAY_TEN - days_ago * DAY
        rows = self.owes(*[due] * (kept + broken), said_at=due - notice, settled_at=due, **fields)
        evidence = a_call(rows[0].ticket, at=due, by=self.cast.amira)
        for n, promise in enumerate(rows):
            late = timedelta(0) if n < kept else HOUR
            if late:
                Breach.objects.create(promise=promise, broken_at=due, noticed_at=due)
            Settlement.objects.create(
                promise=promise, outcome="kept", at=due + late, recorded_at=due + late, evidence=evidence
            )


def works(person: User, *days: int, opens: time, closes: time, zone: str = "Europe/Berlin") -> None:
    """Give somebody hours of their own on `days`, Monday being 0."""
    person.calendar = WorkCalendar.objects.create(name=f"Hours of {person.name}", timezone=zone)
    WorkHours.objects.bulk_create(
        WorkHours(calendar=person.calendar, weekday=day, opens=opens, closes=closes) for day in days
    )
    person.save()
