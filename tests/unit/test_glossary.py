"""Every term on screen is explained on データの見方."""

from __future__ import annotations

from kdx_metrics.explain import action_rows
from kdx_metrics.glossary import glossary
from kdx_metrics.strategy import STATUSES
from kdx_metrics.words import (
    ATTENTION_WORDS,
    KPI_RATING_WORDS,
    NO_DATA,
    NOT_EVALUABLE,
    PROVISIONAL,
    RATING_WORDS,
    STALE,
    UNDER_REVIEW,
    VERDICT_WORDS,
)
from pages.parts.attention import attention_table
from pages.parts.frames import cells_table
from pages.parts.milestones import milestones_table
from tests.shipped import NOW, strategy, summary

# Headers that say what they hold to anyone.
PLAIN = {"順", "種類", "番号", "名称", "理由", "日付", "終了日", "区分", "内容"}


def terms() -> dict[str, str]:
    """Every term with its explanation."""
    return {term: meaning for part in glossary(strategy()).values() for term, meaning in part.items()}


def unexplained(words: list[str]) -> list[str]:
    """Words of which no part is a term."""
    return [word for word in words if word not in PLAIN and not any(term in word for term in terms())]


def test_every_rating_class_and_verdict_is_a_term_of_its_own() -> None:
    words = [word.word for group in (RATING_WORDS, KPI_RATING_WORDS, VERDICT_WORDS) for word in group.values()]
    assert [word for word in words if word not in terms()] == []
    assert [word for word in (NO_DATA, NOT_EVALUABLE, PROVISIONAL, STALE, UNDER_REVIEW) if word not in terms()] == []


def test_every_class_of_the_attention_list_is_explained() -> None:
    assert unexplained([word.word for word in ATTENTION_WORDS.values()]) == []


def test_every_header_of_a_table_on_screen_is_explained() -> None:
    now = summary(NOW)
    for table in (
        action_rows(now.actions),
        cells_table(now),
        attention_table(now.attention),
        milestones_table(now.snapshot.milestones),
    ):
        assert unexplained([str(name) for name in table.columns]) == []


def test_every_status_is_named_where_status_is_explained() -> None:
    assert [status for status in STATUSES if status not in terms()["状況"]] == []


def test_thresholds_periods_and_pillars_are_those_of_the_strategy() -> None:
    other = strategy().model_copy(update={"rating": strategy().rating.model_copy(update={"behind": -40.0})})
    changed = {term: text for part in glossary(other).values() for term, text in part.items()}
    assert terms()["やや遅れ"] == "計画からの遅れが10ポイントを超え25ポイントまでの取組です。"
    assert changed["やや遅れ"] != terms()["やや遅れ"]
    assert all(pillar.name in terms()["柱"] for pillar in strategy().pillars)
    assert "第2期は2025~2026年度" in terms()["期"]


def test_an_explanation_is_a_plain_sentence_or_two() -> None:
    assert [term for term, meaning in terms().items() if not meaning.endswith("。") or len(meaning) > 120] == []
