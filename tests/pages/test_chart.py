"""The organisation chart: who is on it, who may change it, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from escalations.chart import chart
from escalations.models import Position
from people.models import WorkCalendar
from tests.cast import a_customer, a_ticket, an_absence

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def given(position: Position, **fields) -> dict:
    """What the form would send for this position as it is, but for `fields`."""
    sent = {
        "title": position.title,
        "holder": position.holder_id or "",
        "reports_to": position.reports_to_id or "",
        "team": position.team_id or "",
        "leads_team": "on" if position.leads_team else "",
        "goodwill_limit": position.goodwill_limit,
        "goodwill_currency": position.goodwill_currency,
    } | fields
    return {name: value for name, value in sent.items() if value != ""}


def test_everybody_stands_beneath_whom_they_report_to(cast):
    rows = chart(timezone.now())
    assert [row.position.holder.name for row in rows] == [
        "Omar Benali", "Viktor Lindqvist", "Lena Vogt", "Grace Miller",
    ]  # fmt: skip
    assert [row.below for row in rows] == [3, 0, 0, 0]
    assert [len(row.closes) for row in rows] == [0, 0, 0, 1]


def test_a_circle_in_the_database_loses_nobody(cast):
    head = Position.objects.get(holder=cast.omar)
    Position.objects.filter(pk=head.pk).update(reports_to=Position.objects.get(holder=cast.lena))
    assert len(chart(timezone.now())) == 4


def test_a_chain_of_three_hundred_is_drawn(amira, cast):
    above = Position.objects.get(holder=cast.omar)
    for number in range(300):
        above = Position.objects.create(title=f"Level {number:03}", reports_to=above)
    page = text_of(amira.get("/chart/"))
    assert "Level 299" in page
    assert page.count("<details") == page.count("</details>") == 300


def test_who_is_away_and_who_covers_is_shown(amira, cast):
    at = timezone.now()
    an_absence(cast.lena, at - timedelta(days=1), at + timedelta(days=1), deputy=cast.tom)
    assert '<bdi class="strong">Tom Berger</bdi> covers' in text_of(amira.get("/chart/"))


def test_only_administrators_change_it(amira, cast):
    position = Position.objects.get(holder=cast.lena)
    path = f"/chart/positions/{position.pk}/"
    assert path not in text_of(amira.get("/chart/"))
    assert amira.get(path).status_code == 403
    assert amira.post(path, given(position, title="Queen")).status_code == 403
    assert amira.post("/chart/positions/new/", {"title": "Queen"}).status_code == 403
    position.refresh_from_db()
    assert position.title != "Queen"


def test_an_administrator_says_how_far_authority_goes(browse, cast):
    position = Position.objects.get(holder=cast.lena)
    data = given(position, goodwill_limit="300", languages=["fr"], may_waive="return-window, late-fee")
    browse(cast.admin).post(f"/chart/positions/{position.pk}/", data)
    position.refresh_from_db()
    assert (position.goodwill_limit, position.languages) == (300, ["fr"])
    assert position.may_waive == ["return-window", "late-fee"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reports_to", "lena"), ("leads_team", "on"), ("goodwill_limit", "-1"), ("goodwill_currency", "E1"),
        ("title", ""), ("languages", ["xx"]), ("may_waive", "a" * 200),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(browse, cast, field, value):
    head, lena = Position.objects.get(holder=cast.omar), Position.objects.get(holder=cast.lena)
    if field == "leads_team":
        data = given(head, leads_team="on", team=cast.berlin.pk)
    else:
        data = given(head, **{field: lena.pk if value == "lena" else value})
    response = browse(cast.admin).post(f"/chart/positions/{head.pk}/", data)
    assert response.status_code == 422
    assert 'class="error"' in text_of(response)
    head.refresh_from_db()
    assert (head.reports_to, head.leads_team, head.goodwill_limit) == (None, False, 0)


def test_a_position_to_which_others_report_is_not_removed_unless_they_move_up(browse, cast):
    lena = Position.objects.get(holder=cast.lena)
    below = Position.objects.create(title="Second line", reports_to=lena, holder=cast.tom)
    path, admin = f"/chart/positions/{lena.pk}/remove/", browse(cast.admin)
    asked = text_of(admin.get(path))
    assert "1 position reports to it: <bdi>Second line</bdi> (<bdi>Tom Berger</bdi>)." in asked
    assert "Have them report to <bdi>Head of Support</bdi>" in asked

    refused = admin.post(path)
    assert refused.status_code == 422
    assert "Second line (Tom Berger) reports to it." in text_of(refused)
    assert "Removed: Lead of Support Berlin." in text_of(admin.post(path, {"move_up": "on"}, follow=True))
    below.refresh_from_db()
    assert below.reports_to.holder == cast.omar
    assert not Position.objects.filter(pk=lena.pk).exists()


def test_one_to_which_nobody_reports_is_simply_removed_and_by_administrators_alone(browse, amira, cast):
    grace = Position.objects.get(holder=cast.grace)
    path = f"/chart/positions/{grace.pk}/remove/"
    for client in (amira, browse(cast.omar)):
        assert client.get(path).status_code == 403
        assert client.post(path, {"move_up": "on"}).status_code == 403
    browse(cast.admin).post(path)
    assert not Position.objects.filter(pk=grace.pk).exists()


def test_whether_somebody_without_a_calendar_works_is_said_or_that_it_is_not_known(amira, cast):
    page = text_of(amira.get("/chart/"))
    assert page.count("Hours of each ticket’s team") == 1  # Omar's: he has no team
    assert "No working hours" not in page
    Position.objects.filter(holder=cast.omar).update(team=cast.night_desk)
    assert "Hours of each" not in text_of(amira.get("/chart/"))


def test_languages_are_named_on_the_chart_in_its_form_and_on_a_ticket(browse, amira, cast):
    Position.objects.filter(holder=cast.lena).update(languages=["ar", "ja", "tlh"])
    page = text_of(amira.get("/chart/"))
    assert "English, Arabic, Japanese, tlh" in page
    lead = Position.objects.get(holder=cast.lena)
    form = text_of(browse(cast.admin).get(f"/chart/positions/{lead.pk}/"))
    assert "Arabic<" in form
    assert "German<" in form
    customer = a_customer("Hana", "hana@customer.example", "Asia/Tokyo", language="ja")
    ticket = a_ticket(cast, at=timezone.now(), customer=customer)
    assert "<dd>Japanese</dd>" in text_of(amira.get(f"/tickets/{ticket.number}/"))


def test_who_has_no_hours_at_all_is_told_apart_from_who_has_a_teams(amira, cast):
    cast.omar.calendar = WorkCalendar.objects.create(name="Never", timezone="UTC")
    cast.omar.save()
    page = text_of(amira.get("/chart/"))
    assert page.count("No working hours") == 1
    assert "Hours of each" not in page
