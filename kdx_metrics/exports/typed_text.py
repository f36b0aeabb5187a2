"""Typed cells → the plain text that reads back to the same values (tables.md, "Reading one cell", the other way)."""

from __future__ import annotations

import pandas as pd

from kdx_metrics.intake.checking import COMPANIONS
from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.tables import Column, Table


def as_texts(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The table's columns as str, by Japanese header in template order, on the frame's own index.

    Numbers without exponent or separators, dates as 2026-03-31; a missing value is the reason as it was typed
    (未集計 …) or "".
    """
    return pd.DataFrame({column.header: _texts(frame, column) for column in table.columns})


def _texts(frame: pd.DataFrame, column: Column) -> pd.Series[str]:
    values = frame[column.name]
    if column.kind in ("number", "percent"):
        missing = values.isna()
        texts = values.where(~missing, 0.0).map(plain_number)
        return texts.where(~missing, frame[COMPANIONS[column.name]] if column.name in COMPANIONS else "").astype("str")
    if column.kind in ("date", "fiscal_date"):
        return pd.Series(values.dt.strftime("%Y-%m-%d"), dtype="str").fillna("")
    return values.astype("str")
