"""The demo: what whoever tries Kept for the first time finds."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F, Max

from alerts.models import Alert, Deadline, Delivery
from alerts.outbox import Outbox
from alerts.sweep import Sweep
from escalations.figures import solved, transfers
from escalations.models import EscalationCause
from escalations.rules import apply_rules
from people.models import Absence, Team, User
from people.models.calendar import public_holidays
from promises.models import Breach, Promise
from promises.models.promise import FILTERS
from recovery.models import Mood, MoodReading
from recovery.showing import course_of
from tests.cast import berlin, new_york, utc
from tickets.models import Contact, Customer, Event, State, Ticket
from tracker import demo
from tracker.demo.moods import MOODS

# One load serves all of this file.
pytestmark = pytest.mark.xdist_group("demo")

NOW = berlin("2026-11-18 14:20")  # a Wednesday afternoon
# Statements. The first start waits for them; more than this is felt.
BUDGET = 11_000


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo as of NOW, loaded once for this file; what a test adds is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        statements = Statements()
        with connection.execute_wrapper(statements):
            demo.load(NOW)
        yield statements
        transaction.set_rollback(True)


class Statements:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, *args):
        self.count += 1
        return execute(*args)


@pytest.fixture
def shown(loaded, db):
    """The loaded demo, for one test."""
    return loaded


def test_there_are_twelve_people_and_about_sixty_tickets_in_two_weeks(shown):
    assert User.objects.count() == 12
    assert 55 <= Ticket.objects.filter(opened_at__gt=NOW - timedelta(days=15)).count() <= 70
    assert {"en", "de", "fr", "es", "ja", "ar"} <= set(Customer.objects.values_list("language", flat=True))
    assert Customer.objects.values("timezone").distinct().count() > 15
    assert not Ticket.objects.filter(description="").exists()


def test_a_quarter_lies_behind_them_with_something_in_every_week(shown):
    for week in range(13):
        until = NOW - timedelta(weeks=week)
        due = Promise.objects.filter(due_at__gt=until - timedelta(weeks=1), due_at__lte=until)
        assert 10 <= due.count() <= 40, week
        assert due.filter(settlement__outcome="kept", settlement__at__lte=F("due_at")).count() >= 8, week
    assert NOW - Ticket.objects.earliest("opened_at").opened_at < timedelta(days=93)


def test_tickets_were_passed_on_once_and_twice_and_then_solved(shown):
    for days in (7, 30, 90):
        found = dict(transfers(solved(NOW - timedelta(days=days), NOW)))
        assert found["Never passed on"] > found["Passed on once"] >= found["Passed on twice"] >= 1, days
    for ticket in Ticket.objects.filter(transfer_count__gt=0):
        rows = list(ticket.transfers.order_by("ordinal"))
        assert [row.ordinal for row in rows] == list(range(1, ticket.transfer_count + 1))
        assert rows[-1].to_owner == ticket.owner


def test_what_was_written_for_the_weeks_before_is_what_the_verbs_write(shown):
    """An archived ticket's timeline says the same kinds of things, with the same facts, as a played one's."""
    told: dict[str, set] = {}
    for kind, data in Event.objects.filter(at__gt=NOW - timedelta(days=14)).values_list("kind", "data"):
        told.setdefault(kind, set()).add(frozenset(data))
    for kind, data in Event.objects.filter(at__lt=NOW - timedelta(days=30)).values_list("kind", "data"):
        assert frozenset(data) in told[kind], kind
    for promise in Promise.objects.filter(due_at__lt=NOW - timedelta(days=30)).with_facts():
        deadline = promise.deadline
        assert (deadline.at, deadline.missed_at is not None) == (promise.due_at, promise.is_broken)
        assert deadline.settled_at == promise.settled_at == promise.settlement.recorded_at
        assert promise.is_broken == promise.ticket.escalations.exists()


def test_an_archived_ticket_opens(shown, client):
    client.post("/login/", {"login": "omar@kept.example", "password": settings.DEMO_PASSWORD})
    for ticket in Ticket.objects.order_by("number")[:40:4]:
        assert client.get(ticket.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("slug", "opening", "closing", "holiday"),
    [
        ("support-berlin", berlin("2026-11-18 09:00"), berlin("2026-11-18 17:30"), "2026-12-25"),
        ("support-new-york", new_york("2026-11-18 09:00"), new_york("2026-11-18 17:00"), "2026-11-26"),
        ("night-desk", utc("2026-11-18 00:00"), utc("2026-11-19 00:00"), None),
    ],
)
def test_the_three_teams_work_at_their_hours(shown, slug, opening, closing, holiday):
    calendar = Team.objects.get(slug=slug).calendar
    hours = calendar.worktime()
    day = opening.date()

    assert hours.opening(day) == opening
    assert hours.closing(day) == closing
    assert holiday is None or public_holidays(calendar.country, calendar.subdivision).get(holiday)
    assert hours.is_workday(berlin("2026-11-21 12:00").date()) == (slug == "night-desk")  # a Saturday


@pytest.mark.parametrize("first", ["amira", "noor", "lena", "omar", "admin", "helena"])
def test_people_log_in_with_the_demo_password(shown, client, first):
    answer = client.post("/login/", {"login": f"{first}@kept.example", "password": settings.DEMO_PASSWORD})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=f"{first}@kept.example").pk)


def test_only_the_administrator_is_one(shown):
    staff = User.objects.filter(is_staff=True)

    assert [user.email for user in staff] == ["admin@kept.example"]
    assert staff.get().is_superuser


def test_tickets_are_in_every_state(shown):
    states = {ticket.state for ticket in Ticket.objects.with_state()}

    assert states == set(State.values)


@pytest.mark.parametrize("state", FILTERS)
def test_promises_are_in_every_state(shown, state):
    assert Promise.objects.in_state(state, NOW).exists()


def test_every_turn_that_a_promise_can_take_has_happened(shown):
    kinds = set(Event.objects.values_list("kind", flat=True))

    assert {
        "promise_made",
        "promise_kept",
        "promise_broken",
        "promise_withdrawn",
        "promise_renegotiated",
        "hand_over_offered",
        "hand_over_accepted",
        "hand_over_declined",
        "acknowledged",
        "escalated",
        "escalation_acknowledged",
        "escalation_resolved",
        "contact_inbound",
        "contact_outbound",
        "pending",
        "solved",
        "closed",
        "open",
    } <= kinds
    slips = {promise.slips for promise in Promise.objects.with_facts()}
    assert {0, 1, 2} <= slips
    assert Contact.objects.filter(outcome="attempted").exists()
    assert Promise.objects.with_facts().filter(
        hand_over_open=True, hand_overs__to_owner__name__startswith="Amira"
    )


def test_moods_were_read_anger_escalated_and_somebody_calmed_down(shown):
    assert set(MoodReading.objects.values_list("level", flat=True)) == set(Mood.values)
    calmed = Ticket.objects.get(subject="Trommel der neuen Maschine schleift")
    assert [step.word for step in course_of(calmed).steps] == ["annoyed", "calm", "furious", "calm"]
    assert MoodReading.objects.current().heated().exists()
    assert EscalationCause.objects.filter(cause="angry_customer", by=None).count() >= 2


def test_every_mood_was_read_in_a_talk_that_took_place(shown):
    """Whoever renames a case of the demo renames its moods."""
    there = set(MoodReading.objects.values_list("ticket__subject", flat=True))
    assert there == set(MOODS)


def test_promises_were_made_in_the_words_of_three_languages(shown):
    said = dict(Promise.objects.values_list("wording", "language"))

    assert said["Ich rufe Sie morgen früh zurück"] == "de"
    assert said["Je vous rappelle demain matin"] == "fr"
    assert said["I’ll call you back tomorrow morning"] == "en"
    assert not Promise.objects.filter(understood="").exists()


def test_somebody_is_away_next_week_and_a_deputy_stands_in(shown):
    absence = Absence.objects.get(user__email="jonas@kept.example")

    assert absence.starts_at == berlin("2026-11-23 00:00")
    assert absence.deputy.email == "amira@kept.example"
    assert "owner_absent" in str(list(Promise.objects.values_list("warnings", flat=True)))


def test_nothing_lies_ahead_of_the_present_but_what_is_due(shown):
    for model, field in [
        (Event, "at"),
        (Contact, "happened_at"),
        (Alert, "raised_at"),
        (Promise, "made_at"),
        (Promise, "settled_at"),
        (Breach, "noticed_at"),
        (Delivery, "done_at"),
    ]:
        assert model.objects.aggregate(last=Max(field))["last"] <= NOW, (model, field)


def test_every_broken_promise_was_noticed_when_it_broke(shown):
    """But for what only the customer could tell us."""
    noticed = Breach.objects.exclude(promise__customer_answers__kind="disputed")
    assert noticed.count() >= 8
    for breach in noticed:
        assert breach.broken_at == breach.noticed_at
    assert not Deadline.objects.unsettled().filter(next_rung_at__lte=NOW).exists()


def test_a_promise_kept_in_time_is_not_broken(shown):
    in_time = [p for p in Promise.objects.with_facts() if p.state == "kept" and not p.is_kept_late]

    assert len(in_time) >= 20
    assert not any(p.is_broken for p in in_time)


def test_no_mail_of_the_past_goes_out(shown):
    apply_rules(NOW)
    sent = Outbox().run(NOW)

    assert (sent.sent, sent.dropped, sent.failed) == (0, 0, 0)
    assert mail.outbox == []
    assert Delivery.objects.filter(channel="email", outcome="sent").count() > 50


def test_the_leads_have_alerts_that_nobody_has_answered(shown):
    waiting = Alert.objects.filter(acknowledgement=None, deadline__settled_at=None)

    assert waiting.filter(recipient__email="lena@kept.example").exists()
    assert waiting.filter(recipient__email="omar@kept.example").exists()


def test_whoever_looks_sees_a_ladder_fire_and_then_the_breach(shown):
    promise = Promise.objects.unsettled().filter(due_at__gt=NOW).order_by("due_at").first()
    assert promise.owner.email == "noor@kept.example"
    assert promise.team.slug == "night-desk"
    assert timedelta(minutes=2.5) < promise.due_at - NOW < timedelta(minutes=3)
    before = set(Alert.objects.values_list("pk", flat=True))

    def rung_at(minutes: float) -> list[tuple[str, set[str]]]:
        at = promise.due_at - timedelta(minutes=minutes)
        Sweep().run(at)
        Outbox().run(at)
        new = Alert.objects.exclude(pk__in=before).filter(deadline=promise.deadline).order_by("pk")
        told = [
            (a.recipient.get_short_name(), set(a.deliveries.values_list("channel", "outcome"))) for a in new
        ]
        before.update(new.values_list("pk", flat=True))
        return told

    both = {("in_app", "sent"), ("email", "sent")}
    assert rung_at(2.1) == []
    assert rung_at(2) == [("Noor", both)]
    assert rung_at(1) == [("Noor", both)]
    assert not Breach.objects.filter(promise=promise).exists()
    assert {name for name, _ in rung_at(0)} == {"Viktor", "Omar"}
    assert Breach.objects.get(promise=promise).broken_at == promise.due_at
    assert [message.to for message in mail.outbox[:2]] == [["noor@kept.example"]] * 2


def test_what_to_watch_names_the_promise_that_is_about_to_break(shown):
    first, second = demo.what_to_watch(NOW)[:2]

    assert first.startswith("In 2:50 min")
    assert "noor@kept.example" in first
    assert "amira@kept.example" in second
    assert demo.what_to_watch(NOW + timedelta(hours=1)) == []


def test_a_second_load_says_so_and_changes_nothing(shown):
    def everything():
        return [m.objects.count() for m in (User, Ticket, Promise, Event, Alert, Delivery, Deadline)]

    there = everything()
    said = StringIO()
    call_command("load_demo", if_empty=True, stdout=said)

    assert "was not loaded" in said.getvalue()
    with pytest.raises(CommandError, match="Use an empty database"):
        call_command("load_demo")
    assert everything() == there


def test_it_takes_no_more_statements_than_a_first_start_can_wait_for(shown):
    assert shown.count < BUDGET
