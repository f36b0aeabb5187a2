"""Every rating, class and verdict has one word and a mark of its own."""

from __future__ import annotations

from datetime import date
from typing import get_args

from kdx_metrics.numbers.kpi.forecast import Verdict
from kdx_metrics.numbers.kpi.spc import Assurance, SignalKind
from kdx_metrics.numbers.meeting.attention import ASKED, KINDS
from kdx_metrics.numbers.meeting.carry_over import COURSES, ONWARD
from kdx_metrics.numbers.meeting.reporting_status import ReportingState
from kdx_metrics.numbers.ratings import KPI_NEEDS_ATTENTION, KPI_RATINGS, RATINGS
from kdx_metrics.plan.tables import DIRECTIONS
from kdx_metrics.wording.marks import MARKS
from kdx_metrics.wording.words import (
    ASSURANCE_WORDS,
    ATTENTION_WORDS,
    COURSE_WORDS,
    DIRECTION_WORDS,
    KPI_RATING_WORDS,
    ONWARD_WORDS,
    RATING_WORDS,
    REPORTING_WORDS,
    VERDICT_WORDS,
    counts_in_words,
    kpi_word,
    rating_and_review,
    rating_label,
    signal_word,
    titles_in_words,
    tone,
    verdict_label,
)
from tests.factories import actual, judged, kpi


def test_nothing_that_is_computed_lacks_a_word() -> None:
    assert tuple(RATING_WORDS) == RATINGS
    assert tuple(KPI_RATING_WORDS) == KPI_RATINGS
    assert tuple(ATTENTION_WORDS) == (*KINDS, ASKED)
    assert tuple(DIRECTION_WORDS) == DIRECTIONS
    assert set(VERDICT_WORDS) == set(get_args(Verdict))
    assert set(ASSURANCE_WORDS) == set(get_args(Assurance))
    assert tuple(COURSE_WORDS) == COURSES
    assert tuple(ONWARD_WORDS) == ONWARD
    assert set(REPORTING_WORDS) == set(get_args(ReportingState))
    assert len({signal_word(kind) for kind in get_args(SignalKind)}) == len(get_args(SignalKind))


def test_ratings_are_told_apart_without_colour() -> None:
    for words in (RATING_WORDS, KPI_RATING_WORDS):
        marks = [word.mark for word in words.values() if word.mark]
        assert len(set(marks)) == len(marks)
        assert len({word.label for word in words.values()}) == len(words)
    assert all(word.mark for word in RATING_WORDS.values())


def test_a_mark_has_one_meaning_and_what_has_no_mark_its_word() -> None:
    for words in (RATING_WORDS, KPI_RATING_WORDS, DIRECTION_WORDS, ATTENTION_WORDS):
        for word in words.values():
            assert not word.mark or word.word in MARKS[word.mark].split("・"), word
            assert word.label == (f"{word.mark} {word.word}" if word.mark else word.word)
    assert [KPI_RATING_WORDS[rating].label for rating in ("worsened", "deviated")] == ["後退", "逸脱"]
    assert ATTENTION_WORDS["period_end"].label == "期末が近い"


def test_no_mark_reads_as_a_minus() -> None:
    assert not set(MARKS) & set("▲△▼▽－−-‐—ー")


def test_the_worst_stands_first_everywhere() -> None:
    assert RATINGS[:2] == ("behind", "slightly_behind")
    assert KPI_RATINGS[:5] == KPI_NEEDS_ATTENTION


def test_a_label_is_the_mark_and_the_word() -> None:
    assert rating_label("on_track") == "● 順調"
    assert rating_label("behind") == "■ 遅れ"
    assert verdict_label("likely") == "達成見込み"


def test_an_action_under_review_says_so_beside_its_rating() -> None:
    assert rating_and_review("behind", "見直し") == "■ 遅れ(見直し)"
    assert rating_and_review("behind", "実施中") == "■ 遅れ"


def test_a_label_is_set_in_the_colour_of_its_rating_with_or_without_a_remark() -> None:
    labels = ("■ 遅れ(見直し)", "後退", "期限超過", "達成見込み", "未達見込み", "期限切れ(令和8年1月7日)")
    assert [tone(label) for label in labels] == ["behind", "worsened", "behind", "on_track", "behind", "behind"]
    assert [tone(text) for text in ("期末が近い", "不確か", "窓口の改善", "")] == [None] * 4


def test_a_forecast_without_a_verdict_shows_that_there_is_no_value() -> None:
    assert verdict_label(None) == "－"


def test_a_kpi_with_a_value_that_cannot_be_rated_is_not_without_data() -> None:
    assert kpi_word(judged(kpi())).label == "？ データなし"
    old = judged(kpi(), actual("K-01", date(2023, 3, 30), 500.0))
    assert kpi_word(old).label == "⊘ 評価不能"
    assert tone(kpi_word(old).label) == "not_evaluable"
    assert kpi_word(judged(kpi(), actual("K-01", date(2026, 3, 31), 2000.0))).label == "✓ 達成"


def test_counts_name_only_what_occurs_in_the_fixed_order() -> None:
    assert counts_in_words({"behind": 1, "on_track": 3, "completed": 0}) == "遅れ 1件、順調 3件"
    assert counts_in_words({}) == "データなし"


def test_as_many_titles_are_named_as_one_line_has_room_for() -> None:
    assert titles_in_words(["窓口"]) == "1件 「窓口」"
    assert titles_in_words(["窓口", "申請", "予約", "公開"]) == "4件 「窓口」、「申請」、「予約」ほか1件"
    long = "公共交通の運行情報を見える化し、予約をデジタル化する取組"
    assert titles_in_words([long, long + "の続き", "窓口"]) == f"3件 「{long}」ほか2件"


def test_a_title_that_occurs_more_than_once_is_named_once_with_its_number() -> None:
    assert titles_in_words(["窓口", "申請", "窓口", "予約"]) == "4件 「窓口」(2件)、「申請」、「予約」"
    assert titles_in_words(["窓口", "申請", "予約", "公開", "窓口"]) == "5件 「窓口」(2件)、「申請」、「予約」ほか1件"
