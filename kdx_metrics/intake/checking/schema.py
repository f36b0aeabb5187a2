"""Typed frames: what every column holds, and every rule of pandera at once (decision 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import pandas as pd

from kdx_metrics.intake.checking.found import Found
from kdx_metrics.intake.checking.rules import Context, Frame, Rule, duplicate_key, end_before_start
from kdx_metrics.intake.checking.rules_actions import action_rules
from kdx_metrics.intake.checking.rules_kpis import actual_rules, kpi_rules, spanning_rules
from kdx_metrics.plan.tables import Column, Kind, Table, TableName

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
    return _empty(table).copy()


@lru_cache(maxsize=16)  # four tables; one takes 4 ms, and a publication asks for a dozen
def _empty(table: Table) -> Frame:
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
    """Each rule's check is called on its own: as columns of one schema they cost ten times as much."""
    _refuse_mistyped(frame, context.table)
    found = []
    for rule in rules:
        holds = rule.check(pd.Series(np.asarray(rule.derive(frame, context)))).check_output
        if not holds.all():
            broken = holds.index[~holds.astype(bool)].to_numpy(dtype="int64")
            found.append(Found(rule.code, rule.column, broken, rule.words(frame, context)))
    return found


def _refuse_mistyped(frame: Frame, table: Table) -> None:
    """TypeError where a frame is not what `dtypes` says: a mistake of ours, not of a file."""
    wanted = dtypes(table)
    found = {str(name): str(dtype) for name, dtype in frame.dtypes.items()}
    gaps = [name for name, dtype in wanted.items() if dtype not in _NULLABLE and frame[name].hasnans]
    if found != wanted or gaps:
        wrong = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
        raise TypeError(f"a typed frame breaks its own types: {[*wrong, *gaps]}")
