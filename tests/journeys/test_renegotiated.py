"""A new time, agreed before the old one breaks."""

import pytest
from django.core.exceptions import ValidationError

from alerts.models import Deadline
from people.errors import Conflict
from promises.models import Breach, Promise, Renegotiation
from promises.renegotiating import renegotiate
from promises.settling import keep
from tests.cast import a_call, berlin


def later(story, promise, wording="in 4 hours", **fields):
    fields = {"by": story.cast.amira, "reason": "The bank has not answered.", "customer_told": True} | fields
    return renegotiate(promise, wording=wording, at=story.now, **fields)


def test_a_renegotiated_promise_is_watched_by_its_new_time_and_no_longer_by_the_old(story):
    promise = story.promise("in 4 hours")  # 13:00
    story.it_is("2026-03-02 12:30")
    later(story, promise, "at 16:30")

    story.it_is("2026-03-02 16:29")
    assert story.heard(after="2026-03-02 12:30") == [
        "Mon 14:30 Amira as owner",  # half-way from the renegotiation on
        "Mon 15:30 Amira as owner",
        "Mon 16:15 Amira as owner",
        "Mon 16:15 Lena as lead",
    ]
    assert not Breach.objects.exists()
    story.it_is("2026-03-02 16:31")
    assert Breach.objects.get().broken_at == berlin("2026-03-02 16:30")


def test_the_first_promise_stays_on_record_and_slips_are_counted(story):
    promise = story.promise("in 4 hours")
    story.it_is("2026-03-02 10:00")
    later(story, promise, "at 15:00")
    story.it_is("2026-03-02 11:00")
    later(story, promise, "at 17:00")

    first, second = Renegotiation.objects.all()
    assert (first.from_wording, first.from_due_at) == ("in 4 hours", berlin("2026-03-02 13:00"))
    assert (first.to_due_at, second.from_due_at) == (berlin("2026-03-02 15:00"), berlin("2026-03-02 15:00"))
    assert Promise.objects.with_facts().get().slips == 2
    assert Deadline.objects.count() == 3
    assert Deadline.objects.unsettled().get().at == berlin("2026-03-02 17:00")


def test_a_renegotiated_promise_can_be_kept_in_its_new_time(story):
    promise = story.promise("in 4 hours")
    later(story, promise, "at 16:30")
    story.it_is("2026-03-02 16:00")
    keep(promise, by=story.cast.amira, evidence=a_call(promise.ticket, at=story.now), at=story.now)

    assert not Promise.objects.with_facts().get().is_broken


def test_the_call_in_which_the_new_time_was_agreed_does_not_keep_it(story):
    promise = story.promise("in 4 hours")
    called = a_call(promise.ticket, at=story.it_is("2026-03-02 10:00"))
    later(story, promise, "at 15:00")

    with pytest.raises(ValidationError, match="in which it was agreed"):
        keep(promise, by=story.cast.amira, evidence=called, at=story.it_is("2026-03-02 14:00"))
    assert promise.state == "open"


@pytest.mark.parametrize("has_been_swept", [True, False], ids=["noticed", "not noticed yet"])
def test_a_broken_promise_cannot_be_renegotiated(story, has_been_swept):
    promise = story.promise("in 4 hours")
    if has_been_swept:
        story.it_is("2026-03-02 13:00")
    else:
        story.nothing_runs_until("2026-03-02 13:00")

    with pytest.raises(Conflict, match="It broke on Mon 2 Mar, 12:00"):
        later(story, promise, "at 16:30")
    assert not Renegotiation.objects.exists()
    assert Deadline.objects.get().at == berlin("2026-03-02 13:00")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"customer_told": False}, "customer_told"),
        ({"wording": "soon"}, "wording"),
        ({"wording": "", "due_at": berlin("2026-03-02 08:00")}, "due_at"),
        ({"wording": ""}, "wording"),
    ],
)
def test_a_renegotiation_without_grounds_is_refused_and_changes_nothing(story, fields, field):
    promise = story.promise("in 4 hours")

    with pytest.raises(ValidationError) as refused:
        later(story, promise, **fields)

    assert list(refused.value.message_dict) == [field]
    assert Promise.objects.get().due_at == berlin("2026-03-02 13:00")
    assert Deadline.objects.get().settled_at is None
