"""Classes 70–74: words beside numbers, targets on their way, directions that need no 基準値, and years to come."""

from __future__ import annotations

from tests.intake.bad_inputs.building import Case, Said, actuals, kpis, targets

_NO_TARGETS = {f"第{n}期目標": "" for n in range(1, 5)}
_ONE_TARGET = {**_NO_TARGETS, "第4期目標": "300"}
_FLOOR = {"方向性": "以上", "単位": "%"}
_SUPPRESSION = "抑制は、変化をどこまでに抑えるかを目標値にします。方向性、基準値、目標値のいずれかを直してください。"
_TWO_WORDS = kpis(
    {**_FLOOR, "第1期目標": "80", "第2期目標": "85", "第3期目標": "90", "第4期目標": "95"},
    {"指標番号": "K-02"},
).encode()

CASES = (
    Case(
        70,
        "a target with the word of its direction",
        kpis(
            {**_FLOOR, "第1期目標": "80以上", "第2期目標": "85%以上", "第3期目標": "９０％以上", "第4期目標": "95"},
            {"指標番号": "K-02", "方向性": "以下", "単位": "分", "第1期目標": "12分以下", "第2期目標": "10分以内"}
            | {"第3期目標": "", "第4期目標": ""},
        ).encode(),
        reads={(2, "target_2"): 85.0, (2, "target_3"): 90.0, (3, "target_1"): 12.0, (3, "target_2"): 10.0},
        repairs=(
            ("I2", "80以上", "80"),
            ("J2", "85%以上", "85"),
            ("K2", "９０％以上", "90"),
            ("I3", "12分以下", "12"),
            ("J3", "10分以内", "10"),
        ),
    ),
    Case(
        70,
        "a target with the word of another direction",
        targets(
            {"年度": "R7", "目標値": "80%以下"}, {"年度": "R7", "指標番号": "K-02", "目標値": "1,000件以上"}
        ).encode(),
        kpis=_TWO_WORDS,
        said=(
            Said(
                "C2",
                "bound_differs",
                "目標値「80%以下」は数値だけではありません。「以下」が付いていますが、方向性は「以上」です。",
                "方向性を「以下」にするか、数値だけを入力してください。",
            ),
            Said(
                "C3",
                "bound_differs",
                "目標値「1,000件以上」は数値だけではありません。「以上」が付いていますが、方向性は「増加」です。",
                "方向性を「以上」にするか、数値だけを入力してください。",
            ),
        ),
        repairs=(("B2", "R7", "2025"), ("B3", "R7", "2025")),
    ),
    Case(
        70,
        "an actual with a word or a note",
        actuals({"実績値": "80件以上"}, {"時点": "2026-08-31", "実績値": "約100"}).encode(),
        kpis=kpis().encode(),
        said=(
            Said(
                "C2",
                "unit_in_cell",
                "実績値「80件以上」は数値だけではありません。数値のあとに「件以上」が付いています。",
                "数値だけを入力してください。読み替えるのは、その列の単位だけです(機械可読性ルール L2-01)。",
            ),
            Said(
                "C3",
                "not_a_number",
                "実績値「約100」は数値として読めません。",
                "1234 のように数字だけを入力してください。",
            ),
        ),
    ),
    Case(
        71,
        "a target due on the day of its baseline or before",
        kpis({"基準日": "令和6年度"}, {"指標番号": "K-02", "基準日": "2025-04-01"}).encode(),
        said=tuple(
            Said(
                f"I{row}",
                "target_before_baseline",
                f"目標「800」の期日(2025-03-31)が基準日({on})より後ではありません。",
                "基準日を直すか、この目標を空欄にしてください。",
            )
            for row, on in ((2, "2025-03-31"), (3, "2025-04-01"))
        ),
        repairs=(("G2", "令和6年度", "2025-03-31"),),
    ),
    Case(
        71,
        "a yearly target beside those of the 期",
        targets(
            {"年度": "令和8年度", "目標値": "1100"},
            {"年度": "令和4年度", "目標値": "500"},
            {"年度": "2027", "目標値": "1190"},
            {"年度": "R13", "目標値": "300"},
        ).encode(),
        kpis=kpis().encode(),
        said=(
            Said(
                "C2",
                "year_target_differs",
                "令和8年度は第2期の最後の年度ですが、目標値「1100」が第2期目標(1200)と違います。",
                "どちらかの目標を直してください。",
            ),
            Said(
                "C3",
                "target_before_baseline",
                "目標「500」の期日(2023-03-31)が基準日(2023-03-31)より後ではありません。",
                "基準日を直すか、この目標を空欄にしてください。",
            ),
            Said(
                "C5",
                "target_wrong_side",
                "方向性が「増加」ですが、最後の目標「300」が基準値(400)の反対側にあります。",
                "方向性、基準値、目標値のいずれかを直してください。"
                "下回らないことが目標なら「以上」、減り方を抑えるなら「減少抑制」にします。",
            ),
        ),
        repairs=(("B2", "令和8年度", "2026"), ("B3", "令和4年度", "2022"), ("B5", "R13", "2031")),
    ),
    Case(
        71,
        "a yearly target that dips, of a KPI that has no others",
        targets({"目標値": "120"}, {"年度": "2026", "目標値": "110"}).encode(),
        kpis=kpis({**_NO_TARGETS, "第4期目標": "2000"}).encode(),
        said=(
            Said(
                "C2",
                "target_dips",
                "方向性が「増加」ですが、目標「120」がその前(400)より後戻りしています。",
                "意図した目標か確かめてください。",
            ),
            Said(
                "C3",
                "target_dips",
                "方向性が「増加」ですが、目標「110」がその前(120)より後戻りしています。",
                "意図した目標か確かめてください。",
            ),
        ),
        reads={(2, "fiscal_year"): 2025, (3, "target"): 110.0},
        repairs=(("B2", "令和7年度", "2025"),),
    ),
    Case(
        71,
        "a yearly target of no KPI, and of no year",
        targets({"指標番号": "K-99"}, {"年度": "7年度"}, {"年度": "平成40年度"}).encode(),
        kpis=kpis().encode(),
        said=(
            Said(
                "A2",
                "unknown_kpi",
                "指標番号「K-99」が指標の表(kpis.csv)にありません。",
                "番号を直すか、指標の表に加えてください。",
            ),
            Said(
                "B3",
                "not_a_fiscal_year",
                "年度「7年度」は年度として読めません。",
                "令和7年度、R7、2025 のいずれかの形で入力してください。",
            ),
            Said(
                "B4",
                "not_a_fiscal_year",
                "年度「平成40年度」は年度として読めません。平成にこの年度はありません。",
                "令和7年度、R7、2025 のいずれかの形で入力してください。",
            ),
        ),
        repairs=(("B2", "令和7年度", "2025"),),
    ),
    Case(
        73,
        "no baseline and no unit, a floor above its target, steps",
        kpis(
            {"単位": "", "基準日": "", "基準値": "", "経路": "段階"},
            {"指標番号": "K-02", **_FLOOR, "基準値": "96.8", **_NO_TARGETS, "第2期目標": "95"},
        ).encode(),
        reads={(2, "baseline"): None, (2, "unit"): "", (2, "path"): "段階", (3, "path"): "直線", (3, "target_2"): 95.0},
    ),
    Case(
        73,
        "a baseline without its day, a suppression without a baseline",
        kpis(
            {"基準日": ""},
            {"指標番号": "K-02", "方向性": "減少抑制", "基準日": "", "基準値": "", **_ONE_TARGET},
        ).encode(),
        said=(
            Said(
                "G2",
                "baseline_without_date",
                "基準値がありますが、基準日がありません。",
                "基準値の日付か年度を入力してください。",
            ),
            *(
                Said(
                    cell,
                    "baseline_missing",
                    f"方向性が「減少抑制」ですが、{header}がありません。",
                    "抑制は基準値からの変化で評価します。基準日と基準値を入力してください。",
                )
                for cell, header in (("G3", "基準日"), ("H3", "基準値"))
            ),
        ),
    ),
    Case(
        73,
        "suppressions whose targets allow no change",
        kpis(
            {"方向性": "減少抑制", **_NO_TARGETS, "第1期目標": "380", "第4期目標": "400"},
            {"指標番号": "K-02", "方向性": "増加抑制", **_NO_TARGETS, "第4期目標": "390"},
        ).encode(),
        said=(
            Said(
                "L2",
                "suppression_target",
                "方向性が「減少抑制」ですが、目標「400」が基準値(400)より小さくありません。",
                _SUPPRESSION,
            ),
            Said(
                "L3",
                "suppression_target",
                "方向性が「増加抑制」ですが、目標「390」が基準値(400)より大きくありません。",
                _SUPPRESSION,
            ),
        ),
    ),
    Case(
        74,
        "years to come without a value, and one with",
        actuals(
            {"時点": "令和9年度", "実績値": ""},
            {"時点": "令和8年度", "実績値": "集計中"},
            {"時点": "令和10年度"},
            {"実績値": ""},
        ).encode(),
        said=(
            Said(
                "B4",
                "future_actual",
                "時点「令和10年度」がデータの時点(2026-10-31)より後です。",
                "年度の途中の値には、年度ではなくその値の日付を入力します。日付か、データの時点を直してください。",
            ),
            Said(
                "C5",
                "required_missing",
                "「実績値」が空欄です。",
                "「実績値」を入力してください。値がまだないときは「未集計」などと入力し、"
                "0とは区別します(機械可読性ルール L1-09)。",
            ),
        ),
        repairs=(
            ("B2", "令和9年度", "2028-03-31"),
            ("B3", "令和8年度", "2027-03-31"),
            ("B4", "令和10年度", "2029-03-31"),
        ),
    ),
    Case(
        74,
        "a year that has ended with a value from its midst only",
        actuals({"時点": "2025-12-31"}, {"時点": "2024-12-31"}, {"時点": "令和6年度"}, {"時点": "2026-09-30"}).encode(),
        kpis=kpis({"集計": "単年度"}).encode(),
        said=(
            Said(
                "B2",
                "year_not_complete",
                "指標「K-01」は単年度の値ですが、時点「2025-12-31」は終わった年度(令和7年度)の途中の日付です。",
                "年度の確定値なら、時点を「令和7年度」と書いてください。",
            ),
        ),
        reads={(2, "value"): 900.0, (4, "value"): 900.0},
        repairs=(("B4", "令和6年度", "2025-03-31"),),
    ),
)
