"""Tables as CSV for Excel, in UTF-8 with BOM and without text that Excel would run as a formula."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from kdx_metrics.intake.japanese import FORMULA
from kdx_metrics.plan.formats import plain_number


def csv_safe(text: str) -> str:
    """Text with a leading ' if a spreadsheet could read it as a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def to_csv_bytes(frame: pd.DataFrame, plain: Collection[str] = ()) -> bytes:
    """Header and columns of `frame` without its index as CSV (CRLF, UTF-8 with BOM, formula-safe).

    Numbers have no exponent and no zeros at their end. Dates are written as they are, and so are the columns named
    `plain`, whose text is the program's own; a missing value is an empty cell.
    """
    safe = {
        position: frame.iloc[:, position] if name in plain else _safe_column(frame.iloc[:, position])
        for position, name in enumerate(frame.columns)
    }
    written = pd.DataFrame(safe, index=frame.index)
    written.columns = pd.Index([csv_safe(str(name)) for name in frame.columns])
    return written.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _safe_column(column: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(column):
        return column.map(plain_number, na_action="ignore")
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column
    return column.map(lambda value: csv_safe(value) if isinstance(value, str) else value)
