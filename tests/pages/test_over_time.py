"""The figures over time: what they count, whose one may see, the lists behind them and the CSV."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alerts.sweep import Sweep
from escalations.answering import acknowledge
from escalations.escalating import escalate
from people.spreadsheets import csv_answer
from promises.renegotiating import renegotiate
from promises.settling import keep, withdraw
from promises.transferring import transfer
from tests.cast import Cast, a_call, a_promise, a_ticket
from tickets.models import Topic

SAID = {"kind": "cold", "reason": "Not mine.", "note": "She waits for her invoice."}


def past(cast: Cast, ago: timedelta, ending: str, *, notice: timedelta = timedelta(hours=3), **fields):
    """A promise that was due `ago`, and what became of it."""
    due_at = timezone.now() - ago
    said_at = due_at - notice
    ticket = a_ticket(cast, at=said_at, **fields)
    promise = a_promise(ticket, at=said_at, due_at=due_at)
    if ending in ("kept", "late"):
        at = due_at + (timedelta(minutes=30) if ending == "late" else -timedelta(minutes=10))
        if ending == "late":
            Sweep().run(due_at)
            promise.refresh_from_db()
        keep(promise, by=promise.owner, evidence=a_call(ticket, at=at), at=at)
    if ending == "withdrawn":
        withdraw(promise, by=promise.owner, reason="She found it.", at=due_at - timedelta(minutes=5))
    return promise


@pytest.fixture
def history(cast: Cast) -> dict:
    """Six promises that ended in the last days, one that ended long ago, one that is still to come."""
    day = timedelta(days=1)
    billing = Topic.objects.create(slug="billing", name="Billing")
    night = {"team": cast.night_desk, "owner": cast.noor}
    return {
        "kept": past(cast, 2 * day, "kept", topic=billing),
        "also kept": past(cast, 3 * day, "kept", notice=2 * day, channel="email", **night),
        "late": past(cast, 2 * day, "late", **night),
        "broken": past(cast, 4 * day, "open"),
        "withdrawn": past(cast, 2 * day, "withdrawn"),
        "long ago": past(cast, 40 * day, "kept"),
        "to come": past(cast, -day, "open"),
    }


def tiles(html: str) -> dict[str, str]:
    found = re.findall(r'class="figure">([^<]+)</span><span class="name">([^<]+)<', html)
    return {label: figure for figure, label in found}


def rows(html: str) -> int:
    return html.count('<li class="promise') + html.count('<li class="alert-row')


def test_the_rate_is_of_what_ended_in_the_period(browse, cast, history):
    omar = browse(cast.omar)
    month = tiles(omar.get("/dashboard/over-time/").content.decode())
    assert month == {
        "Kept rate": "50 %",
        "Kept in time": "2",
        "Kept late": "1",
        "Broken": "1",
        "Renegotiated": "0",
    }
    assert tiles(omar.get("/dashboard/over-time/?days=90").content.decode())["Kept in time"] == "3"


def test_it_is_narrowed_by_team_topic_channel_and_notice(browse, cast, history):
    omar = browse(cast.omar)

    def kept(query: str) -> str:
        return tiles(omar.get(f"/dashboard/over-time/?{query}").content.decode())["Kept in time"]

    assert kept("team=night-desk") == "1"
    assert kept("topic=billing") == "1"
    assert kept("topic=no+topic") == "1"
    assert kept("channel=email") == "1"
    assert kept("notice=1") == "1"
    assert kept("notice=3") == "1"
    assert kept("notice=0") == "0"


def test_a_promise_counts_at_the_time_agreed_last_and_as_renegotiated(browse, cast):
    at = timezone.now()
    ticket = a_ticket(cast, at=at - timedelta(days=3))
    promise = a_promise(ticket, at=at - timedelta(days=3), due_at=at - timedelta(days=2))
    renegotiate(
        promise,
        by=cast.amira,
        reason="The part is late.",
        customer_told=True,
        due_at=at - timedelta(days=1),
        at=at - timedelta(days=2, hours=1),
    )
    promise.refresh_from_db()
    when = at - timedelta(days=1, minutes=10)
    keep(promise, by=cast.amira, evidence=a_call(ticket, at=when), at=when)
    found = tiles(browse(cast.omar).get("/dashboard/over-time/").content.decode())
    assert (found["Kept in time"], found["Kept late"], found["Renegotiated"]) == ("1", "0", "1")


@pytest.mark.parametrize("by", ["team", "topic", "channel", "notice"])
def test_every_number_of_every_table_is_as_long_as_its_list(browse, cast, history, by):
    at = timezone.now()
    ticket = history["late"].ticket
    escalation = escalate(
        ticket, cause="by_hand", reason="She waits.", by=cast.noor, at=at - timedelta(hours=2)
    )
    acknowledge(escalation, by=cast.viktor, at=at - timedelta(minutes=80))
    moved = history["kept"].ticket
    transfer(moved, to_owner=cast.tom, by=cast.amira, at=at - timedelta(hours=1), **SAID)
    moved.refresh_from_db()
    moved.move_to("solved", by=cast.tom, at=at)
    omar = browse(cast.omar)
    html = omar.get(f"/dashboard/over-time/?by={by}").content.decode()
    numbers = r'href="(/dashboard/over-time/\w+/[^"]*)">(?:<span class="figure">)?(\d+)<'
    links = re.findall(numbers, html)
    assert len(links) >= 10
    for url, count in links:
        found = omar.get(url.replace("&amp;", "&")).content.decode()
        assert rows(found) == int(count), url
    assert "Solved by the first transfer: 1 (100 %) of 1" in html


def test_one_sees_ones_own_figures_and_a_manager_those_of_everybody_below(browse, cast, history):
    amira = browse(cast.amira).get("/dashboard/over-time/?owner=me").content.decode()
    assert tiles(amira)["Kept in time"] == "1"
    assert "Support Berlin</bdi>, kept" in amira
    assert "Noor Rahman" not in amira
    omar = browse(cast.omar).get(f"/dashboard/over-time/?owner={cast.noor.pk}").content.decode()
    assert tiles(omar)["Kept in time"] == "1"


@pytest.mark.parametrize(
    "path",
    ["", "csv/", "promises/", "tickets/", "escalations/", "alerts/", "alerts/?as=csv", "promises/?as=csv"],
)
@pytest.mark.parametrize(("reader", "whose"), [("amira", "tom"), ("amira", "lena"), ("grace", "amira")])
def test_nobody_sees_the_figures_of_a_colleague_or_of_another_team(browse, cast, reader, whose, path):
    joint = "&" if "?" in path else "?"
    url = f"/dashboard/over-time/{path}{joint}owner={getattr(cast, whose).pk}"
    assert browse(getattr(cast, reader)).get(url).status_code == 403


def test_a_deputy_of_the_lead_sees_them_meanwhile(browse, cast):
    from tests.cast import an_absence

    url = f"/dashboard/over-time/?owner={cast.amira.pk}"
    assert browse(cast.tom).get(url).status_code == 403
    at = timezone.now()
    an_absence(cast.lena, at - timedelta(days=1), at + timedelta(days=1), deputy=cast.tom)
    assert browse(cast.tom).get(url).status_code == 200


def test_nothing_lists_people_by_what_they_kept(browse, cast, history):
    html = browse(cast.omar).get("/dashboard/over-time/").content.decode()
    tables = "".join(re.findall(r"<table.*?</table>", html, re.DOTALL))
    assert "Amira" not in tables
    csv = b"".join(browse(cast.omar).get("/dashboard/over-time/promises/?as=csv").streaming_content)
    assert b"Amira" not in csv


def test_the_csv_is_what_the_table_shows(browse, cast, history):
    answer = browse(cast.omar).get("/dashboard/over-time/csv/?part=by&by=team")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "Team,Kept in time,Kept late,Broken,Withdrawn in time,Renegotiated,Kept rate"
    assert lines[1:] == ["Night desk,1,1,0,0,0,50 %", "Support Berlin,1,0,1,1,0,50 %"]


def test_a_cell_that_a_spreadsheet_would_run_is_made_a_text(browse, cast):
    past(cast, timedelta(hours=2), "kept", subject="=HYPERLINK(1)").ticket.move_to(
        "solved", by=cast.amira, at=timezone.now()
    )
    answer = browse(cast.omar).get("/dashboard/over-time/tickets/?as=csv")
    assert "'=HYPERLINK(1)" in b"".join(answer.streaming_content).decode()
    cells = b"".join(
        csv_answer(
            "x", ("a",), [("=1",), ("+1",), ("-1",), ("@x",), ("\t=1",), (-1,), ("＝1",)]
        ).streaming_content
    )
    assert cells.decode().split("\r\n")[1:8] == ["'=1", "'+1", "'-1", "'@x", "'\t=1", "-1", "'＝1"]


@pytest.mark.parametrize(
    "query",
    [
        "days=8",
        "days=x",
        "team=no",
        "topic=no",
        "channel=no",
        "notice=9",
        "by=odd",
        "day=x",
        "group=99",
        "show=odd",
    ],
)
@pytest.mark.parametrize("path", ["", "csv/", "promises/", "tickets/", "escalations/", "alerts/"])
def test_an_odd_address_still_opens_it(amira, path, query):
    assert amira.get(f"/dashboard/over-time/{path}?{query}").status_code == 200


def test_strangers_are_asked_to_log_in(client, db):
    for path in ("", "csv/", "promises/", "tickets/", "escalations/", "alerts/"):
        assert client.get(f"/dashboard/over-time/{path}").status_code == 302


def test_charts_are_read_out_and_have_their_tables(browse, cast, history):
    html = browse(cast.omar).get("/dashboard/over-time/").content.decode()
    assert html.count('role="img"') == html.count("<table class=") == html.count("<desc ")
    assert "2 kept in time, 1 kept late, 1 broken" in html
    assert " style=" not in html


@pytest.mark.parametrize("query", ["", "owner=me", "by=topic", "by=notice"])
def test_it_costs_as_many_queries_with_many_as_with_few(browse, cast, history, query):
    lena = browse(cast.lena)
    lena.get(f"/dashboard/over-time/?{query}")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert lena.get(f"/dashboard/over-time/?{query}").status_code == 200
        return len(asked)

    before = cost()
    for number in range(6):
        topic = Topic.objects.create(slug=f"t{number}", name=f"Topic {number}")
        past(cast, timedelta(days=number), "kept", topic=topic)
        past(cast, timedelta(days=number), "late", topic=topic, team=cast.new_york, owner=cast.ben)
    assert cost() == before
