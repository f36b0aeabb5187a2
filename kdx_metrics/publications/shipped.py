"""The files in a data folder: `archive/DATE/*.csv`, and the folder's own as the newest."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from kdx_metrics.intake.folder import missing_files
from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName, leading_tables, tables
from kdx_metrics.publications.revisions import NewRevision
from kdx_metrics.publications.source import Source
from kdx_metrics.publications.tables_at import read_tables

ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class ShippedFile:
    """One file, named after its table; `path` is below the data folder, `as_at` the 時点 of the file's own folder."""

    table: TableName
    as_at: date
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A shipped file that was not taken in, and the errors that stand in it."""

    file: ShippedFile
    issues: tuple[Issue, ...]


def shipped_files(folder: Path, strategy: Strategy, as_at: date, *, readable_only: bool = False) -> list[ShippedFile]:
    """The files of a folder, oldest 時点 first; `as_at` is that of its own. Raises OSError unless `readable_only`.

    An archive folder whose name is no date is passed over.
    """
    states = [(as_at, folder)]
    for path in (folder / ARCHIVE).iterdir() if (folder / ARCHIVE).is_dir() else ():
        with suppress(ValueError):
            states.append((date.fromisoformat(path.name), path))
    files: list[ShippedFile] = []
    for day, state in sorted(states):
        for table in tables(strategy).values():
            path = state / table.file_name
            if path.is_file():
                with suppress(OSError) if readable_only else nullcontext():
                    files.append(ShippedFile(table.name, day, path.relative_to(folder).as_posix(), path.read_bytes()))
    return files


def taken_in(files: Sequence[ShippedFile], strategy: Strategy) -> tuple[list[NewRevision], list[Refused]]:
    """The files as revisions; one with errors, by itself or beside the tables of its 時点, is left out."""
    in_force: dict[TableName, NewRevision] = {}
    revisions: list[NewRevision] = []
    refused: list[Refused] = []
    for day in dict.fromkeys(file.as_at for file in files):
        state = {file.table: file for file in files if file.as_at == day}
        while state:
            new = {name: _as_revision(file, strategy) for name, file in state.items()}
            read = read_tables(strategy, {**in_force, **new})
            issues = read.errors()
            blamed = [name for name in state if any(issue.table == name for issue in issues)]
            if not blamed:
                break
            # One at a time, those that others refer to first: without one in the way, the tables that refer to it may
            # yet be good, or be told what really is wrong.
            name = blamed[0]
            refused.append(Refused(state.pop(name), tuple(issue for issue in issues if issue.table == name)))
        for name in state:
            checked = read.checked[name]
            in_force[name] = replace(new[name], rows=checked.rows, encoding=checked.encoding or "")
            revisions.append(in_force[name])
    return revisions, refused


def _as_revision(file: ShippedFile, strategy: Strategy) -> NewRevision:
    file_name = tables(strategy)[file.table].file_name
    return NewRevision(file.table, file.as_at, file_name, encoding="", rows=0, uploaded=file.data)


def folder_source(folder: Path, strategy: Strategy, *, fallback_as_at: date) -> Source:
    """The source of a folder alone, for the command line, and for pages while no store can be opened.

    The same files are left out as when a store takes them in; a file that cannot be read is taken for absent.
    `fallback_as_at` is the 時点 of the folder's own files where strategy.toml gives none.
    """
    newest = strategy.data.as_at or fallback_as_at
    files = shipped_files(folder, strategy, newest, readable_only=True)
    revisions, refused = taken_in(files, strategy)
    present = {file.table for file in files if file.as_at == newest}
    left_out = [issue for refusal in refused if refusal.file.as_at == newest for issue in refusal.issues]
    if present.isdisjoint(table.name for table in leading_tables(strategy)):
        left_out += missing_files(strategy)
    return Source(strategy, tuple(revisions), partial(read_tables, strategy), tuple(left_out))
