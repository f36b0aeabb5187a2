"""Class 35 in effects.csv: a 取組 of no table, units that do not fit, and rows without a value."""

from __future__ import annotations

from tests.intake.bad_inputs.building import Case, Said, actions, effects

CASES = (
    Case(
        35,
        "effects with units of another kind, without a value or of no 取組",
        effects(
            {"単位": "分"},
            {"種類": "削減額", "単位": "円"},
            {"種類": "その他", "単位": ""},
            {"年度": "2026", "見込": "", "実績": "未集計"},
            {"取組番号": "A-99"},
        ).encode(),
        actions=actions().encode(),
        said=(
            Said(
                "F2",
                "effect_unit_differs",
                "種類が「削減時間」ですが、単位が「分」です。",
                "単位を「時間」か空欄にして値をそろえるか、種類を「その他」にしてください。",
            ),
            Said(
                "F3",
                "effect_unit_differs",
                "種類が「削減額」ですが、単位が「円」です。",
                "単位を「千円」か空欄にして値をそろえるか、種類を「その他」にしてください。",
            ),
            Said(
                "F4",
                "effect_without_unit",
                "種類が「その他」ですが、単位が空欄です。",
                "件、人、枚などの単位を入力してください。単位の違う効果は合計しません。",
            ),
            Said(
                "D5",
                "effect_without_value",
                "見込と実績のどちらもありません。",
                "見込か実績のどちらかを入力するか、行を削除してください。",
            ),
            Said(
                "A6",
                "unknown_action",
                "取組番号「A-99」が取組の表(action_plan.csv)にありません。",
                "番号を直すか、取組の表に加えてください。",
            ),
        ),
        repairs=tuple((cell, "令和7年度", "2025") for cell in ("B2", "B3", "B4", "B6")),
    ),
    Case(
        35,
        "one effect twice, its unit once written and once not",
        effects({}, {"単位": "時間", "実績": "90"}).encode(),
        actions=actions().encode(),
        said=(
            Said(
                "A3",
                "duplicate_key",
                "「取組番号」と「年度」と「種類」と「単位」が2行目と同じです。",
                "どちらかの行を削除するか、番号や日付を直してください。",
            ),
        ),
        repairs=(("B2", "令和7年度", "2025"), ("B3", "令和7年度", "2025")),
    ),
    Case(
        25,
        "an effect with its unit",
        effects({"見込": "1,200時間", "実績": "９８０", "単位": "時間"}).encode(),
        actions=actions().encode(),
        reads={(2, "planned"): 1200.0, (2, "actual"): 980.0, (2, "unit"): "時間", (2, "fiscal_year"): 2025},
        repairs=(("B2", "令和7年度", "2025"), ("D2", "1,200時間", "1200"), ("E2", "９８０", "980")),
    ),
)
