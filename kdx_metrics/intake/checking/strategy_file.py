"""Check of a strategy.toml: its settings as a table, or issues with the lines where they stand."""

from __future__ import annotations

import codecs
import hashlib

import pandas as pd

from kdx_metrics.intake.checking.checked_file import CheckedFile
from kdx_metrics.intake.issues import Issue, in_order
from kdx_metrics.plan.strategy import Problem, Strategy, StrategyError, listed_settings, read_strategy
from kdx_metrics.plan.tables import SETTINGS, STRATEGY
from kdx_metrics.plan.tables.codes import error

BAD_SETTING = error(
    "bad_setting",
    "strategy.toml を読めない",
    "{message}",
    "この行を直して保存し、選び直してください。書き方は、いま公開中の strategy.toml と比べると分かります。",
)


def is_strategy_file(file_name: str) -> bool:
    """True for a .toml."""
    return file_name.lower().endswith(f".{SETTINGS.suffix}")


def check_strategy(data: bytes, file_name: str) -> CheckedFile:
    """Read and check the bytes of a strategy.toml; never raises for what they hold."""
    strategy: Strategy | None = None
    issues: list[Issue] = []
    try:
        strategy = read_strategy(data)
    except StrategyError as refusal:
        issues = in_order(_issue(problem) for problem in refusal.problems)
    frame = None if strategy is None else _frame(strategy)
    return CheckedFile(
        file_name=file_name,
        table=STRATEGY,
        encoding="utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8",
        rows=0 if frame is None else len(frame),
        frame=frame,
        issues=issues,
        issue_count=len(issues),
        repairs=[],
        repair_count=0,
        positions={},
        sha256=hashlib.sha256(data).hexdigest(),
        ok=not issues,
        strategy=strategy,
    )


def _issue(problem: Problem) -> Issue:
    return Issue(
        table=STRATEGY,
        row=problem.line,
        column=problem.key or None,
        cell=None,
        value=None,
        code=BAD_SETTING.name,
        message=BAD_SETTING.message.format(message=problem.message),
        severity=BAD_SETTING.severity,
        fix=BAD_SETTING.fix,
    )


def _frame(strategy: Strategy) -> pd.DataFrame:
    """Settings as a typed table, on the numbers of its own rows."""
    items = listed_settings(strategy)
    frame = pd.DataFrame(items, columns=list(SETTINGS.by_name), dtype="str")
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="row")
    return frame
