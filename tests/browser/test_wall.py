"""The wallboard: it goes round for days, grows no heavier, and says when what it shows is old."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from alerts.models import Heartbeat
from people.models import User
from promises.settling import withdraw
from tests.cast import a_promise, a_ticket

SCREEN = {"width": 1920, "height": 1080}
COUNT_TIMERS = """
window.timers = 0;
for (const name of ["setInterval", "setTimeout"]) {
  const real = window[name];
  window[name] = (...rest) => { window.timers += 1; return real(...rest); };
}
"""


@pytest.fixture
def wall(open_browser, cast) -> Page:
    """All teams, ten seconds each, with a clock that the test moves on."""
    at = timezone.now() - timedelta(minutes=30)
    for number in range(4):
        a_promise(a_ticket(cast, at=at), at=at, due_at=at + timedelta(hours=1 + number))
    page = open_browser(cast.omar, size=SCREEN)
    page.clock.install()
    # After the clock, whose own machinery is none of the wall's.
    page.add_init_script(COUNT_TIMERS)
    page.goto("/wall/?seconds=10")
    expect(page.get_by_role("heading", name="All teams")).to_be_visible()
    return page


def poll(page: Page) -> int:
    """Ten seconds pass, and the wall asks once; the answer's status."""
    with page.expect_response(lambda answer: "/wall/?" in answer.url) as answer:
        page.clock.run_for(10_000)
    # The script still has to read it.
    page.wait_for_timeout(30)
    return answer.value.status


def test_it_shows_one_team_after_the_other_and_begins_again(wall):
    for name in ("Night desk", "Support Berlin", "Support New York", "All teams"):
        poll(wall)
        expect(wall.get_by_role("heading")).to_have_text([name])


def test_it_goes_round_and_round_and_grows_no_heavier(wall, cast):
    promise = a_promise(a_ticket(cast, at=timezone.now()), "in 3 hours", at=timezone.now())
    poll(wall)
    poll(wall)

    def weight() -> tuple[int, int]:
        return wall.evaluate("[document.querySelectorAll('*').length, window.timers]")

    before, statuses = weight(), []
    assert before[1] == 1
    for lap in range(60):
        # It changes now and then, and is the same most of the time.
        if lap == 20:
            Heartbeat.objects.beat("sweep", timezone.now() - timedelta(minutes=5))
        if lap == 30:
            Heartbeat.objects.beat("sweep", timezone.now())
        statuses.append(poll(wall))
    assert weight() == before
    assert statuses.count(304) > 50
    assert statuses.count(200) == 2
    withdraw(promise, by=cast.amira, reason="She found it.")
    assert poll(wall) == 200


def test_an_hour_asleep_is_made_up_for_in_one_step(wall):
    asked = []
    wall.on("request", lambda request: asked.append(request.url))
    wall.clock.fast_forward("01:00:00")
    expect(wall.locator("#stale")).to_be_hidden()
    assert len(asked) <= 2


def test_without_an_answer_it_says_since_when_and_takes_it_back(wall, watched):
    watched.expected = ("net::ERR_FAILED",)
    wall.route("**/wall/**", lambda route: route.abort())
    wall.clock.run_for(29_000)
    expect(wall.locator("#stale")).to_be_hidden()
    wall.clock.run_for(40_000)
    expect(wall.locator("#stale")).to_contain_text("1 min out of date: no answer from the server since")
    expect(wall.locator("body")).to_have_class("wall stale")

    wall.unroute("**/wall/**")
    poll(wall)
    expect(wall.locator("#stale")).to_be_hidden()


def test_a_server_that_fails_is_no_answer(wall, watched):
    watched.expected = ("500",)
    wall.route("**/wall/**", lambda route: route.fulfill(status=500, body="Oh."))
    wall.clock.run_for(45_000)
    expect(wall.locator("#stale")).to_contain_text("Out of date: no answer")
    expect(wall.get_by_role("heading")).to_have_count(1)


def test_a_sweep_that_stopped_is_said_within_one_poll(wall):
    Heartbeat.objects.beat("sweep", timezone.now() - timedelta(minutes=5))
    poll(wall)
    expect(wall.get_by_role("alert")).to_contain_text("The watch has stopped: no sweep since")


def test_all_of_it_fits_on_the_screen(wall):
    for _ in range(4):
        poll(wall)
        assert wall.evaluate("document.documentElement.scrollHeight") <= SCREEN["height"]


def test_a_session_that_ended_leads_to_the_log_in(wall):
    wall.context.clear_cookies()
    wall.clock.run_for(11_000)
    expect(wall.get_by_role("heading", name="Log in")).to_be_visible()


def test_without_javascript_it_asks_for_the_next_team_by_itself(open_browser, cast):
    page = open_browser(cast.omar, java_script_enabled=False)
    page.goto("/wall/?seconds=5&teams=night-desk,support-berlin&turn=1")
    expect(page.get_by_role("heading", name="Night desk")).to_be_visible()
    expect(page.get_by_role("heading", name="Support Berlin")).to_be_visible()
    expect(page.get_by_role("heading")).to_have_count(1)


def test_its_clock_is_that_of_whoever_logged_in_wherever_the_screen_hangs(open_browser, cast):
    tokyo = ZoneInfo("Asia/Tokyo")
    User.objects.filter(pk=cast.omar.pk).update(timezone=str(tokyo))
    page = open_browser(cast.omar, size=SCREEN)
    began = timezone.now()
    page.goto("/wall/")
    expect(page.locator("#boards .board:not([hidden])")).to_have_count(1)
    page.wait_for_timeout(1_500)
    hours = {f"{at.astimezone(tokyo):%H}:" for at in (began, timezone.now())}
    assert page.locator("#clock").inner_text()[:3] in hours
    assert page.locator("#asof").inner_text()[:3] in hours
