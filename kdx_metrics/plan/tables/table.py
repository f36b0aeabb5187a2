"""The definition of a table: its file, its columns, the key that names a row, and the rules over its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from kdx_metrics.plan.tables.columns import Column
from kdx_metrics.plan.tables.rules import Rule

TableName = str


@dataclass(frozen=True, eq=False)
class Table:
    """One table. `columns` are in template order; `rules` are over single rows, or over the rows of this table alone.

    `optional`: a city may do without it, and then nothing on screen speaks of it. `one_of`: columns of which a file
    must have one at least.
    """

    name: TableName
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    about: str
    rules: tuple[Rule, ...] = ()
    optional: bool = False
    one_of: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """The name of its CSV in a data folder."""
        return f"{self.name}.csv"

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """English name → column."""
        return {column.name: column for column in self.columns}

    @cached_property
    def headers(self) -> dict[str, str]:
        """English name → Japanese header, in template order."""
        return {column.name: column.header for column in self.columns}

    @cached_property
    def department(self) -> str | None:
        """The name of its column of 所管課; None where it has none."""
        return next((column.name for column in self.columns if column.kind == "department"), None)

    @cached_property
    def refers_to(self) -> tuple[TableName, ...]:
        """The tables that its columns refer to: it is read and checked beside them."""
        return tuple(dict.fromkeys(column.refers_to.table for column in self.columns if column.refers_to))

    @cached_property
    def dtypes(self) -> dict[str, str]:
        """Every column of a typed frame and its dtype: template order, then the companions."""
        types = {column.name: column.dtype for column in self.columns}
        return types | {column.companion: "str" for column in self.columns if column.companion}

    def empty_frame(self) -> pd.DataFrame:
        """A typed frame of the table without rows."""
        return self._empty.copy()

    @cached_property
    def _empty(self) -> pd.DataFrame:
        columns = {name: pd.Series([], dtype=dtype) for name, dtype in self.dtypes.items()}
        return pd.DataFrame(columns, index=pd.Index([], dtype="int64", name="row"))
