"""`make bench` works: it loads, drains, measures and reports, and leaves nothing behind."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.conftest import url_of_the_test_database
from tests.product import ROOT


@pytest.mark.postgresql
@pytest.mark.slow
def test_the_quick_bench_reports_every_aim_and_drops_its_database(db, tmp_path):
    page = tmp_path / "results.md"
    environment = os.environ | {"DATABASE_URL": url_of_the_test_database()}
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--database", "kept_bench_test", "--to", str(page)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = page.read_text()
    for line in (
        "| by hand, 1 worker ",
        "| product, 1 worker ",
        "| product, 2 workers ",
        "The rows that each left behind: the very same.",
        "| from the last claim on",
        "| in the app (no digests)",
        "| e-mail (digests over 5)",
        "deliveries/s",
    ):
        assert line in found, f"{line!r} is missing in:\n{found}"
    assert not databases("kept_bench_test"), "the bench left its database behind"


@pytest.mark.postgresql
@pytest.mark.slow
def test_the_quick_bench_of_the_referral_finds_the_same_people_as_plain_sql(db, tmp_path):
    page = tmp_path / "referral.md"
    environment = os.environ | {"DATABASE_URL": url_of_the_test_database()}
    done = subprocess.run(
        [
            sys.executable, "-m", "bench.referral", "--quick", "--database", "kept_bench_referral_test",
            "--to", str(page),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = page.read_text()
    for line in (
        "| chain_for",
        "| who_can_solve, by topic",
        "The answers: the very same.",
        "| as most passes are",
    ):
        assert line in found, f"{line!r} is missing in:\n{found}"
    assert not databases("kept_bench_referral_test"), "the bench left its database behind"


def databases(name: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchall()
