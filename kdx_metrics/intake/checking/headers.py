"""Header rows: the table that one belongs to, and the position of each of its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kdx_metrics.intake.addresses import excel_column
from kdx_metrics.intake.checking.messages import render_issue, shown
from kdx_metrics.intake.issues import Issue, Repair
from kdx_metrics.intake.japanese import BIDIRECTIONAL, trim
from kdx_metrics.plan.tables import Table, TableName
from kdx_metrics.plan.text import fold

_KNOWN_AT_LEAST = 2
_INVISIBLE = dict.fromkeys((0x200B, 0x2060, 0xFEFF))


def fold_header(text: str) -> str:
    """Header as compared, in NFKC and upper case without white space."""
    return fold(text.translate(_INVISIBLE))


def words_of(table: Table) -> dict[str, str]:
    """English column names by folded Japanese or English header."""
    return {fold_header(word): column.name for column in table.columns for word in (column.header, column.name)}


class Recogniser:
    """Recogniser of tables by their headers."""

    def __init__(self, tables: Mapping[TableName, Table]) -> None:
        self._words = {name: words_of(table) for name, table in tables.items()}
        owners = Counter(word for words in self._words.values() for word in words)
        self._unique = {word for word, count in owners.items() if count == 1}

    def table(self, row: Sequence[str]) -> TableName | None:
        """Table with most of these headers, at least two, and among equals the one with a header of its own."""
        folded = {fold_header(cell) for cell in row}
        ranks = {
            name: (len(folded & words.keys()), bool(folded & words.keys() & self._unique))
            for name, words in self._words.items()
        }
        most = max(ranks.values())
        best = [name for name, rank in ranks.items() if rank == most]
        return best[0] if len(best) == 1 and most[0] >= _KNOWN_AT_LEAST else None

    def is_header(self, row: Sequence[str]) -> bool:
        """True for the header row of one of the tables."""
        return self.table(row) is not None


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of a table's columns in a file, 0-based by English name; `missing` are required and absent."""

    positions: Mapping[str, int]
    missing: tuple[str, ...]
    issues: tuple[Issue, ...]
    repairs: tuple[Repair, ...]


def lay_out(
    header: Sequence[str], table: Table, is_filled: Callable[[int], bool], *, row: int = 1, needs_one_of: bool = True
) -> Layout:
    """Find the columns of `table` in a header, which stands in Excel's `row`.

    `is_filled` is True for a column with any value below it; `needs_one_of` for a file that must have one of the
    table's `one_of`.
    """
    words = words_of(table)
    positions: dict[str, int] = {}
    issues: list[Issue] = []
    repairs: list[Repair] = []
    for position, typed in enumerate(header):
        if BIDIRECTIONAL.search(typed):
            issues.append(_turned(table, row, position, typed))
            continue
        name = words.get(fold_header(typed))
        if name is None:
            if trim(typed) or is_filled(position):
                issues.append(_unknown(table, row, position, typed))
        elif name in positions:
            first = {"first": excel_column(positions[name])}
            issues.append(
                render_issue(
                    "duplicate_header", table, row=row, column=name, position=position, value=typed, words=first
                )
            )
        else:
            positions[name] = position
            if typed not in {table.headers[name], name}:
                repairs.append(Repair(f"{excel_column(position)}{row}", typed, table.headers[name]))
    missing = [column.name for column in table.columns if column.required and column.name not in positions]
    if needs_one_of and not any(name in positions for name in table.one_of):
        missing += table.one_of
    asked = [name for name in missing if name not in table.one_of[1:]]  # one of them is enough
    issues += [render_issue("missing_column", table, row=row, column=name) for name in asked]
    return Layout(positions, tuple(missing), tuple(issues), tuple(repairs))


def _unknown(table: Table, row: int, position: int, typed: str) -> Issue:
    name = trim(typed) or "(見出しなし)"
    return render_issue(
        "unknown_column", table, row=row, position=position, value=typed, words={"header": name, "table": table.label}
    )


def _turned(table: Table, row: int, position: int, typed: str) -> Issue:
    name = shown(typed)
    return render_issue(
        "bidirectional_character", table, row=row, position=position, value=typed, words={"header": name}
    )
