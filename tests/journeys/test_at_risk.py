"""Why a promise is at risk: told as time goes by, and no longer once it has passed or was dealt with."""

from promises import handing_over
from promises.covering import cover
from promises.outlook import Outlook
from promises.risk import owed
from promises.settling import keep
from tests.cast import a_call, an_absence, berlin


def reasons(story, promise) -> tuple[str, ...]:
    (found,) = (one for one in owed(story.now) if one.id == promise.pk)
    return found.reasons


def test_an_owner_who_goes_on_holiday_endangers_what_falls_into_it_until_they_are_back(story):
    promise = story.promise(due_at=berlin("2026-03-04 12:00"))
    later = story.promise(due_at=berlin("2026-03-09 12:00"))
    assert reasons(story, promise) == ()

    holiday = berlin("2026-03-03 00:00"), berlin("2026-03-07 00:00")
    absence = an_absence(story.cast.amira, *holiday, deputy=story.cast.tom)
    assert reasons(story, promise) == ("owner_away",)
    assert reasons(story, later) == ()

    absence.delete()
    assert reasons(story, promise) == ()


def test_who_is_away_until_the_minute_it_is_due_is_away(story):
    promise = story.promise(due_at=berlin("2026-03-04 09:00"))
    an_absence(story.cast.amira, berlin("2026-03-02 10:00"), berlin("2026-03-04 09:00"))

    story.it_is("2026-03-02 12:00")

    assert reasons(story, promise) == ("owner_away",)


def test_an_owner_who_has_left_is_away(story):
    promise = story.promise(due_at=berlin("2026-03-04 12:00"))
    story.cast.amira.is_active = False
    story.cast.amira.save()

    assert reasons(story, promise) == ("owner_away",)


def test_due_before_the_owner_works_again_is_at_risk_once_they_have_gone_home(story):
    """Monday 9:00 on Friday afternoon: half an hour of work is left; at half past five none is."""
    promise = story.promise(due_at=berlin("2026-03-09 09:00"))
    story.it_is("2026-03-06 17:00")
    assert reasons(story, promise) == ()

    story.it_is("2026-03-06 17:30")
    assert reasons(story, promise) == ("not_working",)


def test_a_window_that_opens_after_work_is_outside_of_it(story):
    promise = story.promise(not_before=berlin("2026-03-02 18:00"), due_at=berlin("2026-03-02 20:00"))

    assert reasons(story, promise) == ("not_working",)


def test_more_than_four_in_an_hour_are_too_many_and_all_of_them_are_at_risk(story):
    crowd = [story.promise(due_at=berlin(f"2026-03-02 14:{minute}")) for minute in ("00", "10", "20", "30")]
    apart = story.promise(due_at=berlin("2026-03-02 15:35"))
    assert [reasons(story, one) for one in crowd] == [()] * 4

    fifth = story.promise(due_at=berlin("2026-03-02 14:59"))
    assert [reasons(story, one) for one in (*crowd, fifth)] == [("too_many",)] * 5
    assert reasons(story, apart) == ()

    story.it_is("2026-03-02 11:00")
    keep(fifth, by=story.cast.amira, evidence=a_call(fifth.ticket, at=story.now), at=story.now)
    assert [reasons(story, one) for one in crowd] == [()] * 4


def test_what_was_offered_is_at_risk_until_it_is_accepted(story):
    promise = story.promise(due_at=berlin("2026-03-04 12:00"))
    offered = handing_over.offer(promise, to=story.cast.tom, by=story.cast.amira, at=story.now)
    assert reasons(story, promise) == ("not_accepted",)

    handing_over.accept(offered, by=story.cast.tom, at=story.now)
    assert reasons(story, promise) == ()


def test_a_manager_who_covers_ends_the_risk_and_owes_it(story):
    promise = story.promise(due_at=berlin("2026-03-04 12:00"))
    an_absence(story.cast.amira, berlin("2026-03-03 00:00"), berlin("2026-03-07 00:00"))
    handing_over.offer(promise, to=story.cast.tom, by=story.cast.amira, at=story.now)

    cover(promise, by=story.cast.lena, at=story.now)

    assert reasons(story, promise) == ()
    promise.refresh_from_db()
    assert promise.owner == story.cast.lena


def test_it_comes_within_the_hour_then_it_is_overdue_and_then_it_is_settled(story):
    promise = story.promise(due_at=berlin("2026-03-02 12:00"))

    def numbers() -> tuple[int, int, int]:
        total = Outlook.of(story.now).total
        return total.open, total.soon, total.overdue

    assert numbers() == (1, 0, 0)
    story.it_is("2026-03-02 11:00")
    assert numbers() == (1, 1, 0)
    story.it_is("2026-03-02 12:00")
    assert numbers() == (1, 0, 1)
    keep(promise, by=story.cast.amira, evidence=a_call(promise.ticket, at=story.now), at=story.now)
    assert numbers() == (0, 0, 0)
