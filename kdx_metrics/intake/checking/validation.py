"""Validation of typed frames: the mask of each broken rule becomes one violation."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kdx_metrics.intake.checking.violations import Violation, positions_of
from kdx_metrics.plan.tables import Table
from kdx_metrics.plan.tables.rules import Context, Frame, Rule

_NULLABLE = ("float64", "datetime64[s]")


def find_violations(frame: Frame, context: Context, rules: Iterable[Rule]) -> list[Violation]:
    """Violations of `rules` in their order; a rule is left out if a table that it needs is."""
    _refuse_mistyped(frame, context.table)
    violations = []
    for rule in rules:
        if not context.beside.keys() >= set(rule.needs):
            continue
        positions = positions_of(np.asarray(rule.broken(frame, context), dtype=bool))
        if len(positions):
            violations.append(Violation(rule.code, rule.column, positions, rule.words(frame, context)))
    return violations


def _refuse_mistyped(frame: Frame, table: Table) -> None:
    """Raise TypeError for a frame of other types than its table's: a mistake of the program, not of a file."""
    wanted = table.dtypes
    given = {str(name): str(dtype) for name, dtype in frame.dtypes.items()}
    gaps = [name for name, dtype in wanted.items() if dtype not in _NULLABLE and frame[name].hasnans]
    if given != wanted or gaps:
        wrong = sorted(name for name in {*given, *wanted} if given.get(name) != wanted.get(name))
        raise TypeError(f"a typed frame breaks its own types: {[*wrong, *gaps]}")
