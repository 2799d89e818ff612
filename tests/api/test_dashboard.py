"""The dashboard over REST: the same numbers as on the screen."""

from datetime import timedelta

from alerts.acknowledging import acknowledge
from alerts.models import Alert, Heartbeat
from tests.api.conftest import problem_of, refused
from tests.cast import a_promise, a_ticket, an_absence, berlin

NOW = berlin("2026-03-02 10:00")


def test_it_counts_by_team_and_for_one_team_by_person(amira, cast):
    Heartbeat.objects.beat("sweep", NOW)
    ticket = a_ticket(cast, at=NOW - timedelta(hours=2))
    a_promise(ticket, at=NOW - timedelta(hours=2), due_at=NOW - timedelta(minutes=5))
    a_promise(ticket, at=NOW, due_at=berlin("2026-03-04 12:00"))
    an_absence(cast.amira, berlin("2026-03-04 00:00"), berlin("2026-03-05 00:00"))

    found = amira.get("dashboard/").json()

    assert found["total"] == {"open": 2, "overdue": 1, "soon": 0, "risk": 1, "unanswered": 0, "capped": 0}
    assert found["reasons"] == {"owner_away": 1, "not_working": 0, "too_many": 0, "not_accepted": 0}
    assert [row["team"] for row in found["teams"]] == ["night-desk", "support-berlin", "support-new-york"]
    assert [row["open"] for row in found["teams"]] == [0, 2, 0]
    assert found["people"] == []
    assert found["sweep"] == {"last_at": "2026-03-02T09:00:00Z", "stale": False}

    team = amira.get("dashboard/", team="support-berlin").json()
    assert [row["person"].split("@")[0] for row in team["people"]] == ["amira", "lena", "tom"]
    assert team["people"][0]["risk"] == 1


def test_an_unknown_team_is_refused_and_so_is_a_stranger(amira, client):
    assert "support-oslo" in refused(amira.get("dashboard/", team="support-oslo"))["team"]
    problem_of(client.get("/api/v1/dashboard/"), 401)


def test_the_figures_over_time_are_those_of_the_screen(amira, cast):
    ticket = a_ticket(cast, at=NOW - timedelta(hours=26))
    a_promise(ticket, at=NOW - timedelta(hours=26), due_at=NOW - timedelta(hours=24))

    found = amira.get("reports/promises/", days=7, by="channel").json()

    assert found["total"]["broken"] == 1
    assert found["total"]["kept_percent"] == 0
    assert [(row["key"], row["broken"]) for row in found["groups"]] == [("phone", 1)]
    assert len(found["days"]) == 7
    assert [row["count"] for row in found["lateness"]] == [0] * 5
    assert amira.get("reports/promises/", owner="amira@kept.example").json()["total"]["broken"] == 1


def test_a_colleagues_figures_are_refused_and_so_is_what_is_unknown(calling, amira, cast):
    assert "above them" in problem_of(amira.get("reports/promises/", owner="tom@kept.example"), 403)["detail"]
    assert calling(cast.lena).get("reports/promises/", owner="tom@kept.example").status_code == 200
    assert refused(amira.get("reports/promises/", days=8))["days"]
    assert refused(amira.get("reports/promises/", notice=4))["notice"]
    assert refused(amira.get("reports/promises/", topic="none"))["topic"]


def test_the_times_to_acknowledge_are_those_of_the_screen(amira, cast):
    ticket = a_ticket(cast, at=NOW - timedelta(hours=26))
    promise = a_promise(ticket, at=NOW - timedelta(hours=26), due_at=NOW - timedelta(hours=24))
    raised_at = NOW - timedelta(hours=25)
    alert = Alert.objects.create(
        deadline=promise.deadline, rung=0, recipient=cast.amira, audience="owner",
        rung_at=raised_at, raised_at=raised_at, overdue=False,
    )  # fmt: skip
    acknowledge(alert, by=cast.amira, at=raised_at + timedelta(minutes=20))

    found = amira.get("reports/promises/", days=7, by="team").json()

    waited = {"count": 1, "median_minutes": 20, "p90_minutes": 20}
    nothing = {"count": 0, "median_minutes": None, "p90_minutes": None}
    assert found["waits"] == {"alerts": waited, "escalations": nothing}
    assert found["waits_by"] == [
        {"key": "support-berlin", "label": "Support Berlin", "alerts": waited, "escalations": nothing}
    ]
    assert [row["count"] for row in found["alerts"]] == [0, 1, 0, 0, 0]
