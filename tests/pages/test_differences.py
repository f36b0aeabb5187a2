"""The list of changes to download: every cell of what comes, goes or differs, one a line."""

from __future__ import annotations

from kdx_metrics.plan.tables import tables
from kdx_metrics.publications.proposal.rehearsal import difference
from pages.tables.differences import difference_listing
from tests.factories import AS_OF, actual, frame, strategy


def test_every_cell_of_a_row_that_comes_or_goes_and_every_cell_that_differs_is_a_line() -> None:
    table = tables(strategy())["kpi_actuals"]
    before = frame("kpi_actuals", [actual("K-01", AS_OF, 900.0), actual("K-02", AS_OF, 5.0)])
    after = frame("kpi_actuals", [actual("K-02", AS_OF, 6.0), actual("K-03", AS_OF, None, remarks="遅れて届く")])
    changes = difference(before, after, table)
    lines = difference_listing(changes, table).frame
    assert list(lines.columns) == ["変化", "指標番号・時点", "項目", "前", "後"]
    assert lines.to_numpy().tolist() == [
        ["追加", "K-03 2026-11-23", "指標番号", "", "K-03"],
        ["追加", "K-03 2026-11-23", "時点", "", "2026-11-23"],
        ["追加", "K-03 2026-11-23", "出典", "", "サンプル"],
        ["追加", "K-03 2026-11-23", "備考", "", "遅れて届く"],
        ["削除", "K-01 2026-11-23", "指標番号", "K-01", ""],
        ["削除", "K-01 2026-11-23", "時点", "2026-11-23", ""],
        ["削除", "K-01 2026-11-23", "実績値", "900", ""],
        ["削除", "K-01 2026-11-23", "出典", "サンプル", ""],
        ["変更", "K-02 2026-11-23", "実績値", "5", "6"],
    ]
    assert changes.counts == "追加1行、変更1行(1セル)、削除1行"


def test_no_difference_is_a_list_of_no_line() -> None:
    table = tables(strategy())["kpi_actuals"]
    same = frame("kpi_actuals", [actual("K-01", AS_OF, 900.0)])
    assert len(difference_listing(difference(same, same, table), table)) == 0
