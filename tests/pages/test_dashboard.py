"""The dashboard: each number is the length of the list that it opens, and who may do something from there."""

import csv
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alerts.models import Heartbeat
from escalations.answering import acknowledge
from escalations.escalating import escalate
from promises import handing_over
from promises.models import Promise
from promises.transferring import transfer
from tests.cast import Cast, a_promise, a_ticket, an_absence
from tests.pages.conftest import HTMX

SAID = {"kind": "cold", "reason": "Not mine.", "note": "She waits for her invoice."}


@pytest.fixture
def trouble(cast: Cast) -> dict:
    """Something of every kind, in two teams."""
    at = timezone.now()
    long_ago = at - timedelta(hours=3)

    def promised(hours: float, **fields):
        ticket = a_ticket(cast, at=long_ago, **{"team": cast.night_desk, "owner": cast.noor, **fields})
        return a_promise(ticket, at=long_ago, due_at=at + timedelta(hours=hours))

    found = {
        "overdue": promised(-1),
        "soon": promised(0.5),
        "offered": promised(40),
        "away": promised(80, team=cast.berlin, owner=cast.amira),
        "well": promised(70),
    }
    handing_over.offer(found["offered"], to=cast.tom, by=cast.noor, at=long_ago)
    an_absence(cast.amira, at + timedelta(hours=60), at + timedelta(hours=100))
    escalate(found["overdue"].ticket, cause="by_hand", reason="She waits.", by=cast.noor, at=at)
    taken = escalate(found["soon"].ticket, cause="by_hand", reason="She waits.", by=cast.noor, at=at)
    acknowledge(taken, by=cast.viktor, at=at)
    capped = a_ticket(cast, at=long_ago, subject="Passed on and on")
    transfer(capped, to_owner=cast.tom, by=cast.amira, at=long_ago, **SAID)
    transfer(capped, to_owner=cast.lena, by=cast.tom, at=long_ago, **SAID)
    once = a_ticket(cast, at=long_ago, subject="Passed on once")
    transfer(once, to_owner=cast.tom, by=cast.amira, at=long_ago, **SAID)
    solved = a_ticket(cast, at=long_ago, subject="Passed on, and solved")
    transfer(solved, to_owner=cast.tom, by=cast.amira, at=long_ago, **SAID)
    transfer(solved, to_owner=cast.lena, by=cast.tom, at=long_ago, **SAID)
    solved.move_to("solved", by=cast.lena, at=at)
    return found


def tiles(html: str) -> dict[str, int]:
    found = re.findall(r'id="tile-(\w+)"[^>]*><span class="figure">(\d+)<', html)
    return {name: int(count) for name, count in found}


def rows(html: str) -> int:
    return html.count('<li class="promise') + html.count('<li class="alert-row')


def test_the_numbers_tell_what_there_is(browse, cast, trouble):
    html = browse(cast.omar).get("/dashboard/").content.decode()
    assert tiles(html) == {"overdue": 1, "soon": 1, "risk": 2, "unanswered": 1, "capped": 1, "open": 5}


@pytest.mark.parametrize("team", ["", "?team=night-desk", "?team=support-berlin", "?team=support-new-york"])
def test_every_number_is_as_long_as_the_list_that_it_opens(browse, cast, trouble, team):
    omar = browse(cast.omar)
    html = omar.get(f"/dashboard/{team}").content.decode()
    links = re.findall(r'<a [^>]*href="(/dashboard/\w+/[^"]*)"[^>]*>(?:<span[^>]*>)?(\d+)<', html)
    assert len(links) >= 6
    for url, count in links:
        assert rows(omar.get(url.replace("&amp;", "&")).content.decode()) == int(count), url


def test_people_come_by_name_and_not_by_number(browse, cast, trouble):
    html = browse(cast.omar).get("/dashboard/").content.decode()
    names = re.findall(r"<th scope=\"row\"><bdi>([^<]+)<", html)
    assert names == sorted(names)
    assert "Amira Haddad" in names
    assert "Noor Rahman" in names


def test_agents_see_the_people_of_their_own_team_at_first_and_of_another_when_they_ask(browse, cast, trouble):
    amira = browse(cast.amira)
    own = amira.get("/dashboard/").content.decode()
    assert "Tom Berger" in own
    assert "Noor Rahman" not in own
    assert "Noor Rahman" in amira.get("/dashboard/?team=night-desk").content.decode()


def test_a_list_is_narrowed_by_what_its_filter_says(browse, cast, trouble):
    lena = browse(cast.lena)
    assert rows(lena.get("/dashboard/promises/?show=owner_away").content.decode()) == 1
    assert rows(lena.get("/dashboard/promises/?show=not_accepted&team=support-berlin").content.decode()) == 0
    assert rows(lena.get(f"/dashboard/promises/?owner={cast.noor.pk}").content.decode()) == 4
    assert rows(browse(cast.noor).get("/dashboard/promises/?owner=me").content.decode()) == 4


def test_lists_are_paged(browse, cast):
    at = timezone.now() - timedelta(hours=3)
    ticket = a_ticket(cast, at=at)
    for number in range(35):
        a_promise(ticket, at=at, due_at=at + timedelta(hours=1, minutes=number))
    omar = browse(cast.omar)
    assert rows(omar.get("/dashboard/promises/?show=overdue").content.decode()) == 30
    assert rows(omar.get("/dashboard/promises/?show=overdue&page=2").content.decode()) == 5
    assert "Back to its beginning" in omar.get("/dashboard/promises/?page=9").content.decode()


def csv_of(client, url: str) -> list[list[str]]:
    answer = client.get(url)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))


@pytest.mark.parametrize("team", ["", "team=night-desk", "team=support-berlin"])
def test_every_list_is_a_csv_of_as_many_rows(browse, cast, trouble, team):
    omar = browse(cast.omar)
    for path in ("promises/?show=open", "promises/?show=risk", "escalations/?", "tickets/?"):
        url = f"/dashboard/{path}&{team}"
        html = omar.get(url).content.decode()
        assert "as=csv" in html
        assert len(csv_of(omar, f"{url}&as=csv")) - 1 == rows(html), url


def test_the_csv_of_promises_says_what_the_list_does(browse, cast, trouble):
    lines = csv_of(browse(cast.omar), "/dashboard/promises/?as=csv&show=risk&team=night-desk")
    assert lines[0][5:] == ["team", "owner", "due at", "stands", "at risk"]
    offered = trouble["offered"]
    due = offered.due_at.isoformat()
    assert lines[1][5:] == ["Night desk", "Noor Rahman", due, "later", "Hand-over not accepted"]
    assert len(lines) == 2


def test_the_csv_goes_beyond_the_page_and_runs_nothing(browse, cast):
    at = timezone.now() - timedelta(hours=3)
    ticket = a_ticket(cast, at=at)
    for number in range(35):
        a_promise(ticket, at=at, due_at=at + timedelta(hours=1, minutes=number))
    Promise.objects.update(wording="=1+1")
    lines = csv_of(browse(cast.omar), "/dashboard/promises/?show=overdue&page=2&as=csv")
    assert [line[3] for line in lines[1:]] == ["'=1+1"] * 35


@pytest.mark.parametrize("team", ["", "team=night-desk"])
def test_the_tables_are_csv_with_the_same_rows(browse, cast, trouble, team):
    amira = browse(cast.amira)
    html = amira.get(f"/dashboard/?{team}").content.decode()
    for part, first in (("teams", 1), ("people", 2)):
        if f'id="csv-{part}"' not in html:
            assert (part, team) == ("teams", "team=night-desk")
            continue
        table = html.split(f'id="{part}-title"')[1].split("</table>")[0]
        shown = [
            re.findall(r">([^<]+)</(?:bdi|a|span)>(?=</t[hd]>|</a></th>)", line)
            for line in table.split("<tbody>")[1].split("</tr>")[:-1]
        ]
        lines = csv_of(amira, f"/dashboard/csv/?{team}&part={part}")
        assert [[line[0], *line[first:]] for line in lines[1:]] == shown


def test_the_people_of_other_teams_are_in_no_csv_that_is_not_asked_for_them(browse, cast, trouble):
    names = [line[0] for line in csv_of(browse(cast.amira), "/dashboard/csv/?part=people")]
    assert "Tom Berger" in names
    assert "Noor Rahman" not in names


def test_a_csv_costs_as_many_queries_with_many_rows_as_with_few(browse, cast, trouble):
    omar = browse(cast.omar)
    at = timezone.now() - timedelta(hours=3)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            csv_of(omar, f"/dashboard/{path}")
        return len(asked)

    paths = ("promises/?as=csv", "escalations/?as=csv", "tickets/?as=csv", "csv/?part=people")
    before = [cost(path) for path in paths]
    for number in range(5):
        ticket = a_ticket(cast, at=at, team=cast.new_york, owner=cast.ben)
        a_promise(ticket, at=at, due_at=at + timedelta(hours=number + 2))
        escalate(ticket, cause="by_hand", reason="She waits.", by=cast.ben, at=timezone.now())
        moved = a_ticket(cast, at=at)
        transfer(moved, to_owner=cast.tom, by=cast.amira, at=at, **SAID)
        transfer(moved, to_owner=cast.lena, by=cast.tom, at=at, **SAID)
    assert [cost(path) for path in paths] == before


def test_strangers_get_no_csv(client, db):
    for path in ("csv/", "promises/?as=csv", "escalations/?as=csv", "tickets/?as=csv"):
        assert client.get(f"/dashboard/{path}").status_code == 302


@pytest.mark.parametrize(
    "query",
    ["show=odd", "team=none", "owner=99999999999999999999", "owner=x", "page=-1", "page=x", "team=%00"],
)
@pytest.mark.parametrize("path", ["", "csv/", "promises/", "escalations/", "tickets/"])
def test_an_odd_address_still_opens_it(amira, path, query):
    assert amira.get(f"/dashboard/{path}?{query}").status_code == 200


def test_a_manager_covers_reassigns_and_renegotiates_from_the_list(browse, cast, trouble):
    html = browse(cast.viktor).get("/dashboard/promises/?show=soon").content.decode()
    key = trouble["soon"].pk
    for verb in ("cover", "hand-over", "renegotiate"):
        assert f'href="/promises/{key}/{verb}/" data-dialog' in html

    answer = browse(cast.viktor).post(f"/promises/{key}/cover/", **HTMX)

    assert answer.status_code == 204
    trouble["soon"].refresh_from_db()
    assert trouble["soon"].owner == cast.viktor


def test_nobody_of_another_team_covers_a_promise(browse, cast, trouble):
    answer = browse(cast.ben).post(f"/promises/{trouble['soon'].pk}/cover/")
    assert answer.status_code == 422
    assert "Only the owner of a promise" in answer.content.decode()
    trouble["soon"].refresh_from_db()
    assert trouble["soon"].owner == cast.noor


def test_what_is_ones_own_already_is_not_covered_again(browse, cast, trouble):
    answer = browse(cast.noor).post(f"/promises/{trouble['soon'].pk}/cover/")
    assert "yours already" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "promises/", "escalations/", "tickets/"])
def test_strangers_are_asked_to_log_in(client, db, path):
    assert client.get(f"/dashboard/{path}").status_code == 302


def test_a_dashboard_that_did_not_change_costs_a_304(browse, cast, trouble):
    at = timezone.now().replace(second=0)
    Heartbeat.objects.beat("sweep", at)
    omar = browse(cast.omar)
    first = omar.get("/dashboard/", **HTMX)
    Heartbeat.objects.beat("sweep", at.replace(second=50))
    assert omar.get("/dashboard/", **HTMX, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    omar.post(f"/promises/{trouble['overdue'].pk}/withdraw/", {"reason": "She found it."})
    assert omar.get("/dashboard/", **HTMX, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_the_last_sweep_is_told_by_its_minute_which_is_true_however_long_the_page_is_open(browse, cast):
    at, omar = timezone.localtime(timezone=ZoneInfo(cast.omar.timezone)), browse(cast.omar)
    Heartbeat.objects.beat("sweep", at - timedelta(minutes=1))
    first = omar.get("/dashboard/", **HTMX)
    Heartbeat.objects.beat("sweep", at)
    later = omar.get("/dashboard/", **HTMX, HTTP_IF_NONE_MATCH=first["ETag"])
    assert f">{at:%H:%M}</time>." in later.content.decode()


def test_a_sweep_that_stopped_is_said(browse, cast):
    Heartbeat.objects.beat("sweep", timezone.now() - timedelta(minutes=5))
    assert (
        "The watch has stopped: last sweep" in browse(cast.omar).get("/dashboard/", **HTMX).content.decode()
    )


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/dashboard/tickets/", "Dashboard"),
        ("/dashboard/over-time/alerts/", "Dashboard"),
        ("/tickets/", "Tickets"),
        ("/alerts/", "Alerts"),
        ("/chart/", "Chart"),
    ],
)
def test_one_place_is_marked_as_where_one_is(amira, path, name):
    nav = amira.get(path).content.decode().split("<nav")[1].split("</nav>")[0]
    assert re.findall(r'aria-current="page">.*?<span>(\w+)<', nav, re.DOTALL) == [name]
