"""Pictures of the manuals: each that is shown is there, and each that is there is shown."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "images"
SHOWN = re.compile(r"!\[[^\]]+\]\((?:docs/|\.\./)?images/([^)]+)\)")  # with a text for those who do not see it


def test_every_picture_is_shown_and_every_shown_one_is_there() -> None:
    texts = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    shown = {name for text in texts for name in SHOWN.findall(text.read_text(encoding="utf-8"))}
    assert shown == {path.name for path in PICTURES.iterdir()}
