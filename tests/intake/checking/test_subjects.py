"""Issues say which 取組, 指標 or event their row is about, by code and name as far as they can be read."""

from __future__ import annotations

import pandas as pd

from kdx_metrics.intake.checking import check, check_across
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName
from tests.intake.bad_inputs.building import actions, actuals, kpis, milestones


def subjects(text: str, strategy: Strategy, beside: dict[TableName, pd.DataFrame] | None = None) -> list[str]:
    """Subjects of the issues of a file, in the order of the issues."""
    return [issue.subject for issue in check(text.encode(), strategy, file_name="x.csv", beside=beside or {}).issues]


def kpi_frame(strategy: Strategy) -> pd.DataFrame:
    frame = check(kpis().encode(), strategy, file_name="x.csv").frame
    assert frame is not None
    return frame


def test_a_row_is_called_by_its_code_and_name(strategy: Strategy) -> None:
    assert subjects(actions({"進捗率": "101"}), strategy) == ["A-01 オンライン申請の拡大"]
    assert subjects(kpis({"基準値": "多数"}), strategy) == ["K-01 オンライン申請の件数"]
    assert subjects(milestones({"区分": "雑談"}), strategy) == ["第1回本部会議"]


def test_what_cannot_be_read_of_a_subject_is_left_out(strategy: Strategy) -> None:
    assert subjects(actions({"取組番号": "", "進捗率": "101"}), strategy) == ["オンライン申請の拡大"] * 2
    assert subjects(actions({"取組名": "", "進捗率": "101"}), strategy) == ["A-01"] * 2
    assert subjects("", strategy) == [""]


def test_an_actual_is_called_by_the_name_of_its_kpi(strategy: Strategy) -> None:
    text = actuals({"指標番号": "ｋ－01", "実績値": "多数"})
    assert subjects(text, strategy) == ["ｋ－01"]
    assert subjects(text, strategy, {"kpis": kpi_frame(strategy)}) == ["ｋ－01 オンライン申請の件数"]


def test_a_hostile_name_is_quoted_visibly_and_cut(strategy: Strategy) -> None:
    (subject,) = subjects(actions({"取組名": "\x00" + "あ" * 500, "進捗率": "101"}), strategy)[-1:]
    assert "\x00" not in subject
    assert len(subject) <= 61


def test_rules_that_span_tables_name_the_row_too(strategy: Strategy) -> None:
    frame = check(actuals({"指標番号": "K-99"}).encode(), strategy, file_name="x.csv", together=True).frame
    assert frame is not None
    issues = check_across({"kpis": kpi_frame(strategy), "kpi_actuals": frame}, strategy)
    assert [issue.subject for issue in issues] == ["K-99"]
