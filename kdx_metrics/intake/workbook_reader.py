"""Uploaded workbooks (.xlsx) as text; a large one is refused before it is unpacked."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from kdx_metrics.intake.decoding import Unreadable
from kdx_metrics.plan.formats import plain_number

SIGNATURE = b"PK\x03\x04"
UNPACKED_AT_MOST = 200 * 1024 * 1024  # bytes; a workbook of 30,000 rows unpacks to some 20 MB

WorkbookValue = str | bool | float | datetime | date | time | timedelta


def is_workbook(data: bytes, file_name: str) -> bool:
    """True for a file that is a workbook by its name and its first bytes."""
    return file_name.lower().endswith(".xlsx") and data.startswith(SIGNATURE)


def read_workbook(data: bytes) -> list[list[str]]:
    """Cells of the first sheet as text from row 1 on: dates as ISO, whole numbers without decimals.

    Raises Unreadable for a workbook that is broken, locked by a password, or unpacks to more than
    UNPACKED_AT_MOST (a zip bomb is refused before anything is unpacked).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > UNPACKED_AT_MOST:
            mebibyte = 1024 * 1024
            raise Unreadable(
                "file_too_large", size=f"{unpacked // mebibyte:,}MB", limit=f"{UNPACKED_AT_MOST // mebibyte:,}MB"
            )
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, IndexError, ValueError, OSError) as error:
        raise Unreadable("not_csv", kind="開けないExcelブック(破損またはパスワード付き)") from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: WorkbookValue) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, (bool, str, date, time, timedelta)):
        return str(cell)
    return plain_number(float(cell))
