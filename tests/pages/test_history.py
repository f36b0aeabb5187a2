"""更新履歴: look back, compare, download, roll back, erase; and the audit log in Japanese."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kdx_metrics.database.errors import Forbidden, NotSignedIn
from kdx_metrics.identity import people
from kdx_metrics.plan.fiscal_calendar import wareki_lined_up
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.revisions import Revision, list_revisions
from kdx_metrics.publications.verify import verify
from kdx_metrics.settings import ROOT
from pages.revisions.audit_words import ACTIONS, detail_words, object_words
from pages.view.address import VERSION
from tests.pages.screen import Screen, column
from tests.pages.staff import CHIEF, Browser, of_department, press, publish, saved, send, shipped_rows, sign_out
from tests.shipped import strategy

Seat = Callable[[str], Screen]
SENT = "市民課.csv"


@pytest.fixture
def changed(seat: Seat) -> bytes:
    """市民課 has published one changed cell; the bytes as sent."""
    rows = of_department(shipped_rows("action_plan.csv"), "市民課")
    rows[1]["進捗率"] = "６５"
    data = saved(rows)
    publish(send(seat("hanako").open("update"), (SENT, data)), "11月の報告")
    return data


def everything() -> list[Revision]:
    return list_revisions(get_source().store)


def pick(screen: Screen, number: int) -> Screen:
    """Choose the row of one revision."""
    assert number in column(screen.table("版の一覧"), "版")
    screen.at.query_params[VERSION] = str(number)
    return screen.run()


def test_the_list_says_who_when_what_and_why_newest_first(seat: Seat, changed: bytes) -> None:
    assert changed
    table = seat("").open("history").table("版の一覧")
    newest = table.iloc[0]
    assert (newest["現在"], newest["表"], newest["担当"], newest["理由"]) == (
        "使用中",
        "取組",
        "鹿島 花子",
        "11月の報告",
    )
    assert (newest["種類"], newest["行数"], newest["ファイル"]) == ("公開(部分更新)", 43, SENT)
    assert column(table, "版") == sorted(column(table, "版"), reverse=True)
    assert sum(mark == "使用中" for mark in table["現在"]) == 5, "four tables and the strategy"


def test_dates_of_the_list_are_in_wareki_and_sort_by_date_where_rows_are_picked(seat: Seat, changed: bytes) -> None:
    assert changed
    screen = seat("").open("history")
    (grid,) = (each.value for each in screen.at.dataframe)
    assert list(grid["時点"]) == [wareki_lined_up(revision.as_at) for revision in reversed(everything())]
    published = [text.replace("\N{FIGURE SPACE}", " ") for text in grid["公開日時"]]  # as a browser sorts it
    assert published == sorted(published, reverse=True)
    words = re.sub("</?span[^>]*>", "", screen.html)  # which keep a date together
    assert re.search(r">令和8年\d+月\d+日 \d\d:\d\d</td>", words)


def test_of_two_revisions_of_one_date_the_later_is_the_current_one(seat: Seat, changed: bytes) -> None:
    again = changed.replace("６５".encode("cp932"), b"70")
    publish(send(seat("hanako").open("update"), (SENT, again)), "訂正")
    table = seat("").open("history").table("版の一覧")
    assert column(table, "時点")[0] == column(table, "時点")[1]
    assert column(table, "現在")[:2] == ["使用中", ""]


def test_the_account_stands_beside_the_name_for_editors_and_for_nobody_else(seat: Seat, changed: bytes) -> None:
    assert changed
    assert seat("hanako").open("history").table("版の一覧")["アカウント"].iloc[0] == "hanako"
    for account in ("", "mina"):
        assert "アカウント" not in seat(account).open("history").table("版の一覧")
    log = seat("jiro").open("history", history="監査ログ").table("監査ログ")
    published = log[log["操作"] == "公開"].iloc[0]
    assert (published["だれが"], published["アカウント"]) == ("鹿島 花子", "hanako")


@pytest.mark.parametrize("account", ["", "mina"])
def test_the_file_as_it_came_is_for_editors_and_everybody_else_gets_its_table(
    seat: Seat, changed: bytes, downloads: dict[str, Callable[[], bytes]], account: str
) -> None:
    newest = everything()[-1]
    screen = pick(seat(account).open("history"), newest.id)
    assert f"SHA-256 {newest.sha256}" in screen.text
    assert [each.label for each in screen.at.button if "差し戻す" in each.label] == []
    table = f"action_plan_第{newest.id}版.csv"
    assert [*downloads] == [table]
    rows = downloads[table]().decode("utf-8-sig").splitlines()
    assert len(rows) == 44
    assert "市民課" in rows[1]
    pick(seat("hanako").open("history"), newest.id)
    assert [*downloads] == [table, SENT]
    assert downloads[SENT]() == changed


@pytest.mark.parametrize("role", ["viewer", "nobody"])
def test_an_open_page_gives_the_file_to_nobody_who_is_no_editor_any_more(
    seat: Seat, changed: bytes, downloads: dict[str, Callable[[], bytes]], browser: Browser, role: str
) -> None:
    pick(seat("hanako").open("history"), everything()[-1].id)
    assert downloads[SENT]() == changed
    store = get_source().store
    if role == "viewer":
        people.set_role(store, CHIEF, people.by_account(store, "hanako").id, "viewer")
    else:
        sign_out(browser, "hanako")
    with pytest.raises((Forbidden, NotSignedIn)):
        downloads[SENT]()


def test_the_table_that_everybody_may_download_runs_no_formula(
    seat: Seat, downloads: dict[str, Callable[[], bytes]]
) -> None:
    rows = shipped_rows("milestones.csv")
    rows[0]["内容"] = '=HYPERLINK("https://evil.example")'
    publish(send(seat("hanako").open("update"), ("年表.csv", saved(rows))), "11月の報告")
    newest = everything()[-1].id
    pick(seat("").open("history"), newest)
    assert "'=HYPERLINK" in downloads[f"milestones_第{newest}版.csv"]().decode("utf-8-sig")


def test_an_editor_rolls_back_after_seeing_what_would_change(seat: Seat, changed: bytes) -> None:
    assert changed
    before = everything()[-1]
    assert before.parent is not None
    screen = pick(seat("hanako").open("history"), before.parent)
    assert screen.table("差し戻しによる変化").to_numpy().tolist() == [["変更", "P1-01 2", "進捗率", "65", "55"]]
    screen.at.text_input[0].set_value("誤った表だったため")
    press(screen, f"第{before.parent}版の内容に差し戻す")
    assert screen.told("success")[0] == (
        f"第{before.parent}版の内容を第{before.id + 1}版として公開しました。元の版も残っています。"
    )
    newest = everything()[-1]
    assert (newest.kind, newest.note, newest.restored) == ("rollback", "誤った表だったため", before.parent)
    same = pick(seat("hanako").open("history"), before.parent)
    assert "いま表示されている内容と同じ" in "".join(each.value for each in same.at.caption)


def test_a_roll_back_over_an_unseen_publication_is_refused_with_who(seat: Seat, changed: bytes) -> None:
    assert changed
    before = everything()[-1]
    assert before.parent is not None
    screen = pick(seat("taro").open("history"), before.parent)
    rows = of_department(shipped_rows("action_plan.csv"), "総務課")
    rows[0]["備考"] = "その間に公開"
    publish(send(seat("hanako").open("update"), ("総務課.csv", saved(rows))))
    screen.at.text_input[0].set_value("誤りのため")
    press(screen, f"第{before.parent}版の内容に差し戻す")
    assert "確認のあとに別の方が公開しました" in screen.alarms[0]
    assert "鹿島 花子" in screen.alarms[0]
    assert everything()[-1].kind == "upload"


def test_only_an_administrator_erases_and_only_with_a_reason_and_a_tick(seat: Seat, changed: bytes) -> None:
    assert changed
    newest = everything()[-1].id
    assert "抹消する" not in [each.label for each in pick(seat("hanako").open("history"), newest).at.button]
    screen = pick(seat("jiro").open("history"), newest)
    press(screen, "抹消する")
    assert screen.alarms == ["確認の欄にチェックを入れてください。"]
    screen.at.checkbox[0].check()
    press(screen, "抹消する")
    assert screen.alarms == ["抹消の理由を入力してください。"]
    (reason,) = (each for each in screen.at.text_input if each.label == "抹消の理由")
    reason.set_value("個人情報が含まれていたため")
    screen.at.checkbox[0].check()
    press(screen, "抹消する")
    said = screen.told("success")[0]
    assert said.startswith(f"第{newest}版の内容を抹消しました。 代わりに第{everything()[-1].parent}版が表示されます。")
    assert f"次の版にも同じ行があります: 第{everything()[-1].parent}版(5行中4行)" in said
    assert everything()[-1].redaction is not None
    assert screen.table("版の一覧").iloc[0]["種類"] == "抹消済み"
    assert verify(get_source().store, strategy()) == []
    erased = pick(seat("jiro").open("history"), newest)
    assert "管理 次郎 が抹消しました。理由: 個人情報が含まれていたため" in erased.told("warning")[0]
    assert len(erased.at.get("download_button")) == 0


def test_any_two_revisions_of_a_table_are_compared_cell_by_cell(seat: Seat, changed: bytes) -> None:
    assert changed
    screen = seat("").open("history", history="版の比較")
    assert screen.table("版の違い").to_numpy().tolist() == [["変更", "P1-01 2", "進捗率", "55", "65"]]
    assert screen.findings[0] == "追加0行、変更1行(1セル)、削除0行"


def test_the_audit_log_is_for_administrators_and_in_japanese(seat: Seat, changed: bytes) -> None:
    assert changed
    for account in ("", "hanako"):
        assert "監査ログ" not in str(seat(account).open("history").at.get("button_group")[0].proto.options)
    table = seat("jiro").open("history", history="監査ログ").table("監査ログ")
    row = table[table["操作"] == "公開"].iloc[0]
    assert (row["だれが"], row["接続元"]) == ("鹿島 花子", "192.0.2.10")
    assert row["詳細"] == f"版: {everything()[-1].id}、ファイル: {SENT}、メモ: 11月の報告"
    assert set(table["操作"]) <= set(ACTIONS.values())


def test_every_action_that_the_program_logs_has_its_japanese_word() -> None:
    call = re.compile(r"\b(?:record|record_alone|notice)[(,](?:[^\"()]|\([^()]*\))*?\"([a-z_]+)\"")
    logged = {
        spelled
        for part in ("database", "publications", "identity", "meeting", "web")
        for file in (ROOT / "kdx_metrics" / part).rglob("*.py")
        for spelled in call.findall(file.read_text(encoding="utf-8"))
    }
    assert {"sign_in", "cross_site_refused", "redact", "upload_refused"} <= logged
    assert logged - ACTIONS.keys() == set()


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"asked": "publish", "role": "viewer"}, "求めた操作: 公開、権限: 閲覧者"),
        ({"reason": "expired"}, "理由: 期限切れ"),
        ({"erased": [3, 5], "built_on": []}, "抹消した版: 3・5"),
        ({"version": 2, "kind": "宿題", "due": None, "department": ""}, "変更回数: 2、種類: 宿題"),
        ({"new_detail": "x"}, "new_detail: x"),
        ({}, ""),
    ],
)
def test_a_detail_of_the_log_is_told_in_words(detail: dict[str, object], words: str) -> None:
    assert detail_words(detail) == words


def test_what_was_acted_upon_is_told_in_words() -> None:
    assert [object_words(each) for each in ("revision 3", "publication 2", "市民課.csv")] == [
        "第3版",
        "公開2",
        "市民課.csv",
    ]
