"""`python -m kdx_metrics check FILE`: the same reading and rules as the upload page (tables.md)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import get_args

import pandas as pd

from kdx_metrics.cli.parser import day
from kdx_metrics.cli.strategy import strategy_for
from kdx_metrics.intake.checking import SPANNING, Checked, check
from kdx_metrics.intake.checking.messages import shown
from kdx_metrics.intake.issues import SHOWN_AT_MOST, Issue, errors, in_order
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.settings import get_settings

_ENCODINGS = {"utf-8-sig": "UTF-8(BOM付き)", "utf-8": "UTF-8", "cp932": "Shift_JIS(cp932)"}
_SEVERITIES = {"error": "誤り", "warning": "注意"}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `check` command."""
    parser = subparsers.add_parser("check", help="CSVを公開できるか確かめます")
    parser.description = (
        "CSVを、データ更新の画面と同じ規則で確かめます。終了コード: 0 公開できる、1 誤りがある、2 使い方の誤り"
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="確かめるCSV")
    parser.add_argument("--table", choices=get_args(TableName), help="どの表か(省略すると見出しから判断)")
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
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = "見つかりません" if isinstance(error, FileNotFoundError) else "開けません"
        print(f"ファイル {path} が{reason}。", file=sys.stderr)
        return 2
    settings = get_settings()
    strategy = strategy_for(folder)
    as_at = args.as_at or settings.today or today(strategy.about.timezone)
    again = partial(_check, data, strategy, path, args.table, as_at)
    checked = again(None)
    if folder is not None:
        checked = _check_with(folder, checked, again, strategy)
    if args.format == "json":
        print(json.dumps(_as_json(checked, str(path)), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_as_text(checked, strategy)))
    return 0 if checked.ok else 1


def _check(
    data: bytes, strategy: Strategy, path: Path, table: TableName | None, as_at: date, kpis: pd.DataFrame | None
) -> Checked:
    return check(data, strategy, file_name=path.name, table=table, as_at=as_at, kpis=kpis)


def _check_with(
    folder: Path, checked: Checked, again: Callable[[pd.DataFrame], Checked], strategy: Strategy
) -> Checked:
    """Hold 実績 and 指標 against each other: one is the file, the other is in the folder."""
    if checked.table == "kpi_actuals":
        kpis = _neighbour(folder, "kpis", strategy)
        return checked if kpis is None or kpis.frame is None else again(kpis.frame)
    if checked.table == "kpis" and checked.frame is not None:
        actuals = _neighbour(folder, "kpi_actuals", strategy, checked.frame)
        return checked if actuals is None else _with_issues_of(actuals, checked)
    return checked


def _neighbour(folder: Path, name: TableName, strategy: Strategy, kpis: pd.DataFrame | None = None) -> Checked | None:
    path = folder / tables(strategy)[name].file_name
    try:
        data = path.read_bytes()
    except OSError:
        print(f"{path} がないため、表にまたがる規則は確かめていません。", file=sys.stderr)
        return None
    found = check(data, strategy, file_name=path.name, table=name, kpis=kpis)
    if any(issue.code not in SPANNING for issue in errors(found.issues)):
        print(f"{path} に誤りがあるため、表にまたがる規則は確かめていません。", file=sys.stderr)
        return None
    return found


def _with_issues_of(actuals: Checked, kpis: Checked) -> Checked:
    """What the 実績 of the folder break against these 指標 is an issue of the whole 指標 file."""
    found = [
        replace(
            issue, row=None, column=None, cell=None, message=f"{actuals.file_name}のセル {issue.cell}: {issue.message}"
        )
        for issue in actuals.issues
        if issue.code in SPANNING
    ]
    issues = in_order([*kpis.issues, *found])
    ok = not errors(issues)
    return replace(kpis, issues=issues[:SHOWN_AT_MOST], issue_count=kpis.issue_count + len(found), ok=ok)


def _as_json(checked: Checked, file: str) -> dict[str, object]:
    issues = [{key: value for key, value in asdict(issue).items() if key != "table"} for issue in checked.issues]
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


def _as_text(checked: Checked, strategy: Strategy) -> Iterator[str]:
    table = tables(strategy)[checked.table] if checked.table else None
    yield f"ファイル: {checked.file_name}"
    yield f"表: {f'{table.label}({table.file_name})' if table else '分かりません'}"
    yield f"文字コード: {_ENCODINGS.get(checked.encoding or '', '分かりません')}  データ: {checked.rows:,}行"
    for issue in checked.issues:
        yield f"{_SEVERITIES[issue.severity]} {_where(issue)}: {issue.message} → {issue.fix}"
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
    """`セル J12 進捗率「101」`, or what there is of it."""
    row = f"{issue.row}行目" if issue.row else "ファイル全体"
    place = f"セル {issue.cell}" if issue.cell else row
    column = f" {issue.column}" if issue.column else ""
    return f"{place}{column}「{shown(issue.value)}」" if issue.value else f"{place}{column}"
