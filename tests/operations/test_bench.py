"""`make bench` works: each bench loads, measures and reports, and leaves nothing behind."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.conftest import url_of_the_test_database
from tests.product import ROOT

BENCHES = {
    "bench": (
        "| by hand, 1 worker ",
        "| product, 1 worker ",
        "| product, 2 workers ",
        "The rows that each left behind: the very same.",
        "| from the last claim on",
        "| in the app (no digests)",
        "| e-mail (digests over 5)",
        "deliveries/s",
    ),
    "bench.referral": (
        "| chain_for",
        "| who_can_solve, by topic",
        "The answers: the very same.",
        "| as most passes are",
    ),
    "bench.dashboard": (
        "| the numbers, all teams",
        "| /dashboard/ ",
        "| /wall/",
        "| /dashboard/over-time/?days=90",
        "What does grow",
        "The worst is",
    ),
    "bench.search": (
        "| a rare word",
        "| a phone number",
        "| typing: deliv",
        "The answers: the very same.",
        "Aim: the palette answers",
    ),
}


@pytest.mark.postgresql
@pytest.mark.slow
@pytest.mark.parametrize("module", BENCHES)
def test_the_quick_bench_reports_every_aim_and_drops_its_database(db, tmp_path, module):
    page, name = tmp_path / "results.md", f"kept_{module.replace('.', '_')}_test"
    done = subprocess.run(
        [sys.executable, "-m", module, "--quick", "--database", name, "--to", str(page)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url_of_the_test_database()},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = page.read_text()
    for line in BENCHES[module]:
        assert line in found, f"{line!r} is missing in:\n{found}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [name])
        assert not cursor.fetchall(), "the bench left its database behind"
