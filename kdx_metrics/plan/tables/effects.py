"""効果 effects.csv: one row per 取組, 年度, kind and unit."""

from __future__ import annotations

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import error
from kdx_metrics.plan.tables.columns import Beside, Column, DefaultOf
from kdx_metrics.plan.tables.common import ACTION_ID, FISCAL_YEAR, SOURCE, words
from kdx_metrics.plan.tables.rules import Context, Frame, Mask, Rule, Words, text_at
from kdx_metrics.plan.tables.table import Table

HOURS, MONEY, OTHER = "削減時間", "削減額", "その他"
KINDS = (HOURS, MONEY, OTHER)
UNITS = {HOURS: "時間", MONEY: "千円"}  # units of the kinds that have one of their own

EFFECT_WITHOUT_VALUE = error(
    "effect_without_value",
    "効果の値がない",
    "見込と実績のどちらもありません。",
    "見込か実績のどちらかを入力するか、行を削除してください。",
)
EFFECT_UNIT_DIFFERS = error(
    "effect_unit_differs",
    "種類と単位が合わない",
    "種類が「{kind}」ですが、単位が「{value}」です。",
    "単位を「{unit}」か空欄にして値をそろえるか、種類を「その他」にしてください。",
)
EFFECT_WITHOUT_UNIT = error(
    "effect_without_unit",
    "その他の効果に単位がない",
    "種類が「{kind}」ですが、単位が空欄です。",
    "件、人、枚などの単位を入力してください。単位の違う効果は合計しません。",
)


def define(_strategy: Strategy) -> Table:
    """Definition of 効果."""
    return Table(
        "effects",
        "効果",
        ("action_id", "fiscal_year", "kind", "unit"),
        (
            ACTION_ID,
            FISCAL_YEAR,
            Column("kind", "種類", "choice", required=True, rule="・".join(KINDS), choices=words(*KINDS)),
            Column(
                "planned",
                "見込",
                "number",
                rule="その年度に見込む効果。見込か実績のどちらかは必要",
                unit=Beside("unit"),
            ),
            Column(
                "actual",
                "実績",
                "number",
                rule="その年度の効果。まだなければ空欄か「未集計」(0ではありません)",
                unit=Beside("unit"),
                keeps_reason=True,
            ),
            Column(
                "unit",
                "単位",
                "text",
                rule=f"{HOURS}は{UNITS[HOURS]}、{MONEY}は{UNITS[MONEY]}(空欄はこれとみなします)。{OTHER}は必須",
                default=DefaultOf("kind", UNITS),
            ),
            Column("method", "算出方法", "text", rule="1件あたりの時間や単価など、値の求め方", prose=True),
            SOURCE,
        ),
        "1行が1取組・1年度・1種類の効果です。",
        (
            Rule(EFFECT_WITHOUT_VALUE, "planned", _without_value),
            Rule(EFFECT_UNIT_DIFFERS, "unit", _unit_differs, _unit_words),
            Rule(EFFECT_WITHOUT_UNIT, "unit", _without_unit, _unit_words),
        ),
    )


def _without_value(frame: Frame, context: Context) -> Mask:
    mask: Mask = (frame["planned"].isna() & frame["actual"].isna()).to_numpy()
    return mask & ~context.is_unread("planned", "actual")


def _unit_differs(frame: Frame, _context: Context) -> Mask:
    own = frame["kind"].map(UNITS)
    mask: Mask = (own.notna() & (frame["unit"] != "") & (frame["unit"] != own)).to_numpy(dtype=bool)
    return mask


def _without_unit(frame: Frame, context: Context) -> Mask:
    mask: Mask = ((frame["kind"] == OTHER) & (frame["unit"] == "")).to_numpy(dtype=bool)
    return mask & ~context.is_unread("unit")


def _unit_words(frame: Frame, _context: Context) -> Words:
    kind = text_at(frame, "kind")
    return lambda position: {"kind": kind(position), "unit": UNITS.get(kind(position), "")}
