"""Reading of a folder with one CSV per table; a broken file never hides the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from kdx_metrics.intake.checking import CheckedFile, check, check_across
from kdx_metrics.intake.checking.messages import render_issue
from kdx_metrics.intake.issues import Issue, errors, in_order
from kdx_metrics.plan.snapshot import Origin, Snapshot
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, leading_tables, tables


@dataclass(frozen=True, eq=False)
class Folder:
    """Content of a folder.

    `frames` and `origins` have the tables that could be read. `broken` names the files that could not, or that are
    asked for and absent. `files` has the check of each file that exists.
    """

    frames: Mapping[TableName, pd.DataFrame]
    origins: Mapping[TableName, Origin]
    issues: list[Issue]
    broken: tuple[str, ...]
    files: Mapping[TableName, CheckedFile]


def read_folder(folder: Path, strategy: Strategy, *, as_at: date | None) -> Folder:
    """Read and check the files of a folder; never raises for what is in them.

    `as_at` None leaves out the rules on what may not lie after the 時点. A table is held against those that it refers
    to in the same folder, unless those cannot be read.
    """
    specs = tables(strategy)
    frames: dict[TableName, pd.DataFrame] = {}
    beside: dict[TableName, pd.DataFrame] = {}
    origins: dict[TableName, Origin] = {}
    issues: list[Issue] = []
    files: dict[TableName, CheckedFile] = {}
    for name, spec in specs.items():
        data = _bytes_of(folder / spec.file_name)
        if data is None:
            beside[name] = spec.empty_frame()
            continue
        checked = check(data, strategy, file_name=spec.file_name, table=name, as_at=as_at, beside=beside, together=True)
        files[name] = checked
        issues += checked.issues
        if checked.frame is not None:
            frames[name] = beside[name] = checked.frame
            described = as_at or strategy.data.as_at or strategy.last_day
            origins[name] = Origin(name, spec.file_name, checked.sha256, described)
    if not any(spec.name in files for spec in leading_tables(strategy)):
        issues += missing_files(strategy)
    between = errors(check_across(beside, strategy, {name: checked.positions for name, checked in files.items()}))
    for name in {issue.table for issue in between if issue.table}:
        frames.pop(name)
        origins.pop(name)
    issues += between
    return Folder(frames, origins, in_order(issues), _broken(issues, specs), files)


def missing_files(strategy: Strategy) -> list[Issue]:
    """Issues of a folder that has none of the files of which it needs one."""
    files = "か".join(table.file_name for table in leading_tables(strategy))
    return [render_issue("missing_file", table, words={"file": files}) for table in leading_tables(strategy)[:1]]


def snapshot_of(folder: Folder, strategy: Strategy, as_of: date) -> Snapshot:
    """Snapshot of a folder's tables at `as_of`."""
    return Snapshot(strategy, as_of, folder.frames, folder.origins)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _broken(issues: list[Issue], specs: Mapping[TableName, Table]) -> tuple[str, ...]:
    named = {issue.table for issue in errors(issues)}
    return tuple(spec.file_name for name, spec in specs.items() if name in named)
