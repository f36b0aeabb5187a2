"""指標 kpis.csv: one row per KPI."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import error, warning
from kdx_metrics.plan.tables.columns import Beside, Choice, Column
from kdx_metrics.plan.tables.common import DEPARTMENT, RELATED_DEPARTMENTS, REMARKS, SOURCE, pillar, words
from kdx_metrics.plan.tables.kpi.target_rules import CURBED, WAYS, target_rules, targets_of
from kdx_metrics.plan.tables.rules import Broken, Context, Frame, Mask, Rule, Words, text_at
from kdx_metrics.plan.tables.table import Table

DIRECTIONS = ("増加", "減少", "維持", "以上", "以下", "減少抑制", "増加抑制")
AGGREGATIONS = ("時点", "累計", "単年度")
PATHS = ("直線", "段階")
YEARLY = "単年度"
_ALIASES = {"増加": ("アップ", "向上", "↑"), "減少": ("ダウン", "削減", "↓")}
_KEEP = "維持"
_OWN_UNIT, _OWN_DIRECTION = Beside("unit"), Beside("direction")

NO_TARGET = error(
    "no_target",
    "目標が一つもない",
    "指標「{key}」に目標値が一つもありません。",
    "期の目標値を一つ以上入力するか、年度目標の表に目標値を加えてください。",
)
BASELINE_WITHOUT_DATE = error(
    "baseline_without_date",
    "基準日がない",
    "基準値がありますが、基準日がありません。",
    "基準値の日付か年度を入力してください。",
)
BASELINE_MISSING = error(
    "baseline_missing",
    "抑制に基準値がない",
    "方向性が「{direction}」ですが、{header}がありません。",
    "抑制は基準値からの変化で評価します。基準日と基準値を入力してください。",
)
TOLERANCE_MISSING = error(
    "tolerance_missing",
    "許容幅がない",
    "方向性が「維持」ですが、許容幅がありません。",
    "維持とみなす幅(0以上の数)を入力してください。",
)
TOLERANCE_NEGATIVE = error(
    "tolerance_negative", "許容幅が負", "許容幅「{value}」が0より小さい数です。", "0以上の数を入力してください。"
)
TOLERANCE_UNUSED = warning(
    "tolerance_unused",
    "使わない許容幅",
    "許容幅は方向性が「維持」の指標だけで使います。",
    "方向性を確かめてください。維持でないなら空欄にします。",
)


def define(strategy: Strategy) -> Table:
    """Definition of 指標, with one column of targets per period."""
    targets = tuple(
        Column(
            f"target_{period.number}",
            f"{period.name}目標",
            "number",
            rule="空欄は目標なし。年度目標の表に目標がなければ、少なくとも一つは必要",
            unit=_OWN_UNIT,
            direction=_OWN_DIRECTION,
        )
        for period in strategy.periods
    )
    names = tuple(target.name for target in targets)
    return Table(
        "kpis",
        "指標",
        ("kpi_id",),
        (
            Column("kpi_id", "指標番号", "code", required=True),
            pillar(strategy),
            Column("name", "指標名", "text", required=True, wide=True, naming=True),
            Column("unit", "単位", "text", rule="空欄でもかまいません", defining=True),
            Column(
                "direction",
                "方向性",
                "choice",
                required=True,
                rule="・".join(DIRECTIONS),
                choices=tuple(Choice(direction, aliases=_ALIASES.get(direction, ())) for direction in DIRECTIONS),
                defining=True,
            ),
            Column(
                "aggregation",
                "集計",
                "choice",
                required=True,
                rule="時点(その時の値)・累計(積み上げ)・単年度(年度ごと)",
                choices=words(*AGGREGATIONS),
                defining=True,
            ),
            Column(
                "path",
                "経路",
                "choice",
                rule="直線(目標の間をまっすぐ進む)・段階(次の目標まで同じ値)。空欄は直線",
                choices=words(*PATHS),
                default=PATHS[0],
                defining=True,
            ),
            Column("baseline_on", "基準日", "fiscal_date", rule="日付または年度(その3月31日)。基準値があれば必要"),
            Column("baseline", "基準値", "number", rule="空欄でもかまいません。抑制では必要", unit=_OWN_UNIT),
            *targets,
            Column("tolerance", "許容幅", "number", rule="維持のときだけ必要。0以上", unit=_OWN_UNIT),
            DEPARTMENT,
            RELATED_DEPARTMENTS,
            Column("definition", "算出方法", "text", prose=True),
            SOURCE,
            REMARKS,
        ),
        "1行が1指標です。",
        _rules(names),
        leading=True,
        one_of=names,
    )


def _rules(targets: Sequence[str]) -> tuple[Rule, ...]:
    return (
        Rule(NO_TARGET, targets[0], _without_target, _own_words, may_be_met_by="kpi_targets"),
        *(rule for number, target in enumerate(targets) for rule in target_rules(number, target)),
        Rule(BASELINE_WITHOUT_DATE, "baseline_on", _without_date),
        *(Rule(BASELINE_MISSING, name, _without_baseline(name), _own_words) for name in ("baseline_on", "baseline")),
        Rule(TOLERANCE_MISSING, "tolerance", _without_tolerance),
        Rule(TOLERANCE_NEGATIVE, "tolerance", lambda frame, _: frame["tolerance"] < 0),
        Rule(TOLERANCE_UNUSED, "tolerance", _needless_tolerance),
    )


def _without_target(frame: Frame, context: Context) -> Mask:
    missing: Mask = np.isnan(targets_of(frame, context)).all(axis=0) & ~context.is_unread(*context.table.one_of)
    yearly = context.beside.get("kpi_targets")
    return missing if yearly is None else missing & ~frame["kpi_id"].isin(yearly["kpi_id"]).to_numpy()


def _own_words(frame: Frame, _context: Context) -> Words:
    key, direction = text_at(frame, "kpi_id"), text_at(frame, "direction")
    return lambda position: {"key": key(position), "direction": direction(position)}


def _without_date(frame: Frame, context: Context) -> Mask:
    missing = frame["baseline"].notna() & frame["baseline_on"].isna() & ~frame["direction"].isin(CURBED)
    return missing.to_numpy(dtype=bool) & ~context.is_unread("baseline_on")


def _without_baseline(column: str) -> Broken:
    """Rows of a 抑制 without a value in this column."""

    def broken(frame: Frame, context: Context) -> Mask:
        missing = frame["direction"].isin(CURBED) & frame[column].isna()
        return missing.to_numpy(dtype=bool) & ~context.is_unread(column)

    return broken


def _without_tolerance(frame: Frame, context: Context) -> Mask:
    missing = (frame["direction"] == _KEEP) & frame["tolerance"].isna()
    return missing.to_numpy(dtype=bool) & ~context.is_unread("tolerance")


def _needless_tolerance(frame: Frame, _context: Context) -> Mask:
    return (frame["direction"].isin(list(WAYS)) & frame["tolerance"].notna()).to_numpy(dtype=bool)
