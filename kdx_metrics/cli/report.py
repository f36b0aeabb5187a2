"""`python -m kdx_metrics report`: the meeting's papers from the published data, or from a folder of CSVs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kdx_metrics.cli.parser import add_comparison
from kdx_metrics.cli.strategy import strategy_for
from kdx_metrics.database.errors import NotPossible, StoreError, StoreUnavailable
from kdx_metrics.intake.issues import Issue, errors
from kdx_metrics.meeting.briefing import revision_of
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.papers import FORMATS, build
from kdx_metrics.plan.fiscal_calendar import today
from kdx_metrics.plan.meetings import days_of_meetings, last_before
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.publications.reports import default_day, first_day
from kdx_metrics.publications.shipped import folder_source
from kdx_metrics.publications.source import Source, earlier_than, summary_at
from kdx_metrics.settings import get_settings
from kdx_metrics.wording.dates import NO_DATA, first_data

if TYPE_CHECKING:
    from kdx_metrics.meeting.decisions import Content

SHOWN = 20
STDOUT = "-"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `report` command."""
    parser = subparsers.add_parser("report", help="会議資料(PowerPoint・Excel・配布資料・議事録用の要約)を作ります")
    parser.add_argument("--format", choices=FORMATS, required=True, help="資料の種類")
    add_comparison(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="保存するファイル(- は標準出力。省略すると決まった名前)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write one paper; 0, or 1 when the data has errors or nothing can be written, 2 when it cannot be found."""
    folder: Path | None = args.data
    if folder is not None and not folder.is_dir():
        print(f"フォルダー {folder} が見つかりません。", file=sys.stderr)
        return 2
    try:
        source, issues, decisions = opened(folder)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    if broken := errors(issues):
        for issue in broken[:SHOWN]:
            print(
                " ".join(part for part in (issue.table, issue.cell, issue.message, issue.fix) if part), file=sys.stderr
            )
        return 1
    now = get_settings().today or today(source.strategy.about.timezone)
    as_of = args.as_of or default_day(source, now)
    try:
        summary = summarise(snapshot_at(source, as_of), earlier_than(source, as_of))
        summary = replace(summary, is_estimate=as_of > now)
        previous = previous_of(source, summary, args.since)
    except (NotPossible, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    revision = revision_of(summary.snapshot)
    paper = build(args.format, summary, previous, revision=revision, today=now, decisions=decisions)
    return _written(paper.data, args.output or paper.file_name)


def opened(folder: Path | None) -> tuple[Source, Sequence[Issue], list[Content] | None]:
    """A folder with its archive, or the published data and the decisions, and what stands in the way of either.

    Raises StoreError when there is no such thing.
    """
    if folder is None:
        from kdx_metrics.meeting.decisions import list_decisions  # noqa: PLC0415
        from kdx_metrics.publications.live import get_source  # noqa: PLC0415  # opens the store, which a folder does not need

        live = get_source()
        if live.store_source is None:  # it would answer with what shipped: not what a paper is to be made of
            raise StoreUnavailable(live.trouble)
        if (data := live.store_source.now()).is_empty:
            raise NotPossible("公開されたデータがまだありません。")
        return data, live.issues(data), [decision.content for decision in list_decisions(live.store)]
    strategy = strategy_for(folder)
    data = folder_source(folder, strategy, fallback_as_at=today(strategy.about.timezone))
    return data, data.issues, None


def snapshot_at(source: Source, as_of: date) -> Snapshot:
    """The tables as known at a date. Raises NotPossible before the first of them: nothing was known then."""
    first = first_day(source) or source.dates[0]
    if as_of < first:
        fix = "--as-of にはこの日以後の日を指定してください。"
        undated = "" if source.strategy.data.as_at else "CSVの時点は strategy.toml の [data] as_at に書けます。"
        raise NotPossible(f"{as_of}: {NO_DATA}{first_data(first)}。{fix}{undated}")
    return source.snapshot(as_of)


def previous_of(source: Source, summary: Summary, since: date | None) -> Summary | None:
    """The summary to compare with, if any. Raises ValueError with a Japanese line for a date that does not do."""
    day_before = since or last_before(days_of_meetings(summary.snapshot), summary.as_of)
    if day_before is None or (since is None and day_before < source.dates[0]):
        return None
    if day_before >= summary.as_of:
        raise ValueError(f"比べる日 {day_before} は、時点 {summary.as_of} より前の日にしてください。")
    if day_before < source.dates[0]:
        raise ValueError(
            f"比べる日 {day_before} より前に公開されたデータがありません(最も古い時点は {source.dates[0]} です)。"
        )
    return summary_at(source, day_before)


def _written(data: bytes, output: str) -> int:
    if output == STDOUT:
        sys.stdout.buffer.write(data)
        return 0
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        print(f"{output} に保存できません({error.strerror})。", file=sys.stderr)
        return 1
    print(f"{output} を作りました。", file=sys.stderr)
    return 0
