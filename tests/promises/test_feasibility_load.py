"""More promises in an hour than can be kept, and promises too soon for the ladder."""

from alerts.models import Ladder
from tests.cast import berlin
from tests.promises.desk import MINUTE, MONDAY_TEN


def test_one_more_than_the_teams_setting_in_an_hour_is_too_many(desk):
    three = berlin("2026-03-03 15:00")
    desk.owes(three, three - 20 * MINUTE, three - 40 * MINUTE)
    assert desk.codes(three) == []  # the fourth of four
    desk.owes(three)
    (warning,) = desk.check(three)
    assert warning.code == "too_many"
    assert "4 promises due within the hour" in warning.message
    assert "allows 4 an hour" in warning.message


def test_promises_a_whole_hour_apart_do_not_share_one(desk):
    desk.owes(*[berlin("2026-03-03 15:00")] * 4)
    for minutes, expected in [(-60, []), (-59, ["too_many"]), (59, ["too_many"]), (60, [])]:
        assert desk.codes(berlin("2026-03-03 15:00") + minutes * MINUTE) == expected, minutes


def test_promises_on_both_sides_that_share_no_hour_are_not_added_up(desk):
    three = berlin("2026-03-03 15:00")
    desk.owes(three - 40 * MINUTE, three - 40 * MINUTE, three + 40 * MINUTE, three + 40 * MINUTE)
    assert desk.codes(three) == []


def test_a_full_hour_is_moved_to_the_nearest_that_has_room(desk):
    three = berlin("2026-03-03 15:00")
    desk.owes(*[three] * 4)
    assert desk.instead(three) == berlin("2026-03-03 16:00")
    assert desk.instead(three - 10 * MINUTE) == berlin("2026-03-03 14:00")


def test_settled_promises_and_other_peoples_take_no_room(desk):
    three = berlin("2026-03-03 15:00")
    desk.owes(*[three] * 4, owner=desk.cast.tom)
    desk.owes(*[three] * 4, settled_at=MONDAY_TEN)
    assert desk.codes(three) == []


def test_the_promise_that_is_renegotiated_takes_no_room(desk):
    three = berlin("2026-03-03 15:00")
    *_, last = desk.owes(*[three] * 4)
    assert desk.codes(three) == ["too_many"]
    assert desk.codes(three, ignore=last) == []


def test_a_team_that_allows_none_is_offered_nothing(desk):
    desk.cast.berlin.promises_per_hour = 0
    assert desk.codes(berlin("2026-03-03 15:00")) == ["too_many"]
    assert desk.instead(berlin("2026-03-03 15:00")) is None


def test_a_promise_is_too_soon_when_no_alert_would_come_before_it(desk):
    assert desk.codes(MONDAY_TEN + 15 * MINUTE) == ["too_soon"]
    assert desk.codes(MONDAY_TEN + 16 * MINUTE) == []
    assert desk.instead(MONDAY_TEN + 5 * MINUTE) == MONDAY_TEN + 20 * MINUTE


def test_who_has_just_begun_or_is_about_to_close_is_offered_a_time_today(desk):
    nine, nearly_closing = berlin("2026-03-02 09:00"), berlin("2026-03-02 17:12")
    assert desk.instead(nine + 5 * MINUTE, at=nine) == nine + 20 * MINUTE
    assert desk.instead(nearly_closing + 8 * MINUTE, at=nearly_closing) == berlin("2026-03-02 17:30")


def test_alerts_that_would_have_been_raised_by_now_do_not_count(desk):
    due, said_at = berlin("2026-03-02 12:00"), berlin("2026-03-02 09:00")
    assert desk.codes(due, said_at=said_at, at=due - 16 * MINUTE) == []
    assert desk.codes(due, said_at=said_at, at=due - 15 * MINUTE) == ["too_soon"]


def test_a_ladder_without_rungs_before_the_due_time_is_never_too_late(desk):
    Ladder.objects.replace(desk.cast.berlin, [{"minutes_before": 0, "audiences": ["lead"]}])
    assert desk.codes(MONDAY_TEN + MINUTE) == []


def test_the_teams_own_ladder_decides(desk):
    Ladder.objects.replace(desk.cast.berlin, [{"minutes_before": 90, "audiences": ["owner"]}])
    assert desk.codes(MONDAY_TEN + 90 * MINUTE) == ["too_soon"]
    assert desk.instead(MONDAY_TEN + 90 * MINUTE) == MONDAY_TEN + 95 * MINUTE
