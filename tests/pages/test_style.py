"""The stylesheets take every colour from charts/theme.py, so that tiles, legends and figures share one palette."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kdx_metrics.charts.drawing.theme import PALETTES, Mode
from kdx_metrics.wording.words import RATING_WORDS
from pages.frame.style import SHEET, variables

SHEETS = sorted(SHEET.parent.glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_names_no_colour_of_its_own(sheet: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("mode", PALETTES)
def test_every_colour_that_the_sheets_ask_for_is_there_in_both_modes(mode: Mode) -> None:
    asked = {name for sheet in SHEETS for name in re.findall(r"var\((--kdx-[\w-]+)", sheet.read_text(encoding="utf-8"))}
    given = set(re.findall(r"(--kdx-[\w-]+):", variables(mode)))
    assert asked - given == set()
    assert {f"--kdx-{rating.replace('_', '-')}" for rating in RATING_WORDS} <= given
