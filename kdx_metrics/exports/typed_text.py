"""Plain text of typed cells, which reads back to the same values."""

from __future__ import annotations

import pandas as pd

from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.tables import Column, Table


def as_texts(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Columns of `table` as str under their Japanese headers, in template order and on the frame's index.

    Numbers have no exponent or separators, dates are written as 2026-03-31, and a missing value is its reason as typed
    (未集計 and others) or "".
    """
    return pd.DataFrame({column.header: _texts(frame, column) for column in table.columns})


def as_filled_in(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """`as_texts` with each choice by the word of its list in the template."""
    texts = as_texts(frame, table)
    names = {column.header: dict(column.shown) for column in table.columns if column.shown}
    return texts.assign(**{header: texts[header].replace(shown) for header, shown in names.items()})


def table_csv(frame: pd.DataFrame, table: Table) -> bytes:
    """CSV for Excel of a typed table, to be filled in further and read again."""
    plain = [column.header for column in table.columns if column.is_number or column.is_date]
    return to_csv_bytes(as_filled_in(frame, table), plain)


def _texts(frame: pd.DataFrame, column: Column) -> pd.Series[str]:
    values = frame[column.name]
    if column.is_number:
        missing = values.isna()
        texts = values.where(~missing, 0.0).map(plain_number)
        return texts.where(~missing, frame[column.companion] if column.companion else "").astype("str")
    if column.is_date:
        return pd.Series(values.dt.strftime("%Y-%m-%d"), dtype="str").fillna("")
    return values.astype("str")
