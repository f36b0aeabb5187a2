"""The reading process: workbook bytes on stdin → its sheets as JSON on stdout.

`python -m kdx_metrics.intake.workbook.process BOUNDS` bounds its own memory and CPU time before it reads a byte and
imports neither pandas nor the server's parts, so that a workbook can end this process and nothing else.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from dataclasses import asdict
from datetime import date
from typing import Any
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, CalamineWorkbook

from kdx_metrics.intake.workbook.bounds import Bounds, Refusal
from kdx_metrics.intake.workbook.package import (
    comments_of,
    counts_from_1904,
    open_package,
    sheets_of,
    styles_of,
)
from kdx_metrics.intake.workbook.shown import EPOCH, EPOCH_1904, text_of
from kdx_metrics.intake.workbook.survey import Survey, survey

BROKEN = "開けないExcelブック(破損またはパスワード付き)"
SAVE_AGAIN = "Excelで開けるか確かめ、パスワードを消して「Excelブック(.xlsx)」で保存し直してください。"


def read(data: bytes, bounds: Bounds) -> dict[str, Any]:
    """The visible sheets with their cells as text and what was noted of each; the hidden ones by name.

    Raises Refusal.
    """
    try:
        with open_package(io.BytesIO(data), bounds) as package:
            sheets = sheets_of(package)
            styles = styles_of(package)
            epoch = EPOCH_1904 if counts_from_1904(package) else EPOCH
            surveys = {sheet: survey(package, sheet, styles, bounds) for sheet in sheets if sheet.is_visible}
            comments = {sheet: comments_of(package, sheet) for sheet in surveys}
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            answers = [
                _as_json(noted, sheet.name, _rows(workbook, sheet.name, noted, epoch), comments[sheet])
                for sheet, noted in surveys.items()
            ]
    except (zipfile.BadZipFile, CalamineError, ExpatError, KeyError, IndexError, ValueError, OSError) as error:
        raise Refusal("not_csv", kind=BROKEN, mend=SAVE_AGAIN) from error
    return {"sheets": answers, "hidden": [sheet.name for sheet in sheets if not sheet.is_visible]}


def _as_json(noted: Survey, name: str, rows: list[list[str]], comments: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "rows": rows,
        "errors": [[*position, text] for position, text in noted.errors.items()],
        "uncached": noted.uncached,
        "hidden_rows": noted.hidden_rows,
        "struck_rows": noted.struck_rows,
        "hidden_columns": noted.hidden_columns,
        "merged": noted.merged,
        "comments": comments,
    }


def _rows(workbook: CalamineWorkbook, name: str, noted: Survey, epoch: date) -> list[list[str]]:
    """Cells as text, row 1 first, down and across to the last filled one; error cells are blank."""
    if not noted.last_row:
        return []
    values = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows = [[text_of(value) for value in row[: noted.last_column]] for row in values[: noted.last_row]]
    for (row, column), display in noted.displays.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = text_of(values[row - 1][column - 1], display, epoch)
    for row, column in noted.errors:
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = ""
    return rows


def main() -> None:
    """Bound this process, read stdin, answer on stdout."""
    bounds = Bounds(**json.loads(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory, bounds.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.seconds, bounds.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, Any] = read(sys.stdin.buffer.read(), bounds)
    except Refusal as refusal:
        answer = {"refused": refusal.code, "words": refusal.words}
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))


def command_line(bounds: Bounds) -> list[str]:
    """The command that reads a workbook within the bounds."""
    return [sys.executable, "-m", "kdx_metrics.intake.workbook.process", json.dumps(asdict(bounds))]


if __name__ == "__main__":
    main()
