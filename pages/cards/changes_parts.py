"""前回会議からの変化 on a page of its own: cards of what moved per pillar, the slipping ends, and the lists."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kdx_metrics.charts.compare import SlipLine
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.tables_changes import changes_table, kpi_changes_table
from kdx_metrics.numbers.changes import Changes, Headline
from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.ratings import RATINGS
from kdx_metrics.plan.formats import format_percent, format_points
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording import alt, movements, rules
from kdx_metrics.wording.explanations import Explanation
from kdx_metrics.wording.words import RATING_WORDS
from pages.cards.card import Card, figure
from pages.cards.figures import draw_dumbbell, draw_slips
from pages.cards.groups import headlines_of, moved_ends, sides, slip_lines
from pages.tables.frames import as_frame
from pages.view.view import View

SLIPS_DRAWN = 40


HALF_PAGE = 640  # px of a card on one half of a projector's page


def headline_table(changes: Changes, strategy: Strategy) -> pd.DataFrame:
    """Means and counts on both sides, with the difference."""
    rows = []
    for name, pair in headlines_of(changes, strategy):
        before, after = pair.before, pair.after
        rows.append((name, "取組数", str(before.actions), str(after.actions), _plus(after.actions - before.actions)))
        rows.append((name, "評価できる取組", *_counts(before.evaluable, after.evaluable)))
        rows.append((name, "計画", format_percent(before.planned), format_percent(after.planned), ""))
        actual = format_percent(before.actual), format_percent(after.actual), format_points(pair.actual_change)
        rows.append((name, "実績", *actual))
        gaps = format_points(before.gap), format_points(after.gap), format_points(pair.gap_change)
        rows.append((name, "計画との差", *gaps))
        for rating in RATINGS:
            if before.ratings[rating] or after.ratings[rating]:
                counts = _counts(before.ratings[rating], after.ratings[rating])
                rows.append((name, RATING_WORDS[rating].label, *counts))
    return pd.DataFrame(rows, columns=["区分", "項目", "前回", "今回", "変化"])


def dumbbell_card(view: View, changes: Changes) -> Card:
    """Each pillar's progress on both sides."""
    both = headlines_of(changes, view.strategy)
    before, after = sides(changes)
    return Card(
        key="changes",
        title="全体と柱別の実績(前回と今回)",
        finding=movements.finding(changes),
        alt=alt.dumbbell(both, before=before, after=after),
        body=figure(view, draw_dumbbell, changes.before_on),
        table=lambda: headline_table(changes, view.strategy),
        why=lambda: Explanation(rules.CHANGES, counted(both)),
    )


def counted(both: Sequence[tuple[str, Headline]]) -> str:
    """How many rows stand behind each mean, on either side."""
    lines = [f"{name}: 前回 {_rows(pair.before)}、今回 {_rows(pair.after)}" for name, pair in both]
    return "\n".join(lines) + "\n(評価できる取組/全取組)"


def slips_card(view: View, changes: Changes) -> Card:
    """The planned ends of the rows put off, at every published 時点."""
    lines = slip_lines(view, changes.delayed[:SLIPS_DRAWN])
    return Card(
        key="slips",
        title="完了予定の後ろ倒し(公開された時点ごとの完了予定)",
        finding=movements.slips(changes),
        alt=alt.slip_trend(moved_ends(lines.values())),
        body=figure(view, draw_slips, changes.before_on, most=SLIPS_DRAWN, width=HALF_PAGE),
        table=lambda: _slips_table(lines),
        why=lambda: Explanation(rules.SLIPS, ""),
    )


def _slips_table(lines: dict[tuple[str, int], SlipLine]) -> pd.DataFrame:
    rows = [(*key, line.label, day, end) for key, line in lines.items() for day, end in line.points]
    return pd.DataFrame(rows, columns=["取組番号", "期", "取組名", "時点", "完了予定"])


def lists(material: Material) -> dict[str, pd.DataFrame]:
    """What is listed → every 取組 and every KPI that moved."""
    if material.changes is None:
        return {}
    return {
        "動いた取組": as_frame(changes_table(material.changes, material)),
        "動いた指標": as_frame(kpi_changes_table(material.changes)),
    }


def _rows(group: Group) -> str:
    return f"{group.evaluable}件/{group.actions}件"


def _counts(before: int, after: int) -> tuple[str, str, str]:
    return str(before), str(after), _plus(after - before)


def _plus(change: int) -> str:
    return f"{change:+d}" if change else "±0"
