"""Sentences about one 所管課: where it stands, and the state of its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from kdx_metrics.numbers.meeting.reporting_status import Return
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.wording.groups import standing
from kdx_metrics.wording.words import counts_in_words


def standing_of(department: str, summary: Summary) -> str:
    """The 所管課 against its plan in the 期 in force, and what has become of all its 取組."""
    strategy, measured = summary.snapshot.strategy, summary.overall
    if not measured.actions:
        return f"{department}が所管する取組はありません。"
    name = f"{department}の{strategy.period(summary.period).name}"
    counts = f"全{measured.actions}件: {counts_in_words(measured.ratings)}。"
    return f"{standing.group(name, summary.current, strategy.rating.rounding)}{counts}"


def report_of(own: Return | None, as_of: date) -> str:
    """The reports that a 所管課 owes and has given for a 時点, and those that are missing by name."""
    owed = f"{wareki(as_of)}時点で報告が要る"
    if own is None or not own.owed:
        return f"{owed}取組はありません。"
    last = f"最後の更新日は{wareki(own.last)}です。" if own.last else ""
    if own.is_done:
        return f"{owed}{own.owed}件は、すべて報告済みです。{last}"
    return f"{owed}{own.owed}件のうち{own.given}件が報告済みです。まだ: {missing(own)}。{last}"


def missing(own: Return) -> str:
    """`P1-11 名称、P2-03 名称(2期分)`: the 取組 whose reports are missing."""
    return "、".join(once(f"{action.action_id} {action.title}" for action in own.waiting))


def once(names: Iterable[str]) -> list[str]:
    """Each name once, with the number of its 期 where it stands for several: 件 counts each of them."""
    return [name if periods == 1 else f"{name}({periods}期分)" for name, periods in Counter(names).items()]


def no_kpis(department: str) -> str:
    """A 所管課 without 指標."""
    return f"{department}が所管する指標はありません。"
