"""Findings of groups and of the plan, one line with its numbers: the sentence under a card's title."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd

from kdx_metrics.numbers.attention import AttentionItem
from kdx_metrics.numbers.earned_schedule import TOLERANCE as NOISE
from kdx_metrics.numbers.earned_schedule import EarnedSchedule
from kdx_metrics.numbers.progress import Group
from kdx_metrics.numbers.ratings import CLOSED, LATE, NEEDS_ATTENTION
from kdx_metrics.numbers.reporting_status import Return
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_month
from kdx_metrics.plan.formats import (
    MINUS,
    POINTS,
    SPEED,
    Rounding,
    format_computed,
    format_number,
    format_percent,
    format_points,
)
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.wording.outlooks import no_pace
from kdx_metrics.wording.words import (
    ATTENTION_WORDS,
    RATING_WORDS,
    counts_in_words,
    titles_in_words,
)

EVEN = 0.05  # points: a gap that is shown as 0.0 is no gap
KINDS_NAMED = 3  # classes of the attention list that its finding names; one line on a projector

Named = tuple[str, Group]


def group(name: str, measured: Group, gaps: Rounding = POINTS) -> str:
    """One group against its plan: `市民の利便性向上は計画を8.2ポイント下回っています(実績52.8%、…)。`."""
    if measured.actions == 0:
        return f"{name}: 取組がありません。"
    if measured.gap is None:
        return f"{name}は評価できません({counts_in_words(measured.ratings)})。"
    means = f"実績{format_percent(measured.actual)}、計画{format_percent(measured.planned)}"
    return f"{name}は{_against_plan(measured.gap, gaps)}({means}{_alarms(measured)})。"


def numbers(measured: Group, gaps: Rounding = POINTS) -> str:
    """`実績52.8%、計画61.0%、差−8.2ポイント`."""
    means = f"実績{format_percent(measured.actual)}、計画{format_percent(measured.planned)}"
    return f"{means}、差{format_points(measured.gap, gaps)}"


def reporting_rate(measured: Group) -> str:
    """`92.3%`: share of the 取組 that are not 対象外 whose actual is known."""
    return format_percent(None if measured.reporting_rate is None else 100 * measured.reporting_rate)


def reporting(measured: Group) -> str:
    """Reporting rate of a group with its counts."""
    silent = measured.ratings["not_reported"]
    return f"報告率は{reporting_rate(measured)}です(未報告{silent}件、取組は全{measured.actions}件)。"


def overall(summary: Summary) -> str:
    """The headline of 全体概況: the whole, and the pillar furthest behind."""
    whole, gaps = summary.overall, summary.snapshot.strategy.rating.rounding
    if whole.gap is None:
        return group("全体", whole)
    pillars = [(pillar.name, summary.pillars[pillar.id].gap) for pillar in summary.snapshot.strategy.pillars]
    behind = [(gap, name) for name, gap in pillars if gap is not None and gap <= -EVEN]
    if not behind or not pillars[1:]:
        return f"全体は{_against_plan(whole.gap, gaps)}。"
    gap, name = min(behind)
    return f"全体は計画比 {format_points(whole.gap, gaps)}、最も遅い柱は{name}({format_points(gap, gaps)})です。"


def groups(named: Sequence[Named], gaps: Rounding = POINTS) -> str:
    """Which group is furthest behind plan."""
    measured = [(each.gap, name) for name, each in named if each.gap is not None]
    if not measured:
        return "評価できる取組がありません。"
    gap, name = min(measured, key=lambda pair: pair[0])
    if gap > -EVEN:
        return "すべて計画どおりか、計画を上回っています。"
    most = "、最も遅れています" if measured[1:] else "、遅れています"
    return f"{name}が計画を{_distance(gap, gaps)}ポイント下回り{most}。"


def ratings(named: Sequence[Named]) -> str:
    """Number of late 取組, and the group that has most of them."""
    total = sum(each.actions for _, each in named)
    if not total:
        return "取組がありません。"
    late = {name: sum(each.ratings.get(rating, 0) for rating in LATE) for name, each in named}
    silent = sum(each.ratings.get("not_reported", 0) for _, each in named)
    if not any(late.values()):
        return f"遅れている取組はありません(全{total}件{f'、未報告{silent}件' if silent else ''})。"
    most = max(late, key=lambda name: late[name])
    where = f"、最も多いのは{most}({late[most]}件)" if late.keys() - {most} else ""
    return f"遅れ・やや遅れは{total}件中{sum(late.values())}件{where}です。"


def returns(departments: Sequence[Return]) -> str:
    """Number of 所管課 that have reported."""
    done = sum(department.is_done for department in departments)
    return f"{len(departments)}課のうち{done}課が報告を終えています。"


def late(rated: pd.DataFrame) -> str:
    """The late 取組 by name, furthest behind first."""
    rows = rated[rated["rating"].isin(LATE)].sort_values("gap", kind="stable", na_position="last")
    if rows.empty:
        return "遅れている取組はありません。"
    return f"遅れ・やや遅れは{titles_in_words(rows['title'].tolist())}。"


def next_due(rated: pd.DataFrame, as_of: date) -> str:
    """The open 取組 whose planned end comes next."""
    ahead = rated[~rated["rating"].isin(CLOSED) & (rated["planned_end"] >= pd.Timestamp(as_of))]
    if ahead.empty:
        return "これから完了予定を迎える取組はありません。"
    row = ahead.sort_values("planned_end", kind="stable").iloc[0]
    return f"次の完了予定は{wareki_month(row['planned_end'].date())}の「{row['title']}」です。"


def cells(summary: Summary) -> str:
    """The pillar furthest behind in the current 期, and late 取組 left over from earlier ones."""
    strategy, period = summary.snapshot.strategy, summary.period
    name = strategy.period(period).name
    current = [(pillar.name, summary.cells[pillar.id, period]) for pillar in strategy.pillars]
    left = sum(cell.ratings["behind"] for (_, number), cell in summary.cells.items() if number < period)
    over = f"前の期の遅れも{left}件。" if left else ""
    if all(each.gap is None for _, each in current):
        return f"{name}には評価できる取組がありません。{over}"
    if all(each.gap is None or each.gap > -EVEN for _, each in current):
        return f"{name}はすべての柱が計画どおりか、計画を上回っています。{over}"
    gap, furthest = min((each.gap, pillar) for pillar, each in current if each.gap is not None)
    return f"{name}は{furthest}が計画を{_distance(gap, strategy.rating.rounding)}ポイント下回っています。{over}"


def course(name: str, earned: EarnedSchedule) -> str:
    """Speed of a group against its plan, and the month in which it would be complete at that speed."""
    if earned.spi_t is None:
        return f"{name}: {no_pace(earned.missing)}"
    speed = f"{name}は予定の{format_computed(earned.spi_t, SPEED)}倍の速さで進んでいます"
    if earned.forecast_end is None or earned.forecast_days is None or earned.planned_days is None:
        return f"{speed}。{no_pace(earned.missing)}"
    days = math.ceil(earned.forecast_days - NOISE) - earned.planned_days  # a part of a day is a day late
    late = f"予定より{format_number(days)}日遅く" if days > 0 else f"予定より{format_number(-days)}日早く"
    when = "予定どおり" if days == 0 else late
    return f"{speed}。このままなら{wareki_month(earned.forecast_end)}に{when}完了する見込みです。"


def attention(items: Sequence[AttentionItem]) -> str:
    """Number of items to decide, by kind."""
    if not items:
        return "ご判断いただきたいことはありません。"
    kinds = dict.fromkeys(item.kind for item in items)
    counts = {kind: sum(item.kind == kind for item in items) for kind in kinds}
    named = list(counts.items())[:KINDS_NAMED]
    parts = [f"{ATTENTION_WORDS[kind].word}{count}件" for kind, count in named]
    rest = len(items) - sum(count for _, count in named)
    return f"{len(items)}件あります({'、'.join(parts)}{f'、ほか{rest}件' if rest else ''})。"


def milestones(events: pd.DataFrame, strategy: Strategy, today: date) -> str:
    """Position of `today` in the plan's years, and the latest and next event."""
    parts = [_place_in_plan(strategy, today)]
    # Plain lists: a page asks at every run, and pandas takes milliseconds for a dozen rows.
    ordered = sorted(
        zip(events["date"].dt.date.tolist(), events["category"].tolist(), events["title"].tolist(), strict=True),
        key=lambda event: event[0],
    )
    past = [event for event in ordered if event[0] <= today]
    if past:
        parts.append(f"直近は{wareki_month(past[-1][0])}の{past[-1][1]}です。")
    if len(past) < len(ordered):
        day, _, title = ordered[len(past)]
        parts.append(f"次は{wareki(day)}の「{title}」です。")
    return "".join(parts)


def _place_in_plan(strategy: Strategy, today: date) -> str:
    first, last = strategy.first_day, strategy.last_day
    if today < first:
        return f"計画の開始({wareki(first)})まで{(first - today).days}日です。"
    if today > last:
        return f"計画期間は{wareki(last)}に終わりました。"
    share = 100 * ((today - first).days + 1) / ((last - first).days + 1)
    years = _years(strategy)
    return f"計画{years}年間の{format_percent(share)}が過ぎ、いまは{strategy.period_at(today).name}です。"


def _years(strategy: Strategy) -> int:
    return strategy.periods[-1].last_fiscal_year - strategy.periods[0].first_fiscal_year + 1


def _against_plan(gap: float, gaps: Rounding) -> str:
    if abs(gap) < EVEN:
        return "計画どおりです"
    return f"計画を{_distance(gap, gaps)}ポイント{'下回って' if gap < 0 else '上回って'}います"


def _distance(gap: float, gaps: Rounding) -> str:
    """A gap without its sign."""
    return format_computed(gap, gaps).removeprefix(MINUS)


def _alarms(measured: Group) -> str:
    counts = {RATING_WORDS[rating].word: measured.ratings.get(rating) for rating in NEEDS_ATTENTION}
    parts = [f"{word}{count}件" for word, count in counts.items() if count]
    return "、" + "、".join(parts) if parts else ""
