"""Promises as calendar files (RFC 5545): one for its customer, and a feed of an agent's own."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from icalendar import Alarm, Calendar, Event

from people.models import User
from promises.customer.link import url_of
from promises.customer.showing import heading_of
from promises.customer.words import LANGUAGES, language_of
from promises.models import CustomerAnswer, Promise

ALARM_BEFORE = timedelta(minutes=15)


def customers_calendar(promise: Promise) -> bytes:
    """The promise alone, in its customer's language. Needs what `customer.link.promise_behind` fetches."""
    words = LANGUAGES[language_of(promise.ticket.customer.language)]
    event = _event(promise, heading_of(promise, words, "open"))
    event.add("description", f"{words['by_team'].format(team=promise.team.name)}\n{url_of(promise)}")
    event.add("url", url_of(promise))
    return _calendar([event], words["title"])


def agents_calendar(user: User, promises: Iterable[Promise]) -> bytes:
    """`promises` of `user`, with an alarm before each that is open. Needs what `feed_views.owed_by` fetches."""
    return _calendar([_agents_event(promise) for promise in promises], f"Kept: {user.name}")


def _agents_event(promise: Promise) -> Event:
    ticket = promise.ticket
    done = {"kept": "Kept: ", "broken": "Broken: "}.get(promise.state, "")
    event = _event(promise, f"{done}{promise.get_kind_display()}: {ticket.customer.name}")
    url = f"{settings.SITE_URL}{promise.get_absolute_url()}"
    said = f"“{promise.wording}”\n" if promise.wording else ""
    event.add("description", f"{said}#{ticket.pk} {ticket.subject}\n{url}")
    event.add("url", url)
    if promise.settled_at is None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{promise.get_kind_display()}: {ticket.customer.name}")
        related = {"related": "END"} if promise.not_before else {}
        alarm.add("trigger", -ALARM_BEFORE, parameters=related)
        event.add_component(alarm)
    return event


def _event(promise: Promise, title: str) -> Event:
    """Times in UTC. The UID never changes, and the sequence rises whenever the promise does."""
    event = Event()
    event.add("uid", f"promise-{promise.pk}@{settings.SITE_URL.partition('://')[2]}")
    event.add("dtstamp", _changed_at(promise))
    # A settlement that was disputed counts twice: it was settled, and is owed again.
    event.add("sequence", promise.slips + (promise.settled_at is not None) + 2 * len(_overturned(promise)))
    event.add("summary", title)
    # Without a beginning it is a moment, by which it is due, and takes no time.
    event.add("dtstart", promise.not_before or promise.due_at)
    if promise.not_before:
        event.add("dtend", promise.due_at)
    event.add("status", "CANCELLED" if promise.state == "withdrawn" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _changed_at(promise: Promise) -> datetime:
    """When it last changed: what has not changed since is the same file, byte for byte."""
    changes = [*promise.renegotiations.all(), *_overturned(promise)]
    return max([promise.made_at, promise.settled_at or promise.made_at, *(change.at for change in changes)])


def _overturned(promise: Promise) -> list[CustomerAnswer]:
    answers = promise.customer_answers.all()
    return [answer for answer in answers if answer.kind == "disputed" and answer.settlement_id]


def _calendar(events: Iterable[Event], name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Kept//Promises//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()
