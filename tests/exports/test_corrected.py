"""The corrected copy has the repairs in their cells and everything else unchanged."""

from __future__ import annotations

from kdx_metrics.exports.corrected import corrected_copy
from kdx_metrics.intake.checking import check
from kdx_metrics.plan.strategy import Strategy
from tests.intake.bad_inputs.building import AS_AT, actions


def test_repairs_are_applied_in_their_cells_and_the_rest_stays(strategy: Strategy) -> None:
    data = actions({"進捗率": "４０％", "更新日": "R8.10.1"}, {"取組番号": "A-02", "進捗率": "１０１"}).encode("cp932")
    result = check(data, strategy, file_name="x.csv", as_at=AS_AT)
    copy = corrected_copy(data, "x.csv", strategy, result.repairs)
    again = check(copy, strategy, file_name="y.csv", as_at=AS_AT)
    assert copy.startswith(b"\xef\xbb\xbf")
    assert [(issue.cell, issue.code) for issue in again.issues] == [(issue.cell, issue.code) for issue in result.issues]
    assert {repair.cell for repair in result.repairs} & {repair.cell for repair in again.repairs} == set()


def test_a_cell_that_excel_would_run_is_written_as_text(strategy: Strategy) -> None:
    data = actions({"備考": "=1+1", "進捗率": "４０"}).encode()
    result = check(data, strategy, file_name="x.csv", as_at=AS_AT)
    assert "'=1+1" in corrected_copy(data, "x.csv", strategy, result.repairs).decode("utf-8-sig")
