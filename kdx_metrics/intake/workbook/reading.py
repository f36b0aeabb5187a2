"""The door to workbooks: starts the reading process and turns its answer into sheets."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from kdx_metrics.intake.decoding import ZIP, Unreadable
from kdx_metrics.intake.workbook.bounds import Bounds
from kdx_metrics.intake.workbook.process import command_line
from kdx_metrics.settings import ROOT

ENDINGS = (".xlsx", ".xlsm")
START_SECONDS = 30  # beyond the bound on CPU: a busy machine gives the process less than a core


@dataclass(frozen=True, slots=True)
class SheetText:
    """One visible sheet as text, row 1 first, and what its reader should know. Positions are (row, column) from 1."""

    name: str
    rows: list[list[str]]
    errors: Mapping[tuple[int, int], str]
    uncached: tuple[tuple[int, int], ...]
    hidden_rows: tuple[int, ...]
    struck_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    merged: tuple[tuple[str, int], ...]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkbookText:
    """The visible sheets in tab order, and the names of the hidden ones, which were not read."""

    sheets: tuple[SheetText, ...]
    hidden: tuple[str, ...]


def is_workbook(data: bytes, file_name: str) -> bool:
    """True for a file to be read as a workbook, by its name and its first bytes together."""
    return file_name.lower().endswith(ENDINGS) and data.startswith(ZIP)


def read_workbook(data: bytes, bounds: Bounds) -> WorkbookText:
    """Read a workbook in a process of its own.

    Raises Unreadable for one that is broken, locked by a password, past the bounds, or that used up the process's
    memory or time.
    """
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell; the data comes by stdin
            command_line(bounds),
            input=data,
            capture_output=True,
            check=False,
            cwd=ROOT,
            timeout=bounds.seconds + START_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("workbook_too_heavy") from error
    if done.returncode != 0:
        raise Unreadable("workbook_too_heavy")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Unreadable(answer["refused"], **answer["words"])
    sheets = tuple(
        SheetText(
            name=sheet["name"],
            rows=sheet["rows"],
            errors={(row, column): text for row, column, text in sheet["errors"]},
            uncached=tuple((row, column) for row, column in sheet["uncached"]),
            hidden_rows=tuple(sheet["hidden_rows"]),
            struck_rows=tuple(sheet["struck_rows"]),
            hidden_columns=tuple(sheet["hidden_columns"]),
            merged=tuple((cells, last_row) for cells, last_row in sheet["merged"]),
            comments=tuple(sheet["comments"]),
        )
        for sheet in answer["sheets"]
    )
    return WorkbookText(sheets, tuple(answer["hidden"]))
