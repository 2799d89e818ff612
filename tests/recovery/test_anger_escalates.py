"""The rule that escalates a ticket whose customer is angry: once a spell of anger, as the moods were read."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from escalations.answering import acknowledge, resolve
from escalations.escalating import escalate
from escalations.models import Cause, Escalation, EscalationCause, EscalationRule
from escalations.models.rule import RuleSetting
from escalations.rules import apply_rules, dry_run
from recovery.moods import log_contact, read_mood
from recovery.triggers import angry
from tests.cast import a_ticket, berlin

MONDAY = berlin("2026-03-02 09:00")
ON = RuleSetting(True, 0, "hierarchical")


def at(text: str) -> datetime:
    return berlin(f"2026-03-{text}" if " " in text else f"2026-03-02 {text}")


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=MONDAY)


def read(ticket, *said: tuple[str, str]) -> None:
    for clock, level in said:
        read_mood(ticket, by=ticket.owner, level=level, at=at(clock))


def last_week(team) -> list:
    return dry_run(team, Cause.ANGRY_CUSTOMER, ON, since=at("02 00:00"), until=at("09 00:00"))


def test_furious_once_escalates_at_once_and_once(cast, ticket):
    read(ticket, ("10:00", "furious"))

    assert apply_rules(at("10:01")) == 1
    assert apply_rules(at("10:01")) == apply_rules(at("12:00")) == 0
    cause = EscalationCause.objects.get()
    assert (cause.cause, cause.by) == ("angry_customer", None)
    assert cause.reason == "Furious, as Amira Haddad read it."
    assert cause.escalation.steps.get().person == cast.lena


def test_angry_once_does_not_and_still_angry_in_a_later_talk_does(ticket):
    read(ticket, ("10:00", "angry"))
    assert apply_rules(at("10:01")) == 0
    read_mood(
        ticket, by=ticket.team.people().exclude(pk=ticket.owner_id).first(), level="angry", at=at("10:05")
    )
    assert apply_rules(at("10:06")) == 0  # the same talk, to another
    read(ticket, ("10:15", "angry"))

    assert apply_rules(at("10:16")) == 1
    assert EscalationCause.objects.get().reason == (
        "Angry, and still angry in a later talk, as Amira Haddad read it."
    )


def test_calmer_in_between_it_begins_anew(ticket):
    read(ticket, ("10:00", "angry"), ("11:00", "annoyed"), ("12:00", "angry"))
    assert apply_rules(at("12:01")) == 0
    read(ticket, ("12:30", "angry"))
    assert apply_rules(at("12:31")) == 1


def test_while_the_spell_lasts_nothing_joins_and_a_second_spell_does(ticket):
    read(ticket, ("10:00", "furious"))
    apply_rules(at("10:01"))
    read(ticket, ("11:00", "angry"), ("12:00", "furious"))
    assert apply_rules(at("12:01")) == 0

    read(ticket, ("13:00", "calm"), ("14:00", "furious"))
    assert apply_rules(at("14:01")) == 1
    assert Escalation.objects.get().causes.count() == 2


def test_after_it_was_resolved_anger_counts_anew(cast, ticket):
    read(ticket, ("10:00", "furious"))
    apply_rules(at("10:01"))
    escalation = Escalation.objects.get()
    acknowledge(escalation, by=cast.lena, takes_case=False, at=at("10:05"))
    resolve(escalation, by=cast.lena, done="Spoke to her.", at=at("11:00"))
    read(ticket, ("11:30", "angry"))
    assert apply_rules(at("11:31")) == 0
    read(ticket, ("12:00", "furious"))
    assert apply_rules(at("12:01")) == 1
    assert Escalation.objects.count() == 2


def test_calmed_down_before_the_pass_came_by_nobody_is_needed(ticket):
    read(ticket, ("10:00", "furious"), ("10:20", "calm"))

    assert apply_rules(at("10:21")) == 0
    (found,) = last_week(ticket.team)
    assert (found.at, found.over_at) == (at("10:00"), at("10:20"))


def test_a_call_that_is_logged_the_day_after_is_found_when_it_is(cast, ticket):
    said = {"direction": "inbound", "by": cast.amira, "happened_at": at("02 16:00"), "at": at("03 09:00")}
    log_contact(ticket, mood="furious", **said)

    assert apply_rules(at("03 09:01"), since=at("03 08:59")) == 1


def test_of_a_call_that_is_logged_after_a_calmer_one_nothing_comes(cast, ticket):
    read(ticket, ("03 08:50", "calm"))
    said = {"direction": "inbound", "by": cast.amira, "happened_at": at("02 16:00"), "at": at("03 09:00")}
    log_contact(ticket, mood="furious", **said)

    assert apply_rules(at("03 09:01")) == 0
    assert last_week(cast.berlin) == []


def test_a_call_that_is_logged_late_tells_that_the_anger_had_lasted(cast, ticket):
    read(ticket, ("10:00", "angry"))
    said = {"direction": "inbound", "by": cast.amira, "happened_at": at("09:30"), "at": at("11:00")}
    log_contact(ticket, mood="angry", **said)

    assert apply_rules(at("11:01"), since=at("10:59")) == 1


def test_what_is_recorded_late_does_not_make_it_a_second_one(cast, ticket):
    read(ticket, ("10:00", "furious"))
    apply_rules(at("10:01"))
    said = {"direction": "inbound", "by": cast.amira, "happened_at": at("09:30"), "at": at("11:00")}
    log_contact(ticket, mood="furious", **said)

    assert apply_rules(at("11:01")) == 0


def test_switched_off_it_does_nothing_and_another_team_is_not_asked(cast, ticket):
    EscalationRule.objects.create(team=cast.berlin, trigger="angry_customer", enabled=False)
    read(ticket, ("10:00", "furious"))

    assert apply_rules(at("10:01")) == 0
    assert len(last_week(cast.berlin)) == 1
    assert last_week(cast.new_york) == []
    EscalationRule.objects.update(enabled=True, kind="functional")
    assert apply_rules(at("10:02")) == 1
    assert Escalation.objects.get().kind == "functional"


def test_it_joins_what_somebody_escalated_and_the_dry_run_tells_each_once(cast, ticket):
    escalate(ticket, cause="angry_customer", reason="She shouts.", by=cast.tom, at=at("09:50"))
    read(ticket, ("10:00", "furious"))
    assert apply_rules(at("10:01")) == 1

    assert Escalation.objects.get().causes.count() == 2
    assert [found.reason for found in last_week(cast.berlin)] == [
        "Tom Berger: She shouts.",
        "Furious, as Amira Haddad read it.",
    ]


def test_it_asks_as_often_whatever_there_is(cast):
    from escalations.rules import Watch

    def asked() -> int:
        watches = [Watch(team, ON) for team in (cast.berlin, cast.new_york)]
        with CaptureQueriesContext(connection) as captured:
            assert list(angry(watches, at("02 00:00"), at("03 00:00")))
        return len(captured)

    for _ in range(2):
        read(a_ticket(cast, at=MONDAY), ("10:00", "angry"), ("11:00", "furious"))
    few = asked()
    for _ in range(6):
        read(a_ticket(cast, at=MONDAY), ("10:00", "angry"), ("11:00", "angry"), ("12:00", "furious"))
    assert asked() == few <= 3
