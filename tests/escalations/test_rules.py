"""The rules by which tickets escalate: what each finds, once, and what a dry run says of last week."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts.acknowledging import acknowledge
from alerts.models import Alert
from alerts.sweep import Sweep
from escalations import jobs, rules
from escalations.models import Cause, Escalation, EscalationCause, EscalationRule
from escalations.models.rule import DEFAULTS, RuleSetting
from escalations.rules import apply_rules, dry_run, settings_of
from people.models import Team
from promises.settling import keep
from promises.transferring import transfer
from tests.cast import a_call, a_promise, a_ticket, berlin
from tickets.models import Event, Ticket, Transfer

MONDAY = berlin("2026-03-02 09:00")
HOUR = RuleSetting(True, 60, "hierarchical")


def at(text: str):
    return berlin(f"2026-03-{text}")


def enable(team, trigger, minutes=60):
    return EscalationRule.objects.create(team=team, trigger=trigger, minutes=minutes)


def last_week(team, trigger, setting=HOUR):
    return dry_run(team, trigger, setting, since=at("02 00:00"), until=at("09 00:00"))


def swept_until(text):
    """The sweep, minute by minute of what is due: at the quarter hours of one morning."""
    moment = MONDAY
    while moment <= at(text):
        Sweep().run(moment)
        moment += timedelta(minutes=15)


def test_what_holds_where_a_team_has_set_nothing(cast):
    enable(cast.berlin, Cause.NO_OWNER, 45)

    settings = settings_of([cast.berlin, cast.new_york])

    assert settings[cast.berlin.pk][Cause.NO_OWNER] == RuleSetting(True, 45, "hierarchical")
    assert settings[cast.new_york.pk] == DEFAULTS


class TestWithoutAnOwner:
    def test_after_so_many_working_minutes_it_escalates_once(self, cast):
        enable(cast.berlin, Cause.NO_OWNER)
        a_ticket(cast, owner=None, at=at("06 17:00"))  # Friday; 30 minutes are left of it

        assert apply_rules(at("09 09:29")) == 0
        assert apply_rules(at("09 09:31")) == 1
        assert apply_rules(at("09 09:31")) == apply_rules(at("10 09:31")) == 0
        assert (
            Escalation.objects.get().causes.get().reason == "Nobody has owned it for 1 hour of working time."
        )

    def test_with_an_owner_in_time_it_does_not(self, cast):
        enable(cast.berlin, Cause.NO_OWNER)
        a_ticket(cast, owner=None, at=MONDAY).assign(cast.tom, by=cast.tom, at=at("02 09:59"))

        assert apply_rules(at("02 10:30")) == 0
        assert last_week(cast.berlin, Cause.NO_OWNER) == []

    def test_the_dry_run_tells_of_one_that_found_its_owner_later(self, cast):
        ticket = a_ticket(cast, owner=None, at=MONDAY)
        ticket.assign(cast.tom, by=cast.tom, at=at("02 11:00"))

        (found,) = last_week(cast.berlin, Cause.NO_OWNER)
        assert (found.ticket_id, found.at, found.over_at) == (ticket.pk, at("02 10:00"), at("02 11:00"))
        enable(cast.berlin, Cause.NO_OWNER)
        assert apply_rules(at("02 11:01")) == 0  # over before the pass came by

    def test_it_begins_when_the_owner_is_taken_from_it(self, cast):
        ticket = a_ticket(cast, at=MONDAY)
        ticket.assign(None, by=cast.lena, at=at("03 09:00"))

        assert [f.at for f in last_week(cast.berlin, Cause.NO_OWNER)] == [at("03 10:00")]

    def test_it_begins_anew_when_it_comes_to_the_team(self, cast):
        ticket = a_ticket(cast, at=MONDAY)
        transfer(
            ticket, to_team=cast.night_desk, kind="cold", reason="Theirs.", note="Call her.",
            by=cast.amira, at=at("03 12:00"),
        )  # fmt: skip

        assert last_week(cast.berlin, Cause.NO_OWNER) == []
        assert [f.at for f in last_week(cast.night_desk, Cause.NO_OWNER)] == [at("03 13:00")]

    def test_a_solved_ticket_needs_no_owner(self, cast):
        a_ticket(cast, owner=None, at=MONDAY).move_to("solved", by=cast.tom, at=at("02 09:30"))

        assert last_week(cast.berlin, Cause.NO_OWNER) == []


class TestNoContact:
    def test_after_so_many_working_minutes_without_a_word(self, cast):
        enable(cast.berlin, Cause.NO_CONTACT, 120)
        ticket = a_ticket(cast, at=MONDAY)
        a_call(ticket, at=at("02 10:00"))
        a_call(ticket, at=at("02 11:00"), outcome="attempted")  # nobody answered: no word

        assert apply_rules(at("02 11:59")) == 0
        assert apply_rules(at("02 12:00")) == 1
        assert apply_rules(at("02 12:00")) == 0

    def test_the_customers_own_words_do_not_count_and_a_second_silence_does(self, cast):
        ticket = a_ticket(cast, at=MONDAY)
        ticket.log_contact(direction="inbound", channel="phone", by=cast.tom, at=at("02 09:50"))
        a_call(ticket, at=at("02 11:00"))

        found = last_week(cast.berlin, Cause.NO_CONTACT)
        assert [(f.at, f.over_at) for f in found] == [
            (at("02 10:00"), at("02 11:00")),
            (at("02 12:00"), None),
        ]

    def test_pending_nobody_waits_for_us_and_reopened_they_do(self, cast):
        ticket = a_ticket(cast, at=MONDAY)
        ticket.move_to("pending", by=cast.amira, at=at("02 09:30"))
        ticket.log_contact(direction="inbound", channel="email", by=None, at=at("05 09:00"))

        assert [f.at for f in last_week(cast.berlin, Cause.NO_CONTACT)] == [at("05 10:00")]


class TestBroken:
    def test_it_escalates_once_whatever_the_number_of_passes(self, cast):
        a_promise(a_ticket(cast, at=MONDAY), due_at=at("02 10:00"), at=MONDAY)
        swept_until("02 10:00")

        assert [apply_rules(at("02 10:01")) for _ in range(3)] == [1, 0, 0]

    def test_an_outage_of_a_day_loses_nothing(self, cast):
        a_promise(a_ticket(cast, at=MONDAY), due_at=at("02 10:00"), at=MONDAY)
        swept_until("02 10:00")

        assert apply_rules(at("03 10:30")) == 1

    def test_one_that_was_kept_late_is_in_the_dry_run_and_escalates_no_more(self, cast):
        promise = a_promise(a_ticket(cast, at=MONDAY), due_at=at("02 10:00"), at=MONDAY)
        swept_until("02 10:00")
        call = a_call(promise.ticket, at=at("02 10:20"))
        keep(promise, by=cast.amira, evidence=call, at=at("02 10:20"))

        (found,) = last_week(cast.berlin, Cause.PROMISE_BROKEN)
        assert (found.at, found.over_at) == (at("02 10:00"), at("02 10:20"))
        assert apply_rules(at("02 10:30")) == 0

    def test_a_team_that_switched_it_off_is_left_alone(self, cast):
        EscalationRule.objects.create(team=cast.berlin, trigger=Cause.PROMISE_BROKEN, enabled=False)
        a_promise(a_ticket(cast, at=MONDAY), due_at=at("02 10:00"), at=MONDAY)
        swept_until("02 10:00")

        assert apply_rules(at("02 10:01")) == 0


class TestUnacknowledged:
    @pytest.fixture
    def promise(self, cast):
        """Its ladder tells Amira at 11:00, and Amira and Lena at 11:45."""
        promise = a_promise(a_ticket(cast, at=MONDAY), due_at=at("02 12:00"), at=at("02 10:30"))
        swept_until("02 11:45")
        return promise

    def test_a_rung_that_nobody_acknowledged_escalates(self, cast, promise):
        enable(cast.berlin, Cause.ALERT_UNACKNOWLEDGED, 30)

        assert apply_rules(at("02 11:29")) == 0
        assert apply_rules(at("02 11:30")) == 1
        assert apply_rules(at("02 11:44")) == 0

    def test_one_of_those_who_heard_it_is_enough(self, cast, promise):
        for alert in Alert.objects.filter(recipient=cast.lena):
            acknowledge(alert, by=cast.lena, at=at("02 11:50"))

        found = last_week(cast.berlin, Cause.ALERT_UNACKNOWLEDGED, RuleSetting(True, 30, "hierarchical"))
        assert [f.at for f in found] == [at("02 11:30")]  # that of 11:00, which Lena never heard

    def test_one_that_was_acknowledged_too_late_is_in_the_dry_run(self, cast, promise):
        acknowledge(Alert.objects.get(rung=2), by=cast.amira, at=at("02 11:40"))

        found = last_week(cast.berlin, Cause.ALERT_UNACKNOWLEDGED, RuleSetting(True, 30, "hierarchical"))
        assert (found[0].at, found[0].over_at) == (at("02 11:30"), at("02 11:40"))


def test_mirrored_transfers_past_the_cap_are_in_the_dry_run(cast):
    ticket = a_ticket(cast, at=MONDAY)
    for team in (cast.new_york, cast.berlin):
        Transfer.objects.record(
            ticket, to_team=team, to_owner=None, kind="cold", reason="", note="", by=None, at=MONDAY,
            recorded_at=at("03 09:00"), mirrored=True,
        )  # fmt: skip

    found = last_week(cast.berlin, Cause.CAP_REACHED)
    assert [(f.at, f.reason) for f in found] == [(at("03 09:00"), "Transferred 2 times; 2 are allowed.")]


def test_a_dry_run_writes_nothing(cast):
    a_ticket(cast, owner=None, at=MONDAY)
    events = Event.objects.count()

    for trigger in DEFAULTS:
        last_week(cast.berlin, trigger)

    assert (Escalation.objects.count(), EscalationCause.objects.count()) == (0, 0)
    assert Event.objects.count() == events


def test_a_ticket_that_cannot_be_escalated_keeps_no_other_from_it(cast, monkeypatch):
    enable(cast.berlin, Cause.NO_OWNER)
    bad, good = a_ticket(cast, owner=None, at=MONDAY), a_ticket(cast, owner=None, at=MONDAY)
    escalate = rules.escalate

    def fails_for_one(ticket: Ticket, **fields):
        if ticket == bad:
            raise RuntimeError
        return escalate(ticket, **fields)

    monkeypatch.setattr(rules, "escalate", fails_for_one)

    assert apply_rules(at("02 10:30")) == 1
    assert Escalation.objects.get().ticket == good


def test_most_passes_look_at_the_last_minutes_and_one_every_ten_at_two_days(cast, monkeypatch):
    looked = []
    monkeypatch.setattr(jobs, "apply_rules", lambda at, since: looked.append(since and at - since) or 0)
    for minute in ("09:00", "09:01", "09:09", "09:10", "09:11"):
        monkeypatch.setattr(jobs, "moment", lambda _, minute=minute: at(f"02 {minute}"))
        jobs.escalate_by_rules()

    minutes = [looked_at and looked_at.total_seconds() / 60 for looked_at in looked]
    assert minutes == [None, 3, 10, None, 3]


def test_passes_that_follow_one_another_find_what_one_over_all_of_it_finds(cast):
    enable(cast.berlin, Cause.NO_OWNER)
    enable(cast.berlin, Cause.NO_CONTACT, 120)
    for minute in range(0, 50, 5):
        a_ticket(cast, owner=None, at=MONDAY + timedelta(minutes=minute))
    time = MONDAY
    while time < at("02 12:00"):
        apply_rules(time + timedelta(minutes=7), since=time)
        time += timedelta(minutes=7)

    found = [
        finding
        for trigger in (Cause.NO_OWNER, Cause.NO_CONTACT)
        for finding in last_week(
            cast.berlin, trigger, RuleSetting(True, 60 if trigger == Cause.NO_OWNER else 120, "hierarchical")
        )
    ]
    keys = EscalationCause.objects.filter(at__lte=time).values_list("key", flat=True)
    assert set(keys) == {finding.key for finding in found}
    assert len(found) == 20


def test_one_pass_asks_as_often_for_three_teams_as_for_thirty(cast):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert apply_rules(at("02 10:30")) == 0
        return len(queries)

    for team in (cast.berlin, cast.new_york, cast.night_desk):
        enable(team, Cause.NO_OWNER)
        enable(team, Cause.NO_CONTACT)
        enable(team, Cause.ALERT_UNACKNOWLEDGED)
    few = asked()
    for number in range(27):
        team = Team.objects.create(slug=f"t{number}", name=f"T {number}", calendar=cast.berlin.calendar)
        enable(team, Cause.NO_OWNER)
        enable(team, Cause.NO_CONTACT)
        enable(team, Cause.ALERT_UNACKNOWLEDGED)
    assert asked() == few


@pytest.mark.parametrize("trigger", [Cause.NO_OWNER, Cause.NO_CONTACT, Cause.PROMISE_BROKEN])
def test_a_rule_looks_with_as_many_queries_at_three_tickets_as_at_thirty(
    cast, trigger, django_assert_max_num_queries
):
    def tickets(number):
        for _ in range(number):
            a_promise(a_ticket(cast, owner=None, at=MONDAY), due_at=at("02 10:00"), at=MONDAY, owner=cast.tom)

    tickets(3)
    Sweep().run(at("02 10:00"))
    with CaptureQueriesContext(connection) as few:
        assert len(last_week(cast.berlin, trigger)) == 3
    tickets(27)
    Sweep().run(at("02 10:00"))
    with django_assert_max_num_queries(len(few)):
        assert len(last_week(cast.berlin, trigger)) == 30
