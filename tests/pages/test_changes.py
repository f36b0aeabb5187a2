"""変化と決定 as it is shown: what moved since the last meeting."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.pages.screen import Screen
from tests.shipped import MEETINGS, core_folder

SHEET = 760  # px of a figure below the head of the first sheet of paper
DRAWN = 10  # rows of 後ろ倒し in the figure


@pytest.fixture
def all_put_off(tmp_path: Path) -> Path:
    """The shipped data, at whose last meeting each 取組 was to end a day earlier than it now is."""
    folder = core_folder(tmp_path / "data")
    path = folder / "archive" / MEETINGS[-1].isoformat() / "action_plan.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["完了予定"] = str(date.fromisoformat(row["完了予定"]) - timedelta(days=1))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_the_figure_of_ends_put_off_has_room_on_a_sheet_and_the_table_holds_them_all(
    all_put_off: Path, screen_of: Callable[[Path], Screen]
) -> None:
    screen = screen_of(all_put_off).open("changes").numbers("slips")
    (title,) = (title for title in screen.titles if title.startswith("完了予定の後ろ倒し"))
    assert title == f"完了予定の後ろ倒し(当初・前回・今、40件のうち大きい{DRAWN}件)"
    figure = screen.figure("slips")
    assert figure["layout"]["height"] <= SHEET
    (ends,) = (trace for trace in figure["data"] if trace.get("name") == "今")
    assert len(ends["x"]) == DRAWN
    assert f"取組{DRAWN}件の" in screen.alt("slips")
    table = screen.table(f"{title}の数値")
    assert len(table[["取組番号", "期"]].drop_duplicates()) == 40
