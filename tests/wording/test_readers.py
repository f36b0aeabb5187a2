"""What a publication changed for readers, in one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kdx_metrics.numbers.summary import Summary
from kdx_metrics.wording import readers
from tests.factories import action, summary

OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)


def plan(progress: float, day: date = OCTOBER) -> Summary:
    """The numbers of one 取組 that runs for the 第2期."""
    row = action(planned_start=date(2025, 4, 1), planned_end=date(2027, 3, 31), progress=progress)
    return summary([row], as_of=day)


def test_the_counts_and_the_gap_that_moved_are_told_before_and_after() -> None:
    assert readers.changed(plan(79), plan(40), OCTOBER) == (
        "画面の数値: 遅れ 0→1件、順調 1→0件、第2期の計画との差 −0.3→−39.3ポイント。"
        "最初に表示される時点は令和8年10月31日のままです。"
    )


def test_a_publication_that_moves_no_number_says_so() -> None:
    said = readers.changed(plan(79), plan(79), OCTOBER)
    assert said.startswith("画面の見出しの数値は変わりません。")


def test_another_date_on_screen_is_told() -> None:
    said = readers.changed(plan(79), plan(79, NOVEMBER), NOVEMBER)
    assert said.endswith("最初に表示される時点は令和8年10月31日から令和8年11月30日に変わりました。")


def test_a_day_to_come_is_told_with_the_date_that_readers_see_until_then() -> None:
    assert readers.changed(plan(79), plan(40, NOVEMBER), OCTOBER) == (
        "令和8年11月30日からの画面の数値: 遅れ 0→1件、順調 1→0件、第2期の計画との差 −0.3→−43.4ポイント。"
        "最初に表示される時点は、今は令和8年10月31日です。令和8年11月30日になると、その時点に変わります。"
    )


def test_a_plan_with_no_number_before_has_none_to_compare() -> None:
    nothing = replace(plan(79), periods=summary((), as_of=OCTOBER).periods)
    assert "計画との差 －→−0.3ポイント" in readers.changed(nothing, plan(79), OCTOBER)
