"""Sentences about how groups stand against their plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kdx_metrics.numbers.groups import Group
from kdx_metrics.wording.groups import shares, standing
from tests.factories import action, group_of, summary


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (
            group_of(61.0, 52.8, behind=2, not_reported=1),
            "P1は計画を8.2ポイント下回っています(実績52.8%・未報告1件、計画61.0%、遅れ2件、未報告1件)。",
        ),
        (group_of(50.0, 53.0, on_track=1), "P1は計画を3.0ポイント上回っています(実績53.0%、計画50.0%)。"),
        (group_of(50.0, 50.01, on_track=1), "P1は計画どおりです(実績50.0%、計画50.0%)。"),
        (group_of(not_reported=2), "P1は評価できません(未報告 2件)。"),
        (group_of(0.0, 0.0, not_started=2, excluded=1), "P1の取組はまだ始まっていません(全3件)。"),
        (group_of(), "P1: 取組がありません。"),
    ],
)
def test_a_group_is_below_above_or_on_plan_or_cannot_be_said(measured: Group, said: str) -> None:
    assert standing.group("P1", measured) == said


def test_the_group_furthest_behind_is_named() -> None:
    named = [("A", group_of(50, 45, on_track=1)), ("B", group_of(50, 30, behind=1)), ("C", group_of(not_reported=1))]
    assert standing.groups(named) == "Bが計画を20.0ポイント下回り、最も遅れています。"


def test_the_group_furthest_behind_is_named_without_the_numbers_that_stand_beneath() -> None:
    named = [("A", group_of(50, 45, on_track=1)), ("B", group_of(50, 30, behind=1))]
    assert standing.furthest(named) == "最も遅れているのはBです。"
    assert standing.furthest(named[1:]) == "Bが計画を20.0ポイント下回り、遅れています。"
    assert standing.furthest([("A", group_of(50, 60, on_track=1))]) == "すべて計画どおりか、計画を上回っています。"


def test_where_the_share_leads_headline_and_group_are_said_by_it() -> None:
    low = group_of(share_leads=True, on_track=1, behind=1, slightly_behind=2, not_evaluable=1)
    named = [("A", low), ("B", group_of(share_leads=True, on_track=2))]
    assert standing.furthest(named) == "順調・完了の割合が最も低いのはAです。"
    assert shares.furthest(named) == "遅れ・やや遅れが最も多い柱はA(3件)です。"
    assert shares.headline("第2期", low, named[1][1]) == (
        "第2期は4件中1件が順調・完了(25.0%)、遅れ1件・やや遅れ2件、ほか1件は評価不能です(前回100.0%)。"
    )


def test_groups_that_are_equally_low_or_late_are_named_together() -> None:
    low = group_of(share_leads=True, on_track=1, behind=1)
    named = [("A", low), ("B", low), ("C", group_of(share_leads=True, on_track=2))]
    assert shares.groups(named) == "順調・完了の割合が最も低いのはAとBで、いずれも50.0%です。"
    assert shares.lowest(named) == "順調・完了の割合が最も低いのはAとBです。"
    assert shares.furthest(named) == "遅れ・やや遅れが最も多い柱はAとB(各1件)です。"
    assert standing.ratings([*named, ("D", low)]) == "遅れ・やや遅れは8件中3件、最も多いのはAなど3つ(各1件)です。"


def test_when_no_group_is_behind_that_is_the_finding() -> None:
    assert standing.groups([("A", group_of(50, 60, on_track=1))]) == "すべて計画どおりか、計画を上回っています。"
    assert standing.groups([("A", group_of())]) == "評価できる取組がありません。"


def test_late_actions_are_counted_with_where_most_are() -> None:
    named = [("A", group_of(behind=1, slightly_behind=2, on_track=1)), ("B", group_of(behind=1, not_reported=1))]
    said = "遅れ・やや遅れは6件中4件、最も多いのはA(3件)です。"
    assert standing.ratings(named) == said
    assert standing.ratings([("A", group_of(on_track=2))]) == "遅れている取組はありません(全2件)。"
    assert standing.ratings([("A", group_of(not_reported=1))]) == "遅れている取組はありません(全1件、未報告1件)。"
    assert standing.ratings([("A", group_of(behind=1))]) == "遅れ・やや遅れは1件中1件です。"
    assert standing.ratings([("A", group_of())]) == "取組がありません。"


def test_how_much_is_reported_is_said_with_its_numbers() -> None:
    assert standing.reporting(replace(group_of(on_track=3, not_reported=1), reporting_rate=0.75)) == (
        "報告率は75.0%です(未報告1件、取組は全4件)。"
    )
    assert standing.reporting(group_of()) == "報告率は－です(未報告0件、取組は全0件)。"


def test_the_headline_names_the_pillar_furthest_behind() -> None:
    result = summary([action(progress=40.0), action("A-02", pillar="P2", progress=90.0)])
    assert standing.overall(result) == (
        "注意: 第2期は計画を17.5ポイント下回っています(2件中、遅れ1件・やや遅れ0件)。"
        "最も遅れている柱は市民の利便性向上(−42.5ポイント)です。"
    )
    assert standing.overall(summary()) == "第2期: 取組がありません。"
    assert standing.overall(summary([action(progress=90.0)])) == (
        "順調: 第2期は計画を7.5ポイント上回っています(1件中、遅れ0件・やや遅れ0件)。"
    )


def test_the_headline_leaves_open_what_silence_leaves_open() -> None:
    said = standing.headline(summary([action(progress=75.0), action("A-02", progress=None, weight=0.1)]))
    assert said == ("注意~順調: 第2期は計画を7.5~14.3ポイント下回っています(2件中、遅れ0件・やや遅れ0件・未報告1件)。")


def test_where_nothing_is_reported_the_headline_says_so_first() -> None:
    assert standing.headline(summary([action(progress=None), action("A-02", progress=None)])) == (
        "未報告: 第2期は2件中2件が報告されておらず、進捗を評価できません。"
    )
    nobody_can_tell = summary([action(status="中止", progress=None)])
    assert standing.headline(nobody_can_tell) == "第2期は評価できません(対象外 1件)。"


def test_the_current_period_and_leftovers_of_earlier_ones_are_said() -> None:
    left_over = action("A-02", period=1, planned_start=date(2023, 4, 1), planned_end=date(2025, 3, 31), progress=60.0)
    said = standing.cells(summary([action(progress=40.0), left_over]))
    assert said == ("第2期は市民の利便性向上が計画を42.5ポイント下回っています。前の期の遅れも1件。")
    assert standing.cells(summary()) == "第2期には評価できる取組がありません。"
    good = standing.cells(summary([action(progress=90.0)]))
    assert good == "第2期はすべて計画どおりか、計画を上回っています。"


def test_a_group_that_reports_nothing_or_has_not_begun_is_not_on_plan() -> None:
    silent, waiting = group_of(not_reported=2), group_of(0.0, 0.0, not_started=3)
    assert standing.groups([("前期", silent), ("後期", waiting)]) == "評価できる取組がありません。"
    good = group_of(50, 60, on_track=1)
    assert standing.groups([("P1", good), ("P2", silent)]) == (
        "報告のある取組では計画を下回っていませんが、未報告が2件あります。"
    )
    assert standing.groups([("P1", good), ("P2", waiting)]) == "すべて計画どおりか、計画を上回っています。"


def test_where_all_that_has_begun_is_silent_nothing_is_said_of_the_plan() -> None:
    silent = [action(progress=None), action("A-02", planned_start=date(2027, 1, 1), progress=None)]
    result = summary(silent)
    assert (result.current.gap, result.current.actual, result.current.planned) == (None, None, None)
    assert standing.headline(result) == "未報告: 第2期は2件中1件が報告されておらず、進捗を評価できません。"
    assert standing.group("第2期", result.current) == "第2期は評価できません(未報告 1件、開始前 1件)。"
    assert standing.cells(result) == "第2期には評価できる取組がありません。"
    reported = summary([*silent, action("A-03", progress=90.0)])
    assert reported.current.gap is not None


def test_silence_never_reads_as_on_plan() -> None:
    silent = group_of(50, 100, 40, on_track=1, not_reported=1)
    assert standing.group("福祉課", silent) == (
        "福祉課は計画どおりとはまだ言えません(計画との差は−10.0 ~ +50.0ポイント)"
        "(実績40.0~100.0%・未報告1件、計画50.0%、未報告1件)。"
    )
    named = [("P1", silent), ("P2", group_of(50, 50, on_track=1))]
    assert standing.groups(named) == "報告のある取組では計画を下回っていませんが、未報告が1件あります。"
    late_too = group_of(50, 100, 55, on_track=1, not_reported=1)
    assert standing.groups([("P1", late_too)]) == "すべて計画どおりか、計画を上回っています。"


def test_rows_that_would_be_late_by_their_first_deadline_are_said_beside_the_late() -> None:
    moved = replace(group_of(50, 50, on_track=2, behind=1), behind_by_first=3)
    assert standing.ratings([("P1", moved)]) == "遅れ・やや遅れは3件中1件(遅れ1件、当初の期限なら3件)です。"
    assert standing.ratings([("P1", moved), ("P2", group_of(50, 50, on_track=1))]) == (
        "遅れ・やや遅れは4件中1件(遅れ1件、当初の期限なら3件)、最も多いのはP1(1件)です。"
    )


def test_overdue_rows_without_a_report_are_counted_among_the_unreported() -> None:
    silent = replace(group_of(50, 60, behind=1, not_reported=1, on_track=2), reported=2, reporting_rate=0.5)
    assert standing.reporting(silent) == "報告率は50.0%です(未報告2件(うち期限超過1件)、取組は全4件)。"
    assert "遅れ1件(うち未報告1件)、未報告1件)。" in standing.group("P1", silent)


def test_the_headline_says_the_gap_at_the_last_meeting_too() -> None:
    before = summary([action(progress=40.0)], as_of=date(2026, 1, 7))
    assert standing.overall(summary([action(progress=50.0)]), before) == (
        "遅れ: 第2期は計画を32.5ポイント下回っています(1件中、遅れ1件・やや遅れ0件)。"
        "前回(+1.4ポイント)から悪化しました。"
        "最も遅れている柱は市民の利便性向上(−32.5ポイント)です。"
    )


def test_what_has_become_better_or_stayed_is_said_and_what_only_silence_makes_better_is_not() -> None:
    then = group_of(50, 40, slightly_behind=1)
    assert standing.moved(group_of(50, 45, on_track=1), then) == (5.0, 5.0)
    assert standing.moved(group_of(80, 70, slightly_behind=1), then) == (0.0, 0.0)
    assert standing.moved(group_of(80, 60, slightly_behind=1), then) == (-10.0, -10.0)
    assert standing.moved(group_of(80, 75, 60, slightly_behind=1, not_reported=1), then) is None
    assert standing.moved(group_of(not_reported=1), then) is None


def test_a_move_is_told_at_both_ends_while_reports_are_missing() -> None:
    then = group_of(50, 40, slightly_behind=1)
    assert standing.moved(group_of(80, 79, 72, on_track=1, not_reported=1), then) == (9.0, 2.0)
    assert standing.moved(group_of(80, 65, 60, slightly_behind=1, not_reported=1), then) == (-5.0, -10.0)
    assert standing.moved(group_of(80, 70, 60, slightly_behind=1, not_reported=1), then) is None


def test_a_group_that_is_complete_is_not_worse_since_the_plan_alone_has_moved() -> None:
    ahead = group_of(50, 62, on_track=1)
    assert standing.moved(group_of(100, 100, completed=1), ahead) is None
    assert standing.moved(group_of(100, 100, 80, completed=1, not_reported=1), ahead) is None
    assert standing.moved(group_of(100, 100, completed=1), group_of(50, 45, on_track=1)) == (5.0, 5.0)


def test_a_move_is_told_from_the_smaller_end_to_the_larger() -> None:
    assert standing.move_in_words((-1.9, -4.1)) == "1.9~4.1悪化"
    assert standing.move_in_words((9.0, 2.0)) == "2.0~9.0改善"
    assert standing.move_in_words((5.0, 5.0)) == "5.0改善"
    assert standing.move_in_words((0.0, 0.0)) == "変わらず"


NONE_LATE = "1件中、遅れ0件・やや遅れ0件"


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (
            92.5,
            f"順調: 第2期は計画を10.0ポイント上回っています({NONE_LATE})。前回(+1.4ポイント)から改善しました。",
        ),
        (
            83.9,
            f"順調: 第2期は計画を1.4ポイント上回っています({NONE_LATE})。前回(+1.4ポイント)と変わりません。",
        ),
        (None, "未報告: 第2期は1件中1件が報告されておらず、進捗を評価できません。前回は+1.4ポイントでした。"),
    ],
)
def test_the_headline_says_which_way_the_gap_went(progress: float | None, said: str) -> None:
    before = summary([action(progress=40.0)], as_of=date(2026, 1, 7))
    assert standing.headline(summary([action(progress=progress)]), before) == said


WAITING = group_of(0.0, 0.0, not_started=2)


@pytest.mark.parametrize(
    ("group", "word"), [(group_of(), "取組なし"), (WAITING, "開始前"), (group_of(not_reported=1), "評価不能")]
)
def test_a_group_without_a_gap_has_the_word_for_why(group: Group, word: str) -> None:
    assert group.gap is None
    assert standing.without_gap(group) == word


def test_nothing_is_better_or_worse_than_what_had_not_begun() -> None:
    late = group_of(50.0, 20.0, behind=2)
    assert standing.moved(late, WAITING) is None
    assert standing.moved(WAITING, late) is None
    assert standing.numbers(WAITING) == "開始前(全2件)"

    start = date(2026, 2, 1)
    before = summary([action(planned_start=start, status="未着手", progress=0.0)], as_of=date(2026, 1, 7))
    after = summary([action(planned_start=start, progress=10.0)])
    said = standing.headline(after, before)
    assert said.startswith("遅れ: 第2期は計画を59.8ポイント下回っています(")
    assert said.endswith("。前回は始まっていませんでした。")
    assert standing.headline(before, after) == "第2期の取組はまだ始まっていません(全1件)。"
