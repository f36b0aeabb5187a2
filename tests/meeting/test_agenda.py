from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kdx_metrics.meeting import agenda as m
from kdx_metrics.meeting import points
from kdx_metrics.meeting.briefing import Material, material
from kdx_metrics.meeting.decisions import Content, Decision
from kdx_metrics.numbers.ratings import LATE
from kdx_metrics.wording.meeting import movements
from tests import factories
from tests.factories import action, effect, voice
from tests.shipped import MEETINGS, NOW, SETS, summary

TODAY = date(2026, 11, 23)
WRITTEN = datetime(2026, 11, 23, 5, tzinfo=UTC)


def deck_material() -> Material:
    return material(summary(NOW), summary(MEETINGS[-1]), revision="4", today=TODAY)


def decision(number: int, **fields: object) -> Decision:
    content = replace(Content("宿題", "調べる", MEETINGS[-1]), **fields)  # type: ignore[arg-type]  # chosen by each test
    return Decision(number, 1, content, WRITTEN, "鹿島 花子", WRITTEN, "鹿島 花子")


def deck_keys(made: Material, homework: int = 0, *, appendix: bool = False) -> list[str]:
    return [screen.key for screen in m.screens(made, homework) if screen.appendix == appendix]


def test_the_meeting_has_fourteen_screens_in_the_order_of_its_agenda_and_ends_with_what_was_decided() -> None:
    assert deck_keys(deck_material()) == [
        "cover", "overall", "pillars", "changes", "slips", "outlook", "kpis", "value", "voices",
        "decide-1", "decide-2", "decide-3", "report", "closing",
    ]  # fmt: skip


def test_what_the_meeting_has_no_room_for_stands_in_the_appendix() -> None:
    assert deck_keys(deck_material(), appendix=True) == [
        "pillar-P1", "pillar-P2", "pillar-P3", "course", "kpi-K10", "kpi-K14", "kpi-K05", "kpi-K03", "kpi-K13",
        "report-2", "check", "timeline",
    ]  # fmt: skip
    every = [screen.key for screen in m.screens(deck_material(), 0)]
    assert len(set(every)) == len(every)


def test_more_than_three_questions_are_still_asked_behind_the_list_of_screens() -> None:
    rows = [action(f"A-{number}", ask="判断", ask_text="続けるか。") for number in range(5)]
    made = material(factories.summary(rows), None, revision="1", today=TODAY)
    assert [key for key in deck_keys(made) if key.startswith("decide")] == ["decide-1", "decide-2", "decide-3"]
    assert [key for key in deck_keys(made, appendix=True) if key.startswith("decide")] == ["decide-4", "decide-5"]


def test_where_nobody_asks_anything_the_rule_based_list_is_one_screen_called_so() -> None:
    made = material(summary(MEETINGS[-1]), None, revision="1", today=TODAY)
    deck = m.screens(made, 0)
    assert not [screen for screen in deck if screen.topic in {"decide", "check"}]
    assert next(screen for screen in deck if screen.topic == "report").title == "要注意"


def test_number_keys_jump_to_the_first_screen_of_each_topic() -> None:
    assert [screen.key for screen in m.agenda(m.screens(deck_material(), 0))] == [
        "overall", "pillars", "changes", "slips", "outlook", "kpis", "value", "voices", "decide-1", "report",
        "closing",
    ]  # fmt: skip


def test_a_first_meeting_compares_nothing() -> None:
    first = material(summary(SETS[0]), None, revision="1", today=TODAY)
    assert not {"changes", "slips"} & {screen.topic for screen in m.screens(first, 0)}


@pytest.mark.parametrize(("rows", "more"), [(0, []), (4, []), (5, ["homework-2"]), (9, ["homework-2", "homework-3"])])
def test_homework_beyond_the_first_screen_is_paged_in_the_appendix(rows: int, more: list[str]) -> None:
    keys = deck_keys(deck_material(), rows, appendix=True)
    assert [key for key in keys if key.startswith("homework")] == more


def test_kpis_that_need_attention_have_a_screen_of_their_own_gravest_first() -> None:
    assert [kpi.kpi_id for kpi in m.kpis_alone(deck_material())] == ["K10", "K14", "K05", "K03", "K13"]


def test_an_unknown_place_is_the_cover() -> None:
    deck = m.screens(deck_material(), 0)
    assert m.position(deck, "") == m.position(deck, "decide-999") == 0
    assert deck[m.position(deck, "timeline")].topic == "timeline"


def test_since_when_an_item_waits_is_the_start_of_its_last_unbroken_run() -> None:
    history = [summary(day) for day in SETS]
    first, *rest = summary(NOW).attention
    assert (first.id, first.period) == ("P1-08", 1)
    since = m.since_when(history, first)
    assert since is not None
    start = SETS.index(since)
    assert all(any(m.same_item(first, other) for other in past.attention) for past in history[start:])
    assert not any(m.same_item(first, other) for other in history[start - 1].attention)
    assert m.since_when(history[:1], rest[-1]) is None


def test_a_decision_belongs_to_its_action_in_its_period_or_in_all() -> None:
    item = summary(NOW).attention[0]
    mine, whole = decision(1, action_id="P1-08", period=1), decision(2, action_id="P1-08")
    other = decision(3, action_id="P1-08", period=2), decision(4, kpi_id="P1-08"), decision(5)
    assert m.about_item([mine, whole, *other], item) == [mine, whole]


def test_no_screen_says_more_than_three_points_and_none_is_empty() -> None:
    made = deck_material()
    assert made.changes is not None
    said = [
        points.overall_points(made),
        *(points.pillar_points(made, pillar.id) for pillar in made.strategy.pillars),
        movements.kinds(made.changes),
        points.outlook_points(made),
        *(points.kpi_points(made, kpi, []) for kpi in made.summary.kpis),
        *(points.decide_points(made, item, NOW, []) for item in made.summary.attention),
        points.timeline_points(made),
    ]
    assert all(1 <= len(each) <= points.MOST and all(each) for each in said)


def test_the_points_say_what_moved_since_the_last_meeting() -> None:
    made = deck_material()
    assert made.changes is not None
    assert points.overall_points(made)[0].startswith(
        "前回(令和8年1月7日)から 完了6件、遅れに転じた7件、持ち直した2件、後ろ倒しによる好転1件"
    )
    assert points.pillar_points(made, "P2")[0] == "前回から、この柱の計画との差は−9.7から−4.2へ縮まりました(ポイント)。"
    assert movements.slips(made.changes).endswith("の275日です。")


def test_what_was_decided_takes_the_place_of_since_when() -> None:
    made, item = deck_material(), summary(NOW).attention[0]
    assert (
        points.decide_points(made, item, date(2024, 4, 16), [])[-1]
        == "令和6年4月16日時点から続けて一覧に載っています。"
    )
    recorded = decision(
        1, kind="決定", text="閉じる", action_id="P1-08", department="都市建設課", due=date(2027, 1, 31)
    )
    assert points.decide_points(made, item, NOW, [recorded])[-1] == (
        "記録: 【決定】閉じる(都市建設課・期限 令和9年1月31日・未対応)"
    )


def test_late_actions_are_all_named_where_a_screen_holds_them_and_else_shared_out() -> None:
    made = deck_material()
    late = made.summary.running.query("rating in ['behind', 'slightly_behind']")
    every = points.late_by_pillar(made)
    assert sorted(row.action_id for rows, _ in every.values() for row in rows) == sorted(late["action_id"])
    assert {more for _, more in every.values()} == {0}
    for rows, _ in every.values():
        assert [row.rating for row in rows] == sorted((row.rating for row in rows), key=LATE.index), "the worst first"
    few = points.late_by_pillar(made, 3)
    assert [len(rows) for rows, _ in few.values()] == [1, 1, 1]
    assert sum(len(rows) + more for rows, more in few.values()) == len(late)


def test_money_and_effect_have_one_screen_before_the_questions_and_only_where_there_is_data() -> None:
    numbers = factories.summary([action("A-1")], more={"effects": [effect("A-1", 2025, 10.0, 8.0)]})
    keys = [screen.key for screen in m.screens(material(numbers, None, revision="1", today=NOW), 0)]
    assert keys.count("value") == 1
    assert keys.index("value") < keys.index("report")
    without = material(factories.summary([action("A-1")]), None, revision="1", today=NOW)
    assert "value" not in [screen.key for screen in m.screens(without, 0)]


def test_opinions_have_one_screen_before_the_questions_and_only_where_some_have_come() -> None:
    def keys(day: date) -> list[str]:
        numbers = factories.summary([action("A-1")], more={"voices": [voice("V-1", day)]}, as_of=NOW)
        return [screen.key for screen in m.screens(material(numbers, None, revision="1", today=NOW), 0)]

    assert keys(NOW).count("voices") == 1
    assert keys(NOW).index("voices") < keys(NOW).index("report")
    assert "voices" not in keys(date(2026, 11, 1))
