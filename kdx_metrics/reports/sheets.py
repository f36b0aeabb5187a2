"""The Excel paper: every number with its formula, and every table it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from kdx_metrics import findings
from kdx_metrics.carry_over import COURSE_WORDS, SUGGESTION_RULE, outlook_finding
from kdx_metrics.formats import NO_VALUE, is_missing
from kdx_metrics.progress import Group
from kdx_metrics.reports import tables as texts
from kdx_metrics.reports.material import Material, changes_finding
from kdx_metrics.reports.sheets_tables import draft_sheets, source_sheets
from kdx_metrics.reports.tables_ahead import candidates_table
from kdx_metrics.reports.tables_changes import changes_table, kpi_changes_table
from kdx_metrics.words import KPI_RATING_WORDS, RATING_WORDS, VERDICT_WORDS
from kdx_metrics.workbook import Formula, Sheet, SheetColumn, write_report

RATED = "評価つき取組"
MEAN_NOTE = "「計算式」の列は、このブックの「評価つき取組」から平均を計算し直します(重みつき、計算に入れる行だけ)。"


def write_sheets(content: Material) -> bytes:
    """The workbook as .xlsx bytes."""
    rated = _rated(content)
    sheets = [_findings(content), _groups(content, rated), rated, _kpis(content)]
    sheets.append(_texts("ご判断いただきたいこと", texts.attention_table(content)))
    if content.changes is not None:
        sheets.append(_texts("前回からの変化_取組", changes_table(content.changes, content)))
        sheets.append(_texts("前回からの変化_指標", kpi_changes_table(content.changes)))
    sheets += [
        _outlook(content),
        _texts("引継ぎの候補", candidates_table(content.outlook.candidates, content), SUGGESTION_RULE),
    ]
    sheets += [*draft_sheets(content), *source_sheets(content)]
    return write_report(sheets, title=f"{content.title} {content.meeting}", stamp=content.stamp)


def _findings(content: Material) -> Sheet:
    summary = content.summary
    lines = [
        ("全体", findings.overall(summary)),
        *(
            (pillar.name, findings.group(pillar.name, summary.pillars[pillar.id]))
            for pillar in content.strategy.pillars
        ),
        ("見通し", findings.course("全体", summary.earned)),
        ("期末", outlook_finding(content.outlook)),
        ("指標", findings.kpis(summary.kpis)),
        ("ご判断", findings.attention(summary.attention)),
    ]
    if content.changes is not None:
        lines.append(("前回から", changes_finding(content.changes)))
    if summary.snapshot.has_samples:
        lines.append(("注意", "サンプルデータを含みます。実際の進捗ではありません。"))
    columns = (SheetColumn("項目", 18), SheetColumn("わかったこと", 110))
    return Sheet("概要", f"{content.title} 進捗の要約", columns, tuple(lines), f"対象: {content.scope}")


def _rated(content: Material) -> Sheet:
    strategy = content.strategy
    columns = (
        SheetColumn("取組番号", 10),
        SheetColumn("柱", 16),
        SheetColumn("期", 5, "integer"),
        SheetColumn("取組名", 40),
        SheetColumn("所管課", 14),
        SheetColumn("開始予定", 11, "date"),
        SheetColumn("完了予定", 11, "date"),
        SheetColumn("状況", 9),
        SheetColumn("重み", 6, "number"),
        SheetColumn("計画(%)", 9, "percent"),
        SheetColumn("実績(%)", 9, "percent"),
        SheetColumn("差(ポイント)", 10, "points"),
        SheetColumn("評価", 11),
        SheetColumn("計算に入れる", 9, "integer"),
        SheetColumn("課題", 36),
        SheetColumn("今後の対応", 36),
        SheetColumn("元の行", 8, "integer"),
    )
    rows = tuple(
        (
            row["action_id"],
            strategy.pillar(row["pillar"]).name,
            row["period"],
            row["title"],
            row["department"],
            row["planned_start"].date(),
            row["planned_end"].date(),
            row["status"],
            row["weight"],
            row["planned"],
            None if is_missing(row["actual"]) else row["actual"],
            None if is_missing(row["gap"]) else row["gap"],
            RATING_WORDS[row["rating"]].label,
            int(row["rating"] != "excluded" and not is_missing(row["actual"])),
            row["issue"],
            row["next_step"],
            row["row"],
        )
        for row in content.summary.actions.reset_index(names="row").to_dict("records")
    )
    note = "「計算に入れる」は、平均に入れる取組が1、対象外と未報告が0です。実績の空欄は未報告です(0ではありません)。"
    return Sheet(RATED, "評価つきの取組", columns, rows, note, frozen=4)


def _groups(content: Material, rated: Sheet) -> Sheet:
    counts = tuple(SheetColumn(word.word, 8, "integer") for word in RATING_WORDS.values())
    columns = (
        SheetColumn("区分", 10),
        SheetColumn("柱", 18),
        SheetColumn("期", 5, "integer"),
        SheetColumn("所管課", 14),
        SheetColumn("取組数", 8, "integer"),
        SheetColumn("計算に入れた数", 9, "integer"),
        SheetColumn("計画(%)", 9, "percent"),
        SheetColumn("実績(%)", 9, "percent"),
        SheetColumn("差(ポイント)", 10, "points"),
        SheetColumn("計画(計算式)", 10, "percent"),
        SheetColumn("実績(計算式)", 10, "percent"),
        SheetColumn("差(計算式)", 10, "points"),
        SheetColumn("報告率(%)", 9, "percent"),
        SheetColumn("SPI(t)", 8, "ratio"),
        *counts,
    )
    rows = []
    for number, (kind, keys, group) in enumerate(_named(content), start=5):
        used = _condition(keys, rated, number)
        rows.append(
            (
                kind,
                *keys,
                group.actions,
                group.evaluable,
                group.planned,
                group.actual,
                group.gap,
                Formula(_mean(used, rated.column("計画(%)"), rated), group.planned),
                Formula(_mean(used, rated.column("実績(%)"), rated), group.actual),
                Formula(f'=IFERROR(K{number}-J{number},"")', group.gap),
                None if group.reporting_rate is None else 100 * group.reporting_rate,
                group.spi_t,
                *(group.ratings[rating] for rating in RATING_WORDS),
            )
        )
    return Sheet("集計", "全体・柱・期・所管課ごとの数値", columns, tuple(rows), MEAN_NOTE, frozen=4)


Keys = tuple[str | None, int | None, str | None]


def _named(content: Material) -> Iterator[tuple[str, Keys, Group]]:
    """Every group with what selects its rows: pillar name, 期 number, 所管課."""
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


def _condition(keys: Keys, rated: Sheet, row: int) -> str:
    """The rows of a group as a product of conditions on the labels beside the formula."""
    parts = [
        f"({rated.column(header)}=${letter}{row})"
        for letter, header, key in zip("BCD", ("柱", "期", "所管課"), keys, strict=True)
        if key is not None
    ]
    return "*".join([*parts, rated.column("計算に入れる"), rated.column("重み")])


def _mean(used: str, values: str, rated: Sheet) -> str:
    """The weighted mean; blank where nothing is evaluable."""
    return f'=IFERROR(SUMPRODUCT({used}*{values})/SUMPRODUCT({used}),"")' if rated.rows else '=""'


def _kpis(content: Material) -> Sheet:
    columns = (
        SheetColumn("指標番号", 9),
        SheetColumn("柱", 16),
        SheetColumn("指標名", 36),
        SheetColumn("単位", 8),
        SheetColumn("方向性", 8),
        SheetColumn("基準値", 10, "number"),
        SheetColumn("実績値", 10, "number"),
        SheetColumn("実績の時点", 11, "date"),
        SheetColumn("目標値", 10, "number"),
        SheetColumn("目標の期日", 11, "date"),
        SheetColumn("達成率(%)", 9, "percent"),
        SheetColumn("達成率(計算式)", 10, "percent"),
        SheetColumn("期待値", 10, "number"),
        SheetColumn("進度", 8, "ratio"),
        SheetColumn("評価", 11),
        SheetColumn("見込み", 12),
        SheetColumn("所管課", 14),
        SheetColumn("見通し", 60),
    )
    rows = []
    for number, kpi in enumerate(content.kpis, start=5):
        outlook = content.summary.forecasts[kpi.kpi_id]
        attained = (
            None
            if kpi.attainment is None
            else Formula(f"=100*(G{number}-F{number})/(I{number}-F{number})", kpi.attainment)
        )
        rows.append(
            (
                kpi.kpi_id,
                content.strategy.pillar(kpi.pillar).name,
                kpi.name,
                kpi.unit,
                kpi.direction,
                kpi.baseline,
                kpi.actual,
                kpi.as_of,
                kpi.target,
                kpi.target_on,
                kpi.attainment,
                attained,
                kpi.expected,
                kpi.pace,
                KPI_RATING_WORDS[kpi.rating].label,
                NO_VALUE if outlook.verdict is None else VERDICT_WORDS[outlook.verdict].label,
                kpi.department,
                outlook.text,
            )
        )
    return Sheet("指標の評価", "指標(KPI)の評価", columns, tuple(rows), findings.kpis(content.summary.kpis), frozen=3)


def _outlook(content: Material) -> Sheet:
    columns = (
        SheetColumn("取組番号", 10),
        SheetColumn("柱", 16),
        SheetColumn("取組名", 40),
        SheetColumn("所管課", 14),
        SheetColumn("状況", 9),
        SheetColumn("計画(%)", 9, "percent"),
        SheetColumn("実績(%)", 9, "percent"),
        SheetColumn("SPI(t)", 8, "ratio"),
        SheetColumn("完了予定", 11, "date"),
        SheetColumn("完了見込み", 11, "date"),
        SheetColumn("期末の見通し", 18),
        SheetColumn("なぜ", 60),
    )
    rows = tuple(
        (
            row.action_id,
            content.strategy.pillar(row.pillar).name,
            row.title,
            row.department,
            row.status,
            row.planned,
            row.actual,
            row.spi_t,
            row.planned_end,
            row.forecast_end,
            COURSE_WORDS[row.course],
            row.reason,
        )
        for row in content.outlook.rows
    )
    title = f"{content.outlook.period.name}の期末の見通し"
    return Sheet("期末の見通し", title, columns, rows, outlook_finding(content.outlook), frozen=3)


def _texts(name: str, listed: texts.Table, note: str = "") -> Sheet:
    """A table of texts as a sheet."""
    columns = tuple(SheetColumn(column.header, max(8, round(column.share * 2.2))) for column in listed.columns)
    return Sheet(name, listed.caption, columns, listed.rows, note if listed.rows else listed.none)
