"""Opinions counted per occasion and 柱, by how they were answered."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kdx_metrics.numbers.voices import (
    ORDER,
    about,
    of_fiscal_years,
    overall,
    per_call,
    per_pillar,
    pillars_of,
    public,
    received,
    saying,
    waiting,
)
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import tables
from tests.factories import frame, voice

ACTIONS = pd.DataFrame({"action_id": ["A-01", "A-01", "A-02", "B-01"], "pillar": ["P1", "P1", "P1", "P2"]})


def voices(strategy: Strategy, *rows: tuple[str, str, str, str, str, str]) -> pd.DataFrame:
    """Opinions by date, kind, occasion, response, pillar and 取組."""
    columns = ("date", "kind", "milestone", "response", "pillar", "action_ids")
    given = pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows])
    given["date"] = pd.to_datetime(given["date"])
    table = tables(strategy)["voices"].empty_frame()
    return given.reindex(columns=table.columns, fill_value="").astype(table.dtypes.to_dict())


@pytest.fixture
def rows(strategy: Strategy) -> pd.DataFrame:
    given = voices(
        strategy,
        ("2023-01-20", "意見募集", "第1回", "反映", "P1", ""),
        ("2023-02-20", "意見募集", "第1回", "", "", "A-01、A-02"),
        ("2026-03-24", "外部評価", "", "検討中", "", "A-01、B-01"),
        ("2026-04-01", "外部評価", "", "", "P2", "A-01"),
    )
    return received(given, date(2026, 3, 31))


def test_an_opinion_counts_from_the_day_it_was_received_and_blank_is_unanswered(rows: pd.DataFrame) -> None:
    assert rows["response"].tolist() == ["検討中", "未回答", "反映"]
    assert overall(rows).counts == dict.fromkeys(ORDER, 0) | {"検討中": 1, "未回答": 1, "反映": 1}
    assert (overall(rows).total, overall(rows).unanswered) == (3, 1)


def test_occasions_are_told_apart_by_kind_and_name_the_newest_first(rows: pd.DataFrame) -> None:
    told = [(group.kind, group.name, group.total, group.unanswered, group.since) for group in per_call(rows)]
    assert told == [
        ("外部評価", "外部評価", 1, 0, date(2026, 3, 24)),
        ("意見募集", "第1回", 2, 1, date(2023, 1, 20)),
    ]


def test_an_opinion_without_a_pillar_has_that_of_its_actions_where_they_share_one(
    rows: pd.DataFrame, strategy: Strategy
) -> None:
    assert pillars_of(rows, ACTIONS).tolist() == ["", "P1", "P1"]
    told = [(group.name, group.total) for group in per_pillar(rows, ACTIONS, strategy)]
    assert told == [(strategy.pillar("P1").name, 2), ("", 1)]


def test_the_counts_of_any_split_add_up_to_all(rows: pd.DataFrame, strategy: Strategy) -> None:
    for groups in (per_call(rows), per_pillar(rows, ACTIONS, strategy)):
        assert sum(group.total for group in groups) == overall(rows).total
        for word, count in overall(rows).counts.items():
            assert sum(group.counts[word] for group in groups) == count


def test_an_action_has_the_opinions_that_name_it_whole(rows: pd.DataFrame) -> None:
    assert about(rows, "action_ids", "A-01")["response"].tolist() == ["検討中", "未回答"]
    assert about(rows, "action_ids", "A-0").empty
    assert "response" in about(rows.iloc[:0], "action_ids", "A-01").columns


def test_what_is_owed_comes_first_and_then_what_waits_longest() -> None:
    rows = received(
        frame(
            "voices",
            [
                voice("V-1", date(2026, 1, 1), response="検討中"),
                voice("V-2", date(2026, 3, 1)),
                voice("V-3", date(2026, 2, 1), response="反映"),
                voice("V-4", date(2026, 2, 1)),
            ],
        ),
        date(2026, 3, 31),
    )
    assert waiting(rows)["voice_id"].tolist() == ["V-4", "V-2", "V-1"]


def test_what_a_city_keeps_to_itself_is_not_public() -> None:
    rows = frame("voices", [voice("V-1", public="否"), voice("V-2")])
    assert public(rows)["voice_id"].tolist() == ["V-2"]


def test_opinions_are_found_by_a_word_of_theirs_or_of_the_answer_and_by_year() -> None:
    rows = frame(
        "voices",
        [
            voice("V-1", date(2025, 3, 31), opinion="窓口を早く"),
            voice("V-2", date(2025, 4, 1), answer="窓口を変えました"),
            voice("V-3", date(2026, 4, 1)),
        ],
    )
    assert saying(rows, "窓口")["voice_id"].tolist() == ["V-1", "V-2"]
    assert of_fiscal_years(rows, 2024, 2025)["voice_id"].tolist() == ["V-1", "V-2"]
    for none in (saying(rows, "どこにも"), of_fiscal_years(rows, 2030), about(rows, "kpi_ids", "K-1")):
        assert (len(none), list(none.columns)) == (0, list(rows.columns))


def test_no_opinions_are_no_groups(strategy: Strategy) -> None:
    none = received(tables(strategy)["voices"].empty_frame(), date(2026, 3, 31))
    assert (per_call(none), per_pillar(none, ACTIONS, strategy), overall(none).total) == ((), (), 0)
