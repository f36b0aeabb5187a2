"""What stands below each chart of the deck: at most three points, one sentence each, with numbers and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from kdx_metrics.meeting.agenda import about_item
from kdx_metrics.meeting.briefing import Material, change_counts, headline
from kdx_metrics.meeting.decisions import Content, Decision
from kdx_metrics.meeting.tables_ahead import coming_table
from kdx_metrics.numbers.attention import AttentionItem
from kdx_metrics.numbers.changes import ActionChange, Changes
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.ratings import CLOSED, LATE
from kdx_metrics.plan.fiscal_calendar import wareki, wareki_month
from kdx_metrics.plan.formats import format_percent, format_value
from kdx_metrics.wording import headlines

MOST = 3
NAMED, ROOM = 3, 48  # 取組 named in a point, and characters of their names that a projector of 1024 pixels has room for


def overall_points(material: Material) -> list[str]:
    """What moved since the last meeting, how much was reported, what must be decided."""
    summary, points = material.summary, []
    if material.changes is not None:
        points.append(f"前回({wareki(material.changes.before_on)})から {'、'.join(change_counts(material.changes))}。")
    whole = summary.overall
    rate = format_percent(None if whole.reporting_rate is None else 100 * whole.reporting_rate, 0)
    points.append(f"報告率は{rate}です(未報告{whole.ratings['not_reported']}件、取組は全{whole.actions}件)。")
    points.append(f"ご判断いただきたいことは{headlines.attention(summary.attention)}")
    return points


def pillar_points(material: Material, pillar: str) -> list[str]:
    """How far a pillar has come since the last meeting, what is late in it, what was completed or comes next."""
    rated = material.summary.actions
    mine = rated[rated["pillar"] == pillar]
    changes, points = material.changes, []
    if changes is not None and pillar in changes.pillars:
        points.append(f"前回から、{headline('この柱', changes.pillars[pillar])}。")
    late = mine[mine["rating"].isin(LATE)].sort_values("gap", kind="stable", na_position="last")
    points.append(
        f"遅れ・やや遅れは{_titles(late['title'].tolist())}。" if len(late) else "遅れている取組はありません。"
    )
    done = [one for one in changes.moved("completed") if one.state.pillar == pillar] if changes else []
    if done:
        points.append(f"前回から完了したのは{_titles([one.state.title for one in done])}。")
    else:
        points.append(_next_due(mine, material.summary.as_of))
    return points


def _next_due(rated: pd.DataFrame, as_of: date) -> str:
    ahead = rated[~rated["rating"].isin(CLOSED) & (rated["planned_end"] >= pd.Timestamp(as_of))]
    if not len(ahead):
        return "これから完了予定を迎える取組はありません。"
    row = ahead.sort_values("planned_end", kind="stable").iloc[0]
    return f"次の完了予定は{wareki_month(row['planned_end'].date())}の「{row['title']}」です。"


def changes_points(changes: Changes) -> list[str]:
    """Who fell behind, who recovered, who was completed."""
    kinds = (
        ("遅れに転じた", changes.moved("fell_behind")),
        ("持ち直した", changes.moved("recovered")),
        ("完了した", changes.moved("completed")),
    )
    return [
        f"{word}: {_titles([one.state.title for one in found])}。" if found else f"{word}取組はありません。"
        for word, found in kinds
    ]


def slips_finding(changes: Changes) -> str:
    """How many ends were put off since the last meeting, and the one put off furthest."""
    furthest = changes.delayed[0]
    return (
        f"前回から{len(changes.delayed)}件の完了予定が後ろ倒しになりました。"
        f"最大は「{furthest.state.title}」の{furthest.delay_days}日です。"
    )


def slips_points(changes: Changes, in_all: Mapping[tuple[str, int], int]) -> list[str]:
    """The ends put off furthest: from when to when, and by how many days `in_all` since the first plan."""
    return [
        f"「{one.state.title}」({one.state.department}) {_moved(one)}、前回から+{one.delay_days}日・"
        f"当初から+{in_all.get((one.action_id, one.period), one.delay_days)}日"
        for one in changes.delayed[:MOST]
    ]


def _moved(change: ActionChange) -> str:
    before = wareki_month(change.before.planned_end) if change.before else ""
    return f"{before} → {wareki_month(change.state.planned_end)}"


def outlook_points(material: Material) -> list[str]:
    """How many rows are suggested to go on, to be reviewed and to be stopped, with the first of each."""
    points = []
    for suggestion, word in (("見直し", "見直しの候補"), ("中止", "閉じる・中止の候補"), ("継続", "継続の候補")):
        found = [each.outlook.title for each in material.outlook.candidates if each.suggestion == suggestion]
        points.append(f"{word}: {_titles(found)}。" if found else f"{word}はありません。")
    return points


def kpi_points(material: Material, kpi: KpiResult, decisions: Sequence[Decision]) -> list[str]:
    """The target, the outlook, and what was decided about it or else its move since the last meeting."""
    when = "" if kpi.target_on is None else f"({wareki(kpi.target_on)})"
    points = [f"目標は{format_value(kpi.target, kpi.unit)}{when}、所管課は{kpi.department}です。"]
    points.append(material.summary.forecasts[kpi.kpi_id].text)
    if recorded := [one for one in decisions if one.content.kpi_id == kpi.kpi_id]:
        points.append(f"記録: {decision_line(recorded[-1].content)}")
    for change in material.changes.kpis if material.changes else ():
        if change.kpi_id == kpi.kpi_id and change.before and change.after:
            sides = [format_value(side.actual, kpi.unit) for side in (change.before, change.after)]
            points.append(f"前回から {sides[0]} → {sides[1]}。")
    return points[:MOST]


def decide_points(
    material: Material, item: AttentionItem, since: date | None, decisions: Sequence[Decision]
) -> list[str]:
    """What stands in the way, what the department will do, and since when; or what was decided about it."""
    points = []
    if item.period is not None and item.row is not None:
        row = material.summary.actions.loc[item.row]
        points += [
            f"{word}: {row[name] or '記載なし'}" for name, word in (("issue", "課題"), ("next_step", "今後の対応"))
        ]
    else:
        points.append(f"見通し: {material.summary.forecasts[item.id].text}")
    if recorded := about_item(decisions, item):
        points.append(f"記録: {decision_line(recorded[-1].content)}")
    elif since is not None:
        points.append(f"{wareki(since)}時点の一覧から載り続けています。")
    return points[:MOST]


def decision_line(content: Content) -> str:
    """`【決定】第2期へ引き継ぐ(都市建設課・期限 令和9年1月31日・未対応)`."""
    due = f"期限 {wareki(content.due)}" if content.due else ""
    facts = "・".join(part for part in (content.department, due, content.state) if part)
    return f"【{content.kind}】{content.text}({facts})"


def timeline_points(material: Material) -> list[str]:
    """What comes next: dated events and planned completions."""
    rows = coming_table(material, material.today).rows[:MOST]
    return [f"{day} {what}{f'({department})' if department else ''}・{kind}" for day, kind, what, department in rows]


def _titles(titles: Sequence[str]) -> str:
    """How many, and the first of them by name: at most NAMED, and after the first no more than ROOM holds."""
    most = min(NAMED, len(titles))
    while most > 1 and len("".join(dict.fromkeys(titles[:most]))) > ROOM:
        most -= 1
    shown = "、".join(f"「{title}」" for title in dict.fromkeys(titles[:most]))
    rest = len(titles) - most
    return f"{len(titles)}件 {shown}" + (f"ほか{rest}件" if rest > 0 else "")
