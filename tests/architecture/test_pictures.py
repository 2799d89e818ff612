"""The pictures of the README are those that the script takes: none is missing, none is left over."""

import re
from pathlib import Path

from scripts.screenshots import FOLDER, shots_of

README = Path(__file__).resolve().parents[2] / "README.md"


def test_each_picture_is_taken_kept_and_shown():
    taken = {name for *_, shots in shots_of("agent", "manager") for name in shots}
    kept = {path.stem for path in FOLDER.glob("*.png")}
    shown = set(re.findall(r"\(docs/screenshots/([\w-]+)\.png\)", README.read_text()))
    assert taken == kept == shown
