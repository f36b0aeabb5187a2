"""意見と反映 on the four papers: a section each where there are opinions, and no text that may not be shown."""

from __future__ import annotations

import io
from datetime import date
from typing import get_args

import pytest
import python_calamine

from kdx_metrics.numbers.summary import Summary
from kdx_metrics.papers import Format, build
from tests.factories import Row, action, milestone, summary, voice
from tests.papers.papers import TODAY, words_of

FORMATS = get_args(Format)
PLAN = (action("A-1", title="窓口"),)


def heard(*voices: Row) -> Summary:
    events = [milestone(date(2026, 3, 1), "市民の声", category="意見募集")]
    return summary(PLAN, [], [], events, more={"voices": voices})


HEARD = heard(
    voice("V-1", opinion="返事がほしい", action_ids="A-1"),
    voice("V-2", opinion="取り入れた話", response="反映", answer="直しました", milestone="市民の声"),
    voice("V-3", opinion="外に出さない話", public="否"),
)


@pytest.mark.parametrize("form", FORMATS)
def test_a_paper_says_what_became_of_the_opinions_and_which_ones_wait(form: Format) -> None:
    written = words_of(form, HEARD)
    assert "意見3件のうち1件を反映しました(未回答2件)。" in written
    assert ("市民の声" in written) is (form != "pptx"), "the slide tells the counts of all"
    assert "返事がほしい" in written
    assert "ほかに、公開しない意見が1件あります。" in written


@pytest.mark.parametrize("form", ["pptx", "html", "text"])
def test_a_paper_that_is_handed_out_has_no_opinion_that_may_not_be_shown(form: Format) -> None:
    assert "外に出さない話" not in words_of(form, HEARD)


def test_the_workbook_has_such_an_opinion_in_the_table_it_stands_in_alone() -> None:
    data = build("xlsx", HEARD, None, revision="1", today=TODAY).data
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    holding = [name for name in book.sheet_names if "外に出さない話" in str(book.get_sheet_by_name(name).to_python())]
    assert holding == ["元の表_意見"]
    assert {"意見と反映", "答えを待つ意見"} <= set(book.sheet_names)


@pytest.mark.parametrize("form", FORMATS)
def test_a_paper_says_that_nothing_waits_where_all_is_answered(form: Format) -> None:
    written = words_of(form, heard(voice("V-1", response="反映", answer="直しました")))
    assert "意見1件のうち1件を反映しました(未回答はありません)。" in written
    assert "公開しない意見" not in written


@pytest.mark.parametrize("form", FORMATS)
def test_a_paper_before_the_first_opinion_says_nothing_of_any(form: Format) -> None:
    assert "意見と反映" not in words_of(form, heard())
    assert "意見と反映" not in words_of(form, heard(voice("V-1", date(2099, 4, 1))))
