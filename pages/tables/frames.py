"""What tables hold, as readers see it: Japanese headers, percentages to one decimal, missing left blank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.wording.explanations import action_rows
from kdx_metrics.wording.words import RATING_WORDS
from pages.view.view import View

if TYPE_CHECKING:
    from kdx_metrics.meeting.tables import Table  # loads slowly, and most pages show no paper


def rows_of_actions(view: View, rows: tuple[int, ...]) -> pd.DataFrame:
    """One row per row of the 取組 in view, named by its row in the file."""
    return action_rows(view.summary.actions.loc[list(rows)])


def groups_table(label: str, groups: Iterable[tuple[str, Group]]) -> pd.DataFrame:
    """One row a group: means, gap, reporting rate and the count of every rating."""
    return pd.DataFrame([{label: name} | _numbers(group) for name, group in groups])


def cells_table(summary: Summary) -> pd.DataFrame:
    """One row a pillar and period."""
    strategy = summary.snapshot.strategy
    return pd.DataFrame(
        [
            {"柱": strategy.pillar(pillar).name, "期": strategy.period(period).name} | _numbers(group)
            for (pillar, period), group in summary.cells.items()
        ]
    )


def _numbers(group: Group) -> dict[str, object]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 1) + 0.0  # no −0.0

    numbers: dict[str, object] = {
        "取組数": group.actions,
        "評価できる取組": group.evaluable,
        "計画(%)": rounded(group.planned),
        "実績(%)": rounded(group.actual),
        "差(ポイント)": rounded(group.gap),
        "報告率(%)": rounded(None if group.reporting_rate is None else 100 * group.reporting_rate),
        "SPI(t)": None if group.spi_t is None else round(group.spi_t, 3),
    }
    return numbers | {RATING_WORDS[rating][1]: group.ratings[rating] for rating in RATINGS}


def as_frame(table: Table) -> pd.DataFrame:
    """A table of the papers, whose cells are all texts."""
    return pd.DataFrame(table.rows, columns=[column.header for column in table.columns])
