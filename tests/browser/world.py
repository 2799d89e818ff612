"""A database in which every page has something to show, and the list of those pages.

A new page is a line in PAGES, with its reader where that is not Amira; a new dialog is a line in DIALOGS.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from alerts.sweep import Sweep
from escalations.consulting import consult
from escalations.escalating import escalate
from escalations.models import Position
from promises import handing_over
from promises.customer.answering import ask_another_time, dispute
from promises.customer.link import path_of
from promises.models import Promise
from promises.renegotiating import renegotiate
from promises.settling import keep, withdraw
from promises.transferring import transfer
from recovery.moods import read_mood
from tests.cast import Cast, a_call, a_customer, a_promise, a_ticket, an_absence
from tickets.models import Topic

# Path: who reads it, by their name in the cast; empty for nobody, who is not logged in.
PAGES = {
    "/": "amira",
    "/?who=team": "amira",
    "/tickets/": "amira",
    "/tickets/?q=nothing+like+it": "amira",
    "/tickets/?mood=heated": "amira",
    "/tickets/?order=due": "amira",
    "/search/": "amira",
    "/search/?q=duarte": "amira",
    "/search/?q=duarte&kind=tickets": "amira",
    "/search/?q=nothing+like+it": "amira",
    "/replies/": "amira",
    "/replies/new/": "amira",
    "/tickets/{ticket}/": "amira",
    "/tickets/{escalated}/": "lena",
    "/tickets/{ticket}/state/?to=solved": "amira",
    "/tickets/{ticket}/transfers/new/": "amira",
    "/tickets/{ticket}/escalations/new/": "amira",
    "/tickets/{ticket}/consults/new/": "amira",
    "/escalations/{escalation}/acknowledge/": "lena",
    "/consults/{consult}/answer/": "tom",
    "/alerts/": "amira",
    "/alerts/?show=all": "lena",
    "/calls/new/": "amira",
    "/calls/new/?ticket={ticket}": "amira",
    "/promises/{promise}/keep/": "amira",
    "/promises/{settled}/keep/": "amira",
    "/promises/{promise}/renegotiate/": "amira",
    "/promises/{promise}/withdraw/": "amira",
    "/promises/{promise}/hand-over/": "amira",
    "/promises/{promise}/customers-page/": "amira",
    "/hand-overs/{offer}/accept/": "tom",
    "/hand-overs/{offer}/decline/": "tom",
    "/hand-overs/{offer}/take-back/": "amira",
    "/transfers/{transfer}/accept/": "tom",
    "/transfers/{transfer}/decline/": "tom",
    "/chart/": "amira",
    "/chart/import/": "admin",
    "/chart/positions/new/": "admin",
    "/chart/positions/{position}/": "admin",
    "/absences/": "amira",
    "/absences/{absence}/": "amira",
    "/shift/": "amira",
    "/teams/support-berlin/rules/": "lena",
    "/you/": "amira",
    "/dashboard/": "omar",
    "/dashboard/promises/": "omar",
    "/dashboard/escalations/": "omar",
    "/dashboard/tickets/": "omar",
    "/promises/{promise}/cover/": "tom",
    "/dashboard/over-time/": "omar",
    "/dashboard/over-time/?days=7&by=topic": "lena",
    "/dashboard/over-time/promises/": "omar",
    "/dashboard/over-time/tickets/": "omar",
    "/dashboard/over-time/escalations/": "omar",
    "/chart/positions/{position}/remove/": "admin",
    "/tickets/{ticket}/transfers/grant/": "omar",
    "/wall/": "omar",
    "/search/?q=invoice": "amira",
    "/password/change/": "amira",
    "/login/": "",
    "/password/reset/": "",
    "/password/reset/sent/": "",
    "{open_page}": "",
    "{moved_page}": "",
    "{kept_page}": "",
    "{missed_page}": "",
    "{disputed_page}": "",
    "{withdrawn_page}": "",
    "/p/no-such-link/": "",
    "/nowhere/": "amira",
}

# Page, what opens the dialog on it, and who does.
DIALOGS = [
    ("/", "#log-a-call", "amira"),
    ("/", "#keep-{promise}", "amira"),
    ("/", "[data-help]", "amira"),
    ("/", "#open-palette", "amira"),
    ("/tickets/{ticket}/", "#share-{promise}", "amira"),
    ("/tickets/{ticket}/", "[href$='/transfers/new/']", "amira"),
    ("/tickets/{ticket}/", "[href$='/escalations/new/']", "amira"),
    ("/tickets/{ticket}/", "[href$='/consults/new/']", "amira"),
    ("/tickets/{ticket}/", "[href*='/state/?to=solved']", "amira"),
]


@dataclass(frozen=True)
class World:
    """Everybody, and the keys that the paths of PAGES hold."""

    cast: Cast
    keys: dict[str, object]

    def path(self, pattern: str) -> str:
        return pattern.format(**self.keys)


def furnish(cast: Cast, words: str = "The invoice names the wrong company") -> World:
    """Tickets, promises in every state, offers, escalations, consults, absences; `words` in every free text."""
    now = timezone.now()
    at = now - timedelta(hours=5)
    short = words[:120]
    _rename(cast, short)
    topic = Topic.objects.create(slug="invoices", name=short)
    customer = a_customer(words[:200], "odd@customer.example", phone="+49 30 1234567")
    fields = {"customer": customer, "subject": words[:200], "description": words, "topic": topic}
    ticket = a_ticket(cast, at=at, **fields)
    ticket.log_contact(direction="inbound", by=cast.amira, at=at, channel="phone", body=words)
    for hour, level in enumerate(("pleased", "furious", "annoyed", "angry"), start=1):
        read_mood(ticket, by=cast.amira, level=level, note=words[:200], at=at + timedelta(hours=hour))
    states = _promises(cast, ticket, words, at, now)
    offered = _promised(ticket, words, at, now + timedelta(hours=7))
    offer = handing_over.offer(offered, to=cast.tom, by=cast.amira, note=words, at=at)
    escalated = a_ticket(cast, at=at, **fields)
    escalation = escalate(escalated, cause="by_hand", reason=words, by=cast.amira, at=now)
    asked = consult(ticket, person=cast.tom, question=words, by=cast.amira, at=now)
    consult(ticket, person=cast.amira, question=words, by=cast.tom, at=now)
    moved = a_ticket(cast, at=at, **fields)
    _promised(moved, words, at, now + timedelta(hours=8))
    passed = transfer(moved, to_owner=cast.tom, kind="warm", reason=words, note=words, by=cast.amira, at=now)
    absence = an_absence(cast.amira, now + timedelta(hours=6), now + timedelta(days=9), deputy=cast.tom)
    an_absence(cast.tom, now + timedelta(days=20), now + timedelta(days=22), deputy=cast.amira)
    Sweep().run(now)
    pages = {f"{name}_page": path_of(promise) for name, promise in states.items()}
    keys = {
        "ticket": ticket.pk,
        "promise": states["open"].pk,
        "settled": states["withdrawn"].pk,
        "offer": offer.pk,
        "escalated": escalated.pk,
        "escalation": escalation.pk,
        "consult": asked.pk,
        "transfer": passed.pk,
        "position": Position.objects.get(holder=cast.lena).pk,
        "absence": absence.pk,
        **pages,
    }
    return World(cast, keys)


def _promised(ticket, words: str, at: datetime, due_at: datetime) -> Promise:
    """As if `words` had been read as that time."""
    promise = a_promise(ticket, at=at, due_at=due_at)
    Promise.objects.filter(pk=promise.pk).update(wording=words[:500], understood=words[:500])
    promise.refresh_from_db()
    return promise


def _promises(cast: Cast, ticket, words: str, at: datetime, now: datetime) -> dict[str, Promise]:
    later, past = now + timedelta(hours=2), now - timedelta(hours=1)
    times = {
        "open": later,
        "moved": later,
        "kept": later,
        "withdrawn": later,
        "missed": past,
        "disputed": past,
    }
    made = {name: _promised(ticket, words, at, due_at) for name, due_at in times.items()}
    _promised(ticket, words, at, now + timedelta(minutes=30))  # at risk
    call = a_call(ticket, at=at + timedelta(minutes=30), body=words)
    renegotiate(
        made["moved"],
        by=cast.amira,
        reason=words,
        customer_told=True,
        due_at=now + timedelta(hours=4),
        at=at + timedelta(minutes=5),
    )
    for name in ("kept", "disputed"):
        keep(made[name], by=cast.amira, evidence=call, at=call.happened_at)
    withdraw(made["withdrawn"], by=cast.amira, reason=words, at=at + timedelta(minutes=40))
    dispute(made["disputed"], words=words, at=past + timedelta(minutes=5))
    ask_another_time(made["open"], words=words, at=at + timedelta(minutes=50))
    return {
        name: Promise.objects.with_facts().select_related("ticket").get(pk=promise.pk)
        for name, promise in made.items()
    }


def _rename(cast: Cast, words: str) -> None:
    """What people, teams and positions are called, where it is not the usual."""
    if words.startswith("The invoice"):
        return
    cast.amira.name = cast.tom.name = cast.lena.name = words
    for person in (cast.amira, cast.tom, cast.lena):
        person.save(update_fields=["name"])
    cast.berlin.name = words
    cast.berlin.save(update_fields=["name"])
    Position.objects.filter(holder=cast.lena).update(title=words)
