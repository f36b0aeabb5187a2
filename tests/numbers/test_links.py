"""取組 and the 指標 that they are to move: work without effect, and effect without work."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdx_metrics.numbers.links import matrix, noted
from kdx_metrics.numbers.ratings import GOES_WELL, LATE
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.wording import links
from kdx_metrics.wording.meeting import reasons
from tests.factories import Row, action, actual, kpi, summary

DAY = date(2026, 9, 30)
PROGRESS = {"on_track": 90.0, "slightly_behind": 60.0, "behind": 10.0, "not_reported": None}
VALUE = {"achieved": 2000.0, "on_track": 1999.0, "behind": 500.0, "worsened": 399.0}


def link(action_id: str, relation: str = "成果", kpi_id: str = "K-01") -> Row:
    return {"action_id": action_id, "kpi_id": kpi_id, "relation": relation, "note": ""}


def linked(ratings: list[str], value: str, *relations: str) -> Summary:
    """A KPI that is rated `value`, and one linked 取組 of the running 期 per rating."""
    rows = [action(f"A-{number}", progress=PROGRESS[rating]) for number, rating in enumerate(ratings)]
    pairs = [link(f"A-{number}", relation) for number, relation in enumerate(relations or ["成果"] * len(ratings))]
    measured = summary(rows, [kpi()], [actual("K-01", DAY, VALUE[value])], more={"links": pairs})
    assert measured.actions["rating"].tolist() == ratings
    assert measured.kpis[0].rating == value
    return measured


def sentence(measured: Summary) -> str:
    return links.said(measured.links["K-01"])


@pytest.mark.parametrize(
    ("ratings", "value", "relations", "said"),
    [
        (
            ["on_track", "on_track"],
            "behind",
            (),
            "関係する取組2件はすべて順調・完了ですが、成果の指標は遅れています。",
        ),
        (
            ["on_track", "not_reported"],
            "worsened",
            (),
            "関係する取組のうち評価できる1件は順調・完了ですが、成果の指標は基準値より後退しています。",
        ),
        (["on_track", "behind"], "achieved", (), "指標は達成していますが、関係する取組1件が遅れています。"),
        (["slightly_behind"], "achieved", ("活動",), "指標は達成していますが、関係する取組1件がやや遅れています。"),
        (["on_track"], "behind", ("活動",), ""),  # how much is done is no effect
        (["on_track", "behind"], "behind", (), ""),
        (
            ["on_track", "behind"],
            "behind",
            ("成果", "活動"),
            "関係する取組1件はすべて順調・完了ですが、成果の指標は遅れています。",
        ),
        (["not_reported"], "behind", (), ""),
        (["behind"], "on_track", (), ""),
    ],
)
def test_work_without_effect_and_effect_without_work_are_said(
    ratings: list[str], value: str, relations: tuple[str, ...], said: str
) -> None:
    assert sentence(linked(ratings, value, *relations)) == said


def test_the_attention_line_of_a_kpi_says_that_its_work_goes_well() -> None:
    measured = linked(["on_track"], "behind")
    (item,) = (item for item in measured.attention if item.kpi is not None)
    assert reasons.reason(item, measured).endswith(sentence(measured))


def test_only_rows_of_the_running_period_and_numbers_that_there_are_count() -> None:
    later = action("A-2", period=3, planned_start=date(2027, 4, 1), planned_end=date(2029, 3, 31))
    pairs = [link("A-1"), link("A-2"), link("A-1", kpi_id="K-02"), link("A-9")]
    measured = summary([action("A-1"), later], [kpi()], [], more={"links": pairs})
    assert {kpi_id: [each.action_id for each in of] for kpi_id, of in measured.links.items()} == {"K-01": ["A-1"]}


def test_one_department_has_no_links_of_its_own_since_they_would_be_a_part() -> None:
    measured = summary([action("A-1", department="総務課")], [kpi()], [], more={"links": [link("A-1")]})
    assert measured.links
    assert summarise(measured.snapshot.of_department("総務課")).links == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(list(PROGRESS)), min_size=1, max_size=5), st.sampled_from(list(VALUE)), st.data())
def test_never_both_and_never_without_a_rated_row(ratings: list[str], value: str, data: st.DataObject) -> None:
    relations = data.draw(st.lists(st.sampled_from(["成果", "活動"]), min_size=len(ratings), max_size=len(ratings)))
    seen = noted(linked(ratings, value, *relations).links["K-01"])
    if seen is not None and seen.mismatch == "no_effect":
        assert all(each.rating in GOES_WELL and each.is_outcome for each in seen.rows)
        assert value in {"behind", "worsened"}
    elif seen is not None:
        assert all(each.rating in LATE for each in seen.rows)
        assert value == "achieved"


@pytest.mark.parametrize(
    ("rating", "value", "said"),
    [
        ("on_track", "behind", "取組は順調・完了でも、成果の指標が遅れている組み合わせが1件(A-0とK-01)あります。"),
        ("behind", "achieved", "取組が遅れていても、成果の指標は順調・達成の組み合わせが1件(A-0とK-01)あります。"),
        ("on_track", "on_track", "取組の進み方と成果の指標に、食い違いはありません。"),
        ("not_reported", "behind", "取組の進み方と成果の指標に、食い違いはありません。"),
    ],
)
def test_the_matrix_finds_activity_without_effect_and_effect_without_activity(
    rating: str, value: str, said: str
) -> None:
    cells = matrix(linked([rating], value).links)
    assert sum(map(len, cells.values())) == 1
    assert links.finding(cells) == said


def test_the_matrix_counts_outcomes_alone() -> None:
    assert not any(matrix(linked(["on_track"], "behind", "活動").links).values())
