from __future__ import annotations

from datetime import date

import pandas as pd

from kdx_metrics.plan.tables import TableName, tables
from kdx_metrics.publications.rehearsal import CellDifference, difference, rehearse
from tests.factories import AS_OF, Row, action, actual, frame, kpi, milestone, strategy

DAY = date(2026, 3, 31)


def whole(**rows: list[Row]) -> dict[TableName, pd.DataFrame]:
    return {name: frame(name, rows.get(name, [])) for name in tables(strategy())}


def keys(rows: pd.DataFrame) -> list[list[str]]:
    return rows[["取組番号", "期"]].to_numpy().tolist()


def test_added_removed_and_changed_rows_are_told_by_their_keys() -> None:
    table = tables(strategy())["action_plan"]
    before = frame("action_plan", [action("A-01", progress=40.0), action("A-02"), action("A-03")])
    after = frame("action_plan", [action("A-04"), action("A-03"), action("A-01", progress=45.5, next_step="続ける")])
    differences = difference(before, after, table)
    assert keys(differences.added) == [["A-04", "2"]]
    assert keys(differences.removed) == [["A-02", "2"]]
    assert differences.cells == (
        CellDifference(("A-01", "2"), "進捗率", "40", "45.5"),
        CellDifference(("A-01", "2"), "今後の対応", "", "続ける"),
    )
    assert differences.changed_rows == 1
    assert len(before) - len(differences.removed) + len(differences.added) == len(after)


def test_a_row_that_comes_or_goes_is_told_whole_as_its_file_would_write_it() -> None:
    table = tables(strategy())["kpi_actuals"]
    before = frame("kpi_actuals", [actual("K-01", DAY, 1234.5, remarks="速報"), actual("K-02", DAY, 0.0)])
    after = frame("kpi_actuals", [actual("K-02", DAY, 0.0), actual("K-03", DAY, None, value_missing="未集計")])
    differences = difference(before, after, table)
    assert (
        list(differences.added.columns)
        == list(differences.removed.columns)
        == [*("指標番号", "時点", "実績値"), *("要因", "今後の対応", "本部への依頼", "依頼内容"), "出典", "備考"]
    )
    assert differences.added.to_numpy().tolist() == [["K-03", "2026-03-31", "未集計", *[""] * 4, "サンプル", ""]]
    assert differences.removed.to_numpy().tolist() == [["K-01", "2026-03-31", "1234.5", *[""] * 4, "サンプル", "速報"]]
    assert differences.added.index.tolist() == [3]


def test_another_order_of_the_same_rows_is_no_difference() -> None:
    rows = [milestone(DAY, "第1回"), milestone(DAY, "第2回", end_date=date(2026, 4, 1))]
    table = tables(strategy())["milestones"]
    assert difference(frame("milestones", rows), frame("milestones", rows[::-1]), table).is_empty


def test_a_blank_a_reason_and_a_zero_are_three_different_things() -> None:
    table = tables(strategy())["kpi_actuals"]
    days = [date(2026, month, 28) for month in (1, 2, 3)]
    values: list[Row] = [
        actual("K-01", days[0], None),
        actual("K-01", days[1], None, value_missing="未集計"),
        actual("K-01", days[2], 0.0),
    ]
    moved: list[Row] = [
        actual("K-01", days[0], None, value_missing="秘匿"),
        actual("K-01", days[1], 0.0),
        actual("K-01", days[2], None),
    ]
    cells = difference(frame("kpi_actuals", values), frame("kpi_actuals", moved), table).cells
    assert [(cell.before, cell.after) for cell in cells] == [("", "秘匿"), ("未集計", "0"), ("0", "")]


def test_an_empty_table_that_is_filled_is_all_added() -> None:
    differences = difference(frame("kpis", []), frame("kpis", [kpi("K-01"), kpi("K-02")]), tables(strategy())["kpis"])
    assert differences.added["指標番号"].tolist() == ["K-01", "K-02"]
    assert (len(differences.removed), differences.cells) == (0, ())


def test_ratings_that_would_flip_and_the_headline_are_told() -> None:
    before = whole(action_plan=[action("A-01", progress=90.0), action("A-02", progress=90.0)])
    after = whole(action_plan=[action("A-01", progress=90.0), action("A-02", status="完了", progress=100.0)])
    rehearsal = rehearse(before, after, strategy(), AS_OF)
    (flip,) = rehearsal.flips
    assert flip.before is not None
    assert flip.after is not None
    assert (flip.action_id, flip.before.rating, flip.after.rating) == ("A-02", "on_track", "completed")
    assert (rehearsal.before.overall.ratings["completed"], rehearsal.after.overall.ratings["completed"]) == (0, 1)
    assert rehearsal.changes.overall.actual_change == 5.0


def test_both_sides_are_judged_at_the_same_date() -> None:
    same = whole(action_plan=[action("A-01", progress=10.0)], milestones=[milestone(DAY, "第1回")])
    rehearsal = rehearse(same, same, strategy(), AS_OF)
    assert all(difference_of_table.is_empty for difference_of_table in rehearsal.differences.values())
    assert (rehearsal.flips, rehearsal.kpi_flips, rehearsal.restated, rehearsal.redefined) == ((), (), (), ())
    assert (rehearsal.before.as_of, rehearsal.after.as_of) == (AS_OF, AS_OF)


def test_a_past_value_that_reads_otherwise_is_restated_and_a_new_one_is_not() -> None:
    later = date(2026, 9, 30)
    before = whole(kpis=[kpi("K-01")], kpi_actuals=[actual("K-01", DAY, 900.0)])
    after = whole(kpis=[kpi("K-01")], kpi_actuals=[actual("K-01", DAY, 950.0), actual("K-01", later, 1000.0)])
    (restated,) = rehearse(before, after, strategy(), AS_OF).restated
    assert [(value.as_of, value.before, value.after) for value in restated.restated] == [(DAY, 900.0, 950.0)]


def test_a_kpi_that_comes_to_mean_something_else_is_pointed_out() -> None:
    before = whole(kpis=[kpi("K-01"), kpi("K-02", target_4=2000.0)])
    after = whole(kpis=[kpi("K-01", unit="千人", department="税務課"), kpi("K-02", direction="維持", tolerance=5.0)])
    assert rehearse(before, after, strategy(), AS_OF).redefined == (
        CellDifference(("K-01",), "単位", "人", "千人"),
        CellDifference(("K-02",), "方向性", "増加", "維持"),
    )
