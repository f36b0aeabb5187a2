"""The shipped data under a strategy whose 期 are named by their years: no program code names a 期."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.shipped import DATA

NAMES = {"第1期": "令和5・6年度", "第2期": "令和7・8年度", "第3期": "令和9・10年度", "第4期": "令和11・12年度"}
ORDINAL = re.compile(r"第\s*\d+\s*期")


def renamed_data(target: Path) -> Path:
    """A copy of the whole data folder with the 期 renamed in the strategy and in every table."""
    shutil.copytree(DATA, target)
    for file in (target / "strategy.toml", *target.rglob("*.csv")):
        text = file.read_text(encoding="utf-8")
        for ordinal, name in NAMES.items():
            text = text.replace(ordinal, name)
        file.write_text(text, encoding="utf-8")
    return target
