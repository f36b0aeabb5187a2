"""Classes 31–36 for 取組 and 年表: what a row says against itself, other rows and the 時点."""

from __future__ import annotations

from tests.intake.bad_inputs.building import Case, Said, actions, milestones
from tests.intake.bad_inputs.sentences import duplicate_key, progress_out_of_range, unknown_period, unknown_pillar

CASES = (
    Case(
        31,
        "progress out of range",
        actions({"進捗率": "-1"}, {"取組番号": "A-02", "進捗率": "101"}).encode(),
        said=(progress_out_of_range("J2", "-1"), progress_out_of_range("J3", "101")),
    ),
    Case(
        31,
        "complete or not begun, and the progress says otherwise",
        actions({"状況": "完了", "進捗率": "80"}, {"取組番号": "A-02", "状況": "未着手", "進捗率": "10%"}).encode(),
        said=(
            Said(
                "J2",
                "completed_not_100",
                "状況が「完了」ですが、進捗率が「80」です。",
                "完了なら進捗率を100か空欄に、途中なら状況を「実施中」などにしてください。",
            ),
            Said(
                "J3",
                "not_started_with_progress",
                "状況が「未着手」ですが、進捗率が「10%」です。",
                "着手しているなら状況を直し、未着手なら進捗率を0か空欄にしてください。",
            ),
        ),
        repairs=(("J3", "10%", "10"),),
    ),
    Case(
        31,
        "complete with 100 or blank",
        actions({"状況": "完了済み", "進捗率": "100"}, {"取組番号": "A-02", "状況": "完了", "進捗率": ""}).encode(),
        reads={(2, "status"): "完了", (3, "progress"): None},
        repairs=(("I2", "完了済み", "完了"),),
    ),
    Case(
        31,
        "a weight of nothing",
        actions({"重み": "0"}, {"取組番号": "A-02", "重み": ""}).encode(),
        said=(
            Said(
                "K2",
                "weight_not_positive",
                "重み「0」は0より大きい数ではありません。",
                "0より大きい数を入力するか、空欄(1とみなします)にしてください。",
            ),
        ),
    ),
    Case(
        34,
        "end before start",
        actions({"開始予定": "2026-04-01", "完了予定": "2026-03-31"}).encode(),
        said=(
            Said(
                "H2",
                "end_before_start",
                "完了予定「2026-03-31」が開始予定(2026-04-01)より前です。",
                "どちらかの日付を直してください。",
            ),
        ),
    ),
    Case(
        34,
        "outside the plan, outside the period, begun before the plan",
        actions(
            {"完了予定": "2031-04-01"},
            {"取組番号": "A-02", "期": "１", "開始予定": "2022-10-01", "完了予定": "2025-04-01"},
        ).encode(),
        said=(
            Said(
                "H2",
                "end_outside_plan",
                "完了予定「2031-04-01」が計画期間(2023-04-01~2031-03-31)の外です。",
                "計画期間の中の日付を入力してください。",
            ),
            Said(
                "G3",
                "start_before_plan",
                "開始予定「2022-10-01」が計画の初日(2023-04-01)より前です。",
                "以前から続く取組ならこのままでかまいません。",
            ),
            Said(
                "H3",
                "end_outside_period",
                "完了予定「2025-04-01」が第1期(2023-04-01~2025-03-31)の外です。",
                "期か完了予定を確かめてください。次の期に続くなら、その期の行を加えます。",
            ),
        ),
        repairs=(("C3", "１", "1"),),
    ),
    Case(
        34,
        "an event that ends before it begins",
        milestones({"終了日": "2026-01-06"}).encode(),
        said=(
            Said(
                "B2",
                "end_before_start",
                "終了日「2026-01-06」が日付(2026-01-07)より前です。",
                "どちらかの日付を直してください。",
            ),
        ),
    ),
    Case(
        35,
        "a doubled key",
        actions({}, {"取組番号": "ａ-01", "期": "第2期"}).encode(),
        said=(duplicate_key("A3", "「取組番号」と「期」"),),
        repairs=(("A3", "ａ-01", "A-01"),),
    ),
    Case(
        35,
        "words that are none",
        actions({"柱": "P9", "期": "第5期", "状況": "順調"}).encode(),
        said=(
            unknown_pillar("B2", "P9"),
            unknown_period("C2", "第5期"),
            Said(
                "I2",
                "unknown_status",
                "状況「順調」は使えません。",
                "次のいずれかを入力してください: 未着手・検討中・実施中・完了・見直し・中止",
            ),
        ),
    ),
    Case(
        35,
        "one action in two pillars and by two names",
        actions({}, {"期": "3", "柱": "人材育成", "取組名": "オンライン申請の定着", "完了予定": "2029-03-31"}).encode(),
        said=(
            Said(
                "B3",
                "pillar_differs",
                "取組番号「A-01」の柱が2行目(P1)と違います。",
                "同じ取組の柱は一つにするか、別の取組番号にしてください。",
            ),
            Said(
                "D3",
                "title_differs",
                "取組番号「A-01」の取組名が2行目「オンライン申請の拡大」と違います。",
                "言い換えならこのままでかまいません。別の取組なら番号を変えてください。",
            ),
        ),
        repairs=(("B3", "人材育成", "人財育成"),),
    ),
)
