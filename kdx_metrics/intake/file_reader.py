"""Reading of an uploaded CSV or Excel workbook as a sheet of text."""

from __future__ import annotations

from kdx_metrics.intake.csv_reader import IsHeader, Sheet, read_csv, refuse_title_above, sheet_of
from kdx_metrics.intake.workbook_reader import is_workbook, read_workbook


def read_file(data: bytes, file_name: str, is_header: IsHeader) -> Sheet:
    """Read the bytes of a file by its name and beginning; `encoding` of a workbook's sheet is None.

    Raises Unreadable, with the code and words of the issue, for a file that cannot be read.
    """
    if not is_workbook(data, file_name):
        return read_csv(data, is_header)
    rows = read_workbook(data)
    refuse_title_above(rows, is_header)
    return sheet_of(rows)
