"""Workbooks that went wrong, each with the issue it must get: code, cell (or row) and a part of the message."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.intake.workbook.books import ACTIONS, action, book, sheet_of


class WorkbookCase(NamedTuple):
    """One workbook and one issue that is said of it; `ok` as `check` answers."""

    code: str
    make: Callable[[], Workbook]
    where: str
    said: str
    ok: bool


def plan(*rows: object) -> Workbook:
    """A workbook of one action plan with these values in 進捗率."""
    return book(("取組", [ACTIONS, *(action(f"P1-0{number}", value) for number, value in enumerate(rows, start=1))]))


def with_error() -> Workbook:
    made = plan(None)
    sheet_of(made, "取組")["I2"] = "#DIV/0!"
    sheet_of(made, "取組")["I2"].data_type = "e"
    return made


def with_struck_row() -> Workbook:
    made = plan(40, 50)
    sheet_of(made, "取組")["A3"].font = Font(strike=True)
    return made


def with_hidden_row() -> Workbook:
    made = plan(40, 50)
    sheet_of(made, "取組").row_dimensions[3].hidden = True
    return made


def with_hidden_column() -> Workbook:
    made = plan(40)
    sheet_of(made, "取組").column_dimensions["D"].hidden = True
    return made


def with_merged_cells() -> Workbook:
    made = plan(40, 50)
    sheet_of(made, "取組").merge_cells("I2:I3")
    return made


def with_comment() -> Workbook:
    made = plan(40)
    sheet_of(made, "取組")["D2"].comment = Comment("要確認", "係")
    return made


def with_cover() -> Workbook:
    return book(("表紙", [("令和8年度 進捗報告",)]), ("報告", [ACTIONS, action("P1-01")]), ("メモ", [("来月確認",)]))


def with_hidden_sheet() -> Workbook:
    made = book(("旧", [ACTIONS, action("P1-01", 20)]), ("取組", [ACTIONS, action("P1-01", 60)]))
    sheet_of(made, "旧").sheet_state = "hidden"
    made.active = 1
    return made


def with_far_cell() -> Workbook:
    made = plan(40)
    sheet_of(made, "取組")["XFD1048576"] = 1
    return made


CASES = (
    WorkbookCase("error_cell", with_error, "I2", "#DIV/0!", ok=False),
    WorkbookCase("formula_without_value", lambda: plan("=40+2"), "I2", "計算式", ok=False),
    WorkbookCase("struck_row", with_struck_row, "3", "取り消し線", ok=True),
    WorkbookCase("hidden_row", with_hidden_row, "3", "非表示の行", ok=True),
    WorkbookCase("hidden_column", with_hidden_column, "D1", "D列", ok=True),
    WorkbookCase("merged_cells", with_merged_cells, "", "(I2:I3)", ok=True),
    WorkbookCase("cell_comments", with_comment, "", "(D2)", ok=True),
    WorkbookCase("other_sheets", with_cover, "", "読まなかったシート: 表紙、メモ", ok=True),
    WorkbookCase("hidden_sheets", with_hidden_sheet, "", "(旧)", ok=True),
    WorkbookCase("cell_too_far", with_far_cell, "", "セル XFD1048576", ok=False),
)
CODES_ELSEWHERE = {"workbook_too_heavy", "second_header_row"}  # test_reading.py, test_city_halls.py
WORKBOOK_CODES = {case.code for case in CASES} | CODES_ELSEWHERE
