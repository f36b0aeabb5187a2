"""Class 75: words of the strategy's own, and numbers in a list that stand nowhere."""

from __future__ import annotations

from kdx_metrics.plan.strategy import MilestoneWords, Theme
from tests.intake.bad_inputs.building import Case, Said, actions, kpis, links, milestones

_THEMES = {"themes": (Theme(id="T1", pillar="P1", name="窓口"), Theme(id="T2", pillar="P2", name="内部事務"))}

CASES = (
    Case(
        75,
        "a 施策 of the strategy, by number and by name",
        actions({"施策": "窓口"}, {"取組番号": "A-02", "施策": "t1"}, {"取組番号": "A-03", "施策": ""}).encode(),
        strategy=_THEMES,
        reads={(2, "theme"): "T1", (3, "theme"): "T1", (4, "theme"): ""},
        repairs=(("Q3", "t1", "T1"),),
    ),
    Case(
        75,
        "a 施策 that there is not, and one of another 柱",
        actions({"施策": "申請"}, {"取組番号": "A-02", "施策": "内部事務"}).encode(),
        strategy=_THEMES,
        said=(
            Said(
                "Q2",
                "unknown_theme",
                "施策「申請」は戦略にありません。",
                "施策は strategy.toml の [[theme]] で決めます。番号か名称を入力するか、空欄にしてください。"
                "T1(窓口)、T2(内部事務)",
            ),
            Said(
                "Q3",
                "theme_of_other_pillar",
                "施策「内部事務」は柱「業務の効率化」の施策です。",
                "柱か施策を直してください。",
            ),
        ),
    ),
    Case(
        75,
        "取組 that continue others, of which one continues itself",
        actions({"取組番号": "A-02", "引継元": "A-01"}, {"取組番号": "A-03", "引継元": "a-01、A-03"}).encode(),
        said=(
            Said(
                "Q3",
                "predecessor_itself",
                "引継元「a-01、A-03」に、この行の取組番号「A-03」があります。",
                "前の取組番号を書くか、番号が変わらないなら空欄にしてください。",
            ),
        ),
        repairs=(("Q3", "a-01、A-03", "A-01、A-03"),),
    ),
    Case(
        75,
        "a decision asked for without a question, and a word that asks nothing",
        actions(
            {"本部への依頼": "判断", "依頼内容": ""},
            {"取組番号": "A-02", "本部への依頼": "決裁", "依頼内容": "続けるか"},
            {"取組番号": "A-03", "本部への依頼": "報告", "依頼内容": ""},
        ).encode(),
        said=(
            Said(
                "R2",
                "ask_without_text",
                "本部への依頼が「判断」ですが、依頼内容が空欄です。",
                "何を判断してほしいかを依頼内容に書くか、本部への依頼を「報告」か空欄にしてください。",
            ),
            Said(
                "Q3",
                "unknown_choice",
                "本部への依頼「決裁」は使えません。",
                "次のいずれかを入力してください: 判断・報告",
            ),
        ),
    ),
    Case(
        75,
        "a category of the strategy's own",
        milestones({"区分": "推進会議"}, {"名称": "第2回", "区分": "本部会議"}).encode(),
        strategy={"milestones": MilestoneWords(categories=("推進会議", "公表"))},
        said=(
            Said(
                "C3",
                "unknown_choice",
                "区分「本部会議」は使えません。",
                "次のいずれかを入力してください: 推進会議・公表",
            ),
        ),
    ),
    Case(
        75,
        "取組 and 指標 that belong together, one of neither table, and a relation that is none",
        links(
            {"取組番号": "a-01"}, {"取組番号": "A-9", "指標番号": "K-99"}, {"指標番号": "K-02", "関係": "効果"}
        ).encode(),
        kpis=kpis({}, {"指標番号": "K-02"}).encode(),
        actions=actions().encode(),
        said=(
            Said(
                "A3",
                "unknown_action",
                "取組番号「A-9」が取組の表(action_plan.csv)にありません。",
                "番号を直すか、取組の表に加えてください。",
            ),
            Said(
                "B3",
                "unknown_kpi",
                "指標番号「K-99」が指標の表(kpis.csv)にありません。",
                "番号を直すか、指標の表に加えてください。",
            ),
            Said("C4", "unknown_choice", "関係「効果」は使えません。", "次のいずれかを入力してください: 成果・活動"),
        ),
        repairs=(("A2", "a-01", "A-01"),),
    ),
    Case(
        75,
        "an event of 取組 and 指標, and of neither",
        milestones({"関係": "a-01, K-01"}, {"名称": "第2回", "関係": "A-01\nX-9、K-99"}).encode(),
        kpis=kpis().encode(),
        actions=actions().encode(),
        said=(
            Said(
                "G3",
                "unknown_related",
                "関係「X-9、K-99」が取組・指標の表(action_plan.csv・kpis.csv)にありません。",
                "番号を直すか、取組・指標の表に加えてください。",
            ),
        ),
        repairs=(("G2", "a-01, K-01", "A-01、K-01"), ("G3", "A-01\nX-9、K-99", "A-01、X-9、K-99")),
    ),
)
