"""指標 kpis.csv: one row per KPI."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kdx_metrics.plan.formats import plain_number
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import error, warning
from kdx_metrics.plan.tables.columns import Column, UnitColumn
from kdx_metrics.plan.tables.common import DEPARTMENT, REMARKS, SOURCE, pillar, words
from kdx_metrics.plan.tables.rules import Broken, Context, Frame, Mask, Rule, Words, WordsOf, number_at, stamp, text_at
from kdx_metrics.plan.tables.table import Table

Numbers = NDArray[np.float64]

DIRECTIONS = ("増加", "減少", "維持")
AGGREGATIONS = ("時点", "累計", "単年度")
_SIGNS = {"増加": 1.0, "減少": -1.0}
_KEEP = "維持"
_OWN_UNIT = UnitColumn("unit")

NO_TARGET = error(
    "no_target",
    "目標が一つもない",
    "指標「{key}」に目標値が一つもありません。",
    "少なくとも一つの期の目標値を入力してください。",
)
TARGET_WRONG_SIDE = error(
    "target_wrong_side",
    "目標が方向性と逆",
    "方向性が「{direction}」ですが、最後の目標「{value}」が基準値({baseline})の反対側にあります。",
    "方向性、基準値、目標値のいずれかを直してください。",
)
TARGET_DIPS = warning(
    "target_dips",
    "目標が途中で後戻り",
    "方向性が「{direction}」ですが、目標「{value}」がその前({before})より後戻りしています。",
    "意図した目標か確かめてください。",
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
    "方向性を確かめてください。増加・減少なら空欄にします。",
)


def define(strategy: Strategy) -> Table:
    """Definition of 指標, with one column of targets per period."""
    targets = tuple(
        Column(
            f"target_{period.number}",
            f"{period.name}目標",
            "number",
            rule="空欄は目標なし。少なくとも一つは必要",
            unit=_OWN_UNIT,
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
            Column("name", "指標名", "text", required=True, wide=True),
            Column("unit", "単位", "text", required=True, defining=True),
            Column(
                "direction",
                "方向性",
                "choice",
                required=True,
                rule="・".join(DIRECTIONS),
                choices=words(*DIRECTIONS),
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
            Column("baseline_on", "基準日", "fiscal_date", required=True, rule="日付または年度(その年度の3月31日)"),
            Column("baseline", "基準値", "number", required=True, unit=_OWN_UNIT),
            *targets,
            Column("tolerance", "許容幅", "number", rule="維持のときだけ必要。0以上", unit=_OWN_UNIT),
            DEPARTMENT,
            Column("definition", "算出方法", "text", prose=True),
            SOURCE,
            REMARKS,
        ),
        "1行が1指標です。",
        _rules(names),
        one_of=names,
    )


def _rules(targets: Sequence[str]) -> tuple[Rule, ...]:
    numbers = range(len(targets))
    return (
        Rule(NO_TARGET, targets[0], _without_target, _own_words),
        *(Rule(TARGET_WRONG_SIDE, targets[number], _on_wrong_side(number), _side_words) for number in numbers),
        *(Rule(TARGET_DIPS, targets[number], _dips(number), _dip_words(number)) for number in numbers),
        Rule(TOLERANCE_MISSING, "tolerance", _without_tolerance),
        Rule(TOLERANCE_NEGATIVE, "tolerance", lambda frame, _: frame["tolerance"] < 0),
        Rule(TOLERANCE_UNUSED, "tolerance", _needless_tolerance),
    )


def _targets(frame: Frame, context: Context) -> Numbers:
    """One line per period, NaN where it sets no target."""
    return np.array([frame[column].to_numpy() for column in context.table.one_of], dtype="float64")


def _without_target(frame: Frame, context: Context) -> Mask:
    mask: Mask = np.isnan(_targets(frame, context)).all(axis=0) & ~context.is_unread(*context.table.one_of)
    return mask


def _own_words(frame: Frame, _context: Context) -> Words:
    key = text_at(frame, "kpi_id")
    return lambda position: {"key": key(position)}


def _without_tolerance(frame: Frame, context: Context) -> Mask:
    missing = (frame["direction"] == _KEEP) & frame["tolerance"].isna()
    return missing.to_numpy(dtype=bool) & ~context.is_unread("tolerance")


def _needless_tolerance(frame: Frame, _context: Context) -> Mask:
    return (frame["direction"].isin(list(_SIGNS)) & frame["tolerance"].notna()).to_numpy(dtype=bool)


def _sign(frame: Frame) -> Numbers:
    """+1 for 増加, −1 for 減少, NaN for 維持 (whose targets may go either way)."""
    return np.array([_SIGNS.get(direction, np.nan) for direction in frame["direction"]])


def _on_wrong_side(number: int) -> Broken:
    """Rows whose last target is this one and lies on the other side of 基準値."""

    def broken(frame: Frame, context: Context) -> Mask:
        targets = _targets(frame, context)
        is_last = np.isnan(targets[number + 1 :]).all(axis=0)
        beyond = _sign(frame) * (targets[number] - frame["baseline"].to_numpy())
        return np.asarray(is_last & (beyond < 0))

    return broken


def _side_words(frame: Frame, _context: Context) -> Words:
    direction, baseline = text_at(frame, "direction"), number_at(frame, "baseline")
    return lambda position: {"direction": direction(position), "baseline": baseline(position)}


def _before(number: int, frame: Frame, context: Context) -> Numbers:
    """The target set before this one, else 基準値."""
    newest: Numbers = frame["baseline"].to_numpy(dtype="float64")
    for target in _targets(frame, context)[:number]:
        newest = np.where(np.isnan(target), newest, target)
    return newest


def _dips(number: int) -> Broken:
    """Rows whose target falls behind the one before, unless the last is on the wrong side altogether."""

    def broken(frame: Frame, context: Context) -> Mask:
        sign, periods = _sign(frame), context.strategy.periods
        gain = sign * (_targets(frame, context)[number] - _before(number, frame, context))
        is_future = (frame["baseline_on"] < stamp(periods[number].last_day)).to_numpy()
        wrong_side = sign * (_before(len(periods), frame, context) - frame["baseline"].to_numpy()) < 0
        return np.asarray((gain < 0) & is_future & ~wrong_side)

    return broken


def _dip_words(number: int) -> WordsOf:
    def words(frame: Frame, context: Context) -> Words:
        before = _before(number, frame, context)
        direction = text_at(frame, "direction")
        return lambda position: {"direction": direction(position), "before": plain_number(before[position])}

    return words
