"""Workbooks as city halls keep them, written by openpyxl, and sheets of raw XML that no program would write."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kdx_metrics.intake.workbook.bounds import Bounds
from kdx_metrics.intake.workbook.reading import WorkbookText, read_workbook

ACTUALS = ("指標番号", "時点", "実績値", "出典")
ACTIONS = ("取組番号", "柱", "期", "取組名", "所管課", "開始予定", "完了予定", "状況", "進捗率")
BOUNDS = Bounds(last_row=1_000)

Row = Sequence[object]

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WORKSHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def action(number: str, progress: object = 40) -> Row:
    """One 取組 in full course."""
    return (number, "P1", 2, f"取組{number}", "市民課", dt.date(2025, 4, 1), dt.date(2027, 3, 31), "実施中", progress)


def book(*sheets: tuple[str, Iterable[Row]]) -> Workbook:
    """A workbook with these sheets, in this order."""
    made = Workbook()
    made.remove(made.active)  # type: ignore[arg-type]  # a new book has one
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return made


def sheet_of(made: Workbook, title: str) -> Worksheet:
    """One of its sheets."""
    sheet = made[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def saved(made: Workbook) -> bytes:
    """The file's bytes."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(made: Workbook, bounds: Bounds = BOUNDS) -> WorkbookText:
    """The workbook saved and read again."""
    return read_workbook(saved(made), bounds)


def rows_of_workbook(data: bytes) -> list[list[str]]:
    """The cells of a workbook's first visible sheet, as text."""
    return read_workbook(data, BOUNDS).sheets[0].rows


def with_sheet(*parts: str, doctype: str = "") -> bytes:
    """A workbook whose only sheet holds this XML inside its `<worksheet>`, with a document type before it if given."""
    written = io.BytesIO(saved(book(("取組", [("x",)]))))
    out = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "xl/worksheets/sheet1.xml":
                target.writestr(name, source.read(name))
                continue
            with target.open(name, "w") as part:
                part.write(f"{_DECLARATION}{doctype}{_WORKSHEET}".encode())
                for piece in parts:
                    part.write(piece.encode())
                part.write(b"</worksheet>")
    return out.getvalue()


def row_of(number: int, columns: Iterable[str]) -> str:
    """One row of XML with 1 in each of the columns."""
    cells = "".join(f'<c r="{column}{number}"><v>1</v></c>' for column in columns)
    return f'<row r="{number}">{cells}</row>'
