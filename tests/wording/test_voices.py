"""Sentences about opinions say what became of them and what is owed."""

from __future__ import annotations

from kdx_metrics.numbers.voices import ORDER, Responses
from kdx_metrics.wording import voices


def group(name: str, **counts: int) -> Responses:
    return Responses(name, sum(counts.values()), dict.fromkeys(ORDER, 0) | counts)


def test_what_is_owed_is_said_first_unanswered() -> None:
    assert (
        voices.finding(group("", 反映=5, 検討中=2, 未回答=1))
        == "意見8件のうち5件を反映しました(未回答1件、検討中2件)。"
    )
    assert voices.finding(group("", 反映=1, 対象外=1)) == "意見2件のうち1件を反映しました(未回答はありません)。"


def test_the_occasion_that_waits_for_most_answers_is_named() -> None:
    assert voices.calls([group("第1回", 反映=3), group("第2回", 未回答=2, 反映=1)]) == (
        "未回答が最も多いのは「第2回」の2件です(全3件)。"
    )
    assert voices.calls([group("第1回", 未回答=1), group("第2回", 未回答=1), group("第3回", 反映=1)]) == (
        "未回答が最も多いのは「第1回」「第2回」で、1件ずつです。"
    )
    assert voices.calls([group("第1回", 反映=3)]) == "1の機会に寄せられた意見のすべてに答えています。"


def test_an_occasion_is_told_in_one_line() -> None:
    assert voices.counts(group("外部評価", 検討中=1, 未回答=1)) == "外部評価 2件(検討中1、未回答1)"


def test_no_opinion_is_said_and_not_counted_as_answered() -> None:
    assert voices.finding(group("")) == voices.calls([]) == voices.pillars([]) == voices.NONE


def test_the_sum_behind_a_bar_adds_up() -> None:
    assert voices.worked([group("第1回", 反映=3, 未回答=2)]) == "第1回: 反映3 + 未回答2 = 5件"
