"""部分更新: rows sent by a department, laid over the table in force by its key, and the merged table as a file."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from kdx_metrics.database.schema.revisions import Mode
from kdx_metrics.exports.typed_text import as_texts
from kdx_metrics.plan.tables import Table

FIRST_ROW = 2  # Excel's number of the first row of data


def merge(current: pd.DataFrame, sent: pd.DataFrame, table: Table, columns: Collection[str]) -> pd.DataFrame:
    """Lay the typed rows of `sent` over `current`.

    Rows are told apart by the table's key, which must be unique on either side. A row that is in both takes
    the values of `columns` (English names of the columns that the sent file holds) and keeps the others; rows
    that are only in `current` stay, in their order; rows that are only in `sent` are appended. The index is
    the Excel row that each would have.
    """
    positions = _keys(current, table).get_indexer(_keys(sent, table))  # in `current`, -1 for a row of `sent` alone
    shared = positions >= 0
    merged = current.copy()
    for name in [*columns, *(companion for name in columns if (companion := table.by_name[name].companion))]:
        values = merged[name].array.copy()
        values[positions[shared]] = sent[name].array[shared]
        merged[name] = values
    merged = pd.concat([merged, sent[~shared][merged.columns]])
    merged.index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(merged), name="row")
    return merged


def _keys(frame: pd.DataFrame, table: Table) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[list(table.key)])


def shared_keys(left: pd.DataFrame, right: pd.DataFrame, table: Table) -> list[tuple[object, ...]]:
    """Keys that both hold: two partial updates of one publication must not speak of the same row."""
    return list(_keys(left, table).intersection(_keys(right, table)))


def suggest_mode(current: pd.DataFrame, sent: pd.DataFrame, table: Table) -> Mode:
    """Suggest 部分更新 for a file that looks like a part of its table, else 全体置換.

    A part lacks every row of some 所管課, or more than half of the current rows; else the rows that are absent were
    taken out on purpose.
    """
    absent = current[~_keys(current, table).isin(_keys(sent, table))]
    if absent.empty:
        return "replace"
    if len(absent) * 2 > len(current):
        return "merge"
    if table.department and not set(absent[table.department]) & set(sent[table.department]):
        return "merge"
    return "replace"


def written(frame: pd.DataFrame, table: Table) -> bytes:
    """A typed table as a file that reads back to the same values: UTF-8 with BOM, Japanese headers, CRLF.

    Nothing is put before a text that looks like a formula, since this is what the store keeps; whatever
    people download goes through `export`.
    """
    return as_texts(frame, table).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def same_table(left: pd.DataFrame, right: pd.DataFrame) -> bool:
    """True if two typed tables hold the same cells in the same order, whatever their rows in Excel."""
    return left.reset_index(drop=True).equals(right.reset_index(drop=True))
