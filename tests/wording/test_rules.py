"""Rules in words: every threshold that the prose names is the one in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest

from kdx_metrics.numbers import kpi
from kdx_metrics.numbers.kpi import forecast, spc
from kdx_metrics.numbers.meeting import attention, carry_over
from kdx_metrics.numbers.meeting.attention import KINDS
from kdx_metrics.plan.strategy import Assessment
from kdx_metrics.wording import rules
from kdx_metrics.wording.glossary import glossary
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.words import ATTENTION_WORDS, signal_word
from tests.factories import kpi as kpi_row
from tests.factories import series, strategy, summary


def meaning(term: str) -> Callable[[], str]:
    """The glossary's explanation of a term."""
    return lambda: next(terms[term] for terms in glossary(strategy()).values() if term in terms)


def without_forecast() -> str:
    result = summary((), [kpi_row()], series("K-01", [500.0]))
    return kpi_sentences.outlook(result.kpis[0], result.forecasts["K-01"])


def without_chart() -> str:
    return kpi_sentences.no_chart(summary((), [kpi_row()], series("K-01", [500.0])).kpis[0])


@pytest.mark.parametrize(
    ("module", "constant", "now", "changed", "prose"),
    [
        (attention, "PERIOD_END_WITHIN_DAYS", "90日以内", (60, "60日以内"), meaning("期末が近い")),
        (attention, "PERIOD_END_WITHIN_DAYS", "90日以内", (60, "60日以内"), rules.attention_order),
        (forecast, "FEWEST_ACTUALS", "実績が6点以上", (8, "実績が8点以上"), meaning("見込み")),
        (forecast, "FEWEST_ACTUALS", "実績が6件以上", (8, "実績が8件以上"), rules.forecasts),
        (forecast, "FEWEST_ACTUALS", "6件以上で計算", (8, "8件以上で計算"), without_forecast),
        (forecast, "BAND", "80%の幅", (90, "90%の幅"), meaning("見込み")),
        (forecast, "BAND", "80%の幅", (90, "90%の幅"), meaning("達成見込み")),
        (forecast, "BAND", "80%の幅", (90, "90%の幅"), meaning("未達見込み")),
        (forecast, "BAND", "80%の幅", (90, "90%の幅"), meaning("不確か")),
        (forecast, "BAND", "80%の幅", (90, "90%の幅"), rules.forecasts),
        (kpi, "STALE_AFTER_DAYS", "400日より前", (500, "500日より前"), meaning("古い値")),
        (spc, "FEWEST_POINTS", "12点以上", (15, "15点以上"), meaning("管理図")),
        (spc, "FEWEST_POINTS", "12件以上", (15, "15件以上"), without_chart),
        (spc, "RUN", "片側に7点", (9, "片側に9点"), meaning("合図")),
        (spc, "RUN", "片側に7点連続、7点連続", (9, "片側に9点連続、9点連続"), rules.xmr),
        (spc, "RUN", "片側に7点以上", (9, "片側に9点以上"), lambda: signal_word("run")),
        (spc, "RUN", "7点以上の上昇", (9, "9点以上の上昇"), lambda: signal_word("trend")),
        (spc, "LIMIT_FACTOR", "± 2.66 ×", (3.0, "± 3.0 ×"), rules.xmr),
        (spc, "OUTLIER_FACTOR", "3.267倍以上", (4.0, "4.0倍以上"), rules.xmr),
        (carry_over, "HALF_PLANNED", "予定の半分を過ぎて", (60.0, "予定の60%を過ぎて"), rules.suggestions),
        (carry_over, "SLOW", "速さが予定の半分未満", (0.4, "速さが予定の40%未満"), rules.suggestions),
    ],
)
def test_a_changed_threshold_changes_the_prose_that_names_it(
    module: ModuleType,
    constant: str,
    now: str,
    changed: tuple[float, str],
    prose: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert now in prose()
    value, words = changed
    monkeypatch.setattr(module, constant, value)
    assert words in prose()


def test_the_bands_of_the_strategy_are_said() -> None:
    assert "10ポイントまでの遅れは順調、25ポイントまではやや遅れ" in rules.groups(strategy())
    assert "進度 0.95 以上は順調、0.80 以上はやや遅れ" in rules.kpis(strategy())


def test_the_order_of_the_attention_list_is_said_in_its_own_words() -> None:
    order = rules.attention_order()
    positions = [order.index(ATTENTION_WORDS[kind].word) for kind in KINDS]
    assert order.startswith("並び順: 期限超過 → 遅れ → 指標が後退")
    assert positions == sorted(positions)


def test_reports_count_from_the_date_before_on() -> None:
    counted = "までの進捗率を報告とみなします(完了・中止・開始前の取組は数えません)。"
    now, city = date(2026, 10, 31), strategy().model_copy(update={"assessments": ()})
    assert rules.reports(date(2026, 1, 7), now, city) == f"更新日が令和8年1月7日より後、令和8年10月31日{counted}"
    assert rules.reports(None, now, city) == f"更新日がこれまで、令和8年10月31日{counted}"


def test_where_people_rate_their_ratings_are_reports_too() -> None:
    city = strategy().model_copy(update={"assessments": (Assessment(word="A", means="on_track"),)})
    assert "令和8年10月31日までの進捗率か年度評価を報告とみなします" in rules.reports(None, date(2026, 10, 31), city)
