"""A table that is downloaded to be filled in reads back to the same cells."""

from __future__ import annotations

import csv
import io

import pandas as pd

from kdx_metrics.exports.typed_text import table_csv
from kdx_metrics.intake.checking import CheckedFile, check
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import tables
from tests.intake.bad_inputs.building import actions, kpis

FALLING = {"方向性": "減少", "基準値": "5", "第1期目標": "", "第2期目標": "", "第3期目標": "", "第4期目標": "▲5"}


def checked(data: bytes, strategy: Strategy) -> CheckedFile:
    file = check(data, strategy, file_name="x.csv")
    assert file.ok, file.issues
    return file


def test_negative_numbers_dashes_and_texts_that_look_like_formulas_come_back(strategy: Strategy) -> None:
    for name, text in (
        ("kpis", kpis({**FALLING, "算出方法": "- 前年との差", "備考": "=1+1 から始まる文"})),
        ("action_plan", actions({"進捗率": "－", "課題": "＋α"})),
    ):
        frame = checked(text.encode(), strategy).frame
        assert frame is not None
        data = table_csv(frame, tables(strategy)[name])
        again = checked(data, strategy).frame
        assert again is not None
        pd.testing.assert_frame_equal(again, frame)


def test_a_guarded_cell_is_read_without_its_apostrophe_and_told_as_a_repair(strategy: Strategy) -> None:
    file = checked(kpis({**FALLING, "第4期目標": "'-5", "備考": "'=1+1"}).encode(), strategy)
    assert [(repair.before, repair.after) for repair in file.repairs] == [("'-5", "-5"), ("'=1+1", "=1+1")]


def test_numbers_are_written_as_numbers_and_pillars_by_name(strategy: Strategy) -> None:
    frame = checked(kpis(FALLING).encode(), strategy).frame
    assert frame is not None
    data = table_csv(frame, tables(strategy)["kpis"]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(data, newline=""))
    assert (row["第4期目標"], row["柱"]) == ("-5", strategy.pillars[0].name)
