"""Outcome of the check of one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kdx_metrics.intake.issues import Issue, Repair
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName


@dataclass(frozen=True, eq=False)
class CheckedFile:
    """Content of a file. `frame` is typed, and None while an error stands; warnings do not forbid it.

    `issues` and `repairs` are in file order and at most `CheckLimits.shown`; the counts are the true ones.
    `strategy` is that of a strategy.toml.
    `positions` says in which 0-based column of the file each English column name stands.
    """

    file_name: str
    table: TableName | None
    encoding: str | None
    rows: int
    frame: pd.DataFrame | None
    issues: list[Issue]
    issue_count: int
    repairs: list[Repair]
    repair_count: int
    positions: Mapping[str, int]
    sha256: str
    ok: bool
    strategy: Strategy | None = None
