"""Workbooks through the whole check: the right values go in, or the cell and its mend are named."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from kdx_metrics.intake.checking import check, check_all
from kdx_metrics.plan.strategy import Strategy
from tests.intake.bad_inputs.building import AS_AT
from tests.intake.workbook.books import ACTIONS, ACTUALS, action, book, saved, sheet_of
from tests.intake.workbook.cases import CASES, WorkbookCase, with_cover, with_hidden_sheet


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_what_a_reader_of_values_would_miss_is_said_at_its_place(case: WorkbookCase, strategy: Strategy) -> None:
    checked = check(saved(case.make()), strategy, file_name="報告.xlsx", as_at=AS_AT)
    (issue,) = [issue for issue in checked.issues if issue.code == case.code]
    assert (issue.cell or str(issue.row or "")) == case.where
    assert case.said in issue.message
    assert issue.fix
    assert checked.ok == case.ok


def test_the_visible_table_is_read_and_not_the_old_hidden_one(strategy: Strategy) -> None:
    checked = check(saved(with_hidden_sheet()), strategy, file_name="報告.xlsx", as_at=AS_AT)
    assert checked.frame is not None
    assert checked.frame["progress"].tolist() == [60]


def test_the_table_is_found_behind_a_cover(strategy: Strategy) -> None:
    checked = check(saved(with_cover()), strategy, file_name="報告.xlsx", as_at=AS_AT)
    assert (checked.table, checked.rows) == ("action_plan", 1)


def test_percent_cells_are_read_as_shown_where_percent_is_meant(strategy: Strategy) -> None:
    made = book(("取組", [ACTIONS, action("P1-01", 1), action("P1-02", 0.5)]))
    for row in (2, 3):
        sheet_of(made, "取組").cell(row, 9).number_format = "0%"
    checked = check(saved(made), strategy, file_name="報告.xlsx", as_at=AS_AT)
    assert checked.frame is not None
    assert checked.frame["progress"].tolist() == [100, 50]


def test_several_tables_of_a_book_are_each_checked_as_a_file_of_its_own_would_be(strategy: Strategy) -> None:
    made = book(("実績", [ACTUALS, ("K02", dt.date(2026, 9, 30), 0.953, "")]), ("取組", [ACTIONS, action("P1-01", 60)]))
    sheet_of(made, "実績")["C2"].number_format = "0.0%"
    units = pd.DataFrame({"kpi_id": ["K02"], "unit": ["%"], "aggregation": ["時点"]})
    checked = check_all(saved(made), strategy, file_name="報告.xlsx", as_at=AS_AT, beside={"kpis": units})
    assert [(file.table, file.ok) for file in checked] == [("kpi_actuals", True), ("action_plan", True)]
    assert checked[0].frame is not None
    assert checked[0].frame["value"].tolist() == [95.3]
    named = check(saved(made), strategy, file_name="報告.xlsx", table="action_plan", as_at=AS_AT)
    assert named.table == "action_plan"


def test_a_percent_cell_of_a_kpi_with_another_unit_is_an_error_at_its_cell(strategy: Strategy) -> None:
    made = book(("実績", [ACTUALS, ("K01", dt.date(2026, 9, 30), 0.5, "")]))
    sheet_of(made, "実績")["C2"].number_format = "0%"
    units = pd.DataFrame({"kpi_id": ["K01"], "unit": ["人"], "aggregation": ["時点"]})
    checked = check(saved(made), strategy, file_name="報告.xlsx", as_at=AS_AT, beside={"kpis": units})
    assert [(issue.cell, issue.severity) for issue in checked.issues] == [("C2", "error")]
