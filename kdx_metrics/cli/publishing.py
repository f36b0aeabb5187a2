"""`python -m kdx_metrics publish`: says what changes, and replaces a whole table only where that is meant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from kdx_metrics.cli.operators import operator
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NotPossible
from kdx_metrics.intake.checking import CheckLimits, check_all
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import STRATEGY, Table, publications
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.publications.proposal.rehearsal import TableDifference, rehearse
from kdx_metrics.publications.proposal.staging import Proposal, Upload
from kdx_metrics.publications.publishing import publish
from kdx_metrics.publications.source import Source
from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.settings import get_settings
from kdx_metrics.views.rehearsal import Flip, flips
from kdx_metrics.wording import rehearsals

LINES_AT_MOST = 20  # per list; more are counted


def run(args: argparse.Namespace, store: Store, strategy: Strategy) -> int:
    """Publish the files unless rows would go that nobody said may go; the exit code."""
    limits = Limits.of(get_settings())
    files: list[Path] = args.files
    for file in files:
        if not file.is_file():
            print(f"ファイル「{file}」が見つかりません。", file=sys.stderr)
            return 2
    limits.check_files([(file.name, file.stat().st_size) for file in files])  # before anything is read
    uploads = [
        Upload(file.name, data, checked.table, args.mode or "replace")
        for file in files
        for data in [file.read_bytes()]
        for checked in check_all(data, strategy, file_name=file.name, limits=CheckLimits(rows=limits.rows))
    ]
    made = publish(
        store,
        strategy,
        operator(args.by),
        uploads,
        as_at=args.as_at,
        note=args.note,
        base=args.base,
        limits=limits,
        approve=partial(_approve, source=StoreSource(store, strategy).now(), mode_is_given=args.mode is not None),
    )
    numbers = "、".join(
        f"第{number}版({publications(strategy)[name].label})" for name, number in made.revisions.items()
    )
    print(f"公開しました: {numbers}", file=sys.stderr)
    return 0


def _approve(proposal: Proposal, *, source: Source, mode_is_given: bool) -> None:
    """Print what changes. Raises NotPossible where rows would go and it was not said how to take the files."""
    now = get_settings().today or today(source.strategy.about.timezone)
    result = rehearse(source, proposal.revisions, proposal.as_at, now)
    counts = rehearsals.ratings(*(side.overall.ratings for side in (result.screen, result.before, result.after)))
    print(f"{rehearsals.SIDES[0]}→公開後: {counts}", file=sys.stderr)
    print(rehearsals.first_shown(result.screen.as_of, result.first_shown, proposal.as_at, now), file=sys.stderr)
    new = {revision.table for revision in proposal.revisions}
    removed: list[str] = []
    for name, spec in publications(result.after.snapshot.strategy).items():
        if name not in new:
            continue
        change = result.differences[name]
        count = len(change.removed) + len(change.added) + len(change.cells)
        _print(f"{spec.label}: {change.counts}", _lines(change, spec), count)
        if len(change.removed) and name != STRATEGY:
            removed.append(f"{spec.label}の{len(change.removed)}行")
    for listing in flips(result.aged, result.flips, result.kpi_flips, result.after.snapshot.strategy):
        _print(f"{listing.caption}: {len(listing)}件", map(_flip, listing), len(listing))
    if removed and not mode_is_given:
        raise NotPossible(
            f"{'、'.join(removed)}が表から無くなるため、公開していません。ファイルの行だけを更新するなら "
            "--mode merge(部分更新)、表全体を置き換えるなら --mode replace(全体置換)を付けてください。"
        )


def _print(headline: str, lines: Iterable[str], count: int) -> None:
    print(headline, file=sys.stderr)
    for line in islice(lines, LINES_AT_MOST):
        print(f"  {line}", file=sys.stderr)
    if count > LINES_AT_MOST:
        print(f"  ほか{count - LINES_AT_MOST:,}件", file=sys.stderr)


def _flip(flip: Flip) -> str:
    """`P1-01 第2期 窓口DX 順調 → 遅れ`."""
    return " ".join(filter(None, (flip.id, flip.period, flip.name, flip.before, "→", flip.after)))


def _lines(change: TableDifference, table: Table) -> Iterator[str]:
    """Rows that go, rows that come, then cells that change."""
    headers = [table.headers[name] for name in table.key]
    for word, rows in (("削除", change.removed), ("追加", change.added)):
        for key in rows[headers].itertuples(index=False):
            yield f"{word} {' '.join(key)}"
    for cell in change.cells:
        yield f"変更 {' '.join(cell.key)} {cell.column}: {cell.before or '空欄'} → {cell.after or '空欄'}"
