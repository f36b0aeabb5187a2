"""`python -m kdx_metrics publish|history|rollback|export|verify|backup|restore`: the store, for administrators.

The same code and rules as the pages. Exit codes: 0 done (also when there was nothing to change), 1 refused, not
possible or something found, 2 wrong usage or no such file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kdx_metrics.cli import publishing
from kdx_metrics.cli.operators import operator
from kdx_metrics.cli.parser import day
from kdx_metrics.cli.strategy import strategy_for
from kdx_metrics.cli.user import print_accounts
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NothingToPublish, Rejected, StoreError
from kdx_metrics.database.migrate import open_store
from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import STRATEGY, publications
from kdx_metrics.publications.backup import backup, restore
from kdx_metrics.publications.proposal.merging import written
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.revisions import KIND_WORDS, Revision, all_revisions, contents, heads, list_revisions
from kdx_metrics.publications.seeding import seed
from kdx_metrics.publications.tables_at import read_tables, settings_alone
from kdx_metrics.publications.verify import verify
from kdx_metrics.settings import get_settings


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the store's seven commands."""
    command = subparsers.add_parser("publish", help="CSVや strategy.toml を確認して公開します")
    command.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="公開するCSVや strategy.toml(まとめて1回の公開)"
    )
    command.add_argument("--as-at", type=day, required=True, metavar="DATE", help="時点(例: 2026-11-30)")
    _add_who_and_why(command)
    command.add_argument(
        "--mode",
        choices=["replace", "merge"],
        help="replace=全体置換、merge=部分更新(省略すると、無くなる行がないときだけ全体を置き換えます)",
    )
    command.add_argument(
        "--base", type=int, default=None, help="この番号のあとに公開があれば中止します(更新競合の防止)"
    )
    command.set_defaults(run=run, action=publishing.run)
    command = subparsers.add_parser("history", help="版の一覧を表示します")
    command.add_argument("--format", choices=["text", "json"], default="text", help="出力の形式")
    command.set_defaults(run=run, action=_history)
    command = subparsers.add_parser("rollback", help="以前の版に差し戻します(新しい版として公開)")
    command.add_argument("revision", type=int, metavar="REVISION", help="差し戻す版の番号")
    _add_who_and_why(command)
    command.set_defaults(run=run, action=_rollback)
    command = subparsers.add_parser("export", help="公開中の表と strategy.toml を書き出します")
    command.add_argument("folder", type=Path, metavar="DIR", help="書き出すフォルダー(なければ作ります)")
    command.add_argument("--at", type=day, default=None, metavar="DATE", help="この日の時点の表(既定: 最新)")
    command.set_defaults(run=run, action=_export)
    command = subparsers.add_parser("verify", help="保存した内容がすべて正しいか確かめます")
    command.set_defaults(run=run, action=_verify)
    command = subparsers.add_parser("backup", help="保存先全体を1つのファイルに控えます(動作中でも可)")
    command.add_argument("file", type=Path, metavar="FILE", help="書き出すファイル")
    command.set_defaults(run=run, action=_backup)
    command = subparsers.add_parser("restore", help="控えから空の保存先に復元します")
    command.add_argument("file", type=Path, metavar="FILE", help="backup で作ったファイル")
    command.set_defaults(run=run, action=_restore)


def _add_who_and_why(command: argparse.ArgumentParser) -> None:
    command.add_argument("--by", required=True, metavar="NAME", help="担当者名")
    command.add_argument("--note", required=True, metavar="TEXT", help="理由(メモ)")


def run(args: argparse.Namespace) -> int:
    """Run one of the commands; the exit code. Messages go to stderr, what was asked for to stdout."""
    strategy = strategy_for()
    action: Callable[[argparse.Namespace, Store, Strategy], int] = args.action
    try:
        store = open_store(get_settings().database_url)
        try:
            if action is not _restore:
                _seed(store, strategy)
                strategy = _in_force(store, strategy)
            return action(args, store, strategy)
        finally:
            store.close()
    except NothingToPublish as unchanged:
        print(unchanged, file=sys.stderr)
        return 0
    except Rejected as rejected:
        for issue in rejected.issues:
            where = " ".join(part for part in (issue.table, issue.cell or _line(issue), issue.column) if part)
            print(f"{where}: {issue.message} {issue.fix}".removeprefix(": ").rstrip(), file=sys.stderr)
        print(rejected, file=sys.stderr)
        return 1
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"「{error.filename}」を読み書きできません({error.strerror})。", file=sys.stderr)
        return 1


def _line(issue: Issue) -> str:
    return f"{issue.row}行目" if issue.row else ""


def _seed(store: Store, strategy: Strategy) -> None:
    settings = get_settings()
    now = settings.today or today(strategy.about.timezone)
    taken = seed(store, strategy, settings.data_dir, fallback_as_at=now)
    for refused in taken.refused:
        print(f"{refused.file.path} は誤りがあるため取り込みませんでした。", file=sys.stderr)
        for issue in refused.issues:
            print(f"  {issue.cell or ''} {issue.message}", file=sys.stderr)


def _in_force(store: Store, fallback: Strategy) -> Strategy:
    """The newest strategy that is published."""
    with store.reading() as connection:
        return read_tables(fallback, settings_alone(heads(all_revisions(connection))), connection).strategy


def _history(args: argparse.Namespace, store: Store, strategy: Strategy) -> int:
    revisions = list_revisions(store)
    current = {revision.id for revision in heads(revisions).values()}
    if args.format == "json":
        listed = [_as_json(revision) | {"current": revision.id in current} for revision in reversed(revisions)]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    zone = ZoneInfo(strategy.about.timezone)
    for revision in reversed(revisions):
        facts = (
            f"第{revision.id}版",
            publications(strategy)[revision.table].label,
            f"{revision.as_at}時点",
            KIND_WORDS[revision.kind],
            revision.published_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            revision.by,
            revision.note,
            "抹消" if revision.redaction else "公開中" if revision.id in current else "",
            revision.account,
        )
        print("\t".join(facts))
    return 0


def _as_json(revision: Revision) -> dict[str, Any]:
    """One revision as plain values; times are UTC in ISO 8601."""
    return {
        "revision": revision.id,
        "table": revision.table,
        "sha256": revision.sha256,
        "as_at": revision.as_at.isoformat(),
        "published_at": revision.published_at.isoformat(timespec="seconds"),
        "by": revision.by,
        "account": revision.account,
        "note": revision.note,
        "kind": revision.kind,
        "rows": revision.rows,
    }


def _rollback(args: argparse.Namespace, store: Store, strategy: Strategy) -> int:
    made = roll_back(store, strategy, operator(args.by), args.revision, note=args.note)
    print(f"第{args.revision}版の内容を第{next(iter(made.revisions.values()))}版として公開しました。", file=sys.stderr)
    return 0


def _export(args: argparse.Namespace, store: Store, strategy: Strategy) -> int:
    with store.reading() as connection:
        in_force = heads(all_revisions(connection), args.at)
        originals = contents(connection, [revision.id for revision in in_force.values()])
        frames = read_tables(strategy, in_force, connection).frames
    if not in_force.keys() - {STRATEGY}:
        print("その時点に公開されている表はありません。", file=sys.stderr)
        return 1
    folder: Path = args.folder
    folder.mkdir(parents=True, exist_ok=True)
    specs = publications(strategy)
    for name, revision in in_force.items():
        target = folder / specs[name].file_name
        draft = target.with_name(f".{target.name}.part")
        # A text file goes out byte for byte as it came; a workbook as the table that was read from it.
        is_text = bool(revision.encoding or revision.merged_sha256)
        draft.write_bytes(originals[revision.id] if is_text else written(frames[name], specs[name]))
        draft.replace(target)
    print(f"{folder} に{len(in_force)}つのファイルを書き出しました。", file=sys.stderr)
    return 0


def _verify(_args: argparse.Namespace, store: Store, strategy: Strategy) -> int:
    findings = verify(store, strategy)
    for finding in findings:
        print(finding.message, file=sys.stderr)
    if not findings:
        print("すべての版が正しく保存されています。", file=sys.stderr)
    return 1 if findings else 0


def _backup(args: argparse.Namespace, store: Store, _strategy: Strategy) -> int:
    backup(store, operator(), args.file)
    print(f"「{args.file}」に控えを作りました。", file=sys.stderr)
    return 0


def _restore(args: argparse.Namespace, store: Store, _strategy: Strategy) -> int:
    if not args.file.is_file():
        print(f"ファイル「{args.file}」が見つかりません。", file=sys.stderr)
        return 2
    restore(store, operator(), args.file)
    print(
        f"「{args.file}」から復元しました。次のうち「利用中」の方がサインインできます。心当たりのない利用者は停止してください。",
        file=sys.stderr,
    )
    print_accounts(store)
    return 0
