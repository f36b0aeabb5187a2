"""Three lists that a meeting goes through: ご判断, ご報告 and 事務局で確認.

Source: formulas.md, "Saying how we are doing", 6. People ask questions of the headquarters; rules only report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.meeting.attention import ASKED, AttentionItem, action_items, kpi_item
from kdx_metrics.plan.tables.common import DECISION, REPORT


@dataclass(frozen=True, slots=True)
class Board:
    """Items to decide, to be told and to be asked for, each list in the order of the attention list.

    Without any 本部への依頼 in the city, `asks` is False, nothing is to decide and `report` is the whole attention
    list, as 要注意. So it is in an estimate, which asks for no decision whatever was asked.
    """

    asks: bool
    decide: tuple[AttentionItem, ...]
    report: tuple[AttentionItem, ...]
    check: tuple[AttentionItem, ...]
    is_estimate: bool = False


def board_of(attention: Sequence[AttentionItem], rated: pd.DataFrame, kpis: Sequence[KpiResult]) -> Board:
    """The three lists of `rate()`d rows and KPIs; what is in no class of the attention list comes after it."""
    items = [*attention, *_asked_only(attention, rated, kpis)]
    return Board(
        asks=True,
        decide=tuple(item for item in items if item.ask == DECISION),
        report=tuple(item for item in items if item.ask == REPORT or (not item.ask and item.kind != "not_reported")),
        check=_unreported(attention),
    )


def watched(attention: Sequence[AttentionItem], *, is_estimate: bool = False) -> Board:
    """The rule-based list alone."""
    unreported = _unreported(attention)
    return Board(asks=False, decide=(), report=tuple(attention), check=unreported, is_estimate=is_estimate)


def _unreported(attention: Sequence[AttentionItem]) -> tuple[AttentionItem, ...]:
    return tuple(item for item in attention if item.kind == "not_reported" or item.is_silent)


def _asked_only(
    attention: Sequence[AttentionItem], rated: pd.DataFrame, kpis: Sequence[KpiResult]
) -> list[AttentionItem]:
    """Rows and KPIs with a question that no class of the attention list holds, in file order."""
    rows = {item.row for item in attention if item.kpi is None}
    numbers = {item.id for item in attention if item.kpi is not None}
    asking = rated[(rated["ask"] != "").to_numpy(dtype=bool) & ~rated.index.isin(list(rows))]
    return [
        *action_items(ASKED, asking),
        *(kpi_item(ASKED, kpi) for kpi in kpis if kpi.statement.ask and kpi.kpi_id not in numbers),
    ]


def to_say(board: Board) -> tuple[AttentionItem, ...]:
    """Items that a 所管課 itself has to speak of: its questions and reports, then what is past due or unreported."""
    items = {(item.id, item.period): item for item in (*board.decide, *board.report, *board.check)}.values()
    asked = [item for item in items if item.ask]
    return (*asked, *(item for item in items if not item.ask and item.kind in {"past_due", "not_reported"}))
