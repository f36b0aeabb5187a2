"""Rules that span tables: the references of columns, and those that compare a table with another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Column, Table, TableName, tables
from kdx_metrics.plan.tables.codes import Code, by_name, warning
from kdx_metrics.plan.tables.rules import (
    Context,
    Frame,
    Mask,
    Rule,
    Words,
    day_at,
    duplicate_key,
    is_filled,
    number_at,
    text_at,
)
from kdx_metrics.plan.text import BETWEEN

_CUMULATIVE = "累計"

FALLING_CUMULATIVE = warning(
    "falling_cumulative",
    "累計が減った",
    "累計の指標「{key}」の実績「{value}」が、前の値({before}、{on})より小さくなっています。",
    "累計の値か、その年度だけの値でないか確かめてください。",
)


def rules_of(table: Table, *, together: bool = False) -> tuple[Rule, ...]:
    """All rules over the rows of a table: its key, its own rules and those that span tables.

    Of a table that is read `together` with others those are left out that one of the others may yet meet.
    """
    own = (rule for rule in table.rules if not (together and rule.may_be_met_by))
    return (duplicate_key(table), *own, *_references(table), *ACROSS.get(table.name, ()))


def rules_across(table: Table) -> tuple[Rule, ...]:
    """Rules of a table that look into others: its own, the references of its columns, then ACROSS."""
    own = (rule for rule in table.rules if rule.needs or rule.may_be_met_by)
    return (*own, *_references(table), *ACROSS.get(table.name, ()))


def rule_codes(strategy: Strategy) -> dict[str, Code]:
    """Issue codes of all rules of all tables, in the order of the tables and their rules."""
    return by_name(*(rule.code for table in tables(strategy).values() for rule in rules_of(table)))


def _references(table: Table) -> Iterator[Rule]:
    """Rules against values that stand in none of the columns that theirs refers to."""
    return (_reference_rule(column) for column in table.columns if column.refers_to)


def _reference_rule(column: Column) -> Rule:
    references = column.refers_to
    needs = tuple(reference.table for reference in references)

    def strays(frame: Frame, context: Context) -> pd.Series[str]:
        """Values that stand nowhere, by row position."""
        cells = frame[column.name].reset_index(drop=True)
        parts = cells.str.split(BETWEEN).explode() if column.is_list else cells
        parts = parts[is_filled(parts)]
        for reference in references:
            parts = parts[~parts.isin(context.beside[reference.table][reference.column]).to_numpy()]
        return parts

    def broken(frame: Frame, context: Context) -> Mask:
        mask = np.zeros(len(frame), dtype=bool)
        mask[strays(frame, context).index] = True
        return mask

    def words(frame: Frame, context: Context) -> Words:
        specs = tables(context.strategy)
        referred = [specs[name] for name in needs if name in specs]
        named = {
            "table": "・".join(table.label for table in referred),
            "file": "・".join(table.file_name for table in referred),
        }
        if not column.is_list:
            return lambda _position: named
        listed = strays(frame, context).groupby(level=0).agg(BETWEEN.join)
        return lambda position: {**named, "value": listed[position]}

    return Rule(references[0].code, column.name, broken, words, needs=needs)


def _earlier(frame: Frame, context: Context) -> Frame:
    """Value and date before each value of a 累計 KPI, by row position; NaN for a first value."""
    rows = frame[["kpi_id", "as_of", "value"]].reset_index(drop=True)
    usable = rows[_is_cumulative(frame, context).to_numpy() & rows["value"].notna() & rows["as_of"].notna()]
    return usable.sort_values("as_of", kind="stable").groupby("kpi_id")[["value", "as_of"]].shift().reindex(rows.index)


def _is_cumulative(frame: Frame, context: Context) -> pd.Series[bool]:
    kpis = context.beside["kpis"]
    return frame["kpi_id"].isin(kpis.loc[kpis["aggregation"] == _CUMULATIVE, "kpi_id"])


def _falls(frame: Frame, context: Context) -> Mask:
    if not _is_cumulative(frame, context).any():
        return np.zeros(len(frame), dtype=bool)
    before = _earlier(frame, context)["value"].to_numpy(dtype="float64")
    return np.asarray(frame["value"].to_numpy() < before)


def _fall_words(frame: Frame, context: Context) -> Words:
    earlier = _earlier(frame, context)
    key, before, on = text_at(frame, "kpi_id"), number_at(earlier, "value"), day_at(earlier, "as_of")
    return lambda position: {"key": key(position), "before": before(position), "on": on(position)}


# Table → its rules beyond references. One that needs a table which no column refers to is held by `check_across` alone.
ACROSS: Mapping[TableName, tuple[Rule, ...]] = {
    "kpi_actuals": (Rule(FALLING_CUMULATIVE, "value", _falls, _fall_words, needs=("kpis",)),),
}
