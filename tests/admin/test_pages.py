"""Every page of the admin opens, for administrators alone, and within the site's strict content policy."""

import re

import pytest
from django.contrib import admin as django_admin
from django.urls import reverse

from alerts.models import Alert, Deadline, Delivery, Heartbeat
from alerts.sweep import Sweep
from escalations.models import EscalationRule, EscalationSetting
from people.models import Absence, ApiToken, Closure, Membership
from recovery.moods import read_mood
from tests.cast import a_promise, a_ticket, an_absence, berlin
from tickets.models import Event, SavedReply, SavedView, Topic, TransferCap

MODELS = sorted(django_admin.site._registry, key=lambda model: model._meta.label)
RECORDS = [
    "promises.Promise",
    "alerts.Alert",
    "alerts.Deadline",
    "alerts.Delivery",
    "alerts.Heartbeat",
    "tickets.Event",
    "recovery.MoodReading",
]
MONDAY = berlin("2026-03-02 09:00")


@pytest.fixture
def everything(cast, admin):
    """At least one of each, so that no page is tried on an empty table."""
    promise = a_promise(a_ticket(cast, at=MONDAY), "in 4 hours", at=MONDAY)
    Sweep().run(promise.due_at)
    read_mood(promise.ticket, by=cast.amira, level="calm", at=MONDAY)
    an_absence(cast.tom, berlin("2026-03-09 00:00"), berlin("2026-03-14 00:00"), cast.amira)
    Closure.objects.create(
        calendar=cast.berlin.calendar, starts_on="2026-05-04", ends_on="2026-05-05", name="Stocktaking"
    )
    Membership.objects.create(user=cast.amira, team=cast.night_desk)
    Topic.objects.create(slug="billing", name="Billing")
    SavedReply.add(by=cast.amira, team=cast.berlin, name="Thanks", body="Thank you, {customer}.")
    SavedView.add(by=cast.amira, name="Mine", query="owner=me")
    ApiToken.issue(cast.admin, "A script")
    EscalationRule.objects.create(team=cast.berlin, trigger="no_owner", minutes=60)
    EscalationSetting.objects.create(team=cast.berlin)
    TransferCap.objects.create(team=cast.berlin)
    Heartbeat.objects.beat("sweep", MONDAY)
    return cast


def page(model, name: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_opens_and_needs_nothing_that_the_policy_blocks(everything, admin, model):
    row = model.objects.first()

    for path in (page(model, "changelist"), page(model, "change", row.pk), page(model, "history", row.pk)):
        assert_opens(admin.get(path))
    for words in ("1", "nobody by this name"):
        assert_opens(admin.get(page(model, "changelist"), {"q": words}))
    if model._meta.label in RECORDS:
        assert admin.get(page(model, "add")).status_code == 403
    else:
        assert_opens(admin.get(page(model, "add")))


def assert_opens(answer) -> None:
    """It is there, and has no inline script, style or handler, and nothing from another host."""
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "'unsafe" not in policy
    assert "script-src 'self'" in policy
    html = answer.content.decode()
    assert not re.search(r"<style|<[^>]+ (style|on[a-z]+)=|javascript:", html)
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL):
        # A script with a type of its own is data, and does not run.
        assert not body.strip() or "application/json" in attributes
    assert not re.search(r'(src|href|action)="(https?:)?//', html)


@pytest.mark.parametrize("label", RECORDS)
def test_what_happened_cannot_be_changed_or_deleted(everything, admin, label):
    model = next(model for model in MODELS if model._meta.label == label)
    row = model.objects.first()
    before = model.objects.values().get(pk=row.pk)

    assert admin.post(page(model, "change", row.pk), {"kind": "other"}).status_code == 403
    assert admin.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.values().get(pk=row.pk) == before


@pytest.mark.parametrize("who", ["amira", "lena", "omar"])
def test_who_is_no_administrator_gets_no_admin(cast, client, who):
    client.force_login(getattr(cast, who))

    for model in MODELS:
        assert client.get(page(model, "changelist"), follow=True).status_code == 403, model
        assert client.post(page(model, "add"), {"name": "X"}, follow=True).status_code == 403, model


def test_an_administrator_who_has_left_gets_no_admin(cast, admin):
    cast.admin.is_active = False
    cast.admin.save()

    assert admin.get("/admin/", follow=True).request["PATH_INFO"] == "/login/"


def test_whoever_is_not_logged_in_goes_through_the_log_in_of_the_site(db, client):
    answer = client.get("/admin/people/team/", follow=True)

    assert answer.redirect_chain[-1][0] == "/login/?next=%2Fadmin%2Fpeople%2Fteam%2F"


def test_the_first_page_names_what_can_be_set_up(cast, admin):
    html = admin.get("/admin/").content.decode()

    assert "Kept: set-up" in html
    for name in ("Work calendars", "Positions", "Ladders", "API tokens", "Absences", "Topics"):
        assert name in html
    assert "Groups" not in html


@pytest.mark.parametrize(
    "model", [Alert, Deadline, Delivery, Event, Absence], ids=lambda model: model.__name__
)
def test_a_list_costs_the_same_however_long_it_is(everything, admin, model, django_assert_max_num_queries):
    for day in range(10):
        at = berlin("2026-03-09 09:00").replace(day=9 + day)
        promise = a_promise(a_ticket(everything, at=at), "in 4 hours", at=at)
        Sweep().run(promise.due_at)
        an_absence(everything.ben, at, at.replace(hour=10), everything.grace)

    with django_assert_max_num_queries(9):
        admin.get(page(model, "changelist"))
