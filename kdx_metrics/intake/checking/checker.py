"""Check of one file: its bytes are read, its table found, its columns typed, its rules held."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from types import MappingProxyType

import numpy as np
import pandas as pd

from kdx_metrics.intake.checking.across import rules_across, rules_of
from kdx_metrics.intake.checking.assembling import type_cells
from kdx_metrics.intake.checking.checked_file import CheckedFile
from kdx_metrics.intake.checking.distinct import DistinctColumn
from kdx_metrics.intake.checking.headers import Layout, Recogniser, lay_out
from kdx_metrics.intake.checking.messages import CellLocator, render_issue, render_repairs, render_violations
from kdx_metrics.intake.checking.strategy_file import check_strategy, is_strategy_file
from kdx_metrics.intake.checking.structure import beside_the_table, find_non_data, ragged_rows, second_header
from kdx_metrics.intake.checking.subjects import text_of_cells, text_of_frame, with_subjects
from kdx_metrics.intake.checking.validation import find_violations
from kdx_metrics.intake.csv_reader import Sheet
from kdx_metrics.intake.decoding import Unreadable
from kdx_metrics.intake.file_reader import read_sheets
from kdx_metrics.intake.issues import SHOWN_AT_MOST, Issue, in_order
from kdx_metrics.intake.japanese import PADDING
from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, tables
from kdx_metrics.plan.tables.rules import Context

Frames = Mapping[TableName, pd.DataFrame]
NONE: Frames = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CheckLimits:
    """Limits of an upload (None: no limit), and of the issues and repairs that are put into words."""

    rows: int | None = None
    bytes: int | None = None
    shown: int = SHOWN_AT_MOST


@dataclass(frozen=True, slots=True)
class Setting:
    """Circumstances in which a file is checked, as in `check`."""

    as_at: date | None = None
    beside: Frames = field(default_factory=dict)
    together: bool = False
    limits: CheckLimits = CheckLimits()


def check(
    data: bytes,
    strategy: Strategy,
    *,
    file_name: str,
    table: TableName | Table | None = None,
    as_at: date | None = None,
    beside: Frames = NONE,
    together: bool = False,
    limits: CheckLimits = CheckLimits(),
) -> CheckedFile:
    """Read and check the bytes of a CSV or .xlsx file; never raises for what they hold.

    `table` is a name or a definition; without it the headers tell which of the strategy's tables it is. `as_at` is the
    時点 of the upload; without it no date is too late. `beside` are typed frames of other tables: the file is held
    against those that its columns refer to. A file that is read `together` with others is not blamed for what one of
    them may give; `check_across` is asked afterwards.
    """
    checked = check_all(
        data, strategy, file_name=file_name, table=table, as_at=as_at, beside=beside, together=together, limits=limits
    )
    name = table.name if isinstance(table, Table) else table
    return next((file for file in checked if name is not None and file.table == name), checked[0])


def check_all(
    data: bytes,
    strategy: Strategy,
    *,
    file_name: str,
    table: TableName | Table | None = None,
    as_at: date | None = None,
    beside: Frames = NONE,
    together: bool = False,
    limits: CheckLimits = CheckLimits(),
) -> list[CheckedFile]:
    """The same for each table of a workbook, in the order of its tabs; at least one answer, whatever the bytes.

    Where `table` is named or given, only the sheet that holds it is checked if there is one.
    A .toml is taken for the settings of the strategy, whatever `strategy` is.
    """
    if is_strategy_file(file_name):
        return [check_strategy(data, file_name)]
    specs, named = _expected(table, strategy)
    recogniser = Recogniser(specs)
    sha256 = hashlib.sha256(data).hexdigest()
    if limits.bytes is not None and len(data) > limits.bytes:
        verdict = Unreadable("file_too_large", size=_size(len(data)), limit=_size(limits.bytes))
        return [_refused(file_name, named, verdict, sha256)]
    try:
        sheets = read_sheets(data, file_name, recogniser.is_header, limits.rows)
    except Unreadable as refusal:
        return [_refused(file_name, named, refusal, sha256, refusal.encoding)]
    if named is not None:
        sheets = [sheet for sheet in sheets if recogniser.table(sheet.header) == named.name][:1] or sheets[:1]
    setting = Setting(as_at, beside, together, limits)
    return [
        check_sheet(sheet, strategy, file_name=file_name, sha256=sha256, table=table, setting=setting)
        for sheet in sheets
    ]


def check_sheet(
    sheet: Sheet,
    strategy: Strategy,
    *,
    file_name: str,
    sha256: str,
    table: TableName | Table | None = None,
    setting: Setting = Setting(),
) -> CheckedFile:
    """Check a sheet that is already text; `sha256` is that of the file's bytes, the rest as in `check`."""
    limits, together = setting.limits, setting.together
    specs, named = _expected(table, strategy)
    recognised = Recogniser(specs).table(sheet.header)
    if recognised is None:
        labels = "・".join(f"{spec.label}({spec.file_name})" for spec in specs.values())
        verdict = Unreadable("unknown_table", tables=f"{labels}のどの表とも" if len(specs) > 1 else f"{labels}の表と")
        return _refused(file_name, named, verdict, sha256, sheet.encoding)
    spec = named or specs[recognised]
    if recognised != spec.name:
        verdict = Unreadable("wrong_table", wanted=spec.label, found=specs[recognised].label)
        return _refused(file_name, spec, verdict, sha256, sheet.encoding)
    layout = lay_out(
        sheet.header,
        spec,
        lambda position: _is_filled(sheet, position),
        row=sheet.header_row,
        needs_one_of=not together,
    )
    lower: list[Issue] = []
    if sheet.header_row > 1:
        sheet, lower = _below_titles(sheet, layout, spec)
    notes = [
        render_issue(note.code, spec, row=note.row, position=note.position, value=note.value, words=note.words)
        for note in sheet.notes
    ]
    ragged = ragged_rows(sheet, spec, limits.shown)
    extra = len(sheet.too_long) + len(sheet.too_short) - len(ragged)
    general = [*layout.issues, *lower, *ragged]
    if sheet.cells.empty:
        general.append(render_issue("no_rows", spec))
    cells, columns = sheet.cells, _columns(sheet.cells, layout, spec)
    typed_headers = {name: sheet.header[position] for name, position in layout.positions.items()}
    non_data = find_non_data(columns, typed_headers, len(cells))
    if non_data.mask.any():
        cells = cells[~non_data.mask]
        columns = _columns(cells, layout, spec)
    row_issues, row_count = render_violations(non_data.violations, _locator(spec, layout, sheet.cells), limits.shown)
    beside = {name: setting.beside[name] for name in spec.refers_to if name in setting.beside}
    typed = type_cells(columns, cells.index, spec, beside, strategy)
    absent = {name: np.ones(len(cells), dtype=bool) for name in layout.missing}
    rows = cells.index.to_numpy(dtype="int64")
    context = Context(strategy, spec, rows, setting.as_at, beside, {**typed.unread, **absent})
    broken = find_violations(typed.frame, context, rules_of(spec, together=together)) if layout.positions else []
    locator = _locator(spec, layout, cells)
    cell_issues, cell_count = render_violations([*typed.violations, *broken], locator, limits.shown)
    issues = in_order([*general, *notes, *row_issues, *cell_issues])
    ok = not any(issue.severity == "error" for issue in issues)  # errors come first, so none is beyond the shown
    text = text_of_cells(sheet.cells, layout.positions)
    repairs, repair_count = render_repairs(typed.changed, locator, limits.shown)
    return CheckedFile(
        file_name=file_name,
        table=spec.name,
        encoding=sheet.encoding,
        rows=len(cells),
        frame=typed.frame if ok else None,
        issues=list(with_subjects(issues[: limits.shown], spec, text, specs, setting.beside)),
        issue_count=len(general) + len(notes) + extra + row_count + cell_count,
        repairs=[*layout.repairs, *repairs][: limits.shown],
        repair_count=len(layout.repairs) + repair_count,
        positions=layout.positions,
        sha256=sha256,
        ok=ok,
    )


def check_across(
    frames: Frames, strategy: Strategy, positions: Mapping[TableName, Mapping[str, int]] | None = None
) -> list[Issue]:
    """Hold typed frames against the rules that span tables; a rule is left out if a table that it needs is.

    `positions` are those of each `CheckedFile`; without them addresses are those of the template's order.
    """
    issues: list[Issue] = []
    specs = tables(strategy)
    for name, spec in specs.items():
        if (frame := frames.get(name)) is None:
            continue
        rows = frame.index.to_numpy(dtype="int64")
        placed = (positions or {}).get(name) or {column: position for position, column in enumerate(spec.by_name)}
        locator = CellLocator(spec, placed, rows, partial(_typed_text, frame))
        rules = [rule for rule in rules_across(spec) if not rule.may_be_met_by or rule.may_be_met_by in frames]
        broken = find_violations(frame, Context(strategy, spec, rows, beside=frames), rules)
        rendered = render_violations(broken, locator, SHOWN_AT_MOST)[0]
        issues += with_subjects(rendered, spec, text_of_frame(frame), specs, frames)
    return issues


def _expected(table: TableName | Table | None, strategy: Strategy) -> tuple[Mapping[TableName, Table], Table | None]:
    """Tables that a file may be of, and the one that it is said to be."""
    if isinstance(table, Table):
        return {table.name: table}, table
    specs = tables(strategy)
    return specs, specs[table] if table else None


def _columns(cells: pd.DataFrame, layout: Layout, spec: Table) -> dict[str, DistinctColumn]:
    return {name: DistinctColumn(spec.by_name[name], cells[position]) for name, position in layout.positions.items()}


def _locator(spec: Table, layout: Layout, cells: pd.DataFrame) -> CellLocator:
    rows = cells.index.to_numpy(dtype="int64")
    positions = layout.positions
    return CellLocator(spec, positions, rows, lambda column, row: str(cells[positions[column]].array[row]))


def _below_titles(sheet: Sheet, layout: Layout, spec: Table) -> tuple[Sheet, list[Issue]]:
    """A sheet whose header is not in row 1, without a second line of it, and what else would be in the way."""
    columns = set(layout.positions.values())
    issues = beside_the_table(sheet.cells, [*{*range(len(sheet.header))} - columns], spec)
    if (position := second_header(sheet.cells, columns)) is not None:
        row = int(sheet.cells.index[position])
        issues.append(render_issue("second_header_row", spec, row=row))
        sheet = replace(sheet, cells=sheet.cells.drop(index=row))
    return sheet, issues


def _is_filled(sheet: Sheet, position: int) -> bool:
    return bool((sheet.cells[position].str.strip(PADDING) != "").any())


def _refused(
    file_name: str, spec: Table | None, verdict: Unreadable, sha256: str, encoding: str | None = None
) -> CheckedFile:
    """Result for a file of which no row was read."""
    issue = render_issue(verdict.code, spec, row=verdict.row, words=verdict.words)
    name = spec.name if spec else None
    return CheckedFile(file_name, name, encoding, 0, None, [issue], 1, [], 0, {}, sha256, ok=False)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f}MB" if count >= 1_000_000 else f"{count:,}バイト"  # noqa: PLR2004  # a megabyte


def _typed_text(frame: pd.DataFrame, column: str, row: int) -> str:
    value = frame[column].array[row]
    if isinstance(value, float):
        return plain_number(value)
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)
