"""The four tables: columns, labels, types and rules (tables.md).

The one source for reading, checking, templates and the data dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kdx_metrics.plan.strategy import STATUSES, Strategy

Kind = Literal[
    "code",
    "pillar",
    "period",
    "status",
    "direction",
    "aggregation",
    "category",
    "text",
    "date",
    "fiscal_date",
    "percent",
    "number",
]
TableName = Literal["action_plan", "kpis", "kpi_actuals", "milestones"]

DIRECTIONS = ("増加", "減少", "維持")
AGGREGATIONS = ("時点", "累計", "単年度")
CATEGORIES = ("本部会議", "ワーキンググループ", "意見募集", "計画", "連携")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the Japanese header of the file and the name inside the code.

    `fiscal_date` is a date that may also be a 年度 (its 31 March). `default` fills a missing number.
    """

    name: str
    header: str
    kind: Kind
    required: bool = False
    rule: str = ""
    default: float | None = None


@dataclass(frozen=True)
class Table:
    """One table: its file, its columns in template order and the key that names a row."""

    name: TableName
    label: str
    file_name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    about: str

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """English name → column."""
        return {column.name: column for column in self.columns}

    @cached_property
    def headers(self) -> dict[str, str]:
        """English name → Japanese header, in template order."""
        return {column.name: column.header for column in self.columns}


def tables(strategy: Strategy) -> dict[TableName, Table]:
    """The four tables for a strategy: kpis has one 第n期目標 column a period."""
    plan = f"{strategy.first_day} から {strategy.last_day}"
    pillars = "・".join(f"{one.id} {one.name}" for one in strategy.pillars)
    pillar = Column("pillar", "柱", "pillar", required=True, rule=f"番号または名称: {pillars}")
    department = Column("department", "所管課", "text", required=True)
    source_and_remarks = (
        Column("source", "出典", "text", rule="「サンプル」で始まる行はサンプルとして表示します"),
        Column("remarks", "備考", "text"),
    )
    action_plan = Table(
        "action_plan",
        "取組",
        "action_plan.csv",
        ("action_id", "period"),
        (
            Column(
                "action_id",
                "取組番号",
                "code",
                required=True,
                rule="半角大文字にそろえます。次の期に続く取組は同じ番号で行を加えます。同じ番号の柱は一つです。",
            ),
            pillar,
            Column("period", "期", "period", required=True, rule=f"1~{len(strategy.periods)}(「第2期」「２」も可)"),
            Column("title", "取組名", "text", required=True),
            department,
            Column("goal", "到達目標", "text", rule="期の終わりに何ができているか"),
            Column("planned_start", "開始予定", "date", required=True, rule="計画期間より前は警告(継続取組)"),
            Column("planned_end", "完了予定", "date", required=True, rule=f"開始予定以降、{plan} の間。期の外は警告"),
            Column("status", "状況", "status", required=True, rule="・".join(STATUSES)),
            Column(
                "progress",
                "進捗率",
                "percent",
                rule="0~100。空欄は未報告(0ではありません)。完了なら100か空欄、未着手なら0か空欄",
            ),
            Column("weight", "重み", "number", rule="0より大きい数。空欄は1", default=1.0),
            Column("issue", "課題", "text"),
            Column("next_step", "今後の対応", "text"),
            Column("updated_on", "更新日", "date", rule="アップロードの時点より後は誤り"),
            *source_and_remarks,
        ),
        "1行が1取組・1期です。",
    )
    targets = tuple(
        Column(f"target_{period.number}", f"{period.name}目標", "number", rule="空欄は目標なし。少なくとも一つは必要")
        for period in strategy.periods
    )
    kpis = Table(
        "kpis",
        "指標",
        "kpis.csv",
        ("kpi_id",),
        (
            Column("kpi_id", "指標番号", "code", required=True),
            pillar,
            Column("name", "指標名", "text", required=True),
            Column("unit", "単位", "text", required=True),
            Column("direction", "方向性", "direction", required=True, rule="・".join(DIRECTIONS)),
            Column(
                "aggregation",
                "集計",
                "aggregation",
                required=True,
                rule="時点(その時の値)・累計(積み上げ)・単年度(年度ごと)",
            ),
            Column("baseline_on", "基準日", "fiscal_date", required=True, rule="日付または年度(その年度の3月31日)"),
            Column("baseline", "基準値", "number", required=True),
            *targets,
            Column("tolerance", "許容幅", "number", rule="維持のときだけ必要。0以上"),
            department,
            Column("definition", "算出方法", "text"),
            *source_and_remarks,
        ),
        "1行が1指標です。",
    )
    kpi_actuals = Table(
        "kpi_actuals",
        "実績",
        "kpi_actuals.csv",
        ("kpi_id", "as_of"),
        (
            Column("kpi_id", "指標番号", "code", required=True, rule="指標の表にある番号"),
            Column(
                "as_of",
                "時点",
                "fiscal_date",
                required=True,
                rule="日付または年度(その年度の3月31日)。途中の年度は日付で",
            ),
            Column(
                "value",
                "実績値",
                "number",
                required=True,
                rule="未集計・未公表・調査中・秘匿 は値なしとして理由を残します",
            ),
            *source_and_remarks,
        ),
        "1行が1指標・1時点です。",
    )
    milestones = Table(
        "milestones",
        "年表",
        "milestones.csv",
        ("date", "title"),
        (
            Column("date", "日付", "date", required=True),
            Column("end_date", "終了日", "date", rule="空欄は1日の出来事。日付以降"),
            Column("category", "区分", "category", required=True, rule="・".join(CATEGORIES)),
            Column("title", "名称", "text", required=True),
            Column("detail", "内容", "text"),
            Column("source", "出典", "text"),
        ),
        "1行が1つの出来事です。",
    )
    return {table.name: table for table in (action_plan, kpis, kpi_actuals, milestones)}
