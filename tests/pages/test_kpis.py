"""指標 as it is shown: small multiples, one 指標 in full with its process behaviour chart, and the table."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.spc import analyse
from kdx_metrics.numbers.ordering import kpis_worst_first
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.wording import alt
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.words import KPI_RATING_WORDS
from tests.pages.screen import Screen, column
from tests.shipped import NOW, summary

TABLE = "指標の一覧"
Look = Callable[[Path], Screen]


def worst_first(at: Summary) -> list[KpiResult]:
    return kpis_worst_first(at.kpis, at.attention)


def test_every_kpi_has_its_figure_its_finding_and_its_row(screen: Screen) -> None:
    screen.open("kpis")
    now = summary(NOW)
    kpis = worst_first(now)
    assert screen.small_figures == {f"kpi-{kpi.kpi_id}": alt.kpi(kpi, now.forecasts[kpi.kpi_id]) for kpi in kpis}
    assert list(screen.small_figures) == [f"kpi-{kpi.kpi_id}" for kpi in kpis]
    assert screen.findings == [
        kpi_sentences.counts(kpis),
        *(kpi_sentences.headline(kpi, now.forecasts[kpi.kpi_id]) for kpi in kpis),
    ]
    shown = screen.table(TABLE)
    assert column(shown, "実績値") == [kpi.actual for kpi in kpis]
    assert column(shown, "目標値") == [kpi.target for kpi in kpis]
    assert column(shown, "評価") == [KPI_RATING_WORDS[kpi.rating].label for kpi in kpis]
    assert column(shown, "進度") == [None if kpi.pace is None else round(kpi.pace, 2) for kpi in kpis]
    assert column(shown, "見通し") == [kpi_sentences.outlook(kpi, now.forecasts[kpi.kpi_id]) for kpi in kpis]
    assert set(column(shown, "見込み")) == {"達成見込み", None, "未達見込み", "不確か"}


def test_the_title_of_a_small_figure_and_its_numbers_lead_to_the_kpi_in_full(screen: Screen) -> None:
    screen.open("kpis")
    for kpi in summary(NOW).kpis:
        links = re.findall(rf"<a [^>]*href='[^']*kpi={kpi.kpi_id}[^']*'[^>]*>(.*?)</a>", screen.html)
        assert links == [kpi_sentences.full_name(kpi), "数値と根拠"]
        assert f"aria-label='{kpi.name}の数値と根拠'" in screen.html


def test_the_order_by_number_is_kept_on_request(screen: Screen) -> None:
    screen.open("kpis", order="番号順")
    assert column(screen.table(TABLE), "指標番号") == [kpi.kpi_id for kpi in summary(NOW).kpis]


def test_a_kpi_without_data_is_shown_as_such_and_never_as_zero(screen: Screen) -> None:
    screen.open("kpis")
    row = screen.table(TABLE).set_index("指標番号").loc["K06"]
    assert row["評価"] == "？ データなし"
    assert str(row["実績値"]) == "nan"
    assert "実績はまだありません。" in screen.findings


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"pillar": "人財育成"}, lambda kpi: kpi.pillar == "P3"),
        ({"krating": ["■ 遅れ", "後退"]}, lambda kpi: kpi.rating in {"behind", "worsened"}),
        ({"dept": "総務課"}, lambda kpi: kpi.department == "総務課"),
    ],
)
def test_each_filter_of_the_address_narrows_figures_and_table(
    screen: Screen, query: dict[str, str | list[str]], wanted: Callable[[KpiResult], bool]
) -> None:
    screen.open("kpis", **query)
    kpis = [kpi for kpi in worst_first(summary(NOW)) if wanted(kpi)]
    assert 0 < len(kpis) < len(summary(NOW).kpis)
    assert list(screen.small_figures) == [f"kpi-{kpi.kpi_id}" for kpi in kpis]
    assert column(screen.table(TABLE), "指標番号") == [kpi.kpi_id for kpi in kpis]
    assert screen.findings[0] == kpi_sentences.counts(kpis)


def test_a_monthly_kpi_in_full_shows_its_process_behaviour_chart(screen: Screen) -> None:
    screen.open("kpis", kpi="K09")
    (kpi,) = (kpi for kpi in summary(NOW).kpis if kpi.kpi_id == "K09")
    chart = analyse(kpi)
    assert chart is not None
    assert screen.figures == ["kpi-K09-large", "xmr-K09"]
    details = ["この指標の数値", "この指標につながる取組", "期の結果"]
    assert screen.titles == [f"{kpi.name}(時間・時点)", *details, f"{kpi.name}の管理図(XmR)", "指標の一覧"]
    assert kpi_sentences.xmr(kpi, chart) in screen.findings
    screen.numbers("xmr-K09")
    assert f"(実績の合計) ÷ {chart.n} = 12.5時間" in screen.text
    shown = screen.table(f"{kpi.name}の管理図(XmR)の数値")
    assert column(shown, "値がない理由").count("未集計") == len(kpi.pending)
    assert column(shown, "実績値(時間)").count(None) == len(kpi.pending)


def test_a_yearly_kpi_says_why_it_has_no_process_behaviour_chart(screen: Screen) -> None:
    screen.open("kpis", kpi="K08")
    (kpi,) = (kpi for kpi in summary(NOW).kpis if kpi.kpi_id == "K08")
    assert screen.figures == ["kpi-K08-large"]
    assert screen.told("info") == [f"管理図(XmR)は表示しません: {kpi_sentences.no_chart(kpi)}"]


def test_a_kpi_in_full_shows_both_percentages_and_the_result_of_each_period(screen: Screen) -> None:
    screen.open("kpis", kpi="K10")
    (kpi,) = (kpi for kpi in summary(NOW).kpis if kpi.kpi_id == "K10")
    shown = screen.table("この指標の数値").iloc[0]
    assert (shown["達成率(基準値から、%)"], shown["目標比(%)"]) == (-8.6, 130.4)
    results = screen.table(f"{kpi.name}の期の結果")
    assert column(results, "期") == ["第1期"]
    assert column(results, "実績値(千枚)") == [3180]
    assert column(results, "期の結果") == ["未達"]


def test_a_kpi_in_full_says_who_answers_for_it_and_how_it_is_counted(screen_of: Look, folder: Path) -> None:
    kpis = pd.read_csv(folder / "kpis.csv", dtype=str, keep_default_na=False)
    kpis.insert(3, "経路", "")
    kpis["関係課"] = ""
    kpis.loc[kpis["指標番号"] == "K10", ["経路", "関係課"]] = ["段階", "会計課、市民課"]
    kpis.to_csv(folder / "kpis.csv", index=False)
    screen = screen_of(folder).open("kpis", kpi="K10")
    row = kpis.set_index("指標番号").loc["K10"]
    told = {"所管課": row["所管課"], "関係課": "会計課、市民課", "経路": "段階", "算出方法": row["算出方法"]}
    assert {term: screen.terms[term] for term in told} == told
    assert screen.open("kpis", kpi="K08").terms.keys().isdisjoint({"関係課"})
    assert column(screen.table(TABLE), "経路").count("段階") == 1


def test_a_kpi_in_full_names_the_actions_that_are_to_move_it_and_says_where_they_do_not(screen: Screen) -> None:
    screen.open("kpis", kpi="K14")
    shown = screen.table("この指標につながる取組")
    assert column(shown, "取組番号") == ["P3-01", "P3-06"]
    assert "関係する取組2件はすべて順調・完了ですが、成果の指標は目標の範囲を外れています。" in screen.findings
    assert "この指標につながる取組" not in screen.open("kpis", kpi="K12").titles


def test_the_reason_for_a_kpis_rating_is_worked_out(screen: Screen) -> None:
    screen.open("kpis", kpi="K10").numbers("kpi-K10-large")
    assert "達成率(基準値から) = 100 × (3,260 − 3,200) ÷ (2,500 − 3,200) = −8.6%" in screen.text
    assert "進度 0.95 以上は順調、0.80 以上はやや遅れ" in screen.text
    assert len(screen.table(f"{screen.titles[0]}の数値")) == 3


def test_an_earlier_date_knows_only_what_was_known_then(screen: Screen) -> None:
    screen.open("kpis", as_of="2024-04-16")
    then = summary(date(2024, 4, 16))
    assert column(screen.table(TABLE), "実績値") == [kpi.actual for kpi in worst_first(then)]


def test_a_kpi_in_full_has_the_opinions_that_touched_it(screen: Screen) -> None:
    screen.open("kpis", kpi="K10")
    assert "この指標への意見" in screen.titles
    assert "紙の使用量が減っていない。" in screen.text
    assert "actions?action=P2-06" in screen.html
    screen.open("kpis", kpi="K09")
    assert "この指標への意見" not in screen.titles
