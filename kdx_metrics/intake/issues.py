"""Issues of a file and repairs made while reading it, in plain Japanese with Excel addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kdx_metrics.plan.tables.codes import Severity

SHOWN_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to mend or to know.

    `row` is the Excel row (1 = header), `column` the Japanese header, `cell` the Excel address (`D12`); all
    three are None for an issue of the whole file. `message` says what is wrong and `fix` how to mend it. `subject`
    is the code and name of the row (`P1-09 名称`), as far as they can be read.
    """

    table: str | None
    row: int | None
    column: str | None
    cell: str | None
    value: str | None
    code: str
    message: str
    severity: Severity
    fix: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell read otherwise than typed: nothing is repaired silently."""

    cell: str
    before: str
    after: str


def in_order(issues: Iterable[Issue]) -> list[Issue]:
    """Errors before warnings, each in file order (whole-file issues first, then row, then column)."""

    def position(issue: Issue) -> tuple[bool, int, int, str]:
        letters = (issue.cell or "").rstrip("0123456789")
        return issue.severity != "error", issue.row or 0, len(letters), letters

    return sorted(issues, key=position)


def errors(issues: Iterable[Issue]) -> list[Issue]:
    """Only those that forbid publication."""
    return [issue for issue in issues if issue.severity == "error"]
