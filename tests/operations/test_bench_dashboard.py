"""`python -m bench.dashboard` works: it makes a past, asks beside it, and leaves nothing behind."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.conftest import url_of_the_test_database
from tests.product import ROOT


@pytest.mark.postgresql
@pytest.mark.slow
def test_the_quick_bench_tells_the_ratio_and_drops_its_database(db, tmp_path):
    page = tmp_path / "results.md"
    name = "kept_bench_dashboard_test"
    done = subprocess.run(
        [sys.executable, "-m", "bench.dashboard", "--quick", "--database", name, "--to", str(page)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url_of_the_test_database()},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = page.read_text()
    for line in (
        "| the numbers, all teams",
        "| /dashboard/ ",
        "| /wall/",
        "| over time, 30 days",
        "The worst is",
    ):
        assert line in found, f"{line!r} is missing in:\n{found}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [name])
        assert not cursor.fetchall(), "the bench left its database behind"
