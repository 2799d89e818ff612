"""The weeks before those that are played: what was promised day by day, and what became of it, drawn by chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

from people.worktime import WorkTime
from promises.wording import Reading, Unreadable, read
from tracker.demo.archive.matters import MATTERS, Matter
from tracker.demo.company import Company
from tracker.demo.sayings import in_words

# From so long before the present until where the played weeks begin.
FIRST, LAST = timedelta(days=91), timedelta(days=16)
# A working day of a team brings so many.
A_DAY = {"support-berlin": (1, 3), "support-new-york": (0, 2), "night-desk": (0, 2)}
# Who takes them, and to whom they may pass them on.
HANDS = {
    "support-berlin": ("amira", "jonas", "claire", "lena"),
    "support-new-york": ("ben", "grace"),
    "night-desk": ("noor", "kenji", "viktor"),
}
SAYINGS = ("half an hour", "two hours", "three hours", "next morning", "next afternoon", "two days")
CHANNELS = ("phone", "phone", "phone", "email", "email", "chat")
KINDS = ("callback", "callback", "update", "resolution")


@dataclass(slots=True)
class Story:
    """One ticket with one promise. `hands` are who had the ticket, one after the other; the last one promised.

    `ending` is kept, late, withdrawn or given_up, at `ended_at`. `slipped` is what was agreed at first.
    """

    team: str
    matter: Matter
    customer: str
    channel: str
    kind: str
    opened_at: datetime
    hands: tuple[str, ...]
    said_at: datetime
    wording: str
    reading: Reading
    ending: str
    ended_at: datetime
    closed_at: datetime
    slipped: datetime | None = None
    # How long the alert about it, and the escalation of it, waited for somebody; none where nobody answered.
    alert_waited: timedelta | None = None
    escalation_waited: timedelta | None = None

    @property
    def broke(self) -> bool:
        return self.ending in ("late", "given_up")


class Draw:
    """The same present gives the same stories."""

    def __init__(self, company: Company, now: datetime) -> None:
        self.company, self.now = company, now
        self._dice = Random("archive")  # noqa: S311 - a story, not a secret
        self._turns = {slug: count() for slug in HANDS}
        self._hours = {slug: company.teams[slug].calendar.worktime() for slug in HANDS}

    def stories(self) -> list[Story]:
        """In the order in which they began."""
        found = [story for slug in HANDS for story in self._of_team(slug)]
        return sorted(found, key=lambda story: story.opened_at)

    def _of_team(self, slug: str) -> Iterator[Story]:
        hours, dice = self._hours[slug], self._dice
        day = (self.now - FIRST).astimezone(hours.timezone).date()
        last = (self.now - LAST).astimezone(hours.timezone).date()
        while day <= last:
            if hours.is_workday(day):
                for _ in range(dice.randint(*A_DAY[slug])):
                    opened_at = hours.add(hours.opening(day), dice.randint(5, 360)).replace(microsecond=0)
                    if story := self._story(slug, hours, opened_at, (last - day).days):
                        yield story
            day += timedelta(days=1)

    def _story(self, slug: str, hours: WorkTime, opened_at: datetime, days_left: int) -> Story | None:
        dice, turn = self._dice, next(self._turns[slug])
        matter = dice.choice(MATTERS[slug])
        speakers = [key for key, one in self.company.customers.items() if one.language == matter.language]
        customer = dice.choice(speakers or list(self.company.customers))
        hands = self._hands(slug, matter, turn)
        said_at = opened_at + timedelta(minutes=1 + 25 * (len(hands) - 1))
        kind, language = dice.choice(KINDS), matter.language if matter.language in ("de", "fr") else "en"
        wording = in_words(dice.choice(SAYINGS), kind, language, said_at, hours)
        try:
            reading = read(
                wording, said_at=said_at, timezone=self.company.customers[customer].timezone,
                language=language, hours=hours,
            )  # fmt: skip
        except Unreadable:
            return None
        # It got better over the weeks: of seven promises one broke at first, of eleven in the end.
        breaks = turn % (11 if days_left < 35 else 7) == 3
        ending = (
            ("given_up" if turn % 5 == 3 else "late") if breaks else "withdrawn" if turn % 23 == 5 else "kept"
        )
        ended_at = self._ended(ending, said_at, reading.due_at, hours)
        return Story(
            slug, matter, customer, dice.choice(CHANNELS), kind, opened_at, hands, said_at, wording, reading,
            ending, ended_at, closed_at=ended_at + timedelta(days=2, minutes=dice.randint(0, 600)),
            slipped=said_at + (reading.due_at - said_at) / 2 if turn % 9 == 4 and not breaks else None,
            alert_waited=self._waited(9) if turn % 3 != 1 else None, escalation_waited=self._waited(14),
        )  # fmt: skip

    def _hands(self, slug: str, matter: Matter, turn: int) -> tuple[str, ...]:
        """Most stay with the first; one in seven is passed on once, one in twenty twice."""
        passed = 2 if turn % 20 == 6 else 1 if turn % 7 == 2 else 0
        mine = HANDS[slug]
        first = "claire" if matter.language == "fr" else mine[turn % len(mine)]
        others = [one for one in mine if one != first]
        if passed == 2 and len(others) < 2:
            passed = 1
        return (first, *others[:passed])

    def _ended(self, ending: str, said_at: datetime, due_at: datetime, hours: WorkTime) -> datetime:
        if ending == "late":
            # Mostly within the hour; now and then a day.
            minutes = min(int(self._dice.lognormvariate(3.6, 1.2)) + 4, 1_000)
            return hours.add(due_at, minutes).replace(microsecond=0)
        if ending == "given_up":
            return hours.add(due_at, self._dice.randint(900, 1_600)).replace(microsecond=0)
        return (said_at + (due_at - said_at) * self._dice.uniform(0.55, 0.97)).replace(microsecond=0)

    def _waited(self, minutes: float) -> timedelta:
        return timedelta(seconds=int(60 * minutes * self._dice.lognormvariate(0, 1.1)) + 20)
