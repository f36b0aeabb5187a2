"""The Excel paper: every number with its formula, and every table it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kdx_metrics.exports.workbook_report import FIRST_ROW, Formula, Sheet, column_letters, write_report
from kdx_metrics.meeting import homework
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.voices import overall
from kdx_metrics.papers.sheets_tables import draft_sheets, source_sheets
from kdx_metrics.views import value as value_views
from kdx_metrics.views import voices as voice_views
from kdx_metrics.views.actions import actions
from kdx_metrics.views.grants import grant_report
from kdx_metrics.views.groups import Keyed, keyed, period_and_pillars
from kdx_metrics.views.kpis import kpis
from kdx_metrics.views.listing import Column, Columns, Listing
from kdx_metrics.views.meeting.attention import attention
from kdx_metrics.views.meeting.changes import action_changes, kpi_changes
from kdx_metrics.views.meeting.decisions import ON_PAPER
from kdx_metrics.views.meeting.outlook import candidates, outlook
from kdx_metrics.wording import rules, value, voices
from kdx_metrics.wording.groups import headlines, standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.meeting import board, movements
from kdx_metrics.wording.meeting.outlooks import period_end
from kdx_metrics.wording.words import SAMPLES

RATED = "評価つき取組"
KEYS = ("区分", "柱", "期", "所管課")
MEAN_NOTE = "「計算式」の列は、このブックの「評価つき取組」から平均を計算し直します(重みつき、計算に入れる行だけ)。"
SHARE_NOTE = "順調率は、順調・完了の取組の、順調・完了・やや遅れ・遅れの取組に占める割合です。"
COUNTED_NOTE = (
    "「計算に入れる」は、平均に入れる取組が1、対象外と未報告が0です。実績の空欄は未報告です(0ではありません)。"
)


def write_sheets(content: Material) -> bytes:
    """The workbook as .xlsx bytes."""
    summary, strategy = content.summary, content.strategy
    rated = Sheet(RATED, actions(summary.actions, strategy, "評価つきの取組"), COUNTED_NOTE, frozen=4)
    sheets = [_findings(content), *([_homework(content)] if homework.is_known(content) else [])]
    with_actions, with_kpis = content.uses("action_plan"), content.uses("kpis")
    if with_actions:
        sheets += [_groups(content, rated), rated]
    if with_kpis:
        sheets.append(_kpis(content))
    if summary.has_value:
        sheets += _value(content)
    if len(summary.voices):
        sheets += _voices(content)
    sheets += [_told(listing.caption, listing.without("since")) for listing in attention(summary)]
    if content.changes is not None and with_actions:
        sheets.append(_told("前回からの変化_取組", action_changes(content.changes, strategy)))
    if content.changes is not None and with_kpis:
        sheets.append(_told("前回からの変化_指標", kpi_changes(content.changes, summary)))
    if with_actions:
        sheets += [
            Sheet("期末の見通し", outlook(content.outlook, strategy), period_end(content.outlook), frozen=3),
            _told("引継ぎの候補", candidates(content.outlook, strategy), rules.suggestions(content.outlook.directed)),
            *draft_sheets(content),
        ]
    sheets += source_sheets(content)
    return write_report(sheets, title=f"{content.title} {content.meeting.title}資料", stamp=content.stamp)


def _value(content: Material) -> Iterator[Sheet]:
    """Cost and effect per 年度 and 取組, and the report on grants, as far as there are rows."""
    summary = content.summary
    listings = (
        (value_views.money(summary), rules.MONEY),
        (value_views.effects(summary), rules.EFFECTS),
        (value_views.worths(summary), rules.per_cost(content.strategy.effects)),
        (grant_report(summary), ""),
    )
    return (Sheet(listing.caption, listing, note.replace("\n", ""), 3) for listing, note in listings if len(listing))


def _voices(content: Material) -> Iterator[Sheet]:
    """Opinions counted per occasion, and those that wait for an answer, of those that may be shown."""
    summary = content.summary
    yield Sheet(voices.TITLE, voice_views.calls(summary), voices.finding(overall(summary.voices)))
    still_open, hidden = voice_views.shown_open(summary)
    yield _told(still_open.caption, still_open.without("public"), hidden)


def _told(name: str, listing: Listing[Any], note: str = "") -> Sheet:
    """A sheet that says so where its listing has no row."""
    return Sheet(name, listing, note if len(listing) else listing.none)


def _findings(content: Material) -> Sheet:
    summary = content.summary
    lines = [(homework.TITLE, homework.finding_of(content))] if homework.is_known(content) else []
    if content.uses("action_plan"):
        (name, _), *pillars = period_and_pillars(summary)
        lines += [
            (name, standing.overall(summary, content.previous)),
            *((pillar, standing.group(pillar, group, content.strategy.rating.rounding)) for pillar, group in pillars),
            ("見通し", headlines.course("計画全体", summary.earned)),
            ("期末", period_end(content.outlook)),
        ]
    if content.uses("kpis"):
        lines.append(("指標", kpi_sentences.counts(summary.kpis)))
    if summary.has_value:
        lines.append((value.TITLE, value.told(summary, value_views.title_of(summary))[0]))
    if len(summary.voices):
        lines.append((voices.TITLE, voices.finding(overall(summary.voices))))
    lines.append((board.topic(summary.board), board.finding(summary.board)))
    if content.changes is not None and content.uses("action_plan"):
        lines.append(("前回から", movements.finding(content.changes, content.strategy)))
    if summary.snapshot.has_samples:
        lines.append(("注意", SAMPLES))
    columns: Columns[tuple[str, str]] = (
        Column("about", "項目", lambda line: line[0], width=22),
        Column("finding", "わかったこと", lambda line: line[1], width=110),
    )
    return Sheet("概要", Listing(f"{content.title} 進捗の要約", columns, lines), f"対象: {content.scope}")


def _homework(content: Material) -> Sheet:
    """前回までの決定・宿題 in full, with dates that can be sorted."""
    listing = homework.listing_of(content).only(*ON_PAPER)
    return Sheet(homework.TITLE, listing, listing.none + (homework.ORDER_NOTE if len(listing) else ""))


def _groups(content: Material, rated: Sheet) -> Sheet:
    rows, gaps = list(_keyed(content)), content.strategy.rating.rounding
    row_of = {group.keys: row for row, group in enumerate(rows, start=FIRST_ROW)}

    def cell(name: str, of: Keyed) -> str:
        return f"{column_letters(listing, name)}{row_of[of.keys]}"

    def mean(name: str, of: Keyed) -> str:
        """The weighted mean of the rated actions that the keys beside it select; blank where nothing is evaluable."""
        conditions = [
            f"({rated.column(key)}=${cell(f'key_{position}', of)})"
            for position, key in enumerate(("pillar", "period", "department"), start=1)
            if of.keys[position] is not None
        ]
        used = "*".join([*conditions, rated.column("counted"), rated.column("weight")])
        return (
            f'=IFERROR(SUMPRODUCT({used}*{rated.column(name)})/SUMPRODUCT({used}),"")' if len(rated.listing) else '=""'
        )

    def gap(of: Keyed) -> str:
        return f'=IFERROR({cell("actual_again", of)}-{cell("planned_again", of)},"")'

    again: Columns[Keyed] = (
        Column(
            "planned_again", "計画(計算式)", lambda of: Formula(mean("planned", of), of.group.planned), "percent", 10
        ),
        Column("actual_again", "実績(計算式)", lambda of: Formula(mean("actual", of), of.group.actual), "percent", 10),
        Column("gap_again", "差(計算式)", lambda of: Formula(gap(of), of.group.gap), "points", 10, rounding=gaps),
    )
    listing = keyed(rows, KEYS, "全体・柱・期・所管課ごとの数値", gaps)
    if content.summary.share_leads:
        return Sheet("集計", listing, SHARE_NOTE, frozen=4)
    listing = listing.inserting("gap", *again)
    return Sheet("集計", listing, MEAN_NOTE, frozen=4)


def _keyed(content: Material) -> Iterator[Keyed]:
    """Every group with its kind and the 柱, 期 or 所管課 that select its actions."""
    summary, strategy = content.summary, content.strategy
    yield Keyed(("全体", None, None, None), summary.overall)
    for pillar in strategy.pillars:
        yield Keyed(("柱", pillar.name, None, None), summary.pillars[pillar.id])
    for period in strategy.periods:
        yield Keyed(("期", None, period.name, None), summary.periods[period.number])
    for (pillar_id, number), group in summary.cells.items():
        yield Keyed(("柱と期", strategy.pillar(pillar_id).name, strategy.period(number).name, None), group)
    for department, group in summary.departments.items():
        yield Keyed(("所管課", None, None, department), group)


def _kpis(content: Material) -> Sheet:
    row_of = {kpi.kpi_id: row for row, kpi in enumerate(content.kpis, start=FIRST_ROW)}

    def attainment(kpi: KpiResult) -> Formula | None:
        if kpi.attainment is None:
            return None
        actual, baseline, target = (
            f"{column_letters(listing, name)}{row_of[kpi.kpi_id]}" for name in ("actual", "baseline", "target")
        )
        return Formula(f"=100*({actual}-{baseline})/({target}-{baseline})", kpi.attainment)

    again: Columns[KpiResult] = (Column("attainment_again", "達成率(計算式)", attainment, "percent", 10),)
    listing = kpis(content.kpis, content.summary, "指標(KPI)の評価").inserting("attainment", *again)
    return Sheet("指標の評価", listing, kpi_sentences.counts(content.summary.kpis), frozen=3)
