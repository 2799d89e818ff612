"""The people, teams and customer that every story of these tests is about, always the same.

    Omar            Head of Support, above all three teams
      Lena          leads support-berlin      Amira and Tom are agents there
      Grace         leads support-new-york    Ben is an agent there
      Viktor        leads night-desk          Noor is an agent there
    Admin           administrator, outside the chain of command

Mrs Duarte is the customer; she lives in Berlin. `berlin("2026-03-02 09:00")` is an aware time: Monday, as work starts.
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from escalations.models import Position
from people.models import Absence, Team, User, WorkCalendar, WorkHours
from promises.models import Promise
from tickets.models import Contact, Customer, Ticket

PASSWORD = "keep-your-word"
WEEKDAYS, EVERY_DAY = range(5), range(7)


def berlin(text: str) -> datetime:
    """The moment when clocks in Berlin show `text`, such as "2026-03-02 09:00"; aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


def new_york(text: str) -> datetime:
    """The moment when clocks in New York show `text`; aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/New_York"))


def utc(text: str) -> datetime:
    """The moment `text` in UTC; aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("UTC"))


@dataclass(frozen=True)
class Cast:
    """Everybody by name, the teams by place."""

    berlin: Team
    new_york: Team
    night_desk: Team
    amira: User
    tom: User
    lena: User
    grace: User
    ben: User
    noor: User
    viktor: User
    omar: User
    admin: User
    customer: Customer


def assemble() -> Cast:
    """Write the whole cast into the database: calendars, teams, people, positions, the customer."""
    teams = {
        "berlin": _team(
            "support-berlin", "Support Berlin", "Europe/Berlin", "DE", WEEKDAYS, time(9), time(17, 30)
        ),
        "new_york": _team(
            "support-new-york", "Support New York", "America/New_York", "US", WEEKDAYS, time(9), time(17)
        ),
        "night_desk": _team("night-desk", "Night desk", "UTC", "", EVERY_DAY, time(0), time(0)),
    }
    people = {
        "amira": _person("amira", "Amira Haddad", teams["berlin"]),
        "tom": _person("tom", "Tom Berger", teams["berlin"]),
        "lena": _person("lena", "Lena Vogt", teams["berlin"]),
        "grace": _person("grace", "Grace Miller", teams["new_york"]),
        "ben": _person("ben", "Ben Carter", teams["new_york"]),
        "noor": _person("noor", "Noor Rahman", teams["night_desk"]),
        "viktor": _person("viktor", "Viktor Lindqvist", teams["night_desk"]),
        "omar": _person("omar", "Omar Benali", None, timezone="Europe/Berlin"),
        "admin": _person("admin", "Ada Admin", None, timezone="UTC", is_staff=True, is_superuser=True),
    }
    head = Position.objects.create(title="Head of Support", holder=people["omar"])
    for team, lead in (("berlin", "lena"), ("new_york", "grace"), ("night_desk", "viktor")):
        Position.objects.create(
            title=f"Lead of {teams[team].name}",
            team=teams[team],
            leads_team=True,
            holder=people[lead],
            reports_to=head,
        )
    return Cast(**teams, **people, customer=a_customer())


def _team(slug: str, name: str, zone: str, country: str, days: range, opens: time, closes: time) -> Team:
    calendar = WorkCalendar.objects.create(name=name, timezone=zone, country=country)
    WorkHours.objects.bulk_create(
        WorkHours(calendar=calendar, weekday=day, opens=opens, closes=closes) for day in days
    )
    return Team.objects.create(slug=slug, name=name, calendar=calendar)


def _person(first: str, name: str, team: Team | None, **fields) -> User:
    fields.setdefault("timezone", team.calendar.timezone if team else "UTC")
    return User.objects.create_user(f"{first}@kept.example", PASSWORD, name=name, team=team, **fields)


def a_customer(
    name: str = "Inês Duarte", email: str = "ines@customer.example", timezone: str = "Europe/Berlin", **fields
) -> Customer:
    """A customer, recorded once however often one asks."""
    return Customer.objects.recognise(name=name, email=email, timezone=timezone, **fields)


def a_ticket(cast: Cast, *, at: datetime, **fields) -> Ticket:
    """A ticket of Mrs Duarte's in Berlin, logged by its owner Amira at `at`; `fields` say otherwise."""
    fields = {
        "customer": cast.customer,
        "subject": "The invoice names the wrong company",
        "team": cast.berlin,
        "owner": cast.amira,
        **fields,
    }
    fields.setdefault("by", fields["owner"] or cast.amira)
    return Ticket.objects.log(at=at, **fields)


def a_promise(ticket: Ticket, wording: str = "", *, at: datetime, **fields) -> Promise:
    """A promise on `ticket`, said and recorded at `at` by whoever owns the ticket.

    In words, or with `due_at`; without either it is due "in 4 hours".
    """
    from promises.making import make

    if not wording and "due_at" not in fields:
        wording = "in 4 hours"
    fields.setdefault("by", fields.get("owner") or ticket.owner or ticket.opened_by)
    return make(ticket, wording=wording, at=at, **fields)


def a_call(ticket: Ticket, *, at: datetime, by: User | None = None, **fields) -> Contact:
    """We called the customer at `at` and reached them: what shows that a promise was kept."""
    fields = {
        "direction": "outbound",
        "channel": "phone",
        "outcome": "reached",
        "body": "Called back.",
        **fields,
    }
    return ticket.log_contact(by=by or ticket.owner, at=at, **fields)


def an_absence(user: User, starts_at: datetime, ends_at: datetime, deputy: User | None = None) -> Absence:
    """`user` is away, and `deputy` stands in."""
    absence = Absence(user=user, starts_at=starts_at, ends_at=ends_at, deputy=deputy)
    absence.full_clean()
    absence.save()
    return absence


@pytest.fixture
def cast(db) -> Cast:
    """Everybody, in the database of this test."""
    return assemble()
