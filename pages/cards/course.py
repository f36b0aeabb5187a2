"""The course over time: planned curve, actuals at every published 時点, and the earned-schedule forecast."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kdx_metrics.numbers.progress import Group
from kdx_metrics.wording import alt, headlines
from kdx_metrics.wording.explanations import explain_earned
from pages.cards.card import Card, figure
from pages.cards.figures import draw_course
from pages.cards.groups import course_points, past_groups
from pages.view.view import View


def course_card(view: View, pillar: str | None) -> Card:
    """One pillar's course, or the whole plan's."""
    summary = view.summary
    earned = summary.earned_pillars[pillar] if pillar else summary.earned
    name = view.strategy.pillar(pillar).name if pillar else "全体"
    return Card(
        key="course",
        title=f"{name}の進み方と完了見込み(計画・実績・出来高スケジュール)",
        finding=headlines.course(name, earned),
        alt=alt.progress_curve(name, course_points(view, pillar), earned),
        body=figure(view, draw_course, pillar),
        table=lambda: _table(past_groups(view, pillar)),
        why=lambda: explain_earned(earned),
    )


def _table(history: list[tuple[date, Group]]) -> pd.DataFrame:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 1)

    return pd.DataFrame(
        [
            {
                "時点": day,
                "計画(%)": rounded(group.planned),
                "実績(%)": rounded(group.actual),
                "差(ポイント)": rounded(group.gap),
                "SPI(t)": None if group.spi_t is None else round(group.spi_t, 3),
                "取組数": group.actions,
            }
            for day, group in history
        ]
    )
