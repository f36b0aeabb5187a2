"""前回までの決定・宿題 in every paper: which ones, in which order, in which words, however many and however odd."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from markupsafe import escape
from pptx import Presentation
from python_calamine import CalamineWorkbook

from kdx_metrics.meeting.briefing import Material, material
from kdx_metrics.meeting.decisions import Content
from kdx_metrics.meeting.homework import TITLE, finding_of, homework_of, listing_of
from kdx_metrics.numbers.summary import summarise
from kdx_metrics.papers import FORMATS, Format, Paper
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.meeting.decisions import ON_PAPER, DecisionRow
from tests.factories import action, kpi, milestone, snapshot, summary
from tests.papers.papers import BEFORE, DECISIONS, ROUGH, TODAY, bare, content, many, paper, rough, small
from tests.shipped import NOW
from tests.shipped import summary as shipped

FINDING = "前回までの決定・宿題4件のうち、残りは3件です(うち期限切れ1件)。この会議で記録したものは1件です。"
NONE_RECORDED = "前回までの会議で記録された決定・宿題はありません。"
NONE_LEFT = "前回までの決定・宿題1件は、すべて完了しました。"
SLIDE_HEADERS = ["種類", "内容", "取組・指標", "所管課", "期限", "状態"]
HEADERS = ["種類", "内容", "取組・指標", "所管課", "期限", "状態", "会議日"]
UNREAD = "保存先に接続できないため、決定事項を載せていません。"


def listed(of: Material) -> Listing[DecisionRow]:
    """The records under the columns of a paper."""
    return listing_of(of).only(*ON_PAPER)


def read(made: Paper) -> str:
    """Every text of a paper."""
    if made.file_name.endswith("pptx"):
        return "\n".join("\n".join(slide) for slide in slides(made))
    if made.file_name.endswith("xlsx"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(made.data))
        sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
        return "\n".join([*book.sheet_names, *(str(cell) for sheet in sheets for row in sheet for cell in row)])
    return made.data.decode("utf-8-sig")


def slides(made: Paper) -> list[list[str]]:
    """The texts of every slide, a table's cells in their order."""
    pages = []
    for slide in Presentation(io.BytesIO(made.data)).slides:
        texts: list[str] = []
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
        pages.append(texts)
    return pages


def homework_slides(made: Paper) -> list[list[str]]:
    return [texts for texts in slides(made) if any(text.startswith(TITLE) for text in texts)]


def cells(made: Paper) -> list[list[object]]:
    """The workbook's sheet of decisions, title, stamp and note before the header."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(made.data))
    return [list(row) for row in book.get_sheet_by_name(TITLE).to_python(skip_empty_area=False)]


def test_the_open_ones_come_by_date_and_then_what_this_meeting_recorded() -> None:
    assert [row[1] for row in listed(content()).texts] == [
        "未報告の理由を確かめる。",
        "窓口の待ち時間を4月から月ごとに測り、次の会議で報告する。",
        "離席時の運用を決める。",
        "案のとおり進める。",
    ]
    assert finding_of(content()) == FINDING


def test_each_row_says_what_it_is_about_and_by_when() -> None:
    table = listed(content())
    assert [column.title for column in table.columns] == HEADERS
    titles = shipped(NOW).actions.set_index(["action_id", "period"])["title"]
    kpis = {each.kpi_id: each.name for each in shipped(NOW).kpis}
    late, measured, undated, new = table.texts
    assert late[2:] == (
        f"P1-08 {titles['P1-08', 2]}(第2期)",
        "都市建設課",
        "期限切れ(令和8年3月31日)",
        "未対応",
        "令和8年1月7日",
    )
    assert measured[2:6] == (f"K05 {kpis['K05']}", "市民課", "令和9年1月31日", "対応中")
    assert undated[2:6] == ("", "総務課", "期限なし", "未対応")
    assert new[0] == "決定"
    assert new[5:] == ("完了", "令和8年11月23日(今回)")


def test_what_is_left_is_so_before_the_next_meeting() -> None:
    for events in ([], [milestone(date(2026, 12, 1), "次の会議"), milestone(date(2027, 3, 1), "その次")]):
        of = summary([action()], [], [], events)
        later = replace(DECISIONS[1], meeting_on=date(2027, 3, 1))
        made = material(of, None, revision="", today=TODAY, decisions=[*DECISIONS, later])
        left = [each for each in (*DECISIONS, later) if each.is_open and each.meeting_on < made.meeting.on]
        assert sorted(homework_of(made).left, key=str) == sorted(left, key=str)
        assert later not in homework_of(made).new


def test_what_the_plan_holds_no_longer_is_named_by_its_number() -> None:
    gone = (Content("宿題", "甲", BEFORE, action_id="Z-9", period=9), Content("宿題", "乙", BEFORE, kpi_id="K-9"))
    made = material(summary([action()]), None, revision="", today=TODAY, decisions=gone)
    assert [row[2] for row in listed(made).texts] == ["Z-9(期9)", "K-9"]


def test_a_departments_paper_shows_its_own() -> None:
    of = snapshot([action("A-1", department="市民課"), action("A-2", department="総務課")], [kpi("K-1")])
    mine = summarise(of.of_department("市民課"))
    given = (
        Content("宿題", "市民課の宿題", BEFORE, department="市民課", action_id="A-2"),
        Content("宿題", "市民課の取組の宿題", BEFORE, action_id="A-1"),
        Content("宿題", "総務課の宿題", BEFORE, department="総務課", action_id="A-1"),
        Content("宿題", "総務課の取組の宿題", BEFORE, action_id="A-2"),
        Content("宿題", "別の期の宿題", BEFORE, action_id="A-1", period=4),
        Content("宿題", "だれのものでもない宿題", BEFORE),
    )
    made = material(mine, None, revision="", today=TODAY, decisions=given)
    assert [row[1] for row in listed(made).texts] == ["市民課の宿題", "市民課の取組の宿題"]
    whole = material(summarise(of), None, revision="", today=TODAY, decisions=given)
    assert len(listed(whole)) == len(given)
    for form in FORMATS:
        said = read(bare(form, mine, given))
        assert "市民課の取組の宿題" in said
        assert "総務課の宿題" not in said


@pytest.mark.parametrize("form", FORMATS)
def test_every_paper_opens_with_them(form: Format) -> None:
    said = read(paper(form))
    assert TITLE in said
    assert FINDING in said
    assert [decision.text for decision in DECISIONS[1:] if decision.text not in said] == []
    assert DECISIONS[0].text not in said  # done, and of an earlier meeting
    headings = {"pptx": "進捗率(棒は実績", "xlsx": "集計", "html": "2 第2期の進捗", "text": "3 第2期の進捗"}
    assert said.index(TITLE) < said.index(headings[form])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("recorded", "finding"), [((), NONE_RECORDED), (DECISIONS[:1], NONE_LEFT)])
def test_where_nothing_is_left_one_line_says_so(form: Format, recorded: tuple[Content, ...], finding: str) -> None:
    said = read(bare(form, small(), recorded))
    assert TITLE in said
    assert finding in said
    assert HEADERS[-1] not in said or form == "xlsx"


@pytest.mark.parametrize("form", FORMATS)
def test_papers_of_a_folder_leave_them_out(form: Format) -> None:
    said = read(bare(form, small(), None))
    assert TITLE not in said
    assert NONE_RECORDED not in said
    if form in {"html", "text"}:
        assert "1 第2期の進捗" in said


@pytest.mark.parametrize("form", FORMATS)
def test_a_store_that_cannot_be_asked_is_said_and_not_taken_for_none(form: Format) -> None:
    said = read(bare(form, small(), None, UNREAD))
    assert UNREAD in said
    assert NONE_RECORDED not in said


def test_the_deck_begins_with_the_homework_and_gives_its_table() -> None:
    cover, shown = homework_slides(paper("pptx"))
    assert [cover, shown] == slides(paper("pptx"))[:2]
    assert FINDING in cover
    first = shown.index(SLIDE_HEADERS[0])
    assert shown[first : first + 12] == [*SLIDE_HEADERS, *listed(content()).texts[0][:6]]
    assert DECISIONS[-1].text not in shown, "what this meeting recorded is on the last slide of the meeting"


def test_of_many_a_slide_shows_the_first_and_the_handout_all() -> None:
    _, shown = homework_slides(bare("pptx", small(), many()))
    named = sum(decision.text in shown for decision in many())
    assert 5 <= named <= 10
    assert f"ほか{len(many()) - named}件は配布資料にあります。" in shown
    handout = read(bare("html", small(), many()))
    assert [decision.text for decision in many() if decision.text not in handout] == []


def test_the_workbook_holds_them_in_full_with_real_dates() -> None:
    rows = cells(paper("xlsx"))
    assert rows[2][0].startswith(FINDING)  # type: ignore[attr-defined]
    assert rows[3] == HEADERS
    assert (rows[4][4], rows[4][6]) == (date(2026, 3, 31), BEFORE)
    assert rows[6][4] == ""
    assert len(cells(bare("xlsx", small(), many()))) == 4 + len(many())


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_texts_stand_as_typed(form: Format) -> None:
    said = read(rough(form))
    typed = '=HYPERLINK("http://x","<b>窓口</b>") & <script>alert(1)</script>'
    if form == "html":
        assert typed not in said
        assert "<script" not in said
        assert "<b>二行目" not in said
        typed = str(escape(typed))
    assert typed in said
    assert "=1+1" in said
    assert "@SUM(A1)" in said


def test_only_the_slides_shorten_a_long_text() -> None:
    long = ROUGH[1].text
    for form in ("xlsx", "html", "text"):
        assert long in read(rough(form))
    said = read(rough("pptx"))
    assert long not in said
    assert long[:60] in said
    assert "…" in said


def test_the_minutes_keep_each_on_one_line() -> None:
    lines = read(rough("text")).split("\r\n")
    start = next(number for number, line in enumerate(lines) if line.endswith(TITLE))
    assert [line[:8] for line in lines[start + 2 : start + 6]] == [
        "  ・[宿題] ",
        "  ・[宿題] ",
        "  ・[決定] ",
        "  ・[宿題] ",
    ]
    assert lines[start + 6] == ""
    said = read(paper("text"))
    assert "  ・[宿題] 離席時の運用を決める。(総務課、期限なし、未対応、令和8年1月7日の会議)" in said
    assert "、都市建設課、期限切れ(令和8年3月31日)、未対応、令和8年1月7日の会議)" in said
    assert "、総務課、期限なし、完了、令和8年11月23日(今回)の会議)" in said


def test_a_workbooks_text_is_never_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(rough("xlsx").data)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert TITLE in sheet
    assert "<f>" not in sheet
    assert cells(rough("xlsx"))[4][2] == "=1+1(期99)"


def test_papers_need_no_store() -> None:
    program = "import sys, kdx_metrics.papers.slides, kdx_metrics.papers.sheets, kdx_metrics.papers.minutes\n"
    program += "import kdx_metrics.papers.handout\nsys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
