"""Classes 25–28: numbers, percentages and missing values as offices type them."""

from __future__ import annotations

from tests.intake.bad_inputs.building import Case, Said, actions, actuals, kpis
from tests.intake.bad_inputs.sentences import unit_in_cell

_NUMBERS = ("NaN", "inf", "1e309", "0x10", "1_000", "(5)", "4,5", "3万人", "40点", "①", "+5")

# Why it is none, and what to do.
_COMPUTING = "計算の途中の記号です。", "値がないときは空欄か「未集計」にしてください。"
_DIGITS_ONLY = "1234 のように数字だけを入力してください。"


def _not_a_number(at: str, typed: str, why: str = "", fix: str = _DIGITS_ONLY) -> Said:
    return Said(at, "not_a_number", f"実績値「{typed}」は数値として読めません。{why}", fix)


CASES = (
    Case(
        25,
        "numbers in every office's writing",
        kpis(
            {
                "単位": "千円",
                "方向性": "維持",
                "基準値": "１，２３４千円",
                "第1期目標": "▲5",
                "第2期目標": "−5",
                "第3期目標": "－５",
                "第4期目標": "1,234.5",
                "許容幅": "１０千円",
            }
        ).encode(),
        reads={
            (2, "baseline"): 1234.0,
            (2, "target_1"): -5.0,
            (2, "target_2"): -5.0,
            (2, "target_3"): -5.0,
            (2, "target_4"): 1234.5,
            (2, "tolerance"): 10.0,
        },
        repairs=(
            ("H2", "１，２３４千円", "1234"),
            ("I2", "▲5", "-5"),
            ("J2", "−5", "-5"),
            ("K2", "－５", "-5"),
            ("L2", "1,234.5", "1234.5"),
            ("M2", "１０千円", "10"),
        ),
    ),
    Case(
        25,
        "the unit of the KPI after a value",
        actuals({"実績値": "1,234件"}).encode(),
        kpis=kpis().encode(),
        reads={(2, "value"): 1234.0},
        repairs=(("C2", "1,234件", "1234"),),
    ),
    Case(
        25,
        "a unit where the KPIs are not known",
        actuals({"実績値": "1,234件"}).encode(),
        said=(unit_in_cell("C2", "1,234件", "件"),),
    ),
    Case(
        25,
        "another unit than the KPI's",
        actuals({"実績値": "1,234人"}).encode(),
        kpis=kpis().encode(),
        said=(unit_in_cell("C2", "1,234人", "人"),),
    ),
    Case(
        26,
        "40 and 40% and full-width",
        actions(
            {"進捗率": "40"}, {"取組番号": "A-02", "進捗率": "40%"}, {"取組番号": "A-03", "進捗率": "４０％"}
        ).encode(),
        reads={(2, "progress"): 40.0, (3, "progress"): 40.0, (4, "progress"): 40.0},
        repairs=(("J3", "40%", "40"), ("J4", "４０％", "40")),
    ),
    Case(
        26,
        "a fraction of one",
        actions({"進捗率": "0.4"}).encode(),
        said=(
            Said(
                "J2",
                "percent_fraction",
                "進捗率「0.4」は0.4%と読みました。40%の意味ですか。",
                "割合なら0~100の数に直してください。このままでよければ 0.4% と書くと確かです。",
            ),
        ),
        reads={(2, "progress"): 0.4},
    ),
    Case(
        27,
        "numbers of programmers",
        actuals(
            *({"時点": f"2026-09-{day:02}", "実績値": text} for day, text in enumerate(_NUMBERS, start=1))
        ).encode(),
        said=(
            _not_a_number("C2", "NaN", *_COMPUTING),
            _not_a_number("C3", "inf", *_COMPUTING),
            _not_a_number("C4", "1e309", "指数の形です。", "100000 のように、けたをすべて入力してください。"),
            _not_a_number("C5", "0x10"),
            _not_a_number("C6", "1_000"),
            _not_a_number(
                "C7", "(5)", "かっこ付きの数は負の数か注記か区別できません。", "負の数なら -5 と入力してください。"
            ),
            _not_a_number(
                "C8", "4,5", "コンマは3けたごとにだけ使えます。", "小数は「4.5」、位取りは「1,234」と入力してください。"
            ),
            unit_in_cell("C9", "3万人", "万人"),
            unit_in_cell("C10", "40点", "点"),
            _not_a_number("C11", "①"),
            _not_a_number("C12", "+5"),
        ),
    ),
    Case(
        27,
        "a note after a number",
        actuals({"実績値": "2,211(H26)※調査時点変更により未公表"}).encode(),
        said=(
            Said(
                "C2",
                "trailing_note",
                "実績値「2,211(H26)※調査時点変更により未公表」は数値だけではありません。数値のあとに注記「(H26)※調査時点変更により未公表」が付いています。",
                "注記は「備考」の列に移し、数値だけを残してください(機械可読性ルール L1-07)。",
            ),
        ),
    ),
    Case(
        28,
        "missing is not zero",
        actuals(
            {"実績値": "0"},
            {"時点": "2026-08-31", "実績値": "-"},
            {"時点": "2026-07-31", "実績値": "未集計"},
            {"時点": "2026-06-30", "実績値": "x"},
        ).encode(),
        reads={
            (2, "value"): 0.0,
            (2, "value_missing"): "",
            (3, "value"): None,
            (3, "value_missing"): "-",
            (4, "value_missing"): "未集計",
            (5, "value_missing"): "秘匿",
        },
        repairs=(("C5", "x", "秘匿"),),
    ),
    Case(
        28,
        "a blank actual",
        actuals({"実績値": ""}).encode(),
        said=(
            Said(
                "C2",
                "required_missing",
                "「実績値」が空欄です。",
                "「実績値」を入力してください。値がまだないときは「未集計」などと入力し、"
                "0とは区別します(機械可読性ルール L1-09)。",
            ),
        ),
    ),
    Case(
        28,
        "a blank progress is unreported",
        actions({"進捗率": ""}, {"取組番号": "A-02", "進捗率": "未集計"}).encode(),
        reads={(2, "progress"): None, (2, "progress_missing"): "", (3, "progress_missing"): "未集計"},
    ),
    Case(
        28,
        "a marker in a required cell",
        actions({"所管課": "－"}).encode(),
        said=(
            Said("E2", "required_missing", "「所管課」が値なしの記号「－」です。", "「所管課」を入力してください。"),
        ),
    ),
)
