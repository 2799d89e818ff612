"""The owner is away: whoever stands in hears it, and somebody always does."""

from promises.settling import keep
from tests.cast import a_call, an_absence, berlin

HOLIDAY = berlin("2026-03-03 00:00"), berlin("2026-03-17 00:00")


def test_the_deputy_hears_it_while_the_owner_is_away(story):
    an_absence(story.cast.amira, *HOLIDAY, deputy=story.cast.tom)
    story.promise(due_at=berlin("2026-03-03 12:00"))

    story.it_is("2026-03-03 11:59")

    assert story.heard(after="2026-03-03 00:00") == [
        "Tue 11:00 Tom as owner for Amira",
        "Tue 11:45 Lena as lead",
        "Tue 11:45 Tom as owner for Amira",
    ]
    assert "in place of Amira" in story.mails_to(story.cast.tom)[0].body


def test_the_deputys_deputy_hears_it_when_both_are_away(story):
    an_absence(story.cast.amira, *HOLIDAY, deputy=story.cast.tom)
    an_absence(story.cast.tom, *HOLIDAY, deputy=story.cast.noor)
    story.promise(due_at=berlin("2026-03-03 12:00"))

    story.it_is("2026-03-03 11:00")

    assert story.heard(after="2026-03-03 00:00") == ["Tue 11:00 Noor as owner for Amira"]


def test_an_absence_entered_after_the_promise_was_made_plans_it_anew(story):
    """Noor never sleeps: an hour before nine is eight for her, and the afternoon before for Amira."""
    promise = story.promise(due_at=berlin("2026-03-03 09:00"))
    story.it_is("2026-03-02 12:00")
    an_absence(story.cast.amira, *HOLIDAY, deputy=story.cast.noor)

    story.it_is("2026-03-03 09:00")

    hour_before = promise.deadline.alerts.get(rung=2)
    assert (hour_before.recipient, hour_before.raised_at) == (story.cast.noor, berlin("2026-03-03 08:00"))


def test_an_absence_that_is_called_off_plans_it_back(story):
    absence = an_absence(story.cast.amira, *HOLIDAY, deputy=story.cast.noor)
    promise = story.promise(due_at=berlin("2026-03-03 09:00"))
    story.it_is("2026-03-02 12:00")
    absence.delete()

    story.it_is("2026-03-03 09:00")

    hour_before = promise.deadline.alerts.get(rung=2)
    assert (hour_before.recipient, hour_before.raised_at) == (story.cast.amira, berlin("2026-03-02 16:30"))


def test_a_drill_tells_the_deputy_in_its_one_pass(story):
    """An absence was entered a moment ago, and one pass is made as of tomorrow."""
    story.promise(due_at=berlin("2026-03-03 12:00"))
    story.it_is("2026-03-02 16:00")
    an_absence(story.cast.amira, *HOLIDAY, deputy=story.cast.tom)

    story.nothing_runs_until("2026-03-03 11:00")
    story.work()

    assert story.heard(after="2026-03-03 00:00") == ["Tue 11:00 Tom as owner for Amira"]


def test_without_a_deputy_the_lead_hears_it_near_the_time(story):
    """Not Amira on her last afternoon, nor after her holiday: somebody who can still do something about it."""
    an_absence(story.cast.amira, *HOLIDAY)
    story.promise(due_at=berlin("2026-03-05 12:00"))

    story.it_is("2026-03-06 12:00")

    assert story.heard(after="2026-03-05 10:00") == [
        "Thu 11:00 Lena as next for Amira",
        "Thu 11:45 Lena as lead",
        "Thu 12:00 Lena as lead",
        "Thu 12:00 Omar as manager",
        "Thu 13:00 Omar as up:3",
    ]


def test_with_the_lead_away_as_well_the_manager_hears_it(story):
    an_absence(story.cast.amira, *HOLIDAY)
    an_absence(story.cast.lena, *HOLIDAY)
    story.promise(due_at=berlin("2026-03-05 12:00"))

    story.it_is("2026-03-05 11:00")

    assert story.heard(after="2026-03-05 10:00") == ["Thu 11:00 Omar as next for Amira"]


def test_with_nobody_above_the_whole_team_hears_it(story):
    for person in (story.cast.amira, story.cast.lena, story.cast.omar):
        an_absence(person, *HOLIDAY)
    story.promise(due_at=berlin("2026-03-05 12:00"))

    story.it_is("2026-03-05 11:00")

    assert story.heard(after="2026-03-05 10:00") == ["Thu 11:00 Tom as team"]


def test_with_everybody_away_it_waits_in_the_owners_inbox(story):
    for person in (story.cast.amira, story.cast.tom, story.cast.lena, story.cast.omar):
        an_absence(person, *HOLIDAY)
    story.promise(due_at=berlin("2026-03-05 12:00"))

    story.it_is("2026-03-05 11:00")

    assert story.heard(after="2026-03-05 10:00") == ["Thu 11:00 Amira as owner"]


def test_an_owner_who_has_left_is_stood_in_for_by_the_lead(story):
    story.promise(due_at=berlin("2026-03-02 13:00"))
    story.cast.amira.is_active = False
    story.cast.amira.save()

    story.it_is("2026-03-02 12:00")

    assert story.heard() == ["Mon 11:00 Lena as next for Amira", "Mon 12:00 Lena as next for Amira"]


def test_a_deputy_from_another_team_can_keep_the_promise_that_they_are_alerted_about(story):
    an_absence(story.cast.amira, *HOLIDAY, deputy=story.cast.noor)
    promise = story.promise(due_at=berlin("2026-03-03 12:00"))
    story.it_is("2026-03-03 11:00")

    call = a_call(promise.ticket, by=story.cast.noor, at=story.now)
    assert keep(promise, by=story.cast.noor, evidence=call, at=story.now).outcome == "kept"
