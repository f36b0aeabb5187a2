"""Classes 32–36 for 指標 and 実績: targets, units, keys and dates that cannot be."""

from __future__ import annotations

from tests.intake.bad_inputs.building import Case, Said, actions, actuals, kpis
from tests.intake.bad_inputs.sentences import duplicate_key

_CUMULATIVE = kpis({"集計": "累計"}).encode()

CASES = (
    Case(
        32,
        "a target equal to the baseline, a target of 0, a falling KPI at 0",
        kpis(
            {f"第{n}期目標": "400" for n in range(1, 5)},
            {"指標番号": "K-02", "方向性": "減少", **{f"第{n}期目標": "0" for n in range(1, 5)}},
            {"指標番号": "K-03", "方向性": "減少", "基準値": "0", **{f"第{n}期目標": "0" for n in range(1, 5)}},
        ).encode(),
        reads={(2, "target_4"): 400.0, (3, "target_1"): 0.0, (4, "baseline"): 0.0},
    ),
    Case(
        32,
        "targets against the direction",
        kpis(
            {"第4期目標": "300"}, {"指標番号": "K-02", "第2期目標": "700"}, {"指標番号": "K-03", "方向性": "減少"}
        ).encode(),
        said=(
            Said(
                "L2",
                "target_wrong_side",
                "方向性が「増加」ですが、最後の目標「300」が基準値(400)の反対側にあります。",
                "方向性、基準値、目標値のいずれかを直してください。"
                "下回らないことが目標なら「以上」、減り方を抑えるなら「減少抑制」にします。",
            ),
            Said(
                "L4",
                "target_wrong_side",
                "方向性が「減少」ですが、最後の目標「2000」が基準値(400)の反対側にあります。",
                "方向性、基準値、目標値のいずれかを直してください。"
                "上回らないことが目標なら「以下」、増え方を抑えるなら「増加抑制」にします。",
            ),
            Said(
                "J3",
                "target_dips",
                "方向性が「増加」ですが、目標「700」がその前(800)より後戻りしています。",
                "意図した目標か確かめてください。",
            ),
        ),
    ),
    Case(
        32,
        "no target, and tolerances",
        kpis(
            {f"第{n}期目標": "" for n in range(1, 5)},
            {"指標番号": "K-02", "方向性": "維持"},
            {"指標番号": "K-03", "方向性": "維持", "許容幅": "-1"},
            {"指標番号": "K-04", "許容幅": "5"},
        ).encode(),
        said=(
            Said(
                "I2",
                "no_target",
                "指標「K-01」に目標値が一つもありません。",
                "期の目標値を一つ以上入力するか、年度目標の表に目標値を加えてください。",
            ),
            Said(
                "M3",
                "tolerance_missing",
                "方向性が「維持」ですが、許容幅がありません。",
                "維持とみなす幅(0以上の数)を入力してください。",
            ),
            Said("M4", "tolerance_negative", "許容幅「-1」が0より小さい数です。", "0以上の数を入力してください。"),
            Said(
                "M5",
                "tolerance_unused",
                "許容幅は方向性が「維持」の指標だけで使います。",
                "方向性を確かめてください。維持でないなら空欄にします。",
            ),
        ),
    ),
    Case(
        33,
        "another unit and direction than before is read as typed",
        kpis({"単位": "千件", "方向性": "維持", "許容幅": "10"}).encode(),
        reads={(2, "unit"): "千件", (2, "direction"): "維持"},
    ),
    Case(
        35,
        "a doubled date of a KPI",
        actuals({"時点": "令和7年度"}, {"時点": "2026-03-31"}).encode(),
        said=(duplicate_key("A3", "「指標番号」と「時点」"),),
        repairs=(("B2", "令和7年度", "2026-03-31"),),
    ),
    Case(
        35,
        "an orphan KPI",
        actuals({}, {"指標番号": "K-99"}).encode(),
        kpis=kpis().encode(),
        said=(
            Said(
                "A3",
                "orphan_kpi",
                "指標番号「K-99」が指標の表(kpis.csv)にありません。",
                "番号を直すか、指標の表に加えてください。",
            ),
        ),
    ),
    Case(
        35,
        "another word for a direction",
        kpis({"方向性": "増やす"}).encode(),
        said=(
            Said(
                "E2",
                "unknown_choice",
                "方向性「増やす」は使えません。",
                "次のいずれかを入力してください: 増加・減少・維持・以上・以下・減少抑制・増加抑制",
            ),
        ),
    ),
    Case(
        36,
        "actuals and updates in the future",
        actuals({"時点": "2026-11-01"}, {"時点": "令和8年度"}).encode(),
        said=(
            Said(
                "B2",
                "future_actual",
                "時点「2026-11-01」がデータの時点(2026-10-31)より後です。",
                "日付か、データの時点を直してください。",
            ),
            Said(
                "B3",
                "future_actual",
                "時点「令和8年度」がデータの時点(2026-10-31)より後です。",
                "年度の途中の値には、年度ではなくその値の日付を入力します。日付か、データの時点を直してください。",
            ),
        ),
        repairs=(("B3", "令和8年度", "2027-03-31"),),
    ),
    Case(
        36,
        "an action updated in the future",
        actions({"更新日": "2026-11-01"}).encode(),
        said=(
            Said(
                "N2",
                "updated_after_as_at",
                "更新日「2026-11-01」がデータの時点(2026-10-31)より後です。",
                "更新日か、データの時点を直してください。",
            ),
        ),
    ),
    Case(
        36,
        "a cumulative value that falls",
        actuals(
            {"時点": "2026-08-31", "実績値": "900"}, {"実績値": "899.5"}, {"時点": "2026-10-31", "実績値": "899.5"}
        ).encode(),
        kpis=_CUMULATIVE,
        said=(
            Said(
                "C3",
                "falling_cumulative",
                "累計の指標「K-01」の実績「899.5」が、前の値(900、2026-08-31)より小さくなっています。",
                "累計の値か、その年度だけの値でないか確かめてください。",
            ),
        ),
        reads={(3, "value"): 899.5},
    ),
    Case(
        36,
        "a restated past is read as typed",
        actuals({"時点": "2025-09-30", "実績値": "▲1"}).encode(),
        reads={(2, "value"): -1.0},
        repairs=(("C2", "▲1", "-1"),),
    ),
)
