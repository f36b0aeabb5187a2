"""Class 91: opinions, with words that are none, numbers that stand nowhere, and personal data."""

from __future__ import annotations

from tests.intake.bad_inputs.building import Case, Said, actions, kpis, milestones, voices

_MEND = "その部分を消し、意見の要旨だけを書いてください。"

CASES = (
    Case(
        91,
        "opinions as they are typed",
        voices(
            {"番号": "ｖ００１", "受付日": "令和5年1月20日", "公開": "可", "取組番号": "a-01、A-02", "対応": "検討中"},
            {"番号": "V002", "種類": "外部評価", "公開": "否", "市の考え方": "取り入れます", "対応": "反映"},
        ).encode(),
        actions=actions({}, {"取組番号": "A-02"}).encode(),
        reads={
            (2, "voice_id"): "V001",
            (2, "action_ids"): "A-01、A-02",
            (2, "response"): "検討中",
            (3, "public"): "否",
            (3, "response"): "反映",
        },
        repairs=(
            ("A2", "ｖ００１", "V001"),
            ("C2", "令和5年1月20日", "2023-01-20"),
            ("J2", "a-01、A-02", "A-01、A-02"),
        ),
    ),
    Case(
        91,
        "personal data in an opinion, told without quoting it",
        voices(
            {"意見": "返事は taro@example.jp へ"},
            {"番号": "V002", "意見": "０９０－１２３４－５６７８に電話して"},
            {"番号": "V003", "意見": "鹿島市大字納富分2643番地1に住んでいます"},
            {"番号": "V004", "意見": "番号は1234 5678 9018です"},
            {
                "番号": "V005",
                "意見": "2025-12-26の資料2-1を見た",
                "市の考え方": "窓口(0954-63-2111)へ",
            },
        ).encode(),
        said=(
            *(
                Said(cell, "personal_data", f"意見に{kind}と思われる記載({hint})があります。", _MEND)
                for cell, kind, hint in (
                    ("D2", "メールアドレス", "tar…"),
                    ("D3", "電話番号", "090…"),
                    ("D4", "番地", "264…"),
                    ("D5", "マイナンバー", "123…"),
                )
            ),
            Said(
                "G6",
                "personal_data_in_answer",
                "市の考え方に電話番号と思われる記載(095…)があります。",
                "担当課の連絡先ならこのままで構いません。個人のものなら消してください。",
            ),
        ),
    ),
    Case(
        91,
        "words that are none, a date to come, an answer that is missing",
        voices(
            {"種類": "投書", "受付日": "2099-04-01", "公開": "", "対応": "反映"},
        ).encode(),
        said=(
            Said(
                "B2",
                "unknown_choice",
                "種類「投書」は使えません。",
                "次のいずれかを入力してください: 意見募集・パブリックコメント・外部評価・議会・アンケート",
            ),
            Said(
                "C2",
                "received_later",
                "受付日「2099-04-01」がデータの時点(2026-10-31)より後です。",
                "受付日か、公開するときの時点を直してください。",
            ),
            Said("E2", "required_missing", "「公開」が空欄です。", "「公開」を入力してください。"),
            Said(
                "G2",
                "answer_missing",
                "対応が「反映」ですが、市の考え方が空欄です。",
                "公開するときに読む人がわかるよう、市の考え方を書いてください。",
            ),
        ),
    ),
    Case(
        91,
        "a 件名, a 取組 and a 指標 that there are not",
        voices({"件名": "第9回の意見募集", "取組番号": "A-01、A-09", "指標番号": "K-77"}).encode(),
        actions=actions().encode(),
        kpis=kpis().encode(),
        milestones=milestones().encode(),
        said=(
            Said(
                "F2",
                "unknown_milestone",
                "件名「第9回の意見募集」が年表(milestones.csv)の名称にありません。",
                "年表の名称と同じに直すか、年表に加えてください。",
            ),
            Said(
                "J2",
                "unknown_action",
                "取組番号「A-09」が取組の表(action_plan.csv)にありません。",
                "番号を直すか、取組の表に加えてください。",
            ),
            Said(
                "K2",
                "unknown_reference",
                "指標番号「K-77」が指標の表(kpis.csv)にありません。",
                "番号を直すか、指標の表に加えてください。",
            ),
        ),
    ),
)
