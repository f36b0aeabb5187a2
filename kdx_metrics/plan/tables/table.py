"""Definition of a table: file, columns, the key that names a row, and rules over the rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from kdx_metrics.plan.tables.columns import Column
from kdx_metrics.plan.tables.rules import Rule

TableName = str


@dataclass(frozen=True, eq=False)
class Table:
    """Table, with `columns` in template order and `rules` over its own rows.

    A city has at least one of the `leading` tables and may do without any other; nothing on screen speaks of a table
    that is absent. A file must have at least one of the columns `one_of`.
    """

    name: TableName
    label: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    about: str
    rules: tuple[Rule, ...] = ()
    leading: bool = False
    one_of: tuple[str, ...] = ()
    suffix: str = "csv"

    @property
    def file_name(self) -> str:
        """Name of the file in a data folder."""
        return f"{self.name}.{self.suffix}"

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by English name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def headers(self) -> dict[str, str]:
        """Japanese headers by English name, in template order."""
        return {column.name: column.header for column in self.columns}

    @cached_property
    def department(self) -> str | None:
        """Name of the column of 所管課; None for a table without one."""
        return next((column.name for column in self.columns if column.kind == "department"), None)

    @cached_property
    def naming(self) -> str | None:
        """Name of the column that names a row; None for a table without one."""
        return next((column.name for column in self.columns if column.naming), None)

    @cached_property
    def refers_to(self) -> tuple[TableName, ...]:
        """Tables that the columns refer to, beside which this one is read and checked."""
        return tuple(dict.fromkeys(reference.table for column in self.columns for reference in column.refers_to))

    @cached_property
    def dtypes(self) -> dict[str, str]:
        """Dtypes of a typed frame by column, in template order and then the companions."""
        types = {column.name: column.dtype for column in self.columns}
        return types | {column.companion: "str" for column in self.columns if column.companion}

    def empty_frame(self) -> pd.DataFrame:
        """Typed frame of the table without rows."""
        return self._empty.copy()

    @cached_property
    def _empty(self) -> pd.DataFrame:
        columns = {name: pd.Series([], dtype=dtype) for name, dtype in self.dtypes.items()}
        return pd.DataFrame(columns, index=pd.Index([], dtype="int64", name="row"))
