"""Class 75: the year's sheet of 取組, with ratings in the city's own words and amounts in 千円."""

from __future__ import annotations

from kdx_metrics.plan.strategy import Assessment
from tests.intake.bad_inputs.building import Case, Said, actions, years

_PLAN = actions().encode()
_MARKS = {
    "assessments": (
        Assessment(word="◎", about="計画を上回る", means="on_track"),
        Assessment(word="○", means="on_track", aliases=("A",)),
        Assessment(word="△", means="slightly_behind"),
        Assessment(word="×", means="behind"),
    )
}

CASES = (
    Case(
        75,
        "ratings as they are typed, with signs that look alike",
        years(
            {"年度": "令和7年度", "自己評価": "○", "本部評価": "✕"},
            {"年度": "R8", "自己評価": "〇", "本部評価": "◎"},
            {"年度": "2023", "自己評価": "◯", "本部評価": "✖"},
            {"年度": "2024", "自己評価": "a", "本部評価": "未集計"},
        ).encode(),
        strategy=_MARKS,
        reads={
            (2, "fiscal_year"): 2025,
            (2, "self_rating"): "○",
            (2, "board_rating"): "×",
            (3, "self_rating"): "○",
            (3, "board_rating"): "◎",
            (4, "self_rating"): "○",
            (4, "board_rating"): "×",
            (5, "self_rating"): "○",
            (5, "board_rating"): "",
        },
        repairs=(
            ("B2", "令和7年度", "2025"),
            ("F2", "✕", "×"),
            ("B3", "R8", "2026"),
            ("E3", "〇", "○"),
            ("E4", "◯", "○"),
            ("F4", "✖", "×"),
            ("E5", "a", "○"),
            ("F5", "未集計", ""),
        ),
    ),
    Case(
        75,
        "a letter x for ×, and a word that is no rating",
        years({"自己評価": "x", "本部評価": "Ｘ"}, {"年度": "2026", "自己評価": "B", "本部評価": ""}).encode(),
        strategy=_MARKS,
        said=(
            *(
                Said(
                    cell,
                    "letter_for_cross",
                    f"{header}「{letter}」は英字です。×ですか。",
                    "×なら「×」(かける)を入力し直してください。評価がまだなら空欄にしてください。",
                )
                for cell, header, letter in (("E2", "自己評価", "x"), ("F2", "本部評価", "Ｘ"))
            ),
            Said(
                "E3",
                "unknown_assessment",
                "自己評価「B」は評価の語にありません。",
                "評価の語は strategy.toml の [[assessment]] で決めます。その語を入力するか、空欄にしてください。"
                "◎・○・△・×",
            ),
        ),
    ),
    Case(
        75,
        "any rating where the strategy has no words for it, and a direction that is not among its words",
        years({"自己評価": "○", "今後の方向性": "推進"}).encode(),
        strategy={"assessments": ()},
        said=(
            Said(
                "E2",
                "unknown_assessment",
                "自己評価「○」は評価の語にありません。",
                "評価の語は strategy.toml の [[assessment]] で決めます。その語を入力するか、空欄にしてください。",
            ),
            Said(
                "H2",
                "unknown_choice",
                "今後の方向性「推進」は使えません。",
                "次のいずれかを入力してください: 拡充・継続・改善・縮小・統合・終了",
            ),
        ),
    ),
    Case(
        75,
        "amounts in 千円, one of them not settled yet",
        years(
            {"予算額": "1,200千円", "決算額": "１１５０", "うち交付金等": "1150"},
            {"年度": "2026", "予算額": "800", "決算額": "集計中", "うち交付金等": "800"},
        ).encode(),
        reads={
            (2, "budget"): 1200,
            (2, "settled"): 1150,
            (3, "settled"): None,
            (3, "settled_missing"): "集計中",
            (3, "subsidy"): 800,
        },
        repairs=(("I2", "1,200千円", "1200"), ("J2", "１１５０", "1150")),
    ),
    Case(
        75,
        "amounts below 0, and a subsidy above what it is part of",
        years(
            {"予算額": "-5", "決算額": "-3"},
            {"年度": "2026", "予算額": "800", "決算額": "700", "うち交付金等": "750"},
            {"年度": "2023", "予算額": "800", "決算額": "", "うち交付金等": "800.5"},
            {"年度": "2024", "予算額": "800", "決算額": "約900", "うち交付金等": "900"},
            {"年度": "2027", "予算額": "", "決算額": "", "うち交付金等": "900"},
        ).encode(),
        said=(
            *(
                Said(
                    cell,
                    "amount_negative",
                    f"{header}「{value}」が0より小さい数です。",
                    "0以上の金額を千円で入力してください。まだ決まっていなければ空欄か「未集計」にしてください。",
                )
                for cell, header, value in (("I2", "予算額", "-5"), ("J2", "決算額", "-3"))
            ),
            Said(
                "K3",
                "subsidy_over_amount",
                "うち交付金等「750」が決算額(700)を超えています。",
                "どちらかの金額を直してください。交付金等は決算額の内数です。",
            ),
            Said(
                "K4",
                "subsidy_over_amount",
                "うち交付金等「800.5」が予算額(800)を超えています。",
                "どちらかの金額を直してください。交付金等は予算額の内数です。",
            ),
            Said(
                "J5",
                "not_a_number",
                "決算額「約900」は数値として読めません。",
                "1234 のように数字だけを入力してください。",
            ),
        ),
    ),
    Case(
        75,
        "a 年度 outside every 期 of its 取組, one twice, and a 取組 that there is not",
        years(
            {},
            {"年度": "2024"},
            {"実績": "二つ目の行"},
            {"取組番号": "A-09", "年度": "2031"},
        ).encode(),
        actions=_PLAN,
        said=(
            Said(
                "A4",
                "duplicate_key",
                "「取組番号」と「年度」が2行目と同じです。",
                "どちらかの行を削除するか、番号や日付を直してください。",
            ),
            Said(
                "A5",
                "unknown_action",
                "取組番号「A-09」が取組の表(action_plan.csv)にありません。",
                "番号を直すか、取組の表に加えてください。",
            ),
            Said(
                "B3",
                "year_outside_periods",
                "令和6年度は、取組「A-01」のどの期にも入っていません。",
                "年度を確かめてください。その期にも続く取組なら、取組の表にその期の行を加えます。",
            ),
        ),
    ),
)
