"""Who works here: three teams with their hours, twelve people, the chain of command, who is away, the ladders."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import prefetch_related_objects

from alerts.models import Ladder
from alerts.models.ladder import DEFAULT_RUNGS
from escalations.models import Position
from people.fields import zone
from people.models import Absence, Closure, Membership, Team, User, WorkCalendar, WorkHours
from tickets.models import Customer, Topic
from tracker.demo.customers import known_customers

# slug: name, time zone, country, subdivision, weekdays, opens, closes
TEAMS = {
    "support-berlin": ("Support Berlin", "Europe/Berlin", "DE", "BE", range(5), time(9), time(17, 30)),
    "support-new-york": ("Support New York", "America/New_York", "US", "NY", range(5), time(9), time(17)),
    "night-desk": ("Night desk", "UTC", "", "", range(7), time(0), time(0)),
}
# first part of the e-mail address: name, home team, language, time zone
PEOPLE = {
    "amira": ("Amira Haddad", "support-berlin", "en", "Europe/Berlin"),
    "jonas": ("Jonas Weber", "support-berlin", "de", "Europe/Berlin"),
    "claire": ("Claire Fontaine", "support-berlin", "fr", "Europe/Paris"),
    "lena": ("Lena Vogt", "support-berlin", "de", "Europe/Berlin"),
    "ben": ("Ben Carter", "support-new-york", "en", "America/New_York"),
    "grace": ("Grace Miller", "support-new-york", "en", "America/New_York"),
    "noor": ("Noor Rahman", "night-desk", "en", "Asia/Dubai"),
    "kenji": ("Kenji Sato", "night-desk", "en", "Asia/Tokyo"),
    "viktor": ("Viktor Lindqvist", "night-desk", "en", "Europe/Stockholm"),
    "omar": ("Omar Benali", None, "en", "Europe/Berlin"),
    "helena": ("Helena Brandt", None, "de", "Europe/Berlin"),
    "admin": ("Ada Winter", None, "en", "UTC"),
}
ALSO_IN = {"amira": "night-desk", "ben": "night-desk", "claire": "support-new-york"}
LEADS = {"support-berlin": "lena", "support-new-york": "grace", "night-desk": "viktor"}
TOPICS = {
    "refunds": "Refunds",
    "deliveries": "Deliveries",
    "billing": "Invoices and payments",
    "outages": "Outages",
    "warranty": "Warranty and repairs",
    "contracts": "Contracts",
    "accounts": "Accounts and log-in",
}
# Who can solve what below the leads: title, team, topics, languages, the largest gesture without asking.
SPECIALISTS = {
    "amira": (
        "Accounts and refunds",
        "support-berlin",
        ("accounts", "refunds"),
        ["en", "ar", "de"],
        50,
        "EUR",
    ),
    "claire": ("Billing, French", "support-berlin", ("billing", "contracts"), ["fr", "en"], 50, "EUR"),
    "ben": (
        "Deliveries and warranty",
        "support-new-york",
        ("deliveries", "warranty"),
        ["en", "es"],
        75,
        "USD",
    ),
    "kenji": ("Outages", "night-desk", ("outages",), ["en", "ja"], 25, "EUR"),
}
# The night desk is alone at its hours: two last calls to the owner before a promise breaks.
LAST_CALLS = [
    {"minutes_before": 2, "audiences": ["owner"]},
    {"minutes_before": 1, "audiences": ["owner"]},
]
# Everything was set up this long before the present.
SINCE = timedelta(days=400)


@dataclass(frozen=True)
class Company:
    """Teams and topics by slug, people by the first part of their address, customers by theirs."""

    teams: dict[str, Team]
    people: dict[str, User]
    topics: dict[str, Topic]
    customers: dict[str, Customer]


def found(at: datetime) -> Company:
    """Write the whole organisation into the database, as of `at` (aware)."""
    teams = {slug: _team(slug, *row) for slug, row in TEAMS.items()}
    people = _people(teams, at)
    topics = {slug: Topic.objects.create(slug=slug, name=name) for slug, name in TOPICS.items()}
    _chain_of_command(teams, people, topics)
    _absences(people, at)
    _ladders(teams, at)
    # Each promise that is read asks for its team's hours: they are read once here.
    prefetch_related_objects([team.calendar for team in teams.values()], "hours", "closures")
    return Company(teams, people, topics, known_customers(at - SINCE))


def _team(
    slug: str, name: str, timezone: str, country: str, part: str, days: range, opens: time, closes: time
) -> Team:
    calendar = WorkCalendar.objects.create(name=name, timezone=timezone, country=country, subdivision=part)
    WorkHours.objects.bulk_create(
        WorkHours(calendar=calendar, weekday=day, opens=opens, closes=closes) for day in days
    )
    return Team.objects.create(slug=slug, name=name, calendar=calendar)


def _people(teams: dict[str, Team], at: datetime) -> dict[str, User]:
    # One hash for all: a good hash is slow on purpose, and twelve of them would be felt at the first start.
    password = make_password(settings.DEMO_PASSWORD)
    people = {}
    for first, (name, team, language, timezone) in PEOPLE.items():
        is_admin = first == "admin"
        people[first] = User.objects.create(
            email=f"{first}@kept.example",
            password=password,
            name=name,
            team=teams[team] if team else None,
            language=language,
            timezone=timezone,
            is_staff=is_admin,
            is_superuser=is_admin,
            date_joined=at - SINCE,
        )
    for first, team in ALSO_IN.items():
        Membership.objects.create(user=people[first], team=teams[team])
    return people


def _chain_of_command(teams: dict[str, Team], people: dict[str, User], topics: dict[str, Topic]) -> None:
    director = Position.objects.create(
        title="Director of Customer Care",
        holder=people["helena"],
        languages=["de", "en"],
        goodwill_limit=5000,
        may_waive=["return-window", "late-fee", "contract-term"],
    )
    head = Position.objects.create(
        title="Head of Support",
        holder=people["omar"],
        reports_to=director,
        languages=["en", "ar", "fr"],
        goodwill_limit=500,
        may_waive=["return-window", "late-fee"],
    )
    leads = {
        slug: Position.objects.create(
            title=f"Lead, {teams[slug].name}",
            team=teams[slug],
            leads_team=True,
            holder=people[lead],
            reports_to=head,
            languages=["de", "en"] if slug == "support-berlin" else ["en"],
            goodwill_limit=150,
            goodwill_currency="USD" if slug == "support-new-york" else "EUR",
            may_waive=["late-fee"],
        )
        for slug, lead in LEADS.items()
    }
    for first, (title, slug, knows, languages, limit, currency) in SPECIALISTS.items():
        position = Position.objects.create(
            title=title,
            team=teams[slug],
            holder=people[first],
            reports_to=leads[slug],
            languages=languages,
            goodwill_limit=limit,
            goodwill_currency=currency,
        )
        position.topics.set(topics[topic] for topic in knows)


def _absences(people: dict[str, User], at: datetime) -> None:
    """Jonas is away next week, Claire was for a day last week, and Berlin takes stock in a month."""
    berlin = zone("Europe/Berlin")
    today = at.astimezone(berlin).date()
    monday = today + timedelta(days=7 - today.weekday())

    def midnight(day) -> datetime:
        return datetime.combine(day, time(), tzinfo=berlin)

    Absence.objects.create(
        user=people["jonas"],
        starts_at=midnight(monday),
        ends_at=midnight(monday + timedelta(days=7)),
        deputy=people["amira"],
        reason="Holiday",
    )
    last_tuesday = monday - timedelta(days=13)
    Absence.objects.create(
        user=people["claire"],
        starts_at=midnight(last_tuesday),
        ends_at=midnight(last_tuesday + timedelta(days=1)),
        deputy=people["lena"],
        reason="Training",
    )
    stocktaking = today + timedelta(days=30)
    calendar = people["lena"].team.calendar
    Closure.objects.create(calendar=calendar, starts_on=stocktaking, ends_on=stocktaking, name="Stocktaking")


def _ladders(teams: dict[str, Team], at: datetime) -> None:
    before_due = [rung for rung in DEFAULT_RUNGS if rung.get("minutes_before", 1) > 0]
    from_due = [rung for rung in DEFAULT_RUNGS if rung not in before_due]
    for slug, team in teams.items():
        extra = LAST_CALLS if slug == "night-desk" else []
        Ladder.objects.replace(team, [*before_due, *extra, *from_due], at=at - SINCE)
