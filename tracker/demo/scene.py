"""One ticket on the stage: what a plot does with it, always at the moment that the stage has come to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from escalations.answering import resolve
from escalations.models import Escalation
from escalations.rules import apply_rules
from people.models import User
from people.worktime import WorkTime
from promises import closing, handing_over, renegotiating, settling
from promises.making import make
from promises.models import HandOver, Promise
from promises.transferring import transfer
from recovery.moods import log_contact
from tickets.models import Contact, Ticket
from tracker.demo.case import Case
from tracker.demo.company import Company
from tracker.demo.moods import mood_in
from tracker.demo.sayings import in_words


@dataclass
class Scene:
    """The verbs of the product, as the people of one case use them at `at`."""

    case: Case
    company: Company
    hours: WorkTime
    team: str
    at: datetime
    dice: Random
    ticket: Ticket = field(init=False)
    # Who has it after it was passed on.
    holder: User | None = None
    _talks: int = 0

    @property
    def owner(self) -> User:
        return self.holder or self.company.people[self.case.owner]

    @property
    def language(self) -> str:
        """What is spoken: all of Berlin speaks German, Claire French too, and everybody English."""
        known = self.ticket.customer.language
        spoken = {"de"} if self.owner.team.slug == "support-berlin" else set()
        if self.case.owner == "claire":
            spoken.add("fr")
        return known if known in spoken else "en"

    def open(self, *, owned: bool = True) -> None:
        """Log the ticket, and the call that it came with."""
        case = self.case
        self.ticket = Ticket.objects.log(
            customer=self.company.customers[case.customer],
            subject=case.subject,
            description=case.description,
            team=self.company.teams[self.team],
            owner=self.owner if owned else None,
            topic=self.company.topics[case.topic],
            channel=case.channel,
            priority=case.priority,
            by=self.owner,
            at=self.at,
        )
        if case.channel == "phone":
            self.hear("")  # what was said is the description

    def hear(self, body: str, channel: str = "") -> Contact:
        """The customer contacts us."""
        channel = channel or self.case.channel
        waits = {"waited_seconds": self.case.waited} if channel == "phone" else {}
        return self._log(direction="inbound", channel=channel, body=body, by=self.owner, **waits)

    def tell(self, body: str, *, by: User | None = None, reached: bool = True, channel: str = "") -> Contact:
        """We contact the customer, and reach them or not."""
        return self._log(
            direction="outbound",
            channel=channel or ("email" if self.case.kind == "update" else "phone"),
            outcome="reached" if reached else "attempted",
            body=body,
            by=by or self.owner,
        )

    def _log(self, *, outcome: str = "reached", **said) -> Contact:
        """With the mood of this talk, if there was one; what escalates by it does so at once."""
        mood = mood_in(self.case.subject, self._talks) if outcome == "reached" else ""
        self._talks += outcome == "reached"
        contact = log_contact(self.ticket, mood=mood, outcome=outcome, at=self.at, **said)
        if mood == "furious":
            apply_rules(self.at)
        return contact

    def promise(self, said: str = "", kind: str = "", owner: User | None = None) -> Promise:
        """Promise in words; `said` names the saying, if it is another than the case's."""
        kind = kind or self.case.kind
        words = in_words(said or self.case.said, kind, self.language, self.at, self.hours)
        return make(
            self.ticket,
            by=self.owner,
            owner=owner,
            wording=words,
            kind=kind,
            language=self.language,
            at=self.at,
        )

    def keep(self, promise: Promise, body: str = "", *, by: User | None = None) -> None:
        by = by or promise.owner
        evidence = self.tell(body or self.case.ending, by=by)
        settling.keep(promise, by=by, evidence=evidence, at=self.at)
        # A promise that is kept late has escalated.
        for escalation in Escalation.objects.open().filter(ticket=self.ticket):
            resolve(escalation, by=by, done=evidence.body, at=self.at)

    def withdraw(self, promise: Promise, reason: str = "") -> None:
        settling.withdraw(promise, by=self.owner, reason=reason or self.case.ending, at=self.at)

    def renegotiate(self, promise: Promise, said: str, reason: str) -> None:
        words = in_words(said, promise.kind, self.language, self.at, self.hours)
        renegotiating.renegotiate(
            promise,
            by=self.owner,
            wording=words,
            reason=reason,
            customer_told=True,
            language=self.language,
            at=self.at,
        )

    def pass_on(self, to: str) -> None:
        """Transfer the ticket within the team, to who knows more about its topic."""
        person, topic = self.company.people[to], self.ticket.topic.name.lower()
        transfer(
            self.ticket,
            to_owner=person,
            kind="cold",
            reason=f"It needs somebody who knows more about {topic}.",
            note="They have told it once in full, and sent what there is. Next is to call them.",
            by=self.owner,
            at=self.at,
        )
        self.ticket.refresh_from_db()
        self.holder = person

    def offer(self, promise: Promise, to: str, note: str) -> HandOver:
        person = self.company.people[to]
        return handing_over.offer(promise, to=person, by=self.owner, note=note, at=self.at)

    def move(self, state: str, reason: str = "") -> None:
        closing.move(self.ticket, state, by=self.owner, reason=reason, at=self.at)

    def before(self, promise: Promise, low: int, high: int) -> datetime:
        """Somewhere between `low` and `high` working minutes before it is due, and after it was made."""
        moment = self.hours.subtract(promise.due_at, self.dice.randint(low, high))
        if moment > self.at + timedelta(minutes=5):
            return moment
        return self.at + (promise.due_at - self.at) * self.dice.uniform(0.4, 0.8)

    def after(self, promise: Promise, low: int, high: int) -> datetime:
        """Somewhere between `low` and `high` working minutes after it is due."""
        return self.hours.add(promise.due_at, self.dice.randint(low, high))

    def later(self, low: int, high: int) -> datetime:
        """Somewhere between `low` and `high` working minutes from where the scene is now."""
        return self.hours.add(self.at, self.dice.randint(low, high))
