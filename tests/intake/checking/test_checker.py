"""A checked file: its typed frame, its issues in order, and the rules that span tables."""

from __future__ import annotations

import string

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kdx_metrics.intake.checking import check, check_across, check_sheet
from kdx_metrics.intake.csv_reader import sheet_of
from kdx_metrics.intake.issues import Issue
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import TableName, tables
from tests.intake.bad_inputs.building import ACTION, actions, actuals, kpis, milestones

TEXTS: dict[TableName, str] = {
    "action_plan": actions(),
    "kpis": kpis(),
    "kpi_actuals": actuals(),
    "milestones": milestones(),
}


def frame_of(text: str, strategy: Strategy) -> pd.DataFrame:
    file = check(text.encode(), strategy, file_name="x.csv")
    assert file.frame is not None, file.issues
    return file.frame


def one_period(strategy: Strategy) -> Strategy:
    """Another city: one period of five years, one pillar."""
    content = strategy.model_dump(by_alias=True)
    content["period"] = [{"number": 1, "name": "前期", "first_fiscal_year": 2026, "last_fiscal_year": 2030}]
    content["pillar"] = content["pillar"][:1]
    return Strategy.model_validate(content)


@pytest.mark.parametrize("name", TEXTS)
def test_a_typed_frame_has_every_column_in_template_order_with_its_dtype(name: TableName, strategy: Strategy) -> None:
    frame = frame_of(TEXTS[name], strategy)
    empty = tables(strategy)[name].empty_frame()
    pd.testing.assert_series_equal(frame.dtypes, empty.dtypes)
    assert list(frame.columns[: len(tables(strategy)[name].columns)]) == list(tables(strategy)[name].by_name)
    assert (frame.index.name, frame.index.tolist()) == ("row", [2])
    assert (empty.index.name, len(empty)) == ("row", 0)


def test_the_dtypes_are_those_that_numbers_are_made_from(strategy: Strategy) -> None:
    types = frame_of(actions(), strategy).dtypes.astype(str)
    wanted = {"title": "str", "pillar": "str", "period": "int64", "planned_end": "datetime64[s]", "progress": "float64"}
    assert {name: types[name] for name in wanted} == wanted


def test_optional_columns_may_be_absent_and_are_then_missing(strategy: Strategy) -> None:
    required = [column.header for column in tables(strategy)["action_plan"].columns if column.required]
    frame = frame_of(actions(header=required), strategy)
    assert frame["progress"].isna().all()
    assert frame["updated_on"].isna().all()
    assert frame.loc[2, "weight"] == 1.0
    assert (frame.loc[2, "goal"], frame.loc[2, "progress_missing"]) == ("", "")


def test_another_city_has_its_own_pillars_and_periods(strategy: Strategy) -> None:
    other = one_period(strategy)
    row = {"期": "前期", "開始予定": "2026-04-01", "完了予定": "2031-03-31"}
    frame = frame_of(actions(row), other)
    assert frame.loc[2, "period"] == 1
    assert list(tables(other)["kpis"].empty_frame().filter(like="target_")) == ["target_1"]
    text = kpis(
        {"前期目標": "500"},
        header=[name for name in kpis().splitlines()[0].split(",") if "期目標" not in name] + ["前期目標"],
    )
    assert frame_of(text, other).loc[2, "target_1"] == 500


def test_issues_are_errors_first_then_in_file_order(strategy: Strategy) -> None:
    text = actions({"進捗率": "0.5"}, {"取組番号": "A-02", "進捗率": "101", "柱": "P9"}, {"取組番号": "", "期": "9"})
    file = check(text.encode(), strategy, file_name="x.csv")
    assert [issue.cell for issue in file.issues] == ["B3", "J3", "A4", "C4", "J2"]
    assert file.frame is None
    assert not file.ok


def test_an_issue_knows_its_table_row_header_and_value(strategy: Strategy) -> None:
    (issue,) = check(actions({"進捗率": "１０１"}).encode(), strategy, file_name="x.csv").issues
    assert issue == Issue(
        table="action_plan",
        row=2,
        column="進捗率",
        cell="J2",
        value="１０１",
        code="progress_out_of_range",
        message="進捗率「１０１」は0から100の範囲にありません。",
        severity="error",
        fix="0から100の数を入力してください。",
        subject="A-01 オンライン申請の拡大",
    )


def test_addresses_follow_the_columns_of_the_file_not_of_the_template(strategy: Strategy) -> None:
    text = actions({"進捗率": "101"}, header=["進捗率", *(name for name in ACTION if name != "進捗率")])
    file = check(text.encode(), strategy, file_name="x.csv")
    assert [issue.cell for issue in file.issues] == ["A2"]
    assert file.positions["progress"] == 0


def test_a_hostile_cell_is_quoted_visibly_and_cut(strategy: Strategy) -> None:
    text = actions({"進捗率": "{value}\x1b[31m" + "x" * 500})
    (issue,) = check(text.encode(), strategy, file_name="x.csv").issues
    assert issue.code == "control_character"
    long = check(actions({"柱": "{0}" + "柱" * 500}).encode(), strategy, file_name="x.csv").issues[0]
    assert long.message == f"柱「{{0}}{'柱' * 57}…」は戦略にありません。"
    assert long.value is not None
    assert len(long.value) == 201


def test_no_rule_follows_from_a_cell_that_could_not_be_read(strategy: Strategy) -> None:
    text = kpis(
        {"方向性": "維持", "許容幅": "少し"}, {"指標番号": "K-02", **{f"第{n}期目標": "?" for n in range(1, 5)}}
    )
    file = check(text.encode(), strategy, file_name="x.csv")
    assert [(issue.cell, issue.code) for issue in file.issues] == [
        ("M2", "not_a_number"),
        *((f"{letter}3", "not_a_number") for letter in "IJKL"),
    ]


def test_without_a_status_date_nothing_is_in_the_future(strategy: Strategy) -> None:
    assert check(actuals({"時点": "2099-03-31"}).encode(), strategy, file_name="x.csv").ok


def test_rules_that_span_tables_name_the_cell_in_either_column_order(strategy: Strategy) -> None:
    cumulative = frame_of(kpis({"集計": "累計"}), strategy)
    rows: tuple[dict[str, str], ...] = ({"時点": "2026-08-31", "実績値": "901"}, {}, {"指標番号": "K-99"})
    plain = frame_of(actuals(*rows), strategy)
    issues = check_across({"kpis": cumulative, "kpi_actuals": plain}, strategy)
    assert [(issue.cell, issue.code, issue.value) for issue in issues] == [
        ("A4", "orphan_kpi", "K-99"),
        ("C3", "falling_cumulative", "900"),
    ]
    turned = check(actuals(*rows, header=["実績値", "時点", "指標番号"]).encode(), strategy, file_name="x.csv")
    assert turned.frame is not None
    placed = check_across(
        {"kpis": cumulative, "kpi_actuals": turned.frame}, strategy, {"kpi_actuals": turned.positions}
    )
    assert [issue.cell for issue in placed] == ["C4", "A3"]
    assert check_across({"kpi_actuals": plain}, strategy) == []


def test_a_sheet_from_elsewhere_is_checked_alike(strategy: Strategy) -> None:
    sheet = sheet_of([["指標番号", "時点", "実績値"], ["K-01", "R8.9.30", "９００"]])
    file = check_sheet(sheet, strategy, file_name="x.xlsx", sha256="00")
    assert (file.ok, file.encoding, file.sha256) == (True, None, "00")
    assert [(repair.cell, repair.after) for repair in file.repairs] == [("B2", "2026-09-30"), ("C2", "900")]


@given(st.binary(max_size=200))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_never_raise_and_are_never_publishable(strategy: Strategy, data: bytes) -> None:
    file = check(data, strategy, file_name="x.csv")
    assert file.issue_count == len(file.issues) >= 1
    assert not file.ok


CELL = st.text(alphabet=st.sampled_from(string.digits + '-/.年月日％▲,"\n\x00\x07 令和R期P完了未①－～髙'), max_size=8)


@given(st.lists(st.lists(CELL, min_size=1, max_size=18), max_size=3), st.sampled_from(sorted(TEXTS)), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_cells_below_a_header_never_raise(
    strategy: Strategy, rows: list[list[str]], name: TableName, data: st.DataObject
) -> None:
    body = "\n".join(",".join(row) for row in rows)
    encoded = f"{TEXTS[name]}{body}".encode(data.draw(st.sampled_from(["utf-8", "cp932"])))
    file = check(encoded, strategy, file_name="x.csv")
    assert file.ok == (not any(issue.severity == "error" for issue in file.issues))
    assert (file.frame is not None) == file.ok
