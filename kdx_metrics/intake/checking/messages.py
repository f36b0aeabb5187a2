"""Issues in plain Japanese from violations, with the Excel address of each cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from kdx_metrics.intake.addresses import excel_column
from kdx_metrics.intake.checking.codes import READING_CODES
from kdx_metrics.intake.checking.violations import ChangedCells, Violation
from kdx_metrics.intake.issues import Issue, Repair, in_order
from kdx_metrics.plan.tables import Table
from kdx_metrics.plan.tables.codes import Code

_SHOWN_LENGTH = 60
_KEPT_LENGTH = 200


def shown(text: str) -> str:
    """Cell as quoted in a message: control characters are made visible, a long text is cut."""
    visible = "".join(
        ("␡" if character == "\x7f" else chr(0x2400 + ord(character)) if ord(character) < ord(" ") else "�")
        if unicodedata.category(character) in {"Cc", "Cf"}
        else character
        for character in text[: _SHOWN_LENGTH + 1]
    )
    return f"{visible[:_SHOWN_LENGTH]}…" if len(text) > _SHOWN_LENGTH else visible


def render_issue(
    code: Code | str,
    table: Table | None = None,
    *,
    row: int | None = None,
    column: str | None = None,
    position: int | None = None,
    value: str | None = None,
    words: Mapping[str, str] | None = None,
) -> Issue:
    """Issue in words; the code of a file or a cell may be given by its name.

    `column` is the English name and `position` its 0-based place in the file, if it has one.
    """
    kind = READING_CODES[code] if isinstance(code, str) else code
    header = table.by_name[column].header if table and column else (words or {}).get("header")
    fields = {"value": shown(value or ""), "header": shown(header or ""), "row": str(row), **(words or {})}
    return Issue(
        table=table.name if table else None,
        row=row,
        column=header,
        cell=f"{excel_column(position)}{row}" if position is not None and row is not None else None,
        value=value if value is None or len(value) <= _KEPT_LENGTH else f"{value[:_KEPT_LENGTH]}…",
        code=kind.name,
        message=kind.message.format_map(fields),
        severity=kind.severity,
        fix=kind.fix.format_map(fields).strip(),
    )


@dataclass(frozen=True, eq=False)
class CellLocator:
    """Locator of typed cells in their file, by positions of columns, Excel rows and text as typed.

    `text` gives a cell as typed, by English column name and row position.
    """

    table: Table
    positions: Mapping[str, int]
    rows: NDArray[np.int64]
    text: Callable[[str, int], str]


def render_violations(violations: Iterable[Violation], locator: CellLocator, at_most: int) -> tuple[list[Issue], int]:
    """Issues of violations, errors first and in file order, at most `at_most`, and their true count."""
    issues: list[Issue] = []
    total = 0
    for violation in violations:
        total += len(violation.positions)
        column = violation.column
        issues += [
            render_issue(
                violation.code,
                locator.table,
                row=int(locator.rows[position]),
                column=column,
                position=locator.positions.get(column or ""),
                value=locator.text(column, position) if column and column in locator.positions else None,
                words=violation.words(position),
            )
            for position in violation.positions[:at_most].tolist()
        ]
    return in_order(issues)[:at_most], total


def render_repairs(changed: Sequence[ChangedCells], locator: CellLocator, at_most: int) -> tuple[list[Repair], int]:
    """Repaired cells in file order, at most `at_most`, and their true count."""
    first: list[tuple[int, int, ChangedCells]] = []
    for change in changed:
        column = locator.positions[change.column]
        first += [(row, column, change) for row in change.positions[:at_most].tolist()]
    first.sort(key=itemgetter(0, 1))
    repairs = [
        Repair(
            f"{excel_column(column)}{locator.rows[row]}",
            locator.text(change.column, row),
            change.after(row),
        )
        for row, column, change in first[:at_most]
    ]
    return repairs, sum(len(change.positions) for change in changed)
