from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, NotPossible
from kdx_metrics.database.migrate import open_store
from kdx_metrics.database.schema.decisions import decision
from kdx_metrics.exports.csv_export import to_csv_bytes
from kdx_metrics.exports.workbook_templates import template
from kdx_metrics.meeting.decisions import Content, Edit, StaleDecision, add, apply, change, history, list_decisions
from kdx_metrics.meeting.decisions_csv import DecisionsFile, define_decisions, read, to_frame
from kdx_metrics.publications.backup import backup, restore
from kdx_metrics.publications.revisions import digest
from kdx_metrics.publications.verify import verify
from tests.factories import action, kpi, snapshot, strategy
from tests.publications.support import ADMIN, EDITOR, VIEWER, csv

MEETING = date(2026, 11, 23)
PLAN = Content(
    kind="決定",
    text="第1期の残りは第2期へ引き継ぐ。",
    meeting_on=MEETING,
    action_id="P1-08",
    period=1,
    department="都市建設課",
    due=date(2027, 1, 31),
)
HOMEWORK = Content(kind="宿題", text="=未報告の理由を調べる", meeting_on=MEETING, kpi_id="K10", department="総務課")
HEADER = "番号,変更回数,会議日,種類,内容,取組番号,期,指標番号,所管課,期限,状態"


PLANNED = snapshot([action("P1-08", period=1), action("P1-08", period=2)], [kpi("K10")])


def taken_in(store: Store, data: bytes) -> DecisionsFile:
    return read(data, PLANNED, list_decisions(store))


def test_a_decision_is_kept_with_who_and_when_and_every_change_of_it(store: Store) -> None:
    first = add(store, EDITOR, PLAN)
    assert (first.version, first.content, first.created_by) == (1, PLAN, "鹿島 花子")
    done = change(store, ADMIN, first.id, replace(PLAN, state="完了"), version=1)
    assert (done.version, done.created_by, done.changed_by) == (2, "鹿島 花子", "管理 次郎")
    assert not done.content.is_open
    assert list_decisions(store) == [done]
    assert [(version.version, version.by, version.content.state) for version in history(store, EDITOR, first.id)] == [
        (1, "鹿島 花子", "未対応"),
        (2, "管理 次郎", "完了"),
    ]
    newest, oldest = audit.entries(store)
    assert (newest.action, newest.object, newest.actor) == ("decision_change", f"decision {first.id}", "管理 次郎")
    assert (oldest.action, oldest.detail["due"]) == ("decide", "2027-01-31")


def test_the_audit_log_keeps_a_hash_of_the_text_instead_of_the_text(store: Store) -> None:
    made = add(store, EDITOR, PLAN)
    change(store, EDITOR, made.id, replace(PLAN, text="言い直した。"), version=1)
    details = [entry.detail for entry in reversed(audit.entries(store))]
    assert [detail["text_sha256"] for detail in details] == [
        digest(PLAN.text.encode()),
        digest("言い直した。".encode()),
    ]
    assert PLAN.text not in repr(details)


def test_two_people_of_one_name_are_told_apart_by_their_accounts(store: Store) -> None:
    first = Actor("編集 次郎", "editor", "", 4, "jiro")
    made = add(store, first, PLAN)
    change(store, replace(first, person_id=5, account="oidc:5af3"), made.id, replace(PLAN, text="別の文"), version=1)
    assert [(version.by, version.account) for version in history(store, EDITOR, made.id)] == [
        ("編集 次郎", "jiro"),
        ("編集 次郎", "oidc:5af3"),
    ]
    with store.reading() as connection:
        columns = decision.c
        signatures = select(
            columns.created_by_id, columns.created_by_account, columns.changed_by_id, columns.changed_by_account
        )
        assert connection.execute(signatures).one() == (4, "jiro", 5, "oidc:5af3")


@pytest.mark.parametrize("actor", [VIEWER, Actor("(サインイン前)", "viewer")])
def test_earlier_versions_are_for_editors(store: Store, actor: Actor) -> None:
    made = add(store, EDITOR, PLAN)
    with pytest.raises(Forbidden, match="編集者・管理者の権限が必要です"):
        history(store, actor, made.id)
    assert audit.entries(store)[0].detail["asked"] == "read_decision_history"


def test_whoever_only_looks_records_nothing_and_is_logged(store: Store) -> None:
    with pytest.raises(Forbidden, match="編集者・管理者の権限が必要です"):
        add(store, VIEWER, PLAN)
    assert list_decisions(store) == []
    assert audit.entries(store)[0].action == "refused"


def test_of_two_who_edit_at_once_the_second_is_told(store: Store) -> None:
    made = add(store, EDITOR, PLAN)
    change(store, EDITOR, made.id, replace(PLAN, state="対応中"), version=1)
    with pytest.raises(StaleDecision, match="開いたあとに鹿島 花子さんが変更しました"):
        change(store, ADMIN, made.id, replace(PLAN, state="完了"), version=1)
    assert list_decisions(store)[0].content.state == "対応中"


def test_saving_what_is_known_already_makes_no_version(store: Store) -> None:
    made = add(store, EDITOR, PLAN)
    assert change(store, ADMIN, made.id, PLAN, version=1) == made
    assert len(history(store, EDITOR, made.id)) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (replace(PLAN, text=" \x00 "), "内容を入力してください"),
        (replace(PLAN, text="あ" * 2_001), "2,000文字まで"),
        (replace(PLAN, kpi_id="K10"), "どちらか一つ"),
        (replace(PLAN, action_id=""), "取組番号も入力"),
        (replace(PLAN, department="総務\n課"), "改行などは使えません"),
        (replace(PLAN, state="済"), "未対応・対応中・完了"),  # type: ignore[arg-type]  # what a request could hold
    ],
)
def test_what_makes_no_sense_is_refused_in_words(store: Store, content: Content, why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        add(store, EDITOR, content)
    assert list_decisions(store) == []


def test_many_changes_are_made_together_or_not_at_all(store: Store) -> None:
    with pytest.raises(NotPossible, match=r"No\.99 の決定事項は見つかりません"):
        apply(store, EDITOR, [Edit(PLAN), Edit(HOMEWORK, 99, 1)])
    assert list_decisions(store) == []


def test_a_file_goes_out_safely_and_comes_back_unchanged(store: Store) -> None:
    apply(store, EDITOR, [Edit(PLAN), Edit(HOMEWORK)])
    data = to_csv_bytes(to_frame(list_decisions(store), strategy()))
    assert "'=未報告の理由を調べる" in data.decode("utf-8-sig")
    taken = taken_in(store, data)
    assert taken.issues == ()
    before = list_decisions(store)
    apply(store, EDITOR, taken.edits)
    assert list_decisions(store) == before


def test_rows_without_a_number_are_added_and_numbered_ones_changed(store: Store) -> None:
    made = add(store, EDITOR, PLAN)
    data = csv(
        HEADER,
        f"{made.id},1,2026-11-23,決定,{PLAN.text},P1-08,第1期,,都市建設課,令和9年1月31日,対応中",
        ",,R8.11.23,宿題,報告をまとめる,,,ｋ10,総務課,,",
    )
    taken = taken_in(store, data)
    assert taken.issues == ()
    changed, added = apply(store, EDITOR, taken.edits)
    assert (changed.id, changed.version, changed.content) == (made.id, 2, replace(PLAN, state="対応中"))
    assert added.content == Content(
        kind="宿題", text="報告をまとめる", meeting_on=MEETING, kpi_id="K10", department="総務課"
    )


def test_every_error_of_a_file_is_told_with_its_cell_and_nothing_is_taken_in(store: Store) -> None:
    data = csv(
        HEADER,
        "7,1,2026-11-23,決定,ない番号,,,,,,",
        ",,11/23,議決,,P9-99,,K99,,いつか,済",
        "x,,2026-11-23,宿題,期だけ,,第2期,,,,",
    )
    taken = taken_in(store, data)
    assert taken.edits == ()
    assert [issue.cell for issue in taken.issues] == [
        "A2", "C3", "D3", "E3", "F3", "H3", "H3", "J3", "K3", "A4", "G4",
    ]  # fmt: skip
    said = {issue.cell: issue.message for issue in taken.issues}
    assert said["A2"] == "番号「7」の決定事項はありません。"
    assert said["C3"] == "会議日「11/23」は日付として読めません。年がありません。"
    assert said["D3"] == "種類「議決」は使えません。"
    assert said["F3"] == "取組「P9-99」は見つかりません。"
    mends = {issue.cell: issue.fix for issue in taken.issues}
    assert mends["D3"] == "次のいずれかを入力してください: 決定・宿題"
    assert mends["F3"] == "取組番号を「取組」で確かめてください。"


def test_a_file_that_is_no_list_of_decisions_is_refused_in_words(store: Store) -> None:
    (issue,) = taken_in(store, csv("取組番号,柱", "P1-01,P1")).issues
    assert issue.message == "1行目の見出しが、決定事項(decisions.csv)の表と合いません。"
    assert issue.fix == "ひな形の見出しを1行目に貼り付けてください。"
    (issue,) = taken_in(store, b"PK\x03\x04xl/").issues
    assert "Excelブック" in issue.message
    issues = taken_in(store, csv("番号,会議日", ",2026-11-23")).issues
    assert [issue.message for issue in issues] == ["必要な列「種類」がありません。", "必要な列「内容」がありません。"]


def test_a_decision_in_a_period_without_its_action_or_too_long_is_told(store: Store) -> None:
    data = csv(
        HEADER,
        ",,2026-11-23,決定,ほかの期,P1-08,第3期,,,,",
        f",1.5,2026-11-23,決定,{'あ' * 2_001},,,,{'課' * 201},,",
    )
    issues = taken_in(store, data).issues
    assert [(issue.cell, issue.code) for issue in issues] == [
        ("F2", "not_in_period"),
        ("B3", "not_as_written"),
        ("E3", "too_long"),
        ("I3", "too_long"),
    ]
    assert issues[0].message == "取組「P1-08」は第3期にありません。"
    assert issues[2].message == "内容が2,000文字を超えています。"


def test_the_same_number_twice_is_told_and_a_column_too_many_is_no_obstacle(store: Store) -> None:
    made = add(store, EDITOR, PLAN)
    row = f"{made.id},1,2026-11-23,決定,{PLAN.text},P1-08,第1期,,都市建設課,2027-01-31,対応中"
    twice = taken_in(store, csv(HEADER, row, row))
    assert (twice.edits, [(issue.cell, issue.code) for issue in twice.issues]) == ((), [("A3", "duplicate_key")])
    noted = taken_in(store, csv(f"{HEADER},メモ", f"{row},あとで"))
    assert [(issue.code, issue.severity) for issue in noted.issues] == [("unknown_column", "warning")]
    assert len(noted.edits) == 1


def test_a_filled_template_is_taken_in(store: Store) -> None:
    table = define_decisions(strategy())
    row = ["", "", "2026-11-23", "宿題", "報告をまとめる", "", "", "K10", "総務課", "", ""]
    file = read(template(table, [row]), PLANNED, list_decisions(store), file_name="決定.xlsx")
    assert file.issues == ()
    assert [edit.content.text for edit in file.edits] == ["報告をまとめる"]
    assert table.by_name["kind"].listed == ("決定", "宿題")


def test_decisions_are_backed_up_restored_and_verified(store: Store, tmp_path: Path) -> None:
    made = add(store, EDITOR, PLAN)
    change(store, ADMIN, made.id, replace(PLAN, state="対応中"), version=1)
    backup(store, ADMIN, tmp_path / "backup.kdx")
    again = open_store(f"sqlite:///{tmp_path / 'again.sqlite3'}")
    restore(again, ADMIN, tmp_path / "backup.kdx")
    assert (list_decisions(again), history(again, EDITOR, made.id)) == (
        list_decisions(store),
        history(store, EDITOR, made.id),
    )
    assert verify(again, None) == []
    with again.writing() as connection:
        connection.execute(update(decision).values(text="だれかが書き換えた"))
    assert [finding.code for finding in verify(again, None)] == ["decision_history"]
    again.close()
