"""Before somebody is away, goes home or leaves: what waits for them is handed over, or somebody hears of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from alerts.models import Alert
from escalations.answering import acknowledge
from escalations.escalating import escalate
from escalations.rules import apply_rules
from people.errors import Conflict
from promises.absence import falls_into
from promises.handing_over import accept, offer
from promises.leaving import leave
from promises.models import HandOver
from promises.settling import withdraw
from promises.shift import colleague_then, due_before_next_shift
from tests.cast import a_promise, a_ticket, an_absence, berlin

MONDAY = berlin("2026-03-02 09:00")
AWAY = berlin("2026-03-03 09:00"), berlin("2026-03-05 09:00")


def at(text: str):
    return berlin(f"2026-03-{text}")


@pytest.fixture
def ticket(cast):
    return a_ticket(cast, at=MONDAY)


def due(ticket, text, **fields):
    return a_promise(ticket, due_at=at(text), at=MONDAY, **fields)


class TestAbsence:
    def test_what_is_due_within_it_falls_into_it(self, cast, ticket):
        due(ticket, "02 17:00"), due(ticket, "05 09:00")
        within = [due(ticket, "03 09:00"), due(ticket, "05 08:59")]
        due(ticket, "03 10:00", owner=cast.tom)
        done = due(ticket, "03 12:00")
        withdraw(done, by=cast.amira, reason="She called.", at=MONDAY)

        left = falls_into(an_absence(cast.amira, *AWAY))

        assert list(left.promises) == within
        assert list(left.tickets) == [ticket]

    def test_escalations_that_wait_for_them_or_that_they_have_fall_into_it(self, cast, ticket):
        waiting = escalate(ticket, cause="by_hand", reason="She waits.", by=cast.amira, at=MONDAY)
        taken = escalate(a_ticket(cast, at=MONDAY), cause="by_hand", reason="Too.", by=cast.amira, at=MONDAY)
        acknowledge(taken, by=cast.lena, at=MONDAY)

        left = falls_into(an_absence(cast.lena, *AWAY))

        assert {step.escalation for step in left.steps} == {waiting, taken}

    def told(self):
        alerts = Alert.objects.filter(rung=900).order_by("pk")
        return [(alert.deadline.subject_id, alert.recipient.get_short_name()) for alert in alerts]

    def test_what_nobody_has_accepted_when_it_begins_alerts_the_lead_once(self, cast, ticket):
        offered, forgotten = due(ticket, "03 12:00"), due(ticket, "04 12:00")
        offer(offered, to=cast.tom, by=cast.amira, at=MONDAY)
        an_absence(cast.amira, *AWAY, deputy=cast.tom)

        apply_rules(at("03 08:59"))
        assert self.told() == []
        apply_rules(at("03 09:00"))
        apply_rules(at("03 09:01"))

        assert self.told() == [(offered.pk, "Lena"), (forgotten.pk, "Lena")]

    def test_what_was_accepted_alerts_nobody(self, cast, ticket):
        accept(offer(due(ticket, "03 12:00"), to=cast.tom, by=cast.amira, at=MONDAY), by=cast.tom, at=MONDAY)
        an_absence(cast.amira, *AWAY)

        apply_rules(at("03 09:00"))

        assert self.told() == []

    def test_of_an_absent_lead_whoever_is_above_hears_it(self, cast):
        promise = due(a_ticket(cast, owner=cast.lena, at=MONDAY), "03 12:00")
        an_absence(cast.lena, *AWAY)

        apply_rules(at("03 09:00"))

        assert self.told() == [(promise.pk, "Omar")]

    def test_a_day_without_a_pass_loses_nothing_and_another_absence_tells_again(self, cast, ticket):
        promise = due(ticket, "11 12:00")
        an_absence(cast.amira, at("10 09:00"), at("12 09:00"))

        apply_rules(at("11 08:00"))

        assert self.told() == [(promise.pk, "Lena")]


class TestLeaving:
    def test_nobody_leaves_before_all_is_handed_over_and_each_is_named(self, cast, ticket):
        promise = due(ticket, "03 12:00")
        promise.refresh_from_db()

        with pytest.raises(Conflict) as refused:
            leave(cast.amira, by=cast.admin, at=MONDAY)

        assert refused.value.message_dict["user"] == [
            "Amira Haddad must hand over first:", str(promise), str(ticket)
        ]  # fmt: skip
        cast.amira.refresh_from_db()
        assert cast.amira.is_active

    def test_who_was_asked_to_take_an_escalation_stays_until_it_is_somebody_elses(self, cast, ticket):
        escalate(ticket, cause="by_hand", reason="She waits.", by=cast.amira, at=MONDAY)

        with pytest.raises(Conflict, match="Escalation of"):
            leave(cast.lena, by=cast.admin, at=MONDAY)

    def test_many_are_counted(self, cast, ticket):
        for minute in range(12):
            due(ticket, f"03 12:{minute:02}")

        with pytest.raises(Conflict, match="and 2 more"):
            leave(cast.amira, by=cast.admin, at=MONDAY)

    def test_with_nothing_left_they_go_and_what_was_offered_to_them_stays_where_it_is(self, cast, ticket):
        offer(due(ticket, "03 12:00"), to=cast.tom, by=cast.amira, at=MONDAY)

        leave(cast.tom, by=cast.admin, at=MONDAY)

        cast.tom.refresh_from_db()
        assert not cast.tom.is_active
        assert HandOver.objects.get().answer == HandOver.Answer.TAKEN_BACK

    def test_only_administrators_close_an_account(self, cast):
        with pytest.raises(PermissionDenied):
            leave(cast.tom, by=cast.omar, at=MONDAY)

    def test_the_set_up_page_refuses_too(self, cast, ticket):
        client = Client()
        client.force_login(cast.admin)
        fields = {
            "name": "Amira Haddad", "email": "amira@kept.example", "team": cast.berlin.pk, "timezone": "UTC",
            "language": "en", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
        }  # fmt: skip

        answer = client.post(f"/admin/people/user/{cast.amira.pk}/change/", fields)

        assert answer.status_code == 200
        assert "must hand over first" in answer.content.decode()
        cast.amira.refresh_from_db()
        assert cast.amira.is_active


class TestShift:
    def test_what_is_due_before_the_next_shift_is_shown(self, cast, ticket):
        due(ticket, "02 17:00"), due(ticket, "03 10:00")
        overnight, at_nine = due(ticket, "02 20:00"), due(ticket, "03 09:00")

        shift = due_before_next_shift(cast.amira, at("02 16:30"))

        assert shift.works_again == at("03 09:00")
        assert list(shift.promises) == [overnight, at_nine]

    def test_over_a_weekend_and_a_leave_the_next_shift_is_after_both(self, cast, ticket):
        an_absence(cast.amira, at("09 00:00"), at("10 00:00"))

        assert due_before_next_shift(cast.amira, at("06 17:00")).works_again == at("10 09:00")

    def test_round_the_clock_there_is_no_end_of_shift(self, cast, ticket):
        due(ticket, "02 20:00", owner=cast.noor)

        assert not due_before_next_shift(cast.noor, MONDAY).promises.exists()

    def test_the_colleague_who_works_then_and_has_least_to_do_takes_it(self, cast, ticket):
        promise = due(ticket, "03 12:00")

        assert colleague_then(promise, MONDAY) == cast.tom
        an_absence(cast.tom, *AWAY)
        assert colleague_then(promise, MONDAY) == cast.lena

    def test_a_deputy_who_works_then_goes_before_colleagues(self, cast, ticket):
        an_absence(cast.amira, *AWAY, deputy=cast.noor)

        assert colleague_then(due(ticket, "03 12:00"), MONDAY) == cast.noor

    def test_at_night_there_is_nobody(self, cast, ticket):
        assert colleague_then(due(ticket, "03 03:00"), MONDAY) is None
