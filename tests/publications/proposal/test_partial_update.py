from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import NothingToPublish, NotPossible, Rejected
from kdx_metrics.intake.checking import check
from kdx_metrics.plan.tables import tables
from kdx_metrics.publications.proposal.merging import merge, same_table, suggest_mode, written
from kdx_metrics.publications.proposal.staging import Upload
from kdx_metrics.publications.revisions import contents, list_revisions, uploaded_bytes
from kdx_metrics.publications.verify import verify
from tests.factories import action as typed
from tests.factories import actual, frame
from tests.publications.support import (
    ACTION_HEADER,
    AS_AT,
    LATER,
    action,
    actions,
    actuals,
    csv,
    kpis,
    put,
    strategy,
)

ACTIONS = tables(strategy())["action_plan"]
ACTUALS = tables(strategy())["kpi_actuals"]
COLUMNS = set(ACTIONS.by_name)


def part(*rows: str, header: str = ACTION_HEADER, name: str = "総務課.csv") -> Upload:
    return Upload(name, csv(header, *rows), mode="merge")


def read_back(frame: pd.DataFrame, data: bytes) -> pd.DataFrame:
    checked = check(data, strategy(), file_name="x.csv", as_at=date(2030, 1, 1))
    assert checked.issues == []
    assert checked.frame is not None
    assert len(checked.frame) == len(frame)
    return checked.frame


def progress(store: Store) -> dict[str, float]:
    newest = list_revisions(store)[-1]
    with store.reading() as connection:
        data = contents(connection, [newest.id])[newest.id]
    checked = check(data, strategy(), file_name="x.csv", as_at=LATER)
    assert checked.frame is not None
    return dict(zip(checked.frame["action_id"], checked.frame["progress"], strict=True))


def test_sent_rows_win_other_rows_and_their_order_stay_and_new_ones_come_last(store: Store) -> None:
    put(store, actions(50))
    put(store, part(action(9, 10), action(2, 70)))
    assert list(progress(store).items()) == [("A-01", 50), ("A-02", 70), ("A-03", 50), ("A-09", 10)]


def test_the_file_as_uploaded_and_the_merged_table_are_both_kept(store: Store) -> None:
    put(store, actions(50))
    sent = part(action(2, 70))
    put(store, sent)
    newest = list_revisions(store)[-1]
    assert (newest.mode, newest.rows, newest.parent, newest.file_name) == ("merge", 3, 1, "総務課.csv")
    with store.reading() as connection:
        assert uploaded_bytes(connection, newest.id) == sent.data
        merged = contents(connection, [newest.id])[newest.id]
    assert merged.startswith("\ufeff取組番号,柱,期,施策,取組名,所管課,".encode())
    assert b"A-03" in merged
    assert verify(store, strategy()) == []


def test_columns_that_were_not_sent_keep_their_values(store: Store) -> None:
    put(store, Upload("a.csv", csv(ACTION_HEADER, action(1, 50, remarks="前回の備考"))))
    header, row = ACTION_HEADER.removesuffix(",備考"), action(1, 60).removesuffix(",")
    put(store, part(row, header=header))
    newest = list_revisions(store)[-1]
    with store.reading() as connection:
        assert "前回の備考".encode() in contents(connection, [newest.id])[newest.id]


def test_a_blank_that_was_sent_wins_as_well(store: Store) -> None:
    put(store, Upload("a.csv", csv(ACTION_HEADER, action(1, 50, remarks="古い"))))
    put(store, part(action(1, "")))
    newest = list_revisions(store)[-1]
    with store.reading() as connection:
        assert "古い".encode() not in contents(connection, [newest.id])[newest.id]


def test_files_of_several_departments_are_laid_over_each_other_in_one_publication(store: Store) -> None:
    put(store, actions(50))
    put(store, part(action(1, 60), name="総務課.csv"), part(action(2, 70), name="税務課.csv"))
    assert progress(store) == {"A-01": 60, "A-02": 70, "A-03": 50}
    assert [(revision.parent, revision.publication) for revision in list_revisions(store)] == [
        (None, 1),
        (1, 2),
        (2, 2),
    ]
    assert verify(store, strategy()) == []


def test_two_files_that_speak_of_the_same_row_are_refused(store: Store) -> None:
    put(store, actions(50))
    with pytest.raises(NotPossible, match=r"同じ行が2つのファイルかシートにあります\(A-01 2\)"):
        put(store, part(action(1, 60)), part(action(1, 70)))


def test_a_part_without_a_table_to_lie_on_is_the_whole_table(store: Store) -> None:
    put(store, part(action(1, 60)))
    assert [(revision.mode, revision.merged_sha256) for revision in list_revisions(store)] == [("replace", None)]


def test_a_part_that_changes_no_cell_is_nothing_to_publish(store: Store) -> None:
    put(store, actions(50))
    with pytest.raises(NothingToPublish):
        put(store, part(action(2, 50)))


def test_a_part_may_confirm_the_table_for_a_later_date(store: Store) -> None:
    put(store, actions(50))
    put(store, part(action(2, 50)), as_at=LATER)
    assert [revision.as_at for revision in list_revisions(store)] == [AS_AT, LATER]


def test_a_part_that_makes_the_whole_wrong_is_refused(store: Store) -> None:
    put(store, actions(50))
    other_pillar = action(1, 50).replace(",P1,2,", ",P2,1,").replace("2025-04-01,2027-03-31", "2023-04-01,2025-03-31")
    with pytest.raises(Rejected):
        put(store, part(other_pillar))


def test_new_actuals_are_added_to_the_known_ones(store: Store) -> None:
    put(store, kpis(1, 2), actuals(1))
    put(store, Upload("k.csv", actuals(2).data, mode="merge"))
    assert list_revisions(store)[-1].rows == 2


def test_a_file_without_whole_departments_looks_like_a_part() -> None:
    current = frame("action_plan", [typed("A-01"), typed("A-02"), typed("A-03", department="税務課")])
    sent = frame("action_plan", [typed("A-01", progress=60.0), typed("A-02")])
    assert suggest_mode(current, sent, ACTIONS) == "merge"


def test_a_file_without_most_rows_looks_like_a_part() -> None:
    current = frame("action_plan", [typed(f"A-0{n}") for n in range(1, 6)])
    assert suggest_mode(current, current.iloc[:2], ACTIONS) == "merge"


def test_a_file_that_lacks_a_row_of_a_department_that_reports_looks_like_the_whole() -> None:
    current = frame("action_plan", [typed(f"A-0{n}") for n in range(1, 6)])
    assert suggest_mode(current, current.iloc[:4], ACTIONS) == "replace"
    assert suggest_mode(current, current, ACTIONS) == "replace"


def test_a_reason_for_a_missing_value_is_carried_and_goes_when_a_value_comes() -> None:
    current = frame(
        "kpi_actuals",
        [
            actual("K-01", date(2026, 3, 31), None, value_missing="秘匿"),
            actual("K-02", date(2026, 3, 31), None, value_missing="未集計"),
        ],
    )
    merged = merge(
        current, frame("kpi_actuals", [actual("K-02", date(2026, 3, 31), 5.0)]), ACTUALS, set(ACTUALS.by_name)
    )
    assert merged["value_missing"].tolist() == ["秘匿", ""]
    back = check(written(merged, ACTUALS), strategy(), file_name="k.csv")
    assert back.frame is not None
    assert same_table(back.frame, merged)


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"]), max_size=12
)
ROWS = st.lists(
    st.builds(
        lambda number, title, issue, done: typed(f"A-{number:03}", title=title, issue=issue, progress=done),
        st.integers(1, 999),
        TEXTS.map(lambda text: f"取組{text}"),
        TEXTS.map(lambda text: f"課題{text}"),
        st.one_of(st.none(), st.floats(2, 100).map(lambda value: round(value, 3))),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row["action_id"],
)


@settings(max_examples=25, deadline=None)
@given(ROWS, ROWS)
def test_whatever_is_merged_reads_back_cell_for_cell_and_loses_no_row(
    current: list[dict[str, str | float | date | None]], sent: list[dict[str, str | float | date | None]]
) -> None:
    old, new = frame("action_plan", current), frame("action_plan", sent)
    merged = merge(old, new, ACTIONS, COLUMNS)
    assert set(merged["action_id"]) == set(old["action_id"]) | set(new["action_id"])
    assert merged["action_id"].is_unique
    kept = merged.set_index("action_id").loc[new["action_id"]].reset_index()[list(new.columns)]
    assert same_table(kept, new)
    assert same_table(read_back(merged, written(merged, ACTIONS)), merged)
