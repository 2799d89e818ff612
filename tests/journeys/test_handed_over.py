"""Handing a promise over: until the new owner accepts, the old one answers for it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from alerts.acknowledging import acknowledge
from alerts.models import Alert, Deadline
from people.errors import Conflict
from promises.handing_over import accept, decline, offer, take_back
from promises.models import HandOver, Promise
from promises.settling import keep
from tests.cast import a_call, berlin, new_york


def offered(story, promise, to):
    return offer(promise, to=to, by=story.cast.amira, note="I am off at noon.", at=story.now)


def test_who_accepts_is_alerted_from_then_on(story):
    promise = story.promise("in 4 hours")
    hand_over = offered(story, promise, story.cast.tom)
    story.it_is("2026-03-02 11:30")
    accept(hand_over, by=story.cast.tom, at=story.now)

    story.it_is("2026-03-02 12:50")

    assert story.heard() == [
        "Mon 11:00 Amira as owner",
        "Mon 12:00 Tom as owner",
        "Mon 12:45 Lena as lead",
        "Mon 12:45 Tom as owner",
    ]
    promise = Promise.objects.get()
    assert promise.owner == Deadline.objects.get().owner == story.cast.tom


def test_until_it_is_accepted_the_old_owner_is_alerted(story):
    promise = story.promise("in 4 hours")
    offered(story, promise, story.cast.tom)

    story.it_is("2026-03-02 12:00")

    assert story.heard() == ["Mon 11:00 Amira as owner", "Mon 12:00 Amira as owner"]


def test_what_lies_ahead_is_planned_in_the_new_owners_working_time(story):
    promise = story.promise(due_at=berlin("2026-03-03 15:20"))  # 09:20 in New York, where Ben starts at nine
    hand_over = offered(story, promise, story.cast.ben)
    accept(hand_over, by=story.cast.ben, at=story.now)

    story.it_is("2026-03-03 15:20")

    assert promise.deadline.alerts.get(rung=2).raised_at == new_york("2026-03-02 16:20")
    assert promise.deadline.alerts.get(rung=2).recipient == story.cast.ben


def test_a_rung_of_the_new_owners_that_is_past_already_is_told_at_once(story):
    promise = story.promise(due_at=berlin("2026-03-03 15:20"))
    story.it_is("2026-03-03 10:00")
    accept(offered(story, promise, story.cast.ben), by=story.cast.ben, at=story.now)

    story.it_is("2026-03-03 10:01")

    assert [line for line in story.heard() if "Ben" in line] == ["Tue 10:00 Ben as owner"]


def test_a_pause_of_the_old_owner_does_not_hold_for_the_new_one(story):
    promise = story.promise("in 4 hours")
    story.it_is("2026-03-02 12:40")
    acknowledge(Alert.objects.latest("raised_at"), by=story.cast.amira, at=story.now)
    accept(offered(story, promise, story.cast.tom), by=story.cast.tom, at=story.now)

    story.it_is("2026-03-02 12:45")

    assert story.heard(after="2026-03-02 12:40") == ["Mon 12:45 Lena as lead", "Mon 12:45 Tom as owner"]


def test_a_declined_promise_stays_with_its_owner(story):
    promise = story.promise("in 4 hours")
    hand_over = offered(story, promise, story.cast.tom)
    decline(hand_over, by=story.cast.tom, reason="I am on the phone all day.", at=story.now)

    with pytest.raises(Conflict):
        accept(hand_over, by=story.cast.tom, at=story.now)
    assert Promise.objects.get().owner == story.cast.amira


def test_an_offer_taken_back_cannot_be_accepted(story):
    promise = story.promise("in 4 hours")
    hand_over = offered(story, promise, story.cast.tom)
    take_back(hand_over, by=story.cast.amira, at=story.now)

    with pytest.raises(Conflict):
        accept(HandOver.objects.get(), by=story.cast.tom, at=story.now)


def test_only_who_it_was_offered_to_accepts(story):
    promise = story.promise("in 4 hours")
    hand_over = offered(story, promise, story.cast.tom)

    with pytest.raises(PermissionDenied):
        accept(hand_over, by=story.cast.lena, at=story.now)


def test_a_second_offer_waits_for_the_answer_to_the_first(story):
    promise = story.promise("in 4 hours")
    offered(story, promise, story.cast.tom)

    with pytest.raises(Conflict, match="on offer to Tom"):
        offered(story, promise, story.cast.noor)


@pytest.mark.parametrize("to", ["amira", "gone"])
def test_it_is_not_offered_to_its_owner_or_to_who_has_left(story, to):
    promise = story.promise("in 4 hours")
    person = story.cast.amira if to == "amira" else story.cast.tom
    if to == "gone":
        person.is_active = False
        person.save()

    with pytest.raises(ValidationError) as refused:
        offered(story, promise, person)
    assert list(refused.value.message_dict) == ["to"]


def test_a_settled_promise_lets_its_offer_lapse(story):
    promise = story.promise("in 4 hours")
    hand_over = offered(story, promise, story.cast.tom)
    called = a_call(promise.ticket, at=story.it_is("2026-03-02 09:30"))
    keep(promise, by=story.cast.amira, evidence=called, at=story.now)

    with pytest.raises(Conflict):
        accept(hand_over, by=story.cast.tom, at=story.now)
    assert HandOver.objects.get().answer == HandOver.Answer.LAPSED
