"""An address outside hears from Kept while all is well, and nothing when it is not."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from alerts.models import Heartbeat
from tracker.celery import app
from tracker.jobs import watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def outside(settings):
    """A monitor on this machine; what it heard."""
    heard = []

    class Monitor(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Monitor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.HEARTBEAT_URL = f"http://127.0.0.1:{server.server_port}/kept"
    yield heard
    server.shutdown()
    server.server_close()


def every_job_ran():
    for job in app.conf.beat_schedule:
        Heartbeat.objects.beat(job, timezone.now())


def test_the_monitor_hears_that_all_is_well(outside):
    every_job_ran()

    assert watch() is True
    assert outside == ["/kept"]


def test_the_monitor_hears_nothing_when_the_sweep_has_stopped(outside):
    every_job_ran()
    Heartbeat.objects.filter(name="sweep").delete()

    assert watch() is False
    assert outside == []


def test_a_monitor_that_is_away_disturbs_nothing(settings):
    every_job_ran()
    settings.HEARTBEAT_URL = "http://127.0.0.1:1/nobody"

    assert watch() is False


def test_without_an_address_nobody_is_told(settings):
    settings.HEARTBEAT_URL = ""

    assert watch() is False
    assert Heartbeat.objects.filter(name="watch").exists()
