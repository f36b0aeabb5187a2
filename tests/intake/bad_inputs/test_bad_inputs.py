"""Bad inputs of bad-inputs.md: the right values go in, or the exact cell is named with its mend."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from kdx_metrics.intake.checking import CheckedFile, CheckLimits, check
from kdx_metrics.intake.checking.across import rule_codes
from kdx_metrics.intake.checking.codes import READING_CODES
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import Code
from tests.intake.bad_inputs import (
    bytes_cases,
    date_cases,
    effect_cases,
    kpi_cases,
    number_cases,
    row_cases,
    size_cases,
    structure_cases,
    target_cases,
    value_cases,
    voice_cases,
    word_cases,
    year_cases,
)
from tests.intake.bad_inputs.building import AS_AT, Case, Said, actions, actuals, kpis
from tests.intake.workbook.cases import WORKBOOK_CODES

CASES = (
    *bytes_cases.CASES,
    *structure_cases.CASES,
    *size_cases.CASES,
    *number_cases.CASES,
    *date_cases.CASES,
    *row_cases.CASES,
    *kpi_cases.CASES,
    *target_cases.CASES,
    *value_cases.CASES,
    *word_cases.CASES,
    *effect_cases.CASES,
    *year_cases.CASES,
    *voice_cases.CASES,
)
CODES_OF_A_FOLDER = {"missing_file"}  # test_folder.py


def checked(case: Case, strategy: Strategy) -> CheckedFile:
    other = {"action_plan": case.actions, "kpis": case.kpis, "milestones": case.milestones}
    frames = {name: check(data, strategy, file_name="y.csv").frame for name, data in other.items() if data}
    beside = {name: frame for name, frame in frames.items() if frame is not None}
    strategy = strategy.model_copy(update=dict(case.strategy))
    return check(
        case.data,
        strategy,
        file_name="x.csv",
        table=case.table,
        as_at=AS_AT,
        beside=beside,
        limits=case.limits,
    )


def position(row: int | None, cell: str | None) -> str:
    return cell or (f"{row}行" if row else "")


def plain(value: object) -> object:
    """A typed cell as a case writes it: dates in ISO form, None for a missing one."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]  # any scalar
        return None
    return str(value.date()) if isinstance(value, pd.Timestamp) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_bad_input_is_read_right_or_named_with_its_cell_and_mend(case: Case, strategy: Strategy) -> None:
    file = checked(case, strategy)
    issues = tuple(Said(position(issue.row, issue.cell), issue.code, issue.message, issue.fix) for issue in file.issues)
    assert issues == case.said
    assert file.issue_count == len(case.said)
    assert file.encoding == case.encoding
    assert tuple((repair.cell, repair.before, repair.after) for repair in file.repairs) == case.repairs
    assert file.ok == all(codes(strategy)[issue.code].severity == "warning" for issue in case.said)
    assert (file.frame is not None) == file.ok
    assert values(file, case.reads) == case.reads


def codes(strategy: Strategy) -> dict[str, Code]:
    return READING_CODES | rule_codes(strategy)


def values(file: CheckedFile, wanted: Mapping[tuple[int, str], object]) -> Mapping[tuple[int, str], object]:
    if file.frame is None:
        return {}
    return {(row, column): plain(file.frame.loc[row, column]) for row, column in wanted}


SECOND_ROUND = {
    61,
    64,
    65,
    66,
    67,
    68,
    69,
    70,
    71,
    73,
    74,
    75,
    91,
}  # the others are workbooks and operations, each with tests of its own


def test_every_class_of_values_and_files_has_a_case() -> None:
    in_tests_below = {37}
    assert {case.number for case in CASES} | in_tests_below == set(range(1, 38)) | SECOND_ROUND


def test_every_code_is_registered_and_said_in_some_case(strategy: Strategy) -> None:
    said = {said.code for case in CASES for said in case.said}
    assert said | CODES_OF_A_FOLDER | WORKBOOK_CODES == codes(strategy).keys()


def test_class_23_a_hundred_thousand_rows_are_read_to_the_last(strategy: Strategy) -> None:
    header, row = actions().splitlines()
    lines = (row.replace("A-01", f"A-{number:06}") for number in range(100_000))
    file = check("\r\n".join((header, *lines)).encode(), strategy, file_name="x.csv", as_at=AS_AT)
    assert file.ok
    assert file.frame is not None
    assert file.rows == len(file.frame) == 100_000
    assert file.frame.loc[100_001, "action_id"] == "A-099999"


def test_class_23_a_hundred_thousand_errors_are_counted_and_the_first_thousand_shown(strategy: Strategy) -> None:
    header, row = actuals({"実績値": "40点"}).splitlines()
    lines = (row.replace("K-01", f"K-{number:06}") for number in range(100_000))
    file = check("\n".join((header, *lines)).encode(), strategy, file_name="x.csv", as_at=AS_AT)
    assert file.issue_count == 100_000
    assert [issue.cell for issue in file.issues] == [f"C{row}" for row in range(2, 1_002)]


def test_class_33_a_changed_unit_reads_a_value_in_the_new_one_only(strategy: Strategy) -> None:
    now = check(kpis({"単位": "千件"}).encode(), strategy, file_name="kpis.csv").frame
    assert now is not None
    fits = check(actuals({"実績値": "9千件"}).encode(), strategy, file_name="x.csv", beside={"kpis": now})
    stale = check(actuals({"実績値": "900件"}).encode(), strategy, file_name="x.csv", beside={"kpis": now})
    assert fits.frame is not None
    assert fits.frame.loc[2, "value"] == 9.0
    assert [(issue.cell, issue.code) for issue in stale.issues] == [("C2", "unit_in_cell")]


def test_class_37_the_same_file_again_has_the_same_hash_and_the_same_table(strategy: Strategy) -> None:
    first, second = (check(actions().encode("cp932"), strategy, file_name=name) for name in ("a.csv", "b.csv"))
    assert first.sha256 == second.sha256
    assert first.frame is not None
    assert second.frame is not None
    pd.testing.assert_frame_equal(first.frame, second.frame)


def test_a_limit_on_what_is_shown_does_not_change_the_count(strategy: Strategy) -> None:
    data = actuals(*({"時点": f"2026-09-{day:02}", "実績値": "５点"} for day in range(1, 11))).encode()
    file = check(data, strategy, file_name="x.csv", limits=CheckLimits(shown=3))
    assert file.issue_count == 10
    assert [issue.cell for issue in file.issues] == ["C2", "C3", "C4"]
