"""The corrected copy: repairs in their cells, everything else where it was."""

from __future__ import annotations

from kdx_metrics.exports.corrected import corrected_copy
from kdx_metrics.intake.checking import check
from kdx_metrics.plan.strategy import Strategy
from tests.intake.bad_inputs.building import AS_AT, actions


def test_repairs_are_applied_in_their_cells_and_the_rest_stays(strategy: Strategy) -> None:
    data = actions({"進捗率": "４０％", "更新日": "R8.10.1"}, {"取組番号": "A-02", "進捗率": "１０１"}).encode("cp932")
    found = check(data, strategy, file_name="x.csv", as_at=AS_AT)
    copy = corrected_copy(data, "x.csv", strategy, found.repairs)
    again = check(copy, strategy, file_name="y.csv", as_at=AS_AT)
    assert copy.startswith(b"\xef\xbb\xbf")
    assert [(one.cell, one.code) for one in again.issues] == [(one.cell, one.code) for one in found.issues]
    assert [one.cell for one in found.repairs if one.cell in {repair.cell for repair in again.repairs}] == []


def test_a_cell_that_excel_would_run_is_written_as_text(strategy: Strategy) -> None:
    data = actions({"備考": "=1+1", "進捗率": "４０"}).encode()
    found = check(data, strategy, file_name="x.csv", as_at=AS_AT)
    assert "'=1+1" in corrected_copy(data, "x.csv", strategy, found.repairs).decode("utf-8-sig")
