"""A table is one thing in one place: with its definition alone, all that is done with tables is done with it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kdx_metrics.cli import main
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Rejected
from kdx_metrics.exports.data_dictionary import data_dictionary
from kdx_metrics.exports.typed_text import as_texts, table_csv
from kdx_metrics.exports.workbook_templates import template
from kdx_metrics.intake.checking import CheckedFile, check
from kdx_metrics.intake.folder import read_folder, snapshot_of
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.tables import Table, tables
from kdx_metrics.publications.proposal.rehearsal import rehearse
from kdx_metrics.publications.proposal.staging import prepare
from kdx_metrics.publications.publishing import roll_back
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.publications.source import Source
from kdx_metrics.publications.store_source import StoreSource
from kdx_metrics.publications.verify import verify
from tests.costs import HEADER, costs
from tests.intake.workbook.books import rows_of_workbook
from tests.publications.support import ACTION_HEADER, AS_AT, EDITOR, LATER, action, actions, csv, kpis, put, strategy

pytestmark = pytest.mark.usefixtures("_costs_table")

FIRST = ("A-01,2026-04-30,委託料,1200", "A-02,2026-05-31,クラウド,300")


@pytest.fixture
def spec() -> Table:
    return tables(strategy())["costs"]


def checked(*lines: str) -> CheckedFile:
    """A file of 費用, held against an action plan of A-01 to A-03."""
    plan = check(actions().data, strategy(), file_name="action_plan.csv").frame
    assert plan is not None
    return check(costs(*lines).data, strategy(), file_name="x.csv", beside={"action_plan": plan})


def published(store: Store) -> Source:
    return StoreSource(store, strategy()).now()


def newest(store: Store) -> Snapshot:
    data = published(store)
    return data.snapshot(data.dates[-1])


def rows(frame: pd.DataFrame, spec: Table) -> list[list[str]]:
    return as_texts(frame, spec).to_numpy().tolist()


def test_it_is_known_by_its_headers_and_read_with_its_unit_choice_and_reason() -> None:
    file = checked('a-01,R8.4.30,クラウド,"1,200千円"', "A-02,2026-05-31,委託料,未集計")
    assert (file.table, file.ok, file.issues) == ("costs", True, [])
    assert file.frame is not None
    assert file.frame["kind"].tolist() == ["使用料", "委託料"]
    assert file.frame["amount_missing"].tolist() == ["", "未集計"]
    assert [(repair.cell, repair.after) for repair in file.repairs] == [
        ("A2", "A-01"),
        ("B2", "2026-04-30"),
        ("D2", "1200"),
    ]


def test_its_own_rule_its_choice_and_an_unknown_reference_are_told_at_their_cells() -> None:
    issues = checked("A-01,2026-04-30,委託料,-5", "A-99,2026-05-31,工事費,3").issues
    assert [(issue.cell, issue.code) for issue in issues] == [
        ("D2", "negative_cost"),
        ("A3", "unknown_reference"),
        ("C3", "unknown_choice"),
    ]
    assert issues[1].message == "取組番号「A-99」が取組の表(action_plan.csv)にありません。"
    assert issues[2].fix == "次のいずれかを入力してください: 委託料、使用料(クラウド)"


def test_it_has_a_template_and_stands_in_the_data_dictionary(spec: Table) -> None:
    headers = ["取組番号", "支払日", "費目", "金額", "備考"]
    assert rows_of_workbook(template(spec)) == [headers]
    assert spec.by_name["kind"].listed == ("委託料", "クラウド")
    empty = table_csv(spec.empty_frame(), spec)
    assert empty.decode("utf-8-sig") == ",".join(headers) + "\r\n"
    text = data_dictionary(strategy())
    assert "## costs.csv 費用" in text
    assert "| 金額 | `amount` | 数値 |  | 千円。0以上 |" in text
    assert "| `negative_cost` | 誤り | 費用が負 |" in text


def test_it_is_rehearsed_row_by_row_and_cell_by_cell(sqlite_store: Store, spec: Table) -> None:
    put(sqlite_store, actions(), costs(*FIRST))
    changed = costs("A-01,2026-04-30,委託料,1500", "A-03,2026-06-30,委託料,未集計")
    proposal = prepare(sqlite_store, strategy(), [changed], as_at=AS_AT)
    difference = rehearse(published(sqlite_store), proposal.revisions, AS_AT, AS_AT).differences["costs"]
    assert difference.added.to_numpy().tolist() == [["A-03", "2026-06-30", "委託料", "未集計", ""]]
    assert difference.removed["取組番号"].tolist() == ["A-02"]
    assert [(cell.key, cell.column, cell.before, cell.after) for cell in difference.cells] == [
        (("A-01", "2026-04-30"), "金額", "1200", "1500")
    ]
    assert rows(newest(sqlite_store).table("costs"), spec)[0][3] == "1200"


def test_it_is_published_merged_rolled_back_and_verified(store: Store, spec: Table) -> None:
    put(store, actions(), costs(*FIRST))
    before = newest(store)
    put(store, replace(costs("A-02,2026-05-31,使用料,350", "A-03,2026-06-30,委託料,80"), mode="merge"), as_at=LATER)
    merged = newest(store)
    assert rows(merged.table("costs"), spec) == [
        ["A-01", "2026-04-30", "委託料", "1200", ""],
        ["A-02", "2026-05-31", "使用料", "350", ""],
        ["A-03", "2026-06-30", "委託料", "80", ""],
    ]
    assert merged.token != before.token
    first = next(revision.id for revision in list_revisions(store) if revision.table == "costs")
    roll_back(store, strategy(), EDITOR, first, note="取り消し")
    assert rows(newest(store).table("costs"), spec) == rows(before.table("costs"), spec)
    assert verify(store, strategy()) == []


def test_it_is_read_beside_the_plan_that_is_published_with_it_and_holds_it_later(sqlite_store: Store) -> None:
    put(sqlite_store, costs("A-04,2026-04-30,委託料,5"), actions(rows=4))
    with pytest.raises(Rejected) as refused:
        put(sqlite_store, actions(rows=3))
    assert [(issue.table, issue.cell, issue.code) for issue in refused.value.issues] == [
        ("costs", "A2", "unknown_reference")
    ]


def test_one_department_sees_its_own_rows(sqlite_store: Store) -> None:
    plan = csv(ACTION_HEADER, action(1, department="総務課"), action(2, department="市民課"))
    put(sqlite_store, replace(actions(), data=plan), costs(*FIRST))
    assert newest(sqlite_store).of_department("市民課").table("costs")["action_id"].tolist() == ["A-02"]


def test_a_folder_with_it_is_read_and_one_without_it_lacks_nothing(tmp_path: Path) -> None:
    data = Path(__file__).parents[2] / "data"
    for file in data.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    without = read_folder(tmp_path, strategy(), as_at=None)
    assert (without.broken, "costs" in without.frames) == ((), False)
    assert "costs" not in [table.name for table in snapshot_of(without, strategy(), AS_AT).tables]
    (tmp_path / "costs.csv").write_bytes(costs("P1-08,2026-04-30,委託料,5").data)
    folder = read_folder(tmp_path, strategy(), as_at=None)
    assert (folder.broken, len(folder.frames["costs"])) == ((), 1)
    assert [table.name for table in snapshot_of(folder, strategy(), AS_AT).tables][-1] == "costs"


@pytest.fixture
def _store_of_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KDX_DATABASE_URL", f"sqlite:///{tmp_path / 'kdx.sqlite3'}")


@pytest.mark.usefixtures("_store_of_the_command_line")
def test_the_command_line_checks_publishes_lists_and_exports_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = tmp_path / "費用.csv", tmp_path / "out"
    file.write_bytes(costs("P1-08,2026-04-30,委託料,5", "X-1,2026-05-31,委託料,6").data)
    (tmp_path / "action_plan.csv").write_bytes((Path(__file__).parents[2] / "data" / "action_plan.csv").read_bytes())
    assert main(["check", str(file), "--with", str(tmp_path), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["table"], [issue["cell"] for issue in report["issues"]]) == ("costs", ["A3"])
    file.write_bytes(costs("P1-08,2026-04-30,委託料,5").data)
    who = ["--by", "鹿島 花子", "--note", "費用"]
    assert main(["publish", str(file), "--as-at", "2026-11-20", *who]) == 0
    assert "版(費用)" in capsys.readouterr().err
    assert main(["history", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["table"] == "costs"
    assert main(["export", str(folder)]) == 0
    assert (folder / "costs.csv").read_bytes() == file.read_bytes()


def test_an_action_plan_that_leaves_it_orphaned_is_told_by_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "costs.csv").write_bytes(costs("A-04,2026-04-30,委託料,5").data)
    (tmp_path / "plan.csv").write_bytes(actions(rows=3).data)
    assert main(["check", str(tmp_path / "plan.csv"), "--with", str(tmp_path), "--format", "json"]) == 1
    (issue,) = json.loads(capsys.readouterr().out)["issues"]
    assert issue["message"] == "costs.csvのセル A2: 取組番号「A-04」が取組の表(action_plan.csv)にありません。"


def test_a_file_of_another_table_is_not_taken_for_it() -> None:
    assert check(kpis(1).data, strategy(), file_name="x.csv", table="costs").issues[0].code == "wrong_table"
    assert check(csv(HEADER), strategy(), file_name="x.csv", as_at=date(2026, 4, 1)).table == "costs"
