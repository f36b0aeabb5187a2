"""Typed frames and their pandera schema: what every column holds, and every rule at once (decision 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pandera.pandas as pa

from kdx_metrics.checking.found import Found
from kdx_metrics.checking.rules import Context, Frame, Rule, duplicate_key, end_before_start
from kdx_metrics.checking.rules_actions import action_rules
from kdx_metrics.checking.rules_kpis import actual_rules, kpi_rules, spanning_rules
from kdx_metrics.tables import Column, Kind, Table, TableName

# The number columns that keep the reason of a missing value, and the column that keeps it.
COMPANIONS = {"progress": "progress_missing", "value": "value_missing"}
_DTYPES: Mapping[Kind, str] = {
    "period": "int64",
    "date": "datetime64[s]",
    "fiscal_date": "datetime64[s]",
    "percent": "float64",
    "number": "float64",
}
_NULLABLE = ("float64", "datetime64[s]")


def dtype_of(column: Column) -> str:
    """The dtype of a typed column."""
    return _DTYPES.get(column.kind, "str")


def dtypes(table: Table) -> dict[str, str]:
    """Every column of a typed frame and its dtype: template order, then the companions."""
    types = {column.name: dtype_of(column) for column in table.columns}
    return types | {COMPANIONS[name]: "str" for name in table.by_name if name in COMPANIONS}


def empty_frame(table: Table) -> Frame:
    """A typed frame of the table without rows."""
    columns = {name: pd.Series([], dtype=dtype) for name, dtype in dtypes(table).items()}
    return pd.DataFrame(columns, index=pd.Index([], dtype="int64", name="row"))


def _milestone_rules(context: Context) -> list[Rule]:
    return [duplicate_key(context.table), end_before_start("date", "end_date")]


_RULES: Mapping[TableName, Callable[[Context], list[Rule]]] = {
    "action_plan": action_rules,
    "kpis": kpi_rules,
    "kpi_actuals": actual_rules,
    "milestones": _milestone_rules,
}


def find_broken_rules(frame: Frame, context: Context) -> list[Found]:
    """Every rule of the table that a row of a typed frame breaks, in the table's order of rules."""
    return _broken(frame, context, _RULES[context.table.name](context))


def find_broken_across(frame: Frame, context: Context) -> list[Found]:
    """Only the rules of 実績 that look into 指標."""
    return _broken(frame, context, spanning_rules(context))


def _broken(frame: Frame, context: Context, rules: list[Rule]) -> list[Found]:
    derived = {f"{rule.code}/{rule.column}": np.asarray(rule.derive(frame, context)) for rule in rules}
    typed = {name: pa.Column(dtype, nullable=dtype in _NULLABLE) for name, dtype in dtypes(context.table).items()}
    checked = {name: pa.Column(None, rule.check, nullable=True) for name, rule in zip(derived, rules, strict=True)}
    schema = pa.DataFrameSchema({**typed, **checked}, strict=True)
    table = frame.reset_index(drop=True).assign(**derived)
    try:
        schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    numbers, names = pd.factorize(cases["column"])
    if not set(names) <= derived.keys():
        msg = f"a typed frame breaks its own types: {sorted(set(names) - derived.keys())}"
        raise TypeError(msg)
    at = cases["index"].to_numpy(dtype="int64")
    broken = {name: np.sort(at[numbers == number]) for number, name in enumerate(names)}
    return [
        Found(rule.code, rule.column, broken[name], rule.words(frame, context))
        for name, rule in zip(derived, rules, strict=True)
        if name in broken
    ]
