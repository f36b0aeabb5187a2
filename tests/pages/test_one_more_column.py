"""A column is one line: put into the list of its thing, it is on screen, in the workbook and in the CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.numbers.ordering import actions_worst_first
from kdx_metrics.papers import build
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views import actions
from kdx_metrics.views.listing import Column, Columns
from tests.pages.screen import Screen, column
from tests.papers.papers import TODAY
from tests.shipped import NOW, strategy, summary

HEADER = "到達目標"
KNOWN = actions.columns


@pytest.fixture
def _one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def columns(of: Strategy) -> Columns[Any]:
        return (*KNOWN(of), Column("goal", HEADER, lambda row: row.goal))

    monkeypatch.setattr(actions, "columns", columns)


@pytest.mark.usefixtures("_one_more")
def test_a_column_of_an_action_is_on_screen_in_the_workbook_and_in_the_csv(screen: Screen) -> None:
    rated = summary(NOW).actions
    goals = rated["goal"].tolist()

    # A filter that no other test chooses: tables are kept under what they were asked for.
    screen.open("actions", pillar="人財育成", period="第2期", status="実施中")
    chosen = rated[(rated["pillar"] == "P3") & (rated["period"] == 2) & (rated["status"] == "実施中")]
    chosen = actions_worst_first(chosen)
    assert column(screen.table("取組の一覧"), HEADER) == chosen["goal"].tolist() != []

    workbook = build("xlsx", summary(NOW), None, revision="", today=TODAY)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook.data)).get_sheet_by_name("評価つき取組").to_python()
    assert [row[sheet[3].index(HEADER)] for row in sheet[4:]] == goals

    written = to_csv_bytes(actions.on_screen(rated, strategy()).frame).decode("utf-8-sig")
    assert [row[HEADER] for row in csv.DictReader(io.StringIO(written, newline=""))] == goals
