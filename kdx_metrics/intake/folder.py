"""A folder with the four CSVs → four typed tables; a broken file never hides the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from kdx_metrics.intake.checking import Checked, check, empty_frame
from kdx_metrics.intake.checking.messages import say
from kdx_metrics.intake.issues import Issue, errors, in_order
from kdx_metrics.plan.snapshot import Origin, Snapshot, assemble
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, tables


@dataclass(frozen=True, eq=False)
class Folder:
    """What a folder holds.

    `frames` has all four tables, an empty typed one where a file is broken or absent; `origins` only those that
    were read. `broken` names the files that were not. `files` has what each check found, for files that exist.
    """

    frames: Mapping[TableName, pd.DataFrame]
    origins: Mapping[TableName, Origin]
    issues: list[Issue]
    broken: tuple[str, ...]
    files: Mapping[TableName, Checked]


def read_folder(folder: Path, strategy: Strategy, *, as_at: date | None) -> Folder:
    """Read and check the four files of a folder; never raises for what is in them.

    `as_at` None leaves out the rules on what may not lie after the 時点. 実績 are held against the 指標 of the
    same folder, unless those cannot be read.
    """
    specs = tables(strategy)
    frames: dict[TableName, pd.DataFrame] = {}
    origins: dict[TableName, Origin] = {}
    issues: list[Issue] = []
    files: dict[TableName, Checked] = {}
    for name, spec in specs.items():
        data = _bytes_of(folder / spec.file_name)
        if data is None:
            issues.append(say("missing_file", spec, words={"file": spec.file_name}))
            frames[name] = empty_frame(spec)
            continue
        kpis = frames["kpis"] if name == "kpi_actuals" and "kpis" in origins else None
        checked = check(data, strategy, file_name=spec.file_name, table=name, as_at=as_at, kpis=kpis)
        files[name] = checked
        issues += checked.issues
        frames[name] = empty_frame(spec) if checked.frame is None else checked.frame
        if checked.frame is not None:
            described = as_at or strategy.data.as_at or strategy.last_day
            origins[name] = Origin(name, spec.file_name, checked.sha256, described)
    return Folder(frames, origins, in_order(issues), _broken(issues, specs), files)


def snapshot_of(folder: Folder, strategy: Strategy, as_of: date) -> Snapshot:
    """The snapshot of a folder's tables at `as_of`."""
    return assemble(strategy, as_of, folder.frames, folder.origins)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _broken(issues: list[Issue], specs: Mapping[TableName, Table]) -> tuple[str, ...]:
    named = {issue.table for issue in errors(issues)}
    return tuple(spec.file_name for name, spec in specs.items() if name in named)
