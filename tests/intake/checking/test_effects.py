"""Checks of effects.csv: units that follow from the kind, and what each row must say."""

from __future__ import annotations

from kdx_metrics.intake.checking import CheckedFile, check
from tests.publications.support import actions, csv, strategy

HEADER = "取組番号,年度,種類,見込,実績,単位,算出方法"


def checked(*lines: str) -> CheckedFile:
    """A file of 効果, held against an action plan of A-01 to A-03."""
    plan = check(actions().data, strategy(), file_name="action_plan.csv").frame
    assert plan is not None
    return check(csv(HEADER, *lines), strategy(), file_name="effects.csv", beside={"action_plan": plan})


def codes(*lines: str) -> list[tuple[str | None, str]]:
    return [(issue.cell, issue.code) for issue in checked(*lines).issues]


def test_it_is_known_by_its_headers_and_a_blank_unit_is_that_of_its_kind() -> None:
    file = checked("A-01,令和7年度,削減時間,100,80,,", "A-01,2025,削減額,300,,千円,", "A-01,R7,その他,5,6,件,申請の数")
    assert (file.table, file.issues) == ("effects", [])
    assert file.frame is not None
    assert file.frame["unit"].tolist() == ["時間", "千円", "件"]
    assert file.frame["fiscal_year"].tolist() == [2025, 2025, 2025]


def test_a_value_that_is_not_counted_yet_keeps_its_reason_and_is_not_zero() -> None:
    frame = checked("A-01,R8,削減時間,100,未集計,,").frame
    assert frame is not None
    assert frame["actual"].isna().all()
    assert frame["actual_missing"].tolist() == ["未集計"]


def test_a_cell_that_cannot_be_read_is_not_told_twice() -> None:
    assert codes("A-01,R7,削減時間,百,,,") == [("D2", "not_a_number")]


def test_one_effect_stands_once_whether_its_unit_is_written_or_not() -> None:
    assert codes("A-01,R7,削減時間,10,,,", "A-01,2025,削減時間,12,,時間,") == [("A3", "duplicate_key")]
    assert codes("A-01,R7,その他,10,,件,", "A-01,R7,その他,12,,人,") == []
