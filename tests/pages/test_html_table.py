"""Listings as HTML: everything escaped, every cell with its header, sentences below their row."""

from __future__ import annotations

from datetime import date

from kdx_metrics.views.listing import Column, Columns, Listing, plain
from pages.tables.html_table import html_table
from tests.pages.screen import read_table

Row = tuple[str, float | None]
COLUMNS: Columns[Row] = (
    Column("id", "取組番号", lambda row: row[0]),
    Column("progress", "進捗率(%)", lambda row: row[1], "percent"),
)


def test_each_cell_knows_its_header_for_narrow_screens_and_the_table_its_name() -> None:
    html = html_table(Listing("", COLUMNS, [("P1-01", 40.0)]), "取組の一覧")
    assert "aria-label='取組の一覧'" in html
    assert "<td class='t' data-label='取組番号'>P1-01</td><td class='n' data-label='進捗率(%)'>40.0</td>" in html


def test_a_column_has_room_by_its_longest_text() -> None:
    texts = {"t": "令和8年度", "s": "令和8年10月31日", "m": "DXリーダーの育成と各課への配置", "l": "あ" * 30}
    html = html_table(plain("", list(texts), [list(texts.values())]), "表")
    assert all(f"<td class='{style}' data-label='{style}'>" in html for style in texts)


def test_a_table_stays_one_on_a_narrow_screen_unless_it_has_many_columns_or_long_texts() -> None:
    short, long = "順調", "DXリーダーの育成と各課への配置"
    assert "kdx-table few" in html_table(plain("", list("甲乙丙丁"), [[short, long, long, short]]), "表")
    assert "kdx-table few" not in html_table(plain("", list("甲乙丙丁戊"), [[short] * 5]), "表")
    assert "kdx-table few" not in html_table(plain("", list("甲乙丙丁"), [[short, long, long, long]]), "表")


def test_no_line_ends_within_a_date_in_a_text() -> None:
    texts = ["本部「D」(令和7年度)", "● 順調(4月16日)", "完了予定 令和8年9月30日を31日過ぎて", "令和元年10月", "3か月"]
    html = html_table(plain("", ["事項"], [[text] for text in texts]), "表")
    kept = [part.partition("<")[0] for part in html.split("<span class='kdx-date'>")[1:]]
    assert kept == ["令和7年度", "4月16日", "令和8年9月30日", "令和元年10月"]
    assert read_table(html)["事項"].tolist() == texts


def test_a_date_by_itself_may_end_a_line_before_its_month() -> None:
    html = html_table(Listing("", (Column("end", "完了予定", lambda day: day, "date"),), [date(2027, 3, 31)]), "表")
    assert "<span>令和9年<span class='kdx-date'>3月31日</span></span>" in html


def test_a_missing_value_is_said_and_never_0() -> None:
    rows: list[Row] = [("甲", None), ("乙", 0.0), ("", float("nan"))]
    html = html_table(Listing("", COLUMNS, rows), "表")
    cells = [cell.partition(">")[2].partition("<")[0] for cell in html.split("<td")[1:]]
    assert cells == ["甲", "－", "乙", "0.0", "－", "－"]


def test_names_that_look_like_code_stand_as_typed() -> None:
    hostile = "<img src=x onerror=alert(1)>' onclick='alert(2)"
    html = html_table(plain("", [hostile], [[hostile]]), hostile)
    assert "<img" not in html
    assert "' onclick" not in html
    assert read_table(html).to_dict("list") == {hostile: [hostile]}


def test_sentences_stand_below_their_row_where_there_is_one() -> None:
    html = html_table(plain("", ["名称", "理由"], [["甲", "遅れたため"], ["乙", ""]]), "表", below=["理由"])
    assert "<tr><td class='u' colspan='1' data-label='理由'>遅れたため</td></tr>" in html
    assert html.count("class='u'") == 1


def test_a_table_without_rows_says_so() -> None:
    assert "取組がありません。" in html_table(Listing("", COLUMNS, [], "取組がありません。"), "取組の一覧")


def test_a_cell_leads_to_the_address_of_its_item_and_its_text_stays_text() -> None:
    rows: list[Row] = [("<甲>", 1.0), ("乙", 2.0)]
    html = html_table(Listing("", COLUMNS, rows), "表", links={"id": lambda row: f"actions?action={row[0]}"})
    assert "<a class='kdx-page' href='actions?action=乙' target='_self'>乙</a>" in html
    assert ">&lt;甲&gt;</a>" in html
    assert html.count("<a ") == 2
