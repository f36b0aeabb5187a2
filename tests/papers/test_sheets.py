"""The Excel paper as calamine reads it back: values, formulas' values, choice lists and nothing that runs."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from kdx_metrics.numbers.ratings import BY_PEOPLE_ALONE, RATINGS
from kdx_metrics.papers import Paper
from kdx_metrics.wording.words import RATING_WORDS
from tests.papers.papers import bare, content, empty, hostile, paper
from tests.shipped import NOW, reasons, strategy
from tests.shipped import summary as shipped

HEAD = 3  # title, stamp and note stand above the header
Rows = list[dict[str, Any]]


@lru_cache
def workbook() -> CalamineWorkbook:
    return opened(paper("xlsx"))


def opened(made: Paper) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(made.data))


def rows(name: str, of: CalamineWorkbook | None = None) -> Rows:
    cells = (of or workbook()).get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [dict(zip(map(str, cells[HEAD]), row, strict=True)) for row in cells[HEAD + 1 :]]


def test_every_table_has_its_sheet() -> None:
    names = workbook().sheet_names
    wanted = ["概要", "前回までの決定・宿題", "集計", "評価つき取組", "指標の評価"]
    wanted += ["年度ごとの費用", "年度ごとの効果", "取組ごとの費用と効果", "交付金の報告"]
    wanted += ["意見と反映", "答えを待つ意見"]
    wanted += ["ご判断いただきたいこと", "ご報告", "事務局で確認"]
    wanted += ["前回からの変化_取組", "前回からの変化_指標", "期末の見通し", "引継ぎの候補", "次期の案"]
    wanted += [
        "元の表_取組",
        "元の表_年度評価",
        "元の表_指標",
        "元の表_取組と指標",
        "元の表_実績",
        "元の表_年表",
        "元の表_効果",
        "元の表_意見",
    ]
    assert names == wanted


def test_every_sheet_carries_date_revision_and_token() -> None:
    for name in workbook().sheet_names:
        assert workbook().get_sheet_by_name(name).to_python(skip_empty_area=False)[1][0] == content().stamp


def test_rated_actions_are_the_summarys_unrounded() -> None:
    read = rows("評価つき取組")
    rated = shipped(NOW).actions
    assert [row["取組番号"] for row in read] == rated["action_id"].tolist()
    assert [row["計画(%)"] for row in read] == pytest.approx(rated["planned"].tolist())
    given = [None if row["実績(%)"] == "" else row["実績(%)"] for row in read]
    assert given == [None if value != value else value for value in rated["actual"]]  # noqa: PLR0124  # NaN
    assert [row["評価"] for row in read] == [RATING_WORDS[word].label for word in rated["rating"]]
    assert sum(row["計算に入れる"] for row in read) == shipped(NOW).overall.evaluable


def test_groups_and_the_values_of_their_formulas_are_the_summarys() -> None:
    of, read = shipped(NOW), rows("集計")
    groups = [of.overall, *of.pillars.values(), *of.periods.values(), *of.cells.values(), *of.departments.values()]
    assert len(read) == len(groups)
    for row, group in zip(read, groups, strict=True):
        assert row["取組数"] == group.actions
        for header, value in (("計画", group.planned), ("実績", group.actual), ("差", group.gap)):
            unit = "(ポイント)" if header == "差" else "(%)"
            expected = "" if value is None else pytest.approx(value)
            assert row[f"{header}{unit}"] == expected
            assert row[f"{header}(計算式)"] == expected
        counts = {rating: row[RATING_WORDS[rating].word] for rating in RATINGS if rating not in BY_PEOPLE_ALONE}
        assert counts | dict.fromkeys(BY_PEOPLE_ALONE, 0) == group.ratings


def test_the_means_are_real_formulas_over_the_rated_rows() -> None:
    with zipfile.ZipFile(io.BytesIO(paper("xlsx").data)) as archive:
        sheet = archive.read("xl/worksheets/sheet3.xml").decode()
    pillar = "('評価つき取組'!$B$5:$B$47=$B6)*'評価つき取組'!$N$5:$N$47*'評価つき取組'!$I$5:$I$47"
    planned = "'評価つき取組'!$J$5:$J$47"
    assert f'IFERROR(SUMPRODUCT({pillar}*{planned})/SUMPRODUCT({pillar}),"")' in sheet.replace("&quot;", '"')


def test_kpi_results_are_the_summarys() -> None:
    results = {kpi.kpi_id: kpi for kpi in shipped(NOW).kpis}
    read = rows("指標の評価")
    assert {row["指標番号"] for row in read} == set(results)
    for row in read:
        kpi = results[row["指標番号"]]
        assert row["実績値"] == ("" if kpi.actual is None else kpi.actual)
        expected = "" if kpi.attainment is None else pytest.approx(kpi.attainment)
        assert (row["達成率(基準値から、%)"], row["達成率(計算式)"]) == (expected, expected)


def test_the_published_tables_are_whole_and_reasons_stay() -> None:
    assert len(rows("元の表_取組")) == len(shipped(NOW).actions)
    values = {(row["指標番号"], row["時点"]): row["実績値"] for row in rows("元の表_実績")}
    assert values["K09", date(2026, 10, 31)] == "未集計"
    assert values["K05", date(2023, 6, 30)] == 24


def test_changes_and_attention_have_a_row_each() -> None:
    moved = content().changes
    assert moved is not None
    assert len(rows("前回からの変化_取組")) == len(moved.actions)
    assert len(rows("前回からの変化_指標")) == len(moved.kpis)
    listed = [row["理由"] for name in ("ご判断いただきたいこと", "ご報告", "事務局で確認") for row in rows(name)]
    assert set(reasons(shipped(NOW))) <= set(listed)
    assert [row["本部への依頼"] for row in rows("ご判断いただきたいこと")] == ["判断"] * 3


def parts(made: Paper) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def test_choices_panes_and_paper_are_set() -> None:
    pages = [text for name, text in parts(paper("xlsx")).items() if name.startswith("xl/worksheets/sheet")]
    for page in pages:
        assert 'state="frozen"' in page
        assert 'orientation="landscape"' in page
        assert 'paperSize="9"' in page
        assert "<oddFooter>" in page
    plan = next(page for page in pages if "未着手,検討中,実施中,完了,見直し,中止" in page)
    assert all(pillar.name in plan for pillar in strategy().pillars)


def test_no_text_becomes_a_formula_or_a_link() -> None:
    made = bare("xlsx", hostile())
    texts = parts(made)
    assert "HYPERLINK" not in "".join(text for name, text in texts.items() if "worksheets" in name)
    assert 'TargetMode="External"' not in "".join(texts.values())
    titles = [row["取組名"] for row in rows("評価つき取組", opened(made))]
    assert titles[0].startswith('=HYPERLINK("http://x"')


def test_an_empty_plan_still_makes_a_workbook() -> None:
    book = opened(bare("xlsx", empty()))
    assert rows("評価つき取組", book) == []
    assert rows("集計", book)[0]["計画(計算式)"] == ""
