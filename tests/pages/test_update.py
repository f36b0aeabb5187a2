"""データ更新: what staff see from the template to the publication, and every refusal on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.media_file_manager import MediaFileManager

from kdx_metrics.database import audit
from kdx_metrics.exports.workbook_templates import template
from kdx_metrics.identity.keys import COOKIE
from kdx_metrics.plan.tables import tables
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.proposal.limits import MEBIBYTE
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.settings import get_settings
from tests.costs import costs
from tests.pages.conftest import CSV_FILES
from tests.pages.screen import Screen, column
from tests.pages.staff import (
    PUBLISH,
    Browser,
    Rows,
    hire,
    of_department,
    press,
    publish,
    saved,
    send,
    shipped_rows,
    sign_out,
)
from tests.shipped import DATA, strategy

Seat = Callable[[str], Screen]


@pytest.fixture
def desk(seat: Seat) -> Screen:
    """An editor at データ更新."""
    return seat("hanako").open("update")


def citizens() -> Rows:
    """What 市民課 takes as its template: its own rows."""
    return of_department(shipped_rows("action_plan.csv"), "市民課")


def as_excel_saves_it(rows: Rows) -> Rows:
    """The same with full-width digits, 和暦 and a percent sign."""
    rows[1] |= {"進捗率": "６５％", "更新日": "R8.11.20", "完了予定": "令和9年3月31日"}
    return rows


def published(screen: Screen) -> int:
    """How many revisions there are."""
    assert screen
    return len(list_revisions(get_source().store))


def test_three_mistakes_are_named_with_cell_and_mend_and_nothing_can_be_published(desk: Screen) -> None:
    rows = as_excel_saves_it(citizens())
    rows[2]["進捗率"] = "１０１"
    rows[2]["完了予定"] = "R9.2.30"
    rows[3]["状況"] = "終わった"
    before = published(desk)
    send(desk, ("市民課.csv", saved(rows)))
    read = desk.table("ファイルの読み取り結果").iloc[0]
    assert (read["表"], read["文字コード"], read["行数"], read["誤り・注意"]) == ("取組", "Shift_JIS(cp932)", 5, 3)
    assert desk.alarms == ["市民課.csv: 誤り3件、注意0件"]
    complaints = desk.table("市民課.csvの誤りと注意")
    assert complaints[["区分", "セル", "項目", "値"]].to_numpy().tolist() == [
        ["誤り", "H4", "完了予定", "R9.2.30"],
        ["誤り", "J4", "進捗率", "１０１"],
        ["誤り", "I5", "状況", "終わった"],
    ]
    assert [subject.split()[0] for subject in column(complaints, "対象(番号・名称)")] == ["P1-03", "P1-03", "P1-04"]
    assert column(complaints, "直し方")[1] == "0から100の数を入力してください。"
    assert not [each.label for each in desk.at.button if each.label.endswith(PUBLISH)]
    assert published(desk) == before


def test_repairs_are_listed_before_and_after(desk: Screen) -> None:
    send(desk, ("市民課.csv", saved(as_excel_saves_it(citizens()))))
    repaired = desk.table("市民課.csvの読み替えたセル").to_numpy().tolist()
    assert ["J3", "６５％", "65"] in repaired
    assert ["P3", "R8.11.20", "2026-11-20"] in repaired


def test_a_departments_rows_are_rehearsed_as_a_part_and_published(desk: Screen) -> None:
    send(desk, ("市民課.csv", saved(as_excel_saves_it(citizens()))))
    assert desk.at.radio[0].value == "merge"
    assert desk.at.radio[0].label == "市民課\\.csv(取組 5行)の反映のしかた"
    assert "取組: 追加0行、変更1行(2セル)、削除0行" in desk.findings
    assert desk.table("取組の変化").to_numpy().tolist() == [
        ["変更", "P1-01 2", "進捗率", "55", "65"],
        ["変更", "P1-01 2", "更新日", "令和8年10月23日", "令和8年11月20日"],
    ]
    before = published(desk)
    publish(desk)
    assert desk.told("success")[0] == f"公開しました(第{before + 1}版、令和8年11月30日時点)。"
    assert desk.findings[0] == ("画面の見出しの数値は変わりません。最初に表示される時点は令和8年10月31日のままです。")
    assert desk.told("warning") == [], "the page has no 時点 in view that could be an estimate"
    ways = {each.proto.label.replace("\\", ""): each.proto.query_string for each in desk.at.get("page_link")}
    assert list(ways)[:2] == ["画面で見る", "会議資料"]
    assert re.fullmatch(r"差し戻す\(取組を第\d+版に\)", list(ways)[2])
    assert ways["画面で見る"] == "as_of=2026-11-30"
    newest = list_revisions(get_source().store)[-1]
    assert (newest.by, newest.note, newest.mode, newest.rows) == ("鹿島 花子", "定例の報告", "merge", 43)
    assert desk.at.file_uploader[0].value == []


def test_a_whole_plan_for_a_day_to_come_is_told_with_what_readers_see_until_then(desk: Screen) -> None:
    send(desk, ("取組.csv", saved(shipped_rows("action_plan.csv"))))
    desk.at.radio[0].set_value("replace")
    desk.run()
    publish(desk)
    assert desk.findings[0].endswith(
        "最初に表示される時点は、今は令和8年10月31日です。令和8年11月30日になると、その時点に変わります。"
    )


def test_the_first_data_of_all_is_published_here(
    serve: Callable[[Path, str], None], folder: Path, browser: Browser, tmp_path: Path
) -> None:
    for name in CSV_FILES:
        (folder / name).unlink()
    serve(folder, f"sqlite:///{tmp_path / 'store.sqlite3'}")
    browser.cookies[COOKIE] = hire("hanako")["hanako"]
    for part in ("ひな形", "回収状況"):
        assert len(Screen().open("update", update=part).alarms) == 1  # that there is no data
    desk = Screen().open("update")
    desk.at.date_input(key="upload-as-at").set_value(date(2026, 9, 30))
    rows = shipped_rows("kpis.csv")
    send(desk, ("指標.csv", saved(rows)))
    assert f"指標: 追加{len(rows)}行、変更0行、削除0行" in desk.findings
    assert [each.value for each in desk.at.warning] == []
    publish(desk)
    assert desk.told("success")[0].startswith("公開しました(第2版、令和8年9月30日時点)。")
    assert desk.alarms == []


def test_the_whole_table_from_a_department_is_warned_of_before_it_removes_the_others(desk: Screen) -> None:
    send(desk, ("市民課.csv", saved(as_excel_saves_it(citizens()))))
    desk.at.radio[0].set_value("replace")
    desk.run()
    assert "取組の38行が表から無くなります。意図したものかご確認ください。" in [each.value for each in desk.at.warning]
    removed = desk.table("取組の変化(削除の行)")
    assert len(removed) == 30
    assert "削除の行: 38行(はじめの30行を表示、ほか8行)" in [each.value for each in desk.at.caption]
    assert "市民課" not in column(removed, "所管課")
    assert "取組の変化(追加の行)" not in desk.tables


def test_an_added_row_is_shown_with_all_that_it_holds_in_the_order_of_the_table(desk: Screen) -> None:
    rows = citizens()
    new = dict.fromkeys(rows[0], "") | {
        "取組名": "書かない窓口を支所へ広げる",
        "取組番号": "P1-90",
        "柱": "市民の利便性向上",
        "期": "第2期",
        "所管課": "市民課",
        "開始予定": "R8.10.1",
        "完了予定": "令和9年3月31日",
        "状況": "未着手",
        "備考": "=1+1 から始まる文",
    }
    send(desk, ("市民課.csv", saved([*rows, new])))
    assert "取組: 追加1行、変更0行、削除0行" in desk.findings
    assert desk.table("取組の変化(追加の行)").to_dict("records") == [
        {
            "取組番号": "P1-90",
            "柱": "P1",
            "期": "2",
            "取組名": "書かない窓口を支所へ広げる",
            "所管課": "市民課",
            "開始予定": "令和8年10月1日",
            "完了予定": "令和9年3月31日",
            "状況": "未着手",
            "重み": "1",
            "備考": "=1+1 から始まる文",
        }
    ]
    assert list(desk.table("取組の変化(追加の行)").columns)[:4] == ["取組番号", "柱", "期", "取組名"]
    assert "取組の変化" not in desk.tables


def test_the_choice_changed_and_published_at_once_is_shown_first(desk: Screen) -> None:
    send(desk, ("市民課.csv", saved(as_excel_saves_it(citizens()))))
    before = published(desk)
    desk.at.radio[0].set_value("replace")
    publish(desk)
    assert "内容が変わりました。" in desk.at.warning[-1].value
    assert published(desk) == before


def test_a_publication_without_a_reason_is_refused_in_words(desk: Screen) -> None:
    before = published(desk)
    publish(send(desk, ("市民課.csv", saved(as_excel_saves_it(citizens())))), note="　")
    assert "公開の理由(メモ)を入力してください。" in "".join(desk.alarms)
    assert published(desk) == before


def test_a_workbook_made_from_the_template_is_read(desk: Screen) -> None:
    spec = tables(strategy())["action_plan"]
    rows = as_excel_saves_it(citizens())
    data = template(spec, [[row.get(header, "") for header in spec.headers.values()] for row in rows])
    send(desk, ("市民課.xlsx", data))
    assert desk.table("ファイルの読み取り結果").iloc[0]["文字コード"] == "Excelブック"
    assert "取組: 追加0行、変更1行(2セル)、削除0行" in desk.findings


def test_actual_values_are_held_against_the_kpis_sent_beside_them(desk: Screen) -> None:
    kpis, actuals = shipped_rows("kpis.csv"), shipped_rows("kpi_actuals.csv")
    kpis.append(kpis[0] | {"指標番号": "K99", "指標名": "新しい指標", "単位": "千件"})
    blank = dict.fromkeys(actuals[0], "")
    actuals += [blank | {"指標番号": "K99", "時点": "R8.10.31", "実績値": "9千件"}]
    alone = saved(actuals)
    send(desk, ("実績.csv", alone))
    assert [value for value in column(desk.table("実績.csvの誤りと注意"), "値") if value] == [
        "K99",
        "9千件",
        "2026-01-07",
    ]
    send(desk, ("実績.csv", alone), ("指標.csv", saved(kpis)))
    assert desk.alarms == []
    assert column(desk.table("指標の変化(追加の行)"), "単位") == ["千件"]
    assert column(desk.table("実績の変化(追加の行)"), "実績値") == ["9"]
    publish(desk)
    assert desk.told("success")[0].startswith("公開しました")


def test_actual_values_are_not_blamed_for_a_broken_list_of_kpis(desk: Screen) -> None:
    kpis, actuals = shipped_rows("kpis.csv"), shipped_rows("kpi_actuals.csv")
    kpis.append(kpis[0] | {"指標番号": "K99", "方向性": "上へ"})
    actuals.append(dict.fromkeys(actuals[0], "") | {"指標番号": "K99", "時点": "R8.10.31", "実績値": "9"})
    send(desk, ("実績.csv", saved(actuals)), ("指標.csv", saved(kpis)))
    assert desk.alarms == ["指標.csv: 誤り1件、注意0件"]


def test_a_changed_unit_and_a_restated_value_are_pointed_out(desk: Screen) -> None:
    kpis, actuals = shipped_rows("kpis.csv"), shipped_rows("kpi_actuals.csv")
    kpis[0]["単位"] = "千人"
    actuals[0]["実績値"] = "8351"
    send(desk, ("実績.csv", saved(actuals)), ("指標.csv", saved(kpis)))
    said = [each.value.replace("\\", "") for each in desk.at.warning]
    assert any("指標の意味が変わります" in each and "単位 人→千人" in each for each in said)
    assert any("過去の実績値が1件書き換わります: K01 令和6年3月31日: 8,350→8,351" in each for each in said)


def test_a_report_of_an_earlier_date_says_that_the_newest_view_stays(desk: Screen) -> None:
    desk.at.date_input(key="upload-as-at").set_value(date(2026, 9, 30))
    rows = [row | {"更新日": "2026-09-30"} for row in citizens()]
    send(desk, ("市民課.csv", saved(rows)))
    said = "令和8年9月30日は、公開済みの最新の時点(令和8年10月31日)より前です。"
    assert any(said in each.value.replace("\\", "") for each in desk.at.warning)


def test_eleven_files_are_refused_and_a_button_empties_the_box(desk: Screen) -> None:
    send(desk, *((f"{number}.csv", b"a") for number in range(11)))
    (said,) = desk.alarms
    assert said.startswith("一度に公開できるのは10ファイルまでです(11ファイルが選ばれています)。「ファイルを選び直す」")
    assert desk.tables == []
    press(desk, "ファイルを選び直す")
    assert desk.at.file_uploader[0].value == []
    assert desk.alarms == []


def test_too_large_a_file_and_too_many_rows_are_refused_with_the_limit(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KDX_MAX_FILE_MB", "1")
    monkeypatch.setenv("KDX_MAX_ROWS", "4")
    get_settings.cache_clear()
    desk = send(seat("hanako").open("update"), ("市民課.csv", b"\n" * 2 * MEBIBYTE))
    assert desk.alarms[0].startswith("「市民課.csv」は2.0MBあります。1ファイルは1MBまでです。")
    desk = send(seat("hanako").open("update"), ("市民課.csv", saved(citizens())))
    (said,) = column(desk.table("市民課.csvの誤りと注意"), "内容")
    assert said == "データが上限(4行)を超えています。"


def test_class_40_a_file_name_like_markup_is_shown_as_typed(desk: Screen) -> None:
    name = "**太字** <img src=x onerror=alert(1)> $x$ :red[赤].csv"
    rows = citizens()
    rows[1]["進捗率"] = "200"
    send(desk, (name, saved(rows)))
    assert desk.alarms == [f"{name}: 誤り1件、注意0件"]
    assert "<img" not in desk.html
    assert r"\*\*太字\*\* \<img" in desk.at.error[0].value


def test_a_visitor_and_a_viewer_get_no_box_but_words(seat: Seat) -> None:
    visitor = seat("").open("update")
    assert "編集者・管理者の方がお使いいただけます。サインインしてください。" in visitor.at.info[0].value
    assert "/sign-in?next=/update" in visitor.html
    viewer = seat("mina").open("update")
    assert "編集者・管理者の権限が必要です(見学 美奈さんは閲覧者です)。" in viewer.at.warning[0].value
    assert [len(each.at.file_uploader) for each in (visitor, viewer)] == [0, 0]


def test_an_old_tab_after_the_sign_out_publishes_nothing(desk: Screen, browser: Browser) -> None:
    send(desk, ("市民課.csv", saved(as_excel_saves_it(citizens()))))
    before = published(desk)
    sign_out(browser, "hanako")
    publish(desk)
    assert published(desk) == before
    assert "サインインしてください。" in desk.at.info[0].value
    assert len(desk.at.file_uploader) == 0
    actions = [entry.action for entry in audit.entries(get_source().store)]
    assert actions[:2] == ["cookie_refused", "sign_out"]


def test_a_template_of_a_department_holds_its_rows_and_names_its_pillars(seat: Seat) -> None:
    templates = seat("hanako").open("update", dept="市民課", update="ひな形")
    assert templates.titles == ["ひな形と現在のデータ(市民課・令和8年11月30日時点)"]
    labels = [each.proto.label for each in templates.at.get("download_button")]
    assert labels == ["空のCSV", "空のExcel", "現在のCSV", "現在のExcel"] * len(tables(strategy())) + [
        "現在の strategy.toml"
    ]


def test_who_has_reported_is_counted_since_the_date_before(seat: Seat) -> None:
    returns = seat("hanako").open("update", update="回収状況")
    returns.at.date_input(key="upload-as-at").set_value(date(2026, 10, 31))
    returns.run()
    table = returns.table("所管課ごとの回収状況")
    assert returns.titles == ["令和8年10月31日時点の回収状況"]
    assert returns.findings == ["報告が要る8課のうち6課が報告を終えています。まだ: 福祉課(1件)、水道課(1件)。"]
    row = table.set_index("所管課").loc["市民課"]
    assert (row["報告が必要な取組"], row["報告済み"], row["まだ"]) == (2, 2, 0)
    assert row["状態"] == "済"


def test_the_corrected_copy_is_offered_beside_the_list_of_issues(desk: Screen) -> None:
    rows = as_excel_saves_it(citizens())
    rows[2]["進捗率"] = "１０１"
    send(desk, ("市民課.csv", saved(rows)))
    labels = [each.proto.label for each in desk.at.get("download_button")]
    assert labels == ["この一覧をCSVでダウンロード", "読み替えを反映したCSVをダウンロード"]


@pytest.mark.usefixtures("_costs_table")
def test_one_more_table_takes_the_same_walk_and_leaves_no_trace_before(seat: Seat) -> None:
    assert "費用" not in seat("hanako").open("history").text
    desk = seat("hanako").open("update", update="ひな形")
    assert "費用costs.csv・任意" in desk.text
    desk = seat("hanako").open("update")
    send(desk, ("費用.csv", costs("P1-08,R8.4.30,委託料,1200千円", "X-1,2026-05-31,委託料,5").data))
    assert column(desk.table("費用.csvの誤りと注意"), "セル") == ["A3"]
    press(desk, "ファイルを選び直す")
    send(desk, ("費用.csv", costs("P1-08,R8.4.30,委託料,1200千円").data))
    assert desk.table("ファイルの読み取り結果").iloc[0]["表"] == "費用"
    assert "費用: 追加1行、変更0行、削除0行" in desk.findings
    publish(desk)
    assert desk.alarms == []
    assert seat("").open("history").table("版の一覧").iloc[0]["表"] == "費用"


def test_a_threshold_is_changed_by_the_file_that_is_taken_mended_rehearsed_and_published(desk: Screen) -> None:
    before = published(desk)
    text = (DATA / "strategy.toml").read_text(encoding="utf-8")
    send(desk, ("strategy.toml", text.replace("behind = 25", "behind = 5").encode()))
    wrong = desk.table("strategy.tomlの誤りと注意").iloc[0]
    line = next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith("[rating]"))
    assert (wrong["セル"], wrong["区分"]) == (f"{line}行目", "誤り")
    assert published(desk) == before
    press(desk, "ファイルを選び直す")
    send(desk, ("strategy.toml", text.replace("behind = 25", "behind = 12").encode()))
    assert "戦略の設定: 追加0行、変更1行(1セル)、削除0行" in desk.findings
    changed = desk.table("戦略の設定の変化").iloc[0]
    assert (changed["設定の項目"], changed["前"], changed["後"]) == (
        "取組の評価: 遅れの境目 [rating] behind",
        "25",
        "12",
    )
    assert any("それより前の時点の評価と数値は変わりません" in told for told in desk.told("info"))
    publish(desk, "境目を見直した")
    assert published(desk) == before + 1
    assert get_source().now().strategy.rating.behind == 12
    assert get_source().now().snapshot(date(2026, 10, 31)).strategy.rating.behind == 25


def test_the_strategy_in_force_is_offered_to_change(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: dict[str, Callable[[], bytes]] = {}

    def offer(_manager: object, data: Callable[[], bytes], *_: object, file_name: str, **__: object) -> str:
        offered[file_name] = data
        return file_name

    monkeypatch.setattr(MediaFileManager, "add_deferred", offer)
    seat("hanako").open("update", update="ひな形")
    monkeypatch.setattr("pages.frame.people.cookies_of_page", lambda _page: dict(st.context.cookies))
    assert offered["strategy.toml"]() == (DATA / "strategy.toml").read_bytes()
