"""An uploaded file → its sheets of text, whether CSV or Excel workbook."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from kdx_metrics.intake.addresses import excel_column
from kdx_metrics.intake.csv_reader import (
    IsHeader,
    Sheet,
    SheetNote,
    header_row_of,
    read_csv,
    rows_above,
    sheet_of,
)
from kdx_metrics.intake.decoding import Unreadable
from kdx_metrics.intake.limits import ROWS_AT_MOST
from kdx_metrics.intake.workbook.bounds import Bounds
from kdx_metrics.intake.workbook.reading import SheetText, WorkbookText, is_workbook, read_workbook

BLANK_ROWS = 1_000  # rows that a workbook may leave blank between filled ones
WORKBOOKS_KEPT = 4  # a page asks for the same upload at each of its runs
NAMED_AT_MOST = 10
UNREAD = "読まなかったシートに必要な表があれば、1行目を見出しにしてください。"
READ = "1つの表だけを送るときは、ほかのシートを削除してください。"
HEADER_CELL = re.compile(r"[A-Z]+1")


def read_sheets(data: bytes, file_name: str, is_header: IsHeader, rows_at_most: int | None = None) -> list[Sheet]:
    """Read the bytes of a file: the one sheet of a CSV, or each visible sheet of a workbook whose row 1 is a header.

    A workbook without such a sheet gives those with a header further down, with a note that forbids publication, or its
    first filled one. `encoding` of a workbook's sheet is None. Raises
    Unreadable, with the code and words of the issue, when the bytes cannot be read or hold more than may be.
    """
    if not is_workbook(data, file_name):
        return [read_csv(data, is_header, rows_at_most)]
    most = rows_at_most if rows_at_most is not None else ROWS_AT_MOST
    workbook = _workbook(data, Bounds(last_row=1 + most + BLANK_ROWS))
    filled = [sheet for sheet in workbook.sheets if sheet.rows]
    if not filled:
        raise Unreadable("empty_file")
    tables = [sheet for sheet in filled if is_header(sheet.rows[0])]
    chosen = tables or [sheet for sheet in filled if header_row_of(sheet.rows, is_header)] or filled[:1]
    return [
        _sheet(sheet, workbook, chosen, header_row_of(sheet.rows, is_header) or 1, rows_at_most) for sheet in chosen
    ]


def _sheet(
    sheet: SheetText, workbook: WorkbookText, chosen: list[SheetText], header_row: int, rows_at_most: int | None
) -> Sheet:
    """A sheet from its header on; where rows stand above that, nothing is taken, but everything in its way is told."""
    read = sheet_of((list(row) for row in sheet.rows[header_row - 1 :]), rows_at_most, header_row)
    notes = _notes(sheet, workbook, chosen, header_row)
    if header_row > 1:
        notes = (SheetNote("title_above_header", header_row, words={"above": rows_above(header_row)}), *notes)
    return replace(read, notes=notes)


_workbook = lru_cache(maxsize=WORKBOOKS_KEPT)(read_workbook)


def _notes(sheet: SheetText, workbook: WorkbookText, chosen: list[SheetText], header_row: int) -> tuple[SheetNote, ...]:
    """Everything that a reader of values alone would miss: nothing of a workbook vanishes silently."""
    notes = [
        SheetNote("error_cell", row, column - 1, value, {"error": value})
        for (row, column), value in sheet.errors.items()
    ]
    notes += [SheetNote("formula_without_value", row, column - 1) for row, column in sheet.uncached]
    notes += [SheetNote("struck_row", row) for row in sheet.struck_rows]
    notes += [SheetNote("hidden_row", row) for row in sheet.hidden_rows]
    notes += [
        SheetNote("hidden_column", 1, column - 1, words={"letters": excel_column(column - 1)})
        for column in sheet.hidden_columns
    ]
    merged = [cells for cells, last_row in sheet.merged if last_row >= header_row]
    if merged:
        notes.append(SheetNote("merged_cells", words={"cells": _named(merged)}))
    comments = [cell for cell in sheet.comments if not HEADER_CELL.fullmatch(cell)]  # templates explain headers
    if comments:
        notes.append(SheetNote("cell_comments", words={"cells": _named(comments)}))
    others = [other.name for other in workbook.sheets if other not in chosen and other.rows]
    if others or len(chosen) > 1:
        words = {"sheet": sheet.name, "others": _others(sheet, chosen, others), "mend": UNREAD if others else READ}
        notes.append(SheetNote("other_sheets", words=words))
    if workbook.hidden:
        notes.append(SheetNote("hidden_sheets", words={"sheet": sheet.name, "hidden": _named(workbook.hidden)}))
    return tuple(notes)


def _others(sheet: SheetText, chosen: list[SheetText], others: list[str]) -> str:
    beside = [other.name for other in chosen if other is not sheet]
    read = f"表として別に読むシート: {_named(beside)}。" if beside else ""
    return read + (f"読まなかったシート: {_named(others)}。" if others else "")


def _named(names: tuple[str, ...] | list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return "、".join(names[:NAMED_AT_MOST]) + (f"ほか{more}件" if more > 0 else "")
