from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import pandas as pd

from kdx_metrics.plan.tables import tables
from kdx_metrics.publications.proposal.merging import merge, written
from kdx_metrics.publications.proposal.rehearsal import CellDifference, Rehearsal, difference, rehearse
from kdx_metrics.publications.revisions import NewRevision
from kdx_metrics.publications.shipped import folder_source
from kdx_metrics.publications.source import Source
from kdx_metrics.publications.tables_at import read_tables
from kdx_metrics.views.rehearsal import three_sides
from kdx_metrics.wording import rehearsals
from tests.factories import AS_OF, Row, action, actual, frame, kpi, milestone, strategy
from tests.shipped import DATA, NOW

DAY = date(2026, 3, 31)


def whole(as_at: date = AS_OF, **rows: list[Row]) -> list[NewRevision]:
    """Every table as a revision of a date, without rows where none are given."""
    return [
        NewRevision(name, as_at, spec.file_name, "utf-8", 0, written(frame(name, rows.get(name, [])), spec))
        for name, spec in tables(strategy()).items()
    ]


def rehearsed(before: Sequence[NewRevision], after: Sequence[NewRevision]) -> Rehearsal:
    """A rehearsal of the date of both."""
    source = Source(strategy(), tuple(before), partial(read_tables, strategy()))
    return rehearse(source, after, after[0].as_at, AS_OF)


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
    rehearsal = rehearsed(before, after)
    (flip,) = rehearsal.flips
    assert flip.before is not None
    assert flip.after is not None
    assert (flip.action_id, flip.before.rating, flip.after.rating) == ("A-02", "on_track", "completed")
    assert (rehearsal.before.overall.ratings["completed"], rehearsal.after.overall.ratings["completed"]) == (0, 1)
    assert rehearsal.changes.overall.actual_change == 5.0


def test_both_sides_are_judged_at_the_same_date() -> None:
    same = whole(action_plan=[action("A-01", progress=10.0)], milestones=[milestone(DAY, "第1回")])
    rehearsal = rehearsed(same, same)
    assert all(difference_of_table.is_empty for difference_of_table in rehearsal.differences.values())
    assert (rehearsal.flips, rehearsal.kpi_flips, rehearsal.restated, rehearsal.redefined) == ((), (), (), ())
    assert (rehearsal.before.as_of, rehearsal.after.as_of) == (AS_OF, AS_OF)


def test_a_past_value_that_reads_otherwise_is_restated_and_a_new_one_is_not() -> None:
    later = date(2026, 9, 30)
    before = whole(kpis=[kpi("K-01")], kpi_actuals=[actual("K-01", DAY, 900.0)])
    after = whole(kpis=[kpi("K-01")], kpi_actuals=[actual("K-01", DAY, 950.0), actual("K-01", later, 1000.0)])
    (restated,) = rehearsed(before, after).restated
    assert [(value.as_of, value.before, value.after) for value in restated.restated] == [(DAY, 900.0, 950.0)]


def test_a_kpi_that_comes_to_mean_something_else_is_pointed_out() -> None:
    before = whole(kpis=[kpi("K-01"), kpi("K-02", target_4=2000.0)])
    after = whole(kpis=[kpi("K-01", unit="千人", department="税務課"), kpi("K-02", direction="維持", tolerance=5.0)])
    assert rehearsed(before, after).redefined == (
        CellDifference(("K-01",), "単位", "人", "千人"),
        CellDifference(("K-02",), "方向性", "増加", "維持"),
    )


TODAY = date(2026, 11, 28)
LATE = ("P2-05", "P3-06")  # two 取組 of 第2期 that are やや遅れ on that day


def two_rows(source: Source) -> pd.DataFrame:
    """The two rows, of which one falls behind."""
    rows = source.snapshot(NOW).actions
    rows = rows[rows["action_id"].isin(LATE) & (rows["period"] == 2)].copy()
    rows["updated_on"] = pd.Timestamp(TODAY)
    rows.loc[rows["action_id"] == LATE[0], "progress"] = 1.0
    return rows


def test_readers_see_what_the_date_and_what_the_file_change_told_apart() -> None:
    source, spec = folder_source(DATA, strategy(), fallback_as_at=NOW), tables(strategy())["action_plan"]
    plan = merge(source.snapshot(NOW).actions, two_rows(source), spec, [column.name for column in spec.columns])
    sent = NewRevision("action_plan", TODAY, spec.file_name, "utf-8", len(plan), written(plan, spec))
    rehearsal = rehearse(source, [sent], TODAY, TODAY)
    sides = rehearsal.screen, rehearsal.before, rehearsal.after
    assert [side.as_of for side in sides] == [NOW, TODAY, TODAY]
    assert [side.overall.ratings["behind"] for side in sides] == [5, 7, 8]
    assert len(rehearsal.flips) == 1
    assert len(rehearsal.aged) >= 2
    assert rehearsal.first_shown == TODAY
    told = rehearsals.ratings(*(side.overall.ratings for side in sides))
    assert told.startswith("遅れ 5→8(日付だけで7)")
    headers = list(three_sides(sides).frame.columns)
    assert headers[2:] == [
        "いまの画面(10月31日時点)",
        "日付だけ進めた場合(11月28日時点)",
        "このファイルを反映(11月28日時点)",
    ]


def test_a_part_leaves_the_date_that_readers_see_first() -> None:
    source, spec = folder_source(DATA, strategy(), fallback_as_at=NOW), tables(strategy())["action_plan"]
    rows = two_rows(source)
    merged = written(merge(source.snapshot(NOW).actions, rows, spec, [column.name for column in spec.columns]), spec)
    sent = NewRevision("action_plan", TODAY, "部分.csv", "utf-8", 43, written(rows, spec), merged, "merge")
    rehearsal = rehearse(source, [sent], TODAY, TODAY)
    assert (rehearsal.first_shown, rehearsal.after.overall.ratings["behind"]) == (NOW, 8)
    assert rehearsals.first_shown(NOW, NOW, TODAY, TODAY).startswith(
        "公開のあとも、最初に表示される時点は令和8年10月31日のまま"
    )


def test_a_date_to_come_is_first_shown_on_its_day() -> None:
    told = rehearsals.first_shown(NOW, NOW, date(2026, 11, 30), TODAY)
    assert told == "令和8年11月30日は今日より先です。その日になるまで、最初に表示される時点は令和8年10月31日です。"


def test_a_correction_of_the_same_date_ages_nothing() -> None:
    rows = [action("A-01", progress=90.0), action("A-02", progress=20.0)]
    rehearsal = rehearsed(whole(action_plan=rows), whole(action_plan=[rows[0], rows[1] | {"progress": 95.0}]))
    assert (rehearsal.aged, len(rehearsal.flips), rehearsal.first_shown) == ((), 1, AS_OF)
    assert "日付だけで" not in rehearsals.ratings(
        rehearsal.screen.overall.ratings, rehearsal.before.overall.ratings, rehearsal.after.overall.ratings
    )
