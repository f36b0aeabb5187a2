"""前回会議からの変化 on a page of its own: cards of what moved per pillar, the slipping ends, and the lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from kdx_metrics.charts.compare import DumbbellRow, SlipLine, dumbbell, slip_trend
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
from pages.tables.frames import as_frame
from pages.view.view import View

SLIPS_DRAWN = 40


HALF_PAGE = 640  # px of a card on one half of a projector's page


def headlines_of(changes: Changes, strategy: Strategy) -> list[tuple[str, Headline]]:
    """The whole and each pillar on both sides."""
    pillars = [(p.name, changes.pillars[p.id]) for p in strategy.pillars if p.id in changes.pillars]
    return [("全体", changes.overall), *pillars]


def dumbbell_rows(both: Sequence[tuple[str, Headline]]) -> list[DumbbellRow]:
    """Actual before and after of each."""
    return [DumbbellRow(name, pair.before.actual, pair.after.actual) for name, pair in both]


def sides(changes: Changes) -> tuple[str, str]:
    """What the two marks are called."""
    return f"前回({changes.before_on})", f"今回({changes.after_on})"


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
    rows, (before, after) = dumbbell_rows(both), sides(changes)
    return Card(
        key="changes",
        title="全体と柱別の実績(前回と今回)",
        finding=movements.finding(changes),
        alt=alt.dumbbell(both, before=before, after=after),
        body=figure(
            view,
            "changes",
            lambda: dumbbell(rows, before=before, after=after, mode=view.mode),
            changes.before_on,
            changes.after_on,
        ),
        table=lambda: headline_table(changes, view.strategy),
        why=lambda: Explanation(rules.CHANGES, counted(both)),
    )


def counted(both: Sequence[tuple[str, Headline]]) -> str:
    """How many rows stand behind each mean, on either side."""
    lines = [f"{name}: 前回 {_rows(pair.before)}、今回 {_rows(pair.after)}" for name, pair in both]
    return "\n".join(lines) + "\n(評価できる取組/全取組)"


def slips_card(view: View, changes: Changes) -> Card:
    """The planned ends of the rows put off, at every published 時点."""
    found = slip_lines(view, {(one.action_id, one.period) for one in changes.delayed[:SLIPS_DRAWN]})
    lines = list(found.values())
    return Card(
        key="slips",
        title="完了予定の後ろ倒し(公開された時点ごとの完了予定)",
        finding=movements.slips(changes),
        alt=alt.slip_trend(moved_ends(lines)),
        body=figure(
            view,
            "slips",
            lambda: slip_trend(lines, width=HALF_PAGE, mode=view.mode),
            changes.before_on,
            changes.after_on,
        ),
        table=lambda: _slips_table(found),
        why=lambda: Explanation(rules.SLIPS, ""),
    )


def slip_lines(view: View, keys: set[tuple[str, int]]) -> dict[tuple[str, int], SlipLine]:
    """The planned end of each row at every published 時点 that held it, by (取組番号, 期)."""
    points: dict[tuple[str, int], list[tuple[date, date]]] = {key: [] for key in keys}
    titles: dict[tuple[str, int], str] = {}
    for past in view.history():
        for row in past.actions[["action_id", "period", "title", "planned_end"]].to_dict("records"):
            key = (row["action_id"], int(row["period"]))
            if key in points:
                points[key].append((past.as_of, row["planned_end"].date()))
                titles[key] = row["title"]
    return {key: SlipLine(titles[key], tuple(found)) for key, found in points.items() if found}


def moved_ends(lines: Sequence[SlipLine]) -> list[tuple[str, int, date]]:
    """Name, days moved and newest planned end of each line."""
    return [(line.label, line.slip, line.points[-1][1]) for line in lines]


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
