"""One file: read it, find its table, type its columns, hold it against every rule, and say all that is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kdx_metrics.intake.checking.assembling import type_cells
from kdx_metrics.intake.checking.cells import Reader
from kdx_metrics.intake.checking.distinct import Texts
from kdx_metrics.intake.checking.headers import Layout, Recogniser, lay_out
from kdx_metrics.intake.checking.messages import Source, list_repairs, put_into_words, say
from kdx_metrics.intake.checking.rules import Context
from kdx_metrics.intake.checking.schema import find_broken_across, find_broken_rules
from kdx_metrics.intake.checking.structure import find_strays, ragged_rows
from kdx_metrics.intake.csv_reader import Sheet
from kdx_metrics.intake.decoding import Unreadable
from kdx_metrics.intake.file_reader import read_file
from kdx_metrics.intake.issues import SHOWN_AT_MOST, Issue, Repair, in_order
from kdx_metrics.intake.japanese import PADDING
from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, tables


@dataclass(frozen=True, slots=True)
class Limits:
    """What an upload may be at most (None: no limit), and how many issues and repairs are put into words."""

    rows: int | None = None
    bytes: int | None = None
    shown: int = SHOWN_AT_MOST


@dataclass(frozen=True, eq=False)
class Checked:
    """What a file holds. `frame` is typed, and None while an error stands; warnings do not forbid it.

    `issues` and `repairs` are in file order and at most `Limits.shown`; the counts are the true ones.
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


def check(
    data: bytes,
    strategy: Strategy,
    *,
    file_name: str,
    table: TableName | None = None,
    as_at: date | None = None,
    kpis: pd.DataFrame | None = None,
    limits: Limits = Limits(),
) -> Checked:
    """Read and check the bytes of a CSV or .xlsx file; never raises, whatever the bytes.

    `table` is found by the headers when not named. `as_at` is the 時点 of the upload: None leaves out the rules
    on what may not lie after it. `kpis`, a typed frame, lets 実績 be held against the 指標 they belong to.
    """
    specs = tables(strategy)
    recogniser = Recogniser(specs)
    sha256 = hashlib.sha256(data).hexdigest()
    if limits.bytes is not None and len(data) > limits.bytes:
        verdict = Unreadable("file_too_large", size=_size(len(data)), limit=_size(limits.bytes))
        return _refused(file_name, specs.get(table) if table else None, verdict, sha256)
    try:
        sheet = read_file(data, file_name, recogniser.is_header)
    except Unreadable as refusal:
        return _refused(file_name, specs.get(table) if table else None, refusal, sha256, refusal.encoding)
    return check_sheet(
        sheet, strategy, file_name=file_name, sha256=sha256, table=table, as_at=as_at, kpis=kpis, limits=limits
    )


def check_sheet(
    sheet: Sheet,
    strategy: Strategy,
    *,
    file_name: str,
    sha256: str,
    table: TableName | None = None,
    as_at: date | None = None,
    kpis: pd.DataFrame | None = None,
    limits: Limits = Limits(),
) -> Checked:
    """The same for a sheet that is already text (a workbook's, for one); `sha256` is that of the file's bytes."""
    specs = tables(strategy)
    found_table = Recogniser(specs).table(sheet.header)
    if found_table is None:
        labels = "・".join(f"{spec.label}({spec.file_name})" for spec in specs.values())
        verdict = Unreadable("unknown_table", tables=labels)
        return _refused(file_name, specs.get(table) if table else None, verdict, sha256, sheet.encoding)
    spec = specs[table or found_table]
    if found_table != spec.name:
        verdict = Unreadable("wrong_table", wanted=spec.label, found=specs[found_table].label)
        return _refused(file_name, spec, verdict, sha256, sheet.encoding)
    if limits.rows is not None and len(sheet.cells) > limits.rows:
        verdict = Unreadable("too_many_rows", count=f"{len(sheet.cells):,}", limit=f"{limits.rows:,}")
        return _refused(file_name, spec, verdict, sha256, sheet.encoding)
    layout = lay_out(sheet.header, spec, strategy, lambda place: _is_filled(sheet, place))
    general = [*layout.issues, *ragged_rows(sheet, spec, limits.shown)]
    extra = len(sheet.too_long) + len(sheet.too_short) - (len(general) - len(layout.issues))
    if sheet.cells.empty:
        general.append(say("no_rows", spec))
    cells, texts = sheet.cells, _texts(sheet.cells, layout, spec)
    typed_headers = {name: sheet.header[place] for name, place in layout.positions.items()}
    strays = find_strays(texts, typed_headers, len(cells))
    if strays.mask.any():
        cells = cells[~strays.mask]
        texts = _texts(cells, layout, spec)
    stray_issues, stray_count = put_into_words(strays.found, _source(spec, layout, sheet.cells), limits.shown)
    typed = type_cells(texts, cells.index, spec, Reader(strategy), kpis)
    absent = {name: np.ones(len(cells), dtype=bool) for name in layout.missing}
    context = Context(strategy, spec, cells.index.to_numpy(dtype="int64"), as_at, kpis, {**typed.unread, **absent})
    found = [*typed.found, *find_broken_rules(typed.frame, context)] if layout.positions else []
    source = _source(spec, layout, cells)
    cell_issues, cell_count = put_into_words(found, source, limits.shown)
    issues = in_order([*general, *stray_issues, *cell_issues])
    ok = not any(issue.severity == "error" for issue in issues)  # errors come first, so none is beyond the shown
    repairs, repair_count = list_repairs(typed.changed, source, limits.shown)
    return Checked(
        file_name=file_name,
        table=spec.name,
        encoding=sheet.encoding,
        rows=len(cells),
        frame=typed.frame if ok else None,
        issues=issues[: limits.shown],
        issue_count=len(general) + extra + stray_count + cell_count,
        repairs=[*layout.repairs, *repairs][: limits.shown],
        repair_count=len(layout.repairs) + repair_count,
        positions=layout.positions,
        sha256=sha256,
        ok=ok,
    )


def check_across(
    frames: Mapping[TableName, pd.DataFrame],
    strategy: Strategy,
    positions: Mapping[TableName, Mapping[str, int]] | None = None,
) -> list[Issue]:
    """The rules that span tables, over typed frames: 実績 against 指標. Nothing is said where one is not given.

    `positions` (each file's `Checked.positions`) makes the Excel addresses right for files whose columns are in
    another order than the template.
    """
    spec = tables(strategy)["kpi_actuals"]
    actuals, kpis = frames.get("kpi_actuals"), frames.get("kpis")
    if actuals is None or kpis is None:
        return []
    rows = actuals.index.to_numpy(dtype="int64")
    placed = (positions or {}).get("kpi_actuals") or {name: place for place, name in enumerate(spec.by_name)}
    source = Source(spec, placed, rows, lambda column, at: _typed_text(actuals[column].array[at]))
    found = find_broken_across(actuals, Context(strategy, spec, rows, kpis=kpis))
    return put_into_words(found, source, SHOWN_AT_MOST)[0]


def _texts(cells: pd.DataFrame, layout: Layout, spec: Table) -> dict[str, Texts]:
    return {name: Texts(spec.by_name[name], cells[place]) for name, place in layout.positions.items()}


def _source(spec: Table, layout: Layout, cells: pd.DataFrame) -> Source:
    rows = cells.index.to_numpy(dtype="int64")
    return Source(spec, layout.positions, rows, lambda column, at: str(cells[layout.positions[column]].array[at]))


def _is_filled(sheet: Sheet, place: int) -> bool:
    return bool((sheet.cells[place].str.strip(PADDING) != "").any())


def _refused(
    file_name: str, spec: Table | None, verdict: Unreadable, sha256: str, encoding: str | None = None
) -> Checked:
    """A file of which no row was read."""
    issue = say(verdict.code, spec, row=verdict.row, words=verdict.words)
    return Checked(file_name, spec.name if spec else None, encoding, 0, None, [issue], 1, [], 0, {}, sha256, ok=False)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f}MB" if count >= 1_000_000 else f"{count:,}バイト"  # noqa: PLR2004  # a megabyte


def _typed_text(value: object) -> str:
    if isinstance(value, float):
        return plain_number(value)
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)
