"""The Excel paper: every number with its formula, and every table it was made from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from kdx_metrics.exports import FIRST_ROW, Cell, Formula, Sheet, SheetColumn, write_report
from kdx_metrics.meeting import tables as texts
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.tables_ahead import candidates_table
from kdx_metrics.meeting.tables_changes import changes_table, kpi_changes_table
from kdx_metrics.meeting.tables_decisions import TITLE, decisions_finding, has_decisions
from kdx_metrics.numbers.carry_over import RowOutlook
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.progress import Group
from kdx_metrics.papers.sheets_tables import decisions_sheet, draft_sheets, source_sheets
from kdx_metrics.plan.formats import is_missing
from kdx_metrics.wording import headlines, kpi_sentences, movements, rules
from kdx_metrics.wording.outlooks import period_end, row_course
from kdx_metrics.wording.words import COURSE_WORDS, KPI_RATING_WORDS, RATING_WORDS, SAMPLES, verdict_label

RATED = "評価つき取組"
MEAN_NOTE = "「計算式」の列は、このブックの「評価つき取組」から平均を計算し直します(重みつき、計算に入れる行だけ)。"

Item = TypeVar("Item")
Columns = tuple[tuple[SheetColumn, Callable[[Item], Cell]], ...]  # each with what stands in it for an item


def filled(
    columns: Columns[Item], items: Iterable[Item]
) -> tuple[tuple[SheetColumn, ...], tuple[tuple[Cell, ...], ...]]:
    """The columns and rows of a Sheet with one row an item."""
    rows = tuple(tuple(cell_of(item) for _, cell_of in columns) for item in items)
    return tuple(column for column, _ in columns), rows


def write_sheets(content: Material) -> bytes:
    """The workbook as .xlsx bytes."""
    rated = _rated(content)
    opening = [_findings(content), *([decisions_sheet(content)] if has_decisions(content) else [])]
    sheets = [*opening, _groups(content, rated), rated, _kpis(content)]
    sheets.append(_texts("ご判断いただきたいこと", texts.attention_table(content)))
    if content.changes is not None:
        sheets.append(_texts("前回からの変化_取組", changes_table(content.changes, content)))
        sheets.append(_texts("前回からの変化_指標", kpi_changes_table(content.changes)))
    sheets += [
        _outlook(content),
        _texts("引継ぎの候補", candidates_table(content.outlook.candidates, content), rules.suggestions()),
    ]
    sheets += [*draft_sheets(content), *source_sheets(content)]
    return write_report(sheets, title=f"{content.title} {content.meeting}", stamp=content.stamp)


def _findings(content: Material) -> Sheet:
    summary = content.summary
    lines = [
        *([(TITLE, decisions_finding(content))] if has_decisions(content) else []),
        ("全体", headlines.overall(summary)),
        *(
            (pillar.name, headlines.group(pillar.name, summary.pillars[pillar.id]))
            for pillar in content.strategy.pillars
        ),
        ("見通し", headlines.course("全体", summary.earned)),
        ("期末", period_end(content.outlook)),
        ("指標", kpi_sentences.counts(summary.kpis)),
        ("ご判断", headlines.attention(summary.attention)),
    ]
    if content.changes is not None:
        lines.append(("前回から", movements.finding(content.changes)))
    if summary.snapshot.has_samples:
        lines.append(("注意", SAMPLES))
    columns = (SheetColumn("項目", 22), SheetColumn("わかったこと", 110))
    return Sheet("概要", f"{content.title} 進捗の要約", columns, tuple(lines), f"対象: {content.scope}")


def _rated(content: Material) -> Sheet:
    strategy = content.strategy
    columns: Columns[Mapping[Hashable, Any]] = (
        (SheetColumn("取組番号", 10), lambda row: row["action_id"]),
        (SheetColumn("柱", 16), lambda row: strategy.pillar(row["pillar"]).name),
        (SheetColumn("期", 5, "integer"), lambda row: row["period"]),
        (SheetColumn("取組名", 40), lambda row: row["title"]),
        (SheetColumn("所管課", 14), lambda row: row["department"]),
        (SheetColumn("開始予定", 11, "date"), lambda row: row["planned_start"].date()),
        (SheetColumn("完了予定", 11, "date"), lambda row: row["planned_end"].date()),
        (SheetColumn("状況", 9), lambda row: row["status"]),
        (SheetColumn("重み", 6, "number"), lambda row: row["weight"]),
        (SheetColumn("計画(%)", 9, "percent"), lambda row: row["planned"]),
        (SheetColumn("実績(%)", 9, "percent"), lambda row: None if is_missing(row["actual"]) else row["actual"]),
        (SheetColumn("差(ポイント)", 10, "points"), lambda row: None if is_missing(row["gap"]) else row["gap"]),
        (SheetColumn("評価", 11), lambda row: RATING_WORDS[row["rating"]].label),
        (
            SheetColumn("計算に入れる", 9, "integer"),
            lambda row: int(row["counted"]),
        ),
        (SheetColumn("課題", 36), lambda row: row["issue"]),
        (SheetColumn("今後の対応", 36), lambda row: row["next_step"]),
        (SheetColumn("元の行", 8, "integer"), lambda row: row["row"]),
    )
    rows = content.summary.actions.reset_index(names="row").to_dict("records")
    note = "「計算に入れる」は、平均に入れる取組が1、対象外と未報告が0です。実績の空欄は未報告です(0ではありません)。"
    return Sheet(RATED, "評価つきの取組", *filled(columns, rows), note, frozen=4)


Keys = tuple[str | None, int | None, str | None]


class _Named(NamedTuple):
    """A group, what selects its actions (pillar name, 期 number, 所管課), and the row it stands in."""

    row: int
    kind: str
    keys: Keys
    group: Group


def _groups(content: Material, rated: Sheet) -> Sheet:
    columns: Columns[_Named] = (
        (SheetColumn("区分", 10), lambda one: one.kind),
        (SheetColumn("柱", 18), lambda one: one.keys[0]),
        (SheetColumn("期", 5, "integer"), lambda one: one.keys[1]),
        (SheetColumn("所管課", 14), lambda one: one.keys[2]),
        (SheetColumn("取組数", 8, "integer"), lambda one: one.group.actions),
        (SheetColumn("計算に入れた数", 9, "integer"), lambda one: one.group.evaluable),
        (SheetColumn("計画(%)", 9, "percent"), lambda one: one.group.planned),
        (SheetColumn("実績(%)", 9, "percent"), lambda one: one.group.actual),
        (SheetColumn("差(ポイント)", 10, "points"), lambda one: one.group.gap),
        (
            SheetColumn("計画(計算式)", 10, "percent"),
            lambda one: Formula(_mean(one, "計画(%)", rated), one.group.planned),
        ),
        (
            SheetColumn("実績(計算式)", 10, "percent"),
            lambda one: Formula(_mean(one, "実績(%)", rated), one.group.actual),
        ),
        (
            SheetColumn("差(計算式)", 10, "points"),
            lambda one: Formula(f'=IFERROR(K{one.row}-J{one.row},"")', one.group.gap),
        ),
        (
            SheetColumn("報告率(%)", 9, "percent"),
            lambda one: None if one.group.reporting_rate is None else 100 * one.group.reporting_rate,
        ),
        (SheetColumn("SPI(t)", 8, "ratio"), lambda one: one.group.spi_t),
        *(_count(rating) for rating in RATING_WORDS),
    )
    named = [_Named(row, *group) for row, group in enumerate(_named(content), start=FIRST_ROW)]
    return Sheet("集計", "全体・柱・期・所管課ごとの数値", *filled(columns, named), MEAN_NOTE, frozen=4)


def _count(rating: str) -> tuple[SheetColumn, Callable[[_Named], Cell]]:
    return SheetColumn(RATING_WORDS[rating].word, 8, "integer"), lambda one: one.group.ratings[rating]


def _named(content: Material) -> Iterator[tuple[str, Keys, Group]]:
    """Every group with its kind and its keys."""
    summary, strategy = content.summary, content.strategy
    yield "全体", (None, None, None), summary.overall
    for pillar in strategy.pillars:
        yield "柱", (pillar.name, None, None), summary.pillars[pillar.id]
    for period in strategy.periods:
        yield "期", (None, period.number, None), summary.periods[period.number]
    for (key, number), group in summary.cells.items():
        yield "柱と期", (strategy.pillar(key).name, number, None), group
    for department, group in summary.departments.items():
        yield "所管課", (None, None, department), group


def _mean(one: _Named, header: str, rated: Sheet) -> str:
    """The weighted mean of a column of the rated actions; blank where nothing is evaluable."""
    used = _condition(one, rated)
    return f'=IFERROR(SUMPRODUCT({used}*{rated.column(header)})/SUMPRODUCT({used}),"")' if rated.rows else '=""'


def _condition(one: _Named, rated: Sheet) -> str:
    """The rows of a group as a product of conditions on the labels beside the formula."""
    parts = [
        f"({rated.column(header)}=${letter}{one.row})"
        for letter, header, key in zip("BCD", ("柱", "期", "所管課"), one.keys, strict=True)
        if key is not None
    ]
    return "*".join([*parts, rated.column("計算に入れる"), rated.column("重み")])


def _kpis(content: Material) -> Sheet:
    strategy, forecasts = content.strategy, content.summary.forecasts
    row_of = {kpi.kpi_id: row for row, kpi in enumerate(content.kpis, start=FIRST_ROW)}
    columns: Columns[KpiResult] = (
        (SheetColumn("指標番号", 9), lambda kpi: kpi.kpi_id),
        (SheetColumn("柱", 16), lambda kpi: strategy.pillar(kpi.pillar).name),
        (SheetColumn("指標名", 36), lambda kpi: kpi.name),
        (SheetColumn("単位", 8), lambda kpi: kpi.unit),
        (SheetColumn("方向性", 8), lambda kpi: kpi.direction),
        (SheetColumn("基準値", 10, "number"), lambda kpi: kpi.baseline),
        (SheetColumn("実績値", 10, "number"), lambda kpi: kpi.actual),
        (SheetColumn("実績の時点", 11, "date"), lambda kpi: kpi.as_of),
        (SheetColumn("目標値", 10, "number"), lambda kpi: kpi.target),
        (SheetColumn("目標の期日", 11, "date"), lambda kpi: kpi.target_on),
        (SheetColumn("達成率(%)", 9, "percent"), lambda kpi: kpi.attainment),
        (SheetColumn("達成率(計算式)", 10, "percent"), lambda kpi: _attainment(kpi, row_of[kpi.kpi_id])),
        (SheetColumn("期待値", 10, "number"), lambda kpi: kpi.expected),
        (SheetColumn("進度", 8, "ratio"), lambda kpi: kpi.pace),
        (SheetColumn("評価", 11), lambda kpi: KPI_RATING_WORDS[kpi.rating].label),
        (SheetColumn("見込み", 12), lambda kpi: verdict_label(forecasts[kpi.kpi_id].verdict)),
        (SheetColumn("所管課", 14), lambda kpi: kpi.department),
        (SheetColumn("見通し", 60), lambda kpi: kpi_sentences.outlook(kpi, forecasts[kpi.kpi_id])),
    )
    note = kpi_sentences.counts(content.summary.kpis)
    return Sheet("指標の評価", "指標(KPI)の評価", *filled(columns, content.kpis), note, frozen=3)


def _attainment(kpi: KpiResult, row: int) -> Formula | None:
    if kpi.attainment is None:
        return None
    return Formula(f"=100*(G{row}-F{row})/(I{row}-F{row})", kpi.attainment)


def _outlook(content: Material) -> Sheet:
    strategy, outlook = content.strategy, content.outlook
    columns: Columns[RowOutlook] = (
        (SheetColumn("取組番号", 10), lambda row: row.action_id),
        (SheetColumn("柱", 16), lambda row: strategy.pillar(row.pillar).name),
        (SheetColumn("取組名", 40), lambda row: row.title),
        (SheetColumn("所管課", 14), lambda row: row.department),
        (SheetColumn("状況", 9), lambda row: row.status),
        (SheetColumn("計画(%)", 9, "percent"), lambda row: row.planned),
        (SheetColumn("実績(%)", 9, "percent"), lambda row: row.actual),
        (SheetColumn("SPI(t)", 8, "ratio"), lambda row: row.spi_t),
        (SheetColumn("完了予定", 11, "date"), lambda row: row.planned_end),
        (SheetColumn("完了見込み", 11, "date"), lambda row: row.forecast_end),
        (SheetColumn("期末の見通し", 18), lambda row: COURSE_WORDS[row.course]),
        (SheetColumn("なぜ", 60), lambda row: row_course(row, outlook.period.last_day)),
    )
    title = f"{outlook.period.name}の期末の見通し"
    return Sheet("期末の見通し", title, *filled(columns, outlook.rows), period_end(outlook), frozen=3)


def _texts(name: str, listed: texts.Table, note: str = "") -> Sheet:
    """A table of texts as a sheet."""
    columns = tuple(SheetColumn(column.header, max(8, round(column.share * 2.2))) for column in listed.columns)
    return Sheet(name, listed.caption, columns, listed.rows, note if listed.rows else listed.none)
