"""The handout as text: whole, self-contained, and nothing in it that a name could turn into markup."""

from __future__ import annotations

import re

from tests.cities.cities import summary_of
from tests.papers.papers import bare, content, empty, hostile, paper
from tests.shipped import NOW
from tests.shipped import summary as shipped


def page() -> str:
    return paper("html").data.decode()


def test_every_action_and_kpi_is_named() -> None:
    of = shipped(NOW)
    assert [title for title in of.actions["title"] if title not in page()] == []
    assert [kpi.name for kpi in of.kpis if kpi.name not in page()] == []


def test_nothing_is_fetched_and_nothing_runs() -> None:
    assert not re.search(r"<(?:script|link|img|iframe|object)\b|@import|\bsrc=|url\((?!#)", page())
    assert "default-src 'none'" in page()


def test_every_repeated_head_and_section_carries_the_stamp() -> None:
    assert page().count('<table class="grid">') >= 10
    assert page().count(content().stamp) >= page().count('<table class="grid">')


def test_every_chart_says_its_numbers() -> None:
    assert 'aria-label="実績68.8%、計画85.4%"' in page()
    assert page().count('role="img"') == page().count("aria-label=")


def test_every_table_is_headed_once() -> None:
    assert page().count("年度ごとの費用") == 1


def test_a_plan_stands_beside_progress_or_not_at_all() -> None:
    header = '<th class="right" scope="col">計画</th>'
    assert header in page()
    assert header not in bare("html", summary_of("mihon")).data.decode()


def test_a_name_is_never_markup() -> None:
    made = bare("html", hostile()).data.decode()
    assert "<script" not in made
    assert "<b>窓口</b>" not in made
    assert "&lt;b&gt;窓口&lt;/b&gt;" in made


def test_an_empty_plan_still_makes_a_page() -> None:
    made = bare("html", empty()).data.decode()
    assert "取組なし" in made
    assert "からの変化" not in made
