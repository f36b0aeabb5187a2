"""Copy of an uploaded file with its safe repairs applied, so that staff need to correct only the rest."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.intake.checking.headers import Recogniser
from kdx_metrics.intake.file_reader import read_sheets
from kdx_metrics.intake.issues import Repair
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName, tables


def corrected_copy(
    data: bytes, file_name: str, strategy: Strategy, repairs: Sequence[Repair], table: TableName | None = None
) -> bytes:
    """CSV (UTF-8 with BOM, formula-safe) of a readable file, with each repair applied in its cell.

    `table` chooses among the sheets of a workbook that holds several tables.

    Rows keep their Excel numbers, blank rows included, so that the addresses of the remaining issues are right.
    """
    from xlsxwriter.utility import xl_cell_to_rowcol  # noqa: PLC0415  # a page that offers a copy makes none

    recogniser = Recogniser(tables(strategy))
    sheets = read_sheets(data, file_name, recogniser.is_header)
    sheet = next((sheet for sheet in sheets if recogniser.table(sheet.header) == table), sheets[0])
    last = int(sheet.cells.index.max()) if len(sheet.cells) else 1
    cells = sheet.cells.reindex(range(2, last + 1), fill_value="")
    values = cells.to_numpy(dtype=object).copy()
    for repair in repairs:
        line, column = xl_cell_to_rowcol(repair.cell)
        row = line - 1  # the header is line 0
        if 0 <= row < values.shape[0] and column < values.shape[1]:
            values[row, column] = repair.after
    header = [name or f"列{number}" for number, name in enumerate(sheet.header, start=1)]
    frame = pd.DataFrame(values)
    frame.columns = pd.Index(header)
    return to_csv_bytes(frame)
