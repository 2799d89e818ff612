"""Plays all cases in the order of time, with the sweep at each moment it would have run, up to the present."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db.models import F, Min

from alerts.acknowledging import acknowledge
from alerts.models import Alert, Deadline, Delivery
from alerts.sweep import Sweep
from escalations.rules import apply_rules
from people.worktime import WorkTime
from promises.models import Breach
from tracker.demo.case import Case
from tracker.demo.company import Company
from tracker.demo.scene import Scene

# Alerts of the last hours are left for the viewer to acknowledge.
UNANSWERED = timedelta(hours=30)


class Stage:
    """Play with `play`; the same cases at the same present give the same story."""

    def __init__(self, company: Company, now: datetime) -> None:
        self.company, self.now = company, now
        self._dice = Random("kept")  # noqa: S311 - a story, not a secret
        self._queue: list[tuple[datetime, int, Iterator[datetime], Scene | None]] = []
        self._places = count()
        self._sweep = Sweep()
        self._hours: dict[str, WorkTime] = {
            slug: team.calendar.worktime() for slug, team in company.teams.items()
        }

    def play(self, cases: Iterable[Case]) -> None:
        """Everything up to the present, alerts included; none of them is left to be sent."""
        for case in cases:
            scene = self._scene(case)
            self._put(scene.at, case.plot(scene), scene)
        while self._queue:
            at, _, steps, scene = heapq.heappop(self._queue)
            self._sweep_until(at)
            self._step(at, steps, scene)
        self._sweep_until(self.now)
        # What the rules would find in the past when they first run, they find here.
        apply_rules(self.now)
        # Sent long ago: nobody shall get e-mails of the past when the outbox first runs.
        Delivery.objects.filter(done_at=None).update(
            done_at=F("next_try_at"), outcome=Delivery.Outcome.SENT, attempts=1
        )

    def _scene(self, case: Case) -> Scene:
        team = self.company.people[case.owner].team.slug
        if case.open_all_night and not self._hours[team].is_working(self.now):
            team = "night-desk"
        hours = self._hours[team]
        at = case.when.before(self.now, hours).replace(microsecond=0)
        return Scene(case, self.company, hours, team, at, Random(case.subject))  # noqa: S311

    def _put(self, at: datetime, steps: Iterator[datetime], scene: Scene | None) -> None:
        if at <= self.now:
            heapq.heappush(self._queue, (at, next(self._places), steps, scene))

    def _step(self, at: datetime, steps: Iterator[datetime], scene: Scene | None) -> None:
        if scene is not None:
            scene.at = at
        following = next(steps, None)
        if following is not None:
            self._put(max(following.replace(microsecond=0), at), steps, scene)

    def _sweep_until(self, at: datetime) -> None:
        """Run the sweep at each moment, up to `at`, at which a rung was due."""
        due = Deadline.objects.unsettled().filter(next_rung_at__lte=at)
        while (rung_at := due.aggregate(first=Min("next_rung_at"))["first"]) is not None:
            swept = self._sweep.run(rung_at)
            if swept.missed and Breach.objects.filter(noticed_at=rung_at).exists():
                apply_rules(rung_at)
            if swept.alerts or swept.missed:
                self._answer(rung_at)

    def _answer(self, raised_at: datetime) -> None:
        """Some who were alerted say that they have it, some minutes later."""
        for alert in Alert.objects.filter(raised_at=raised_at).select_related("recipient").order_by("id"):
            at = raised_at + timedelta(minutes=self._dice.randint(2, 25))
            chance = 0.9 if alert.audience == "step" else 0.25
            if self._dice.random() < chance and at < self.now - UNANSWERED:
                self._put(at, self._acknowledged(alert, at), None)

    @staticmethod
    def _acknowledged(alert: Alert, at: datetime) -> Iterator[datetime]:
        if Deadline.objects.unsettled().filter(pk=alert.deadline_id).exists():
            acknowledge(alert, by=alert.recipient, at=at)
        yield from ()
