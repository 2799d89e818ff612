"""Time to acknowledge: of alerts and of escalations, by the same groups, with lists and CSV behind each number."""

import csv
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alerts.acknowledging import acknowledge
from alerts.models import Alert
from escalations.answering import acknowledge as take
from escalations.escalating import escalate
from people.models import User
from tests.cast import Cast, a_promise, a_ticket
from tickets.models import Topic

HERE = "/dashboard/over-time"
MINUTE = timedelta(minutes=1)


def alerted(
    cast: Cast, waited: timedelta, *, ago: timedelta = timedelta(days=1), notice=timedelta(hours=3), **of
):
    """An alert to the owner of a promise, acknowledged after `waited`, `ago`."""
    at = timezone.now() - ago
    ticket = a_ticket(cast, at=at - notice, **of)
    promise = a_promise(ticket, at=at - notice, due_at=at)
    raised_at = at - waited
    alert = Alert.objects.create(
        deadline=promise.deadline, rung=0, recipient=promise.owner, audience="owner",
        rung_at=raised_at, raised_at=raised_at, overdue=False,
    )  # fmt: skip
    return acknowledge(alert, by=promise.owner, at=at)


@pytest.fixture
def answered(cast: Cast) -> None:
    """Eleven alerts, ten of them within the month, in two teams; and one escalation that Viktor took."""
    billing = Topic.objects.create(slug="billing", name="Billing")
    for minutes in (1, 2, 3, 4, 20):
        alerted(cast, minutes * MINUTE, topic=billing)
    for minutes in (10, 30, 45, 100):
        alerted(cast, minutes * MINUTE, team=cast.night_desk, owner=cast.noor, channel="email")
    alerted(cast, 300 * MINUTE, notice=timedelta(days=2))
    alerted(cast, 999 * MINUTE, ago=timedelta(days=60))
    at = timezone.now()
    ticket = a_ticket(cast, at=at - timedelta(hours=3), team=cast.night_desk, owner=cast.noor)
    waiting = escalate(ticket, cause="by_hand", reason="She waits.", by=cast.noor, at=at - 90 * MINUTE)
    take(waiting, by=cast.viktor, at=at - 65 * MINUTE)


def table(html: str) -> dict[str, list[str]]:
    part = html.split('id="chart-acknowledged"')[1].split("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\"><bdi>([^<]+)<(.*?)</tr>", part)
    return {name: re.findall(r"<td><[^>]+>([^<]+)<", cells) for name, cells in rows}


def test_half_of_them_and_nine_in_ten_by_team(browse, cast, answered):
    html = browse(cast.omar).get(f"{HERE}/").content.decode()
    assert table(html) == {
        "Night desk": ["4", "30 min", "1 h 40 min", "1", "25 min", "25 min"],
        "Support Berlin": ["6", "3 min", "5 h", "0", "–", "–"],
    }
    assert "Half within 10 min, nine in ten within 1 h 40 min." in html


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("topic", {"Billing": "5", "No topic": "5"}),
        ("channel", {"Phone": "6", "E-mail": "4"}),
        ("notice", {"one to four hours": "9", "more than a day": "1"}),
    ],
)
def test_by_the_other_groups(browse, cast, answered, by, groups):
    found = table(browse(cast.omar).get(f"{HERE}/?by={by}").content.decode())
    assert {name: cells[0] for name, cells in found.items()} == groups


def test_every_number_is_as_long_as_its_list_and_its_csv(browse, cast, answered):
    omar = browse(cast.omar)
    urls = set()
    for by in ("team", "topic", "channel", "notice"):
        html = omar.get(f"{HERE}/?by={by}").content.decode()
        urls |= set(re.findall(rf'href="({HERE}/(?:alerts|escalations)/[^"]*)">(\d+)<', html))
    assert len(urls) >= 14
    for url, count in urls:
        url = url.replace("&amp;", "&")
        assert omar.get(url).content.decode().count('<li class="alert-row') == int(count), url
        lines = b"".join(omar.get(f"{url}&as=csv").streaming_content).decode().splitlines()
        assert len(lines) - 1 == int(count), url


def test_the_groups_of_waiting_reach_up_to_their_limit(browse, cast):
    alerted(cast, 15 * MINUTE)
    alerted(cast, 15 * MINUTE + timedelta(seconds=1))
    alerted(cast, timedelta(hours=4))
    omar = browse(cast.omar)
    html = omar.get(f"{HERE}/").content.decode()
    bars = html.split('id="chart-alerts"')[1].split("</desc>")[0]
    assert (
        "15 minutes or less: 1; 15 to 30 minutes: 1; 30 minutes to an hour: 0; one to four hours: 1" in bars
    )
    assert "Half within 16 min" in html
    for group, count in enumerate((1, 1, 0, 1, 0)):
        page = omar.get(f"{HERE}/alerts/?group={group}").content.decode()
        assert page.count('<li class="alert-row') == count, group


def test_it_is_narrowed_like_everything_else(browse, cast, answered):
    omar = browse(cast.omar)
    for query, count in (("team=night-desk", 4), ("topic=billing", 5), ("channel=email", 4), ("notice=3", 1)):
        html = omar.get(f"{HERE}/alerts/?{query}").content.decode()
        assert html.count('<li class="alert-row') == count, query
    assert omar.get(f"{HERE}/alerts/?days=90").content.decode().count('<li class="alert-row') == 11
    noor = omar.get(f"{HERE}/?owner={cast.noor.pk}").content.decode()
    assert table(noor)["Night desk"][0] == "4"
    assert table(browse(cast.amira).get(f"{HERE}/?owner=me").content.decode())["Support Berlin"][0] == "6"


def test_no_name_is_in_the_list_or_its_csv(browse, cast, answered):
    omar = browse(cast.omar)
    assert "Noor" not in omar.get(f"{HERE}/alerts/").content.decode()
    lines = list(
        csv.reader(b"".join(omar.get(f"{HERE}/alerts/?as=csv").streaming_content).decode().splitlines())
    )
    assert lines[0] == ["ticket", "promise", "team", "due at", "alerted at", "acknowledged at", "waited"]
    assert not any("Noor" in cell for line in lines for cell in line)


def test_the_csv_of_the_table(browse, cast, answered):
    answer = browse(cast.omar).get(f"{HERE}/csv/?part=acknowledged&by=notice")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "Notice given,Alerts,Half within,Nine in ten within"
    assert lines[1:] == ["one to four hours,9,10 min,1 h 40 min", "more than a day,1,5 h,5 h"]


@pytest.mark.parametrize("path", ["?by=team", "?by=topic", "?by=notice&team=support-berlin", "alerts/"])
def test_it_costs_as_many_queries_with_many_as_with_few(browse, cast, answered, path):
    omar = browse(cast.omar)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert omar.get(f"{HERE}/{path}").status_code == 200
        return len(asked)

    before = cost()
    for minutes in range(1, 9):
        alerted(cast, minutes * 7 * MINUTE)
    assert cost() == before


def test_without_any_nothing_is_said_of_them(browse, cast):
    at = timezone.now()
    a_promise(
        a_ticket(cast, at=at - timedelta(hours=3)), at=at - timedelta(hours=3), due_at=at - timedelta(hours=1)
    )
    html = browse(cast.omar).get(f"{HERE}/").content.decode()
    assert "Half within" not in html
    assert html.count("Nothing in this period.") == 5


def test_a_new_installation_says_that_there_is_nothing_yet(browse, db):
    admin = browse(User.objects.create(email="ann@kept.example", name="Ann Lee", is_staff=True))
    assert "No promise fell due" in admin.get(f"{HERE}/").content.decode()
    now = admin.get("/dashboard/").content.decode()
    assert "No team yet" in now
    assert "/admin/people/team/add/" in now
    assert "There is no team yet." in admin.get("/wall/").content.decode()
    assert "There is no such team." in admin.get("/wall/?teams=oslo").content.decode()


def test_what_was_chosen_and_holds_nothing_leads_back_to_all(browse, cast, answered):
    html = browse(cast.omar).get(f"{HERE}/?days=7&team=support-new-york").content.decode()
    assert "of what you chose" in html
    assert 'href="/dashboard/over-time/?days=7"' in html
    assert '<svg class="chart-svg"' not in html
