"""Findings → issues in plain Japanese, with the Excel address of each cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from kdx_metrics.intake.checking.codes import CODES
from kdx_metrics.intake.checking.found import Changed, Found
from kdx_metrics.intake.issues import Issue, Repair, excel_column, in_order
from kdx_metrics.plan.tables import Table

_SHOWN_LENGTH = 60
_KEPT_LENGTH = 200


def shown(text: str) -> str:
    """A cell as quoted in a message: control characters made visible, a long text cut."""
    visible = "".join(
        ("␡" if character == "\x7f" else chr(0x2400 + ord(character)) if ord(character) < ord(" ") else "�")
        if unicodedata.category(character) in {"Cc", "Cf"}
        else character
        for character in text[: _SHOWN_LENGTH + 1]
    )
    return f"{visible[:_SHOWN_LENGTH]}…" if len(text) > _SHOWN_LENGTH else visible


def say(
    code: str,
    table: Table | None = None,
    *,
    row: int | None = None,
    column: str | None = None,
    position: int | None = None,
    value: str | None = None,
    words: Mapping[str, str] | None = None,
) -> Issue:
    """One issue in words. `column` is the English name and `position` its 0-based place in the file, if it has one."""
    kind = CODES[code]
    header = table.by_name[column].header if table and column else (words or {}).get("header")
    fields = {"value": shown(value or ""), "header": shown(header or ""), "row": str(row), **(words or {})}
    return Issue(
        table=table.name if table else None,
        row=row,
        column=header,
        cell=f"{excel_column(position)}{row}" if position is not None and row is not None else None,
        value=value if value is None or len(value) <= _KEPT_LENGTH else f"{value[:_KEPT_LENGTH]}…",
        code=code,
        message=kind.message.format_map(fields),
        severity=kind.severity,
        fix=kind.fix.format_map(fields).strip(),
    )


@dataclass(frozen=True, eq=False)
class Source:
    """The file that findings speak of: its table, where its columns stand, its Excel rows and its text.

    `text` gives a cell as typed, by English column name and row position.
    """

    table: Table
    positions: Mapping[str, int]
    rows: NDArray[np.int64]
    text: Callable[[str, int], str]


def put_into_words(found: Iterable[Found], source: Source, at_most: int) -> tuple[list[Issue], int]:
    """The first `at_most` issues, errors first and in file order, and how many there are in all."""
    issues: list[Issue] = []
    total = 0
    for finding in found:
        total += len(finding.at)
        for at in finding.at[:at_most].tolist():
            column = finding.column
            issues.append(
                say(
                    finding.code,
                    source.table,
                    row=int(source.rows[at]),
                    column=column,
                    position=source.positions.get(column or ""),
                    value=source.text(column, at) if column and column in source.positions else None,
                    words=finding.words(at),
                )
            )
    return in_order(issues)[:at_most], total


def list_repairs(changed: Sequence[Changed], source: Source, at_most: int) -> tuple[list[Repair], int]:
    """The first `at_most` repaired cells in file order, and how many there are in all."""
    first: list[tuple[int, int, Changed]] = []
    for change in changed:
        place = source.positions[change.column]
        first += [(at, place, change) for at in change.at[:at_most].tolist()]
    first.sort(key=itemgetter(0, 1))
    repairs = [
        Repair(f"{excel_column(place)}{source.rows[at]}", source.text(change.column, at), change.after(at))
        for at, place, change in first[:at_most]
    ]
    return repairs, sum(len(change.at) for change in changed)
