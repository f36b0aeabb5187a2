"""お金と効果 on the four papers: a section each where there is data, and no word of it where there is none."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import get_args

import pytest

from kdx_metrics.numbers.summary import Summary
from kdx_metrics.papers import Format, build
from kdx_metrics.plan.strategy import EffectPrice
from tests.factories import action, action_year, effect, strategy, summary
from tests.papers.papers import words_of

FORMATS = get_args(Format)
PLAN = (action("A-1", title="窓口"), action("A-2", title="研修"))
PRICED = strategy().model_copy(update={"effects": EffectPrice(hourly_yen=1000)})
TOLD = "費用1円あたりの効果は0.50円です"


def valued() -> Summary:
    years = [action_year("A-1", 2025, budget=220.0, settled=200.0, subsidy=50.0)]
    effects = [effect("A-1", 2025, 125.0, 100.0), effect("A-2", 2025, 40.0, None)]
    return summary(PLAN, of=PRICED, more={"action_years": years, "effects": effects})


@pytest.mark.parametrize("form", FORMATS)
def test_a_paper_tells_effect_per_cost_under_its_title(form: Format) -> None:
    written = words_of(form, valued())
    assert "お金と効果" in written
    assert TOLD in written


@pytest.mark.parametrize("form", FORMATS)
def test_a_paper_of_a_city_without_data_says_nothing_of_it(form: Format) -> None:
    assert "お金と効果" not in words_of(form, summary(PLAN))


@pytest.mark.parametrize("form", ["pptx", "html", "text"])
def test_a_paper_names_who_has_told_no_effect(form: Format) -> None:
    assert "終わった年度に見込みがあって実績のない取組は1件 「研修」です。" in words_of(form, valued())


def test_the_workbook_has_a_sheet_for_each_list_and_the_report_on_grants() -> None:
    data = build("xlsx", valued(), None, revision="1", today=date(2026, 11, 23)).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = re.findall(r'<sheet name="([^"]*)"', archive.read("xl/workbook.xml").decode())
    assert {"年度ごとの費用", "年度ごとの効果", "取組ごとの費用と効果", "交付金の報告"} <= set(names)


def test_a_slide_sums_the_years_of_its_table() -> None:
    assert "令和7年度の決算は200千円、うち交付金等は50千円です。" in words_of("pptx", valued())
