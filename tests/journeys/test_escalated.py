"""An escalation climbs until somebody has it, and somebody always does."""

import pytest

from alerts.acknowledging import acknowledge as see
from alerts.models import Alert, Deadline
from escalations.answering import acknowledge, resolve
from escalations.consulting import answer, consult
from escalations.models import Escalation, EscalationSetting, Position, TransferRefusal
from people.errors import Conflict
from promises.settling import keep
from promises.transferring import transfer
from tests.cast import a_call, an_absence, berlin, new_york
from tickets.models import Ticket, Topic, Transfer

HOLIDAY = berlin("2026-03-02 00:00"), berlin("2026-03-17 00:00")


def director(cast):
    """Somebody above Omar: Viktor, who works round the clock."""
    top = Position.objects.create(title="Director", holder=cast.viktor)
    Position.objects.filter(holder=cast.viktor).exclude(pk=top.pk).update(holder=None)
    Position.objects.filter(holder=cast.omar).update(reports_to=top)


def test_at_the_cap_it_climbs_three_levels_over_a_weekend_with_the_lead_on_leave(escalations):
    story, cast = escalations, escalations.cast
    director(cast)
    an_absence(cast.lena, *HOLIDAY, deputy=cast.tom)
    story.it_is("2026-03-06 17:15")
    ticket = story.ticket()
    said = {"kind": "cold", "reason": "Not mine.", "note": "She waits for her invoice."}
    transfer(ticket, to_owner=cast.tom, by=cast.amira, at=story.now, **said)
    transfer(ticket, to_owner=cast.amira, by=cast.tom, at=story.now, **said)

    refusal = transfer(ticket, to_owner=cast.noor, by=cast.amira, at=story.now, **said)
    assert isinstance(refusal, TransferRefusal)
    story.it_is("2026-03-09 10:00")

    assert story.steps()[:3] == [
        "Fri 17:15 Tom for Lena until Mon 09:15",
        "Mon 09:15 Omar until Mon 09:45",
        "Mon 09:45 Viktor until Mon 10:15",
    ]
    assert Transfer.objects.count() == 2
    acknowledge(refusal.escalation, by=cast.viktor, takes_case=True, at=story.now)
    story.it_is("2026-03-10 12:00")
    assert len(story.steps()) == 3
    assert Ticket.objects.get().owner == cast.viktor


def test_a_promise_that_breaks_climbs_until_it_is_acknowledged(escalations):
    story = escalations
    story.promise(due_at=berlin("2026-03-02 12:00"))

    story.it_is("2026-03-02 12:45")
    assert story.steps() == ["Mon 12:00 Lena until Mon 12:30", "Mon 12:30 Omar until Mon 13:00"]

    escalation = Escalation.objects.get()
    acknowledge(escalation, by=story.cast.omar, at=story.now)
    story.it_is("2026-03-03 12:00")

    assert len(story.steps()) == 2
    assert [cause.cause for cause in escalation.causes.all()] == ["promise_broken"]
    assert Escalation.objects.get().state == "acknowledged"


def test_a_promise_kept_before_it_breaks_escalates_nothing(escalations):
    story = escalations
    promise = story.promise(due_at=berlin("2026-03-02 12:00"))
    story.it_is("2026-03-02 11:50")
    keep(promise, by=story.cast.amira, evidence=a_call(promise.ticket, at=story.now), at=story.now)

    story.it_is("2026-03-03 12:00")

    assert not Escalation.objects.exists()


def test_deputies_in_a_loop_are_passed_over(escalations):
    """Lena stands in for Tom, Tom for Lena, entered one after the other by way of Ben: nobody is there for either."""
    story, cast = escalations, escalations.cast
    tom = an_absence(cast.tom, *HOLIDAY)
    an_absence(cast.lena, *HOLIDAY, deputy=cast.tom)
    type(tom).objects.filter(pk=tom.pk).update(deputy=cast.lena)

    story.escalated()

    assert story.steps() == ["Mon 09:00 Omar until Mon 09:30"]


def test_with_everybody_above_gone_the_team_hears_it(escalations):
    story, cast = escalations, escalations.cast
    an_absence(cast.lena, *HOLIDAY)
    Position.objects.filter(holder=cast.omar).update(holder=None)

    escalation = story.escalated()
    story.it_is("2026-03-02 09:10")

    assert story.steps() == ["Mon 09:00 Tom until Mon 09:30"]  # not Amira, with whom it went wrong
    assert story.heard() == ["Mon 09:00 Amira as everyone", "Mon 09:00 Tom as team"]
    acknowledge(escalation, by=cast.amira, at=story.now)


def test_with_no_chain_at_all_the_team_is_asked_again_and_again_and_then_no_more(escalations):
    story = escalations
    Position.objects.update(holder=None)

    story.escalated()
    story.it_is("2026-03-05 09:00")

    assert story.steps() == [
        "Mon 09:00 Tom until Mon 09:30",
        "Mon 09:30 Tom until Mon 10:00",
        "Mon 10:00 Tom until Mon 10:30",
        "Mon 10:30 Tom until Mon 11:00",
    ]
    assert Escalation.objects.get().steps.get(ended_at=None).person == story.cast.tom


def test_with_everybody_away_it_stays_with_the_last_of_the_chain(escalations):
    story, cast = escalations, escalations.cast
    for person in (cast.amira, cast.tom, cast.lena, cast.omar):
        an_absence(person, *HOLIDAY)

    story.escalated()

    assert Escalation.objects.get().steps.get().person == cast.omar


def test_at_the_top_all_below_are_asked_again_so_often_as_is_set(escalations):
    story, cast = escalations, escalations.cast
    EscalationSetting.objects.create(team=cast.berlin, step_minutes=60, repeats=2)

    story.escalated()
    story.it_is("2026-03-05 12:00")

    assert story.steps() == [
        "Mon 09:00 Lena until Mon 10:00",
        "Mon 10:00 Omar until Mon 11:00",
        "Mon 11:00 Omar until Mon 12:00",
        "Mon 12:00 Omar until Mon 13:00",
    ]
    assert story.heard(after="2026-03-02 10:30") == [
        "Mon 11:00 Lena as everyone",
        "Mon 11:00 Omar as step",
        "Mon 12:00 Lena as everyone",
        "Mon 12:00 Omar as step",
    ]
    assert Escalation.objects.get().steps.filter(ended_at=None).count() == 1  # Omar still has it


def test_with_the_top_away_the_one_below_is_asked_within_the_same_limit(escalations):
    story, cast = escalations, escalations.cast
    an_absence(cast.omar, *HOLIDAY)

    story.escalated()
    story.it_is("2026-03-06 17:00")

    assert [line.split()[2] for line in story.steps()] == ["Lena"] * 5


def test_a_second_cause_joins_the_open_escalation(escalations):
    story = escalations
    ticket = story.ticket()
    first = story.escalated(ticket)
    story.promise(ticket=ticket, due_at=berlin("2026-03-02 09:20"))

    story.it_is("2026-03-02 09:25")

    assert [cause.cause for cause in first.causes.all()] == ["by_hand", "promise_broken"]
    assert Escalation.objects.count() == 1
    assert ticket.events.filter(kind="escalation_joined").count() == 1


def test_who_has_it_hears_of_a_cause_that_joins_later(escalations):
    story, cast = escalations, escalations.cast
    ticket = story.ticket()
    acknowledge(story.escalated(ticket), by=cast.lena, at=story.now)
    story.promise(ticket=ticket, due_at=berlin("2026-03-02 09:20"))

    story.it_is("2026-03-02 09:25")
    (heard,) = Alert.objects.filter(audience="joined")
    story.it_is("2026-03-02 12:00")

    assert heard.recipient == cast.lena
    assert len(story.steps()) == 1  # nothing climbs from it
    see(heard, by=cast.lena, at=story.now)
    assert not Deadline.objects.unsettled().filter(kind="step").exists()
    resolve(Escalation.objects.get(), by=cast.lena, done="Called her.", at=story.now)


def test_nobody_hears_of_a_cause_that_they_brought_themselves(escalations):
    story, cast = escalations, escalations.cast
    ticket = story.ticket()
    acknowledge(story.escalated(ticket), by=cast.lena, at=story.now)
    story.escalated(ticket, by=cast.lena)

    assert not Alert.objects.filter(audience="joined").exists()


def test_after_it_is_resolved_a_new_cause_opens_another(escalations):
    story = escalations
    ticket = story.ticket()
    first = story.escalated(ticket)
    resolve(first, by=story.cast.lena, done="Reissued the invoice.", at=story.now)

    assert story.escalated(ticket) != first


def test_who_has_the_skill_is_asked_before_those_above(escalations):
    story, cast = escalations, escalations.cast
    billing = Topic.objects.create(slug="billing", name="Billing")
    expert = Position.objects.create(title="Billing", holder=cast.tom)
    expert.topics.add(billing)

    story.escalated(story.ticket(topic=billing), kind="functional")
    story.it_is("2026-03-02 10:30")

    assert [line.split()[2] for line in story.steps()][:3] == ["Tom", "Lena", "Omar"]


def test_a_lead_who_has_the_skill_is_asked_once(escalations):
    story, cast = escalations, escalations.cast
    billing = Topic.objects.create(slug="billing", name="Billing")
    Position.objects.get(holder=cast.lena).topics.add(billing)

    escalation = story.escalated(story.ticket(topic=billing), kind="functional")

    assert [link["holder"] for link in escalation.chain] == [cast.lena.pk, cast.omar.pk]


def test_without_anybody_who_has_the_skill_those_above_decide(escalations):
    escalation = escalations.escalated(kind="functional")

    assert [link["holder"] for link in escalation.chain] == [
        escalations.cast.lena.pk,
        escalations.cast.omar.pk,
    ]


def test_it_climbs_the_chain_that_it_started_with(escalations):
    story, cast = escalations, escalations.cast
    story.escalated()
    Position.objects.filter(holder=cast.lena).update(reports_to=None)  # reorganised in mid-climb

    story.it_is("2026-03-02 09:30")

    assert story.steps()[-1] == "Mon 09:30 Omar until Mon 10:00"


def test_a_successor_is_asked_in_the_predecessors_place(escalations):
    story, cast = escalations, escalations.cast
    story.escalated()
    Position.objects.filter(holder=cast.omar).update(holder=cast.grace)

    story.it_is("2026-03-02 15:10")

    assert story.steps()[1] == "Mon 09:30 Grace until Mon 15:30"  # her working time begins at 15:00 in Berlin
    acknowledge(Escalation.objects.get(), by=cast.grace, at=story.now)


def test_a_position_that_is_done_away_with_does_not_stop_the_climb(escalations):
    story, cast = escalations, escalations.cast
    story.escalated()
    Position.objects.filter(reports_to__holder=cast.omar).update(reports_to=None)
    Position.objects.get(holder=cast.omar).delete()

    story.it_is("2026-03-02 09:30")

    assert story.steps()[-1] == "Mon 09:30 Omar until Mon 10:00"


def test_a_leave_that_begins_in_mid_step_does_not_hold_it_for_weeks(escalations):
    story, cast = escalations, escalations.cast
    an_absence(cast.lena, berlin("2026-03-02 09:10"), berlin("2026-03-17 00:00"))

    story.escalated()
    story.it_is("2026-03-02 09:40")

    assert story.steps() == ["Mon 09:00 Lena until Mon 09:30", "Mon 09:30 Omar until Mon 10:00"]


def test_after_an_outage_it_climbs_one_step_and_not_all_at_once(escalations):
    story = escalations
    story.escalated()

    story.nothing_runs_until("2026-03-02 15:00")
    story.work()

    assert story.steps()[1:] == ["Mon 15:00 Omar until Mon 15:30"]


def test_the_owner_hears_that_it_escalated_and_their_seeing_it_does_not_stop_it(escalations):
    story, cast = escalations, escalations.cast
    story.escalated(by=cast.tom)
    assert story.heard() == ["Mon 09:00 Amira as informed", "Mon 09:00 Lena as step"]

    story.work()
    see(Alert.objects.get(recipient=cast.amira), by=cast.amira, at=story.now)
    story.it_is("2026-03-02 09:30")

    assert len(story.steps()) == 2
    assert "or it climbs on" not in story.mails_to(cast.amira)[0].body
    assert "or it climbs on" in story.mails_to(cast.lena)[0].body


@pytest.mark.parametrize("who", ["step", "deputy"])
def test_acknowledging_its_alert_is_acknowledging_it(escalations, who):
    story, cast = escalations, escalations.cast
    if who == "deputy":
        an_absence(cast.lena, *HOLIDAY, deputy=cast.noor)
    person = cast.noor if who == "deputy" else cast.lena
    story.escalated()

    see(Alert.objects.get(recipient=person, audience="step"), by=person, at=story.now)
    story.it_is("2026-03-03 09:00")

    assert len(story.steps()) == 1
    assert Escalation.objects.get().state == "acknowledged"


def test_whoever_was_asked_before_may_still_say_so_late(escalations):
    story, cast = escalations, escalations.cast
    story.escalated()
    story.it_is("2026-03-02 09:40")

    see(Alert.objects.get(recipient=cast.lena), by=cast.lena, at=story.now)
    story.it_is("2026-03-03 09:00")

    assert len(story.steps()) == 2
    assert Escalation.objects.get().state == "acknowledged"


def test_seeing_the_alert_when_somebody_else_has_it_is_only_that(escalations):
    story, cast = escalations, escalations.cast
    escalation = story.escalated()
    story.it_is("2026-03-02 09:40")
    acknowledge(escalation, by=cast.omar, at=story.now)

    assert see(Alert.objects.get(recipient=cast.lena), by=cast.lena, at=story.now)
    with pytest.raises(Conflict, match="Omar Benali has it"):
        acknowledge(escalation, by=cast.lena, at=story.now)


def test_nobody_is_mailed_about_what_is_acknowledged_already(escalations):
    story, cast = escalations, escalations.cast
    escalation = story.escalated()
    acknowledge(escalation, by=cast.lena, at=story.now)

    story.it_is("2026-03-02 10:00")

    assert not story.mails()


def test_consulting_leaves_the_ticket_and_the_asker_hears_that_no_answer_came(escalations):
    story, cast = escalations, escalations.cast
    ticket = story.ticket()
    asked = consult(ticket, person=cast.tom, question="Is the tax right?", by=cast.amira, at=story.now)

    story.it_is("2026-03-02 11:10")

    assert story.heard() == ["Mon 09:00 Tom as consulted", "Mon 11:00 Amira as asker"]
    assert Ticket.objects.get().owner == cast.amira
    answer(asked, text="Yes, 19 %.", by=cast.tom, at=story.now)
    assert [event.kind for event in ticket.events.all()] == [
        "opened", "consult_asked", "consult_overdue", "consult_answered",
    ]  # fmt: skip
    story.it_is("2026-03-04 11:10")
    assert len(story.heard()) == 2


def test_an_answer_in_time_alerts_nobody(escalations):
    story, cast = escalations, escalations.cast
    asked = consult(
        story.ticket(),
        person=cast.ben,
        question="Is the tax right?",
        by=cast.amira,
        due_at=new_york("2026-03-02 10:00"),
        at=story.now,
    )
    answer(asked, text="Yes.", by=cast.ben, at=story.now)

    story.it_is("2026-03-03 09:00")

    assert story.heard() == ["Mon 09:00 Ben as consulted"]
