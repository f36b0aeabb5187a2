"""`python -m kdx_metrics check FILE`: the same reading and rules as the upload page (tables.md)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import pandas as pd

from kdx_metrics.cli.parser import day
from kdx_metrics.cli.strategy import strategy_for
from kdx_metrics.intake.checking import CheckedFile, Frames, check, check_across, check_all
from kdx_metrics.intake.checking.across import rules_across
from kdx_metrics.intake.checking.messages import shown
from kdx_metrics.intake.decoding import ENCODING_WORDS
from kdx_metrics.intake.issues import SHOWN_AT_MOST, Issue, errors, in_order
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Table, TableName, leading_tables, publications, tables
from kdx_metrics.plan.tables.codes import SEVERITY_WORDS
from kdx_metrics.settings import get_settings

BESIDE_JSON = ("table", "subject")  # fields of an issue that are none of the documented keys


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `check` command."""
    parser = subparsers.add_parser("check", help="CSVや strategy.toml を公開できるか確かめます")
    parser.description = (
        "CSVを、データ更新の画面と同じ規則で確かめます。終了コード: 0 公開できる、1 誤りがある、2 使い方の誤り"
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="確かめるCSVか strategy.toml")
    parser.add_argument("--table", metavar="TABLE", help="どの表か(省略すると見出しから判断)")
    parser.add_argument("--as-at", type=day, metavar="DATE", help="データの時点(例: 2026-10-31。省略すると今日)")
    parser.add_argument(
        "--with", dest="folder", type=Path, metavar="DIR", help="ほかの表のあるフォルダー(表にまたがる規則も確かめる)"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="出力の形式")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what the file holds; 0 when it may be published, 1 when not, 2 when it cannot be opened."""
    path: Path = args.file
    folder: Path | None = args.folder
    if folder is not None and not folder.is_dir():
        print(f"フォルダー {folder} が見つかりません。", file=sys.stderr)
        return 2
    strategy = strategy_for(folder)
    if args.table and args.table not in tables(strategy):
        print(f"--table に {args.table!r} は使えません({'、'.join(tables(strategy))} のどれか)。", file=sys.stderr)
        return 2
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = "見つかりません" if isinstance(error, FileNotFoundError) else "開けません"
        print(f"ファイル {path} が{reason}。", file=sys.stderr)
        return 2
    settings = get_settings()
    as_at = args.as_at or settings.today or today(strategy.about.timezone)
    again = partial(check, data, strategy, file_name=path.name, as_at=as_at)
    files = check_all(data, strategy, file_name=path.name, table=args.table, as_at=as_at)
    if folder is not None:
        files = [
            _check_with(folder, file, partial(again, table=file.table), strategy)
            if file.table in tables(strategy)
            else file
            for file in files
        ]
    if args.format == "json":
        first, *more = [_as_json(file, str(path)) for file in files]
        print(json.dumps(first | ({"more": more} if more else {}), ensure_ascii=False, indent=2))
    else:
        print("\n\n".join("\n".join(_as_text(file, strategy)) for file in files))
    return 0 if all(file.ok for file in files) else 1


def _check_with(
    folder: Path, checked: CheckedFile, again: Callable[..., CheckedFile], strategy: Strategy
) -> CheckedFile:
    """Hold a file against the tables of the folder that it refers to, then those that refer to it against the file."""
    specs = tables(strategy)
    spec = specs[checked.table or ""]
    checked = again(beside=_neighbours(folder, spec, strategy, {}), together=True)
    if checked.frame is not None:
        checked = _with_rules_unmet(folder, checked, spec, strategy)
    if checked.frame is not None:
        for other in specs.values():
            if spec.name in other.refers_to:
                beside = _neighbours(folder, other, strategy, {spec.name: checked.frame})
                if (neighbour := _neighbour(folder, other, strategy, beside)) is not None:
                    checked = _with_issues_of(neighbour, other, checked)
    return checked


def _with_rules_unmet(folder: Path, checked: CheckedFile, table: Table, strategy: Strategy) -> CheckedFile:
    """The file with the rules that another table of the folder may meet, and that none does."""
    frames: dict[TableName, pd.DataFrame] = {} if checked.frame is None else {table.name: checked.frame}
    names = {rule.may_be_met_by for rule in table.rules} - {""}
    for name in names:
        spec = tables(strategy)[name]
        neighbour = _neighbour(folder, spec, strategy, frames)
        if neighbour is not None and neighbour.frame is not None:
            frames[name] = neighbour.frame
        elif not (folder / spec.file_name).exists():
            frames[name] = spec.empty_frame()
    codes = {rule.code.name for rule in table.rules if rule.may_be_met_by}
    unmet = [
        issue
        for issue in check_across(frames, strategy, {table.name: checked.positions})
        if issue.table == table.name and issue.code in codes
    ]
    issues = in_order([*checked.issues, *unmet])
    return replace(checked, issues=issues, issue_count=checked.issue_count + len(unmet), ok=not errors(issues))


def _neighbours(folder: Path, table: Table, strategy: Strategy, given: Frames) -> Frames:
    """The tables of the folder that `table` refers to, as far as they can be read; `given` are not looked for.

    One that the folder does without has no rows.
    """
    frames = dict(given)
    is_plan = any((folder / spec.file_name).is_file() for spec in leading_tables(strategy))
    for name in table.refers_to:
        if name in frames:
            continue
        spec = tables(strategy)[name]
        if not (folder / spec.file_name).is_file():
            if is_plan:
                frames[name] = spec.empty_frame()
            else:
                path = folder / spec.file_name
                print(f"{path} がないため、表にまたがる規則は確かめていません。", file=sys.stderr)
        elif (neighbour := _neighbour(folder, spec, strategy, frames)) is not None and neighbour.frame is not None:
            frames[name] = neighbour.frame
    return frames


def _neighbour(folder: Path, table: Table, strategy: Strategy, beside: Frames) -> CheckedFile | None:
    """A table of the folder that has no errors but those that it has beside others; None where there is none."""
    path = folder / table.file_name
    try:
        data = path.read_bytes()
    except OSError:
        return None
    neighbour = check(data, strategy, file_name=path.name, table=table.name, beside=beside, together=True)
    if any(issue.code not in _across(table) for issue in errors(neighbour.issues)):
        print(f"{path} に誤りがあるため、表にまたがる規則は確かめていません。", file=sys.stderr)
        return None
    return neighbour


def _across(table: Table) -> set[str]:
    """The codes of the rules of a table that look into others."""
    return {rule.code.name for rule in rules_across(table)}


def _with_issues_of(neighbour: CheckedFile, table: Table, checked: CheckedFile) -> CheckedFile:
    """The file with the rules that a table of the folder breaks beside it, each as an issue of the whole file."""
    broken = [
        replace(
            issue,
            row=None,
            column=None,
            cell=None,
            message=f"{neighbour.file_name}のセル {issue.cell}: {issue.message}",
        )
        for issue in neighbour.issues
        if issue.code in _across(table)
    ]
    issues = in_order([*checked.issues, *broken])
    ok = not errors(issues)
    return replace(checked, issues=issues[:SHOWN_AT_MOST], issue_count=checked.issue_count + len(broken), ok=ok)


def _as_json(checked: CheckedFile, file: str) -> dict[str, object]:
    issues = [
        {key: value for key, value in asdict(issue).items() if key not in BESIDE_JSON} for issue in checked.issues
    ]
    return {
        "file": file,
        "table": checked.table,
        "encoding": checked.encoding,
        "rows": checked.rows,
        "ok": checked.ok,
        "issue_count": checked.issue_count,
        "issues": issues,
        "repairs": [asdict(repair) for repair in checked.repairs],
    }


def _as_text(checked: CheckedFile, strategy: Strategy) -> Iterator[str]:
    table = publications(strategy)[checked.table] if checked.table else None
    yield f"ファイル: {checked.file_name}"
    yield f"表: {f'{table.label}({table.file_name})' if table else '分かりません'}"
    yield f"文字コード: {ENCODING_WORDS.get(checked.encoding or '', '分かりません')}  データ: {checked.rows:,}行"
    for issue in checked.issues:
        yield f"{SEVERITY_WORDS[issue.severity]} {_where(issue)}: {issue.message} → {issue.fix}"
    if checked.issue_count > len(checked.issues):
        yield f"ほか {checked.issue_count - len(checked.issues):,}件"
    if checked.repairs:
        yield f"読み替え {checked.repair_count:,}件"
    for repair in checked.repairs:
        yield f"セル {repair.cell}: {shown(repair.before)} → {shown(repair.after)}"
    if checked.ok:
        yield "結果: 公開できます。" + (f"注意が{checked.issue_count:,}件あります。" if checked.issue_count else "")
    else:
        yield "結果: 誤りがあるため公開できません。"


def _where(issue: Issue) -> str:
    """`セル J12(P1-09 名称)進捗率「101」`, or what there is of it."""
    row = f"{issue.row}行目" if issue.row else "ファイル全体"
    where = (f"セル {issue.cell}" if issue.cell else row) + (f"({issue.subject})" if issue.subject else "")
    column = f" {issue.column}" if issue.column else ""
    return f"{where}{column}「{shown(issue.value)}」" if issue.value else f"{where}{column}"
