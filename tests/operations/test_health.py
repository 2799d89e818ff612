"""/healthz and /readyz tell the truth to whoever asks, under whatever name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from alerts.models import Heartbeat
from tracker.celery import app


@pytest.fixture
def every_job_ran(db):
    for job in app.conf.beat_schedule:
        Heartbeat.objects.beat(job, timezone.now())


def test_healthz_answers_without_asking_the_database(client):  # no `db`: pytest-django would refuse the query
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "alive"}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("every_job_ran")
def test_readyz_says_what_it_looked_at(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["status"] == "ready"
    assert {name: check["ok"] for name, check in response.json()["checks"].items()} == {
        "database": True,
        "migrations": True,
        "heartbeat": True,
    }


@pytest.mark.usefixtures("every_job_ran")
def test_a_probe_may_come_under_any_name_and_without_tls(client, settings):
    settings.ALLOWED_HOSTS = ["kept.example"]
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/readyz", headers={"host": "10.1.2.3:8000"}).status_code == 200
    assert client.head("/healthz", headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.django_db
def test_not_ready_before_the_first_job_ran(client):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"]["database"]["ok"] is True
    assert "sweep has never run" in response.json()["checks"]["heartbeat"]["found"]


@pytest.mark.usefixtures("every_job_ran")
def test_not_ready_when_one_job_has_fallen_silent(client, settings):
    Heartbeat.objects.beat("outbox", timezone.now() - timedelta(seconds=settings.HEARTBEAT_OLDEST + 5))

    found = client.get("/readyz").json()["checks"]["heartbeat"]

    assert not found["ok"]
    assert found["found"].startswith("outbox last ran 65 s ago:")


@pytest.mark.usefixtures("every_job_ran")
def test_not_ready_while_a_migration_is_missing(client):
    [newest] = MigrationLoader(connection).graph.leaf_nodes("alerts")
    MigrationRecorder(connection).record_unapplied(*newest)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "python manage.py migrate" in response.json()["checks"]["migrations"]["found"]


def test_not_ready_while_the_database_is_away(product):
    product.environment["DATABASE_URL"] = "postgres://postgres@127.0.0.1:1/nowhere"
    with pytest.raises(AssertionError) as error:
        product.manage("ready")

    assert "BAD database: OperationalError" in str(error.value)
    assert "Kept is not ready." in str(error.value)
