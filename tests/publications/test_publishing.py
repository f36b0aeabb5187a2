from __future__ import annotations

from datetime import date

import pytest

from kdx_metrics.database import audit, head
from kdx_metrics.database.actors import Actor
from kdx_metrics.database.engine import Store
from kdx_metrics.database.errors import Forbidden, NothingToPublish, NotPossible, OverLimit, Rejected, StaleBase
from kdx_metrics.publications.proposal.limits import Limits
from kdx_metrics.publications.proposal.staging import Upload
from kdx_metrics.publications.publishing import publish
from kdx_metrics.publications.revisions import (
    all_revisions,
    digest,
    heads,
    list_revisions,
    uploaded_bytes,
)
from tests.publications.support import (
    ACTION_HEADER,
    ADMIN,
    AS_AT,
    EARLIER,
    EDITOR,
    LATER,
    VIEWER,
    action,
    actions,
    actuals,
    csv,
    kpis,
    milestones,
    put,
    strategy,
)


def in_force(store: Store, at: date | None = None) -> dict[str, int]:
    return {name: revision.id for name, revision in heads(list_revisions(store), at).items()}


def test_a_published_file_is_kept_byte_for_byte_with_who_when_and_why(store: Store) -> None:
    cp932 = Upload("取組.csv", actions().data.decode("utf-8-sig").encode("cp932"))
    made = put(store, cp932, note="10月末の報告")
    with store.reading() as connection:
        (revision,) = all_revisions(connection)
        assert uploaded_bytes(connection, revision.id) == cp932.data
    assert made.revisions == {"action_plan": revision.id}
    assert (revision.by, revision.note, revision.kind, revision.as_at) == ("鹿島 花子", "10月末の報告", "upload", AS_AT)
    assert (revision.file_name, revision.encoding, revision.rows, revision.size) == (
        "取組.csv",
        "cp932",
        3,
        len(cp932.data),
    )
    assert revision.sha256 == digest(cp932.data)
    assert revision.published_at == made.published_at
    assert revision.published_at.utcoffset() is not None


def test_several_files_are_one_publication(store: Store) -> None:
    made = put(store, actuals(1, 2), kpis(1, 2), actions())
    assert len({revision.publication for revision in list_revisions(store)}) == 1
    assert made.number == 1
    assert set(made.revisions) == {"action_plan", "kpis", "kpi_actuals"}


def test_one_bad_file_holds_back_all_of_them(store: Store) -> None:
    wrong = Upload("kpis.csv", kpis(1).data.replace("増加".encode(), "上昇".encode()))
    with pytest.raises(Rejected) as refused:
        put(store, actions(), wrong)
    assert refused.value.issues[0].cell == "E2"
    assert list_revisions(store) == []
    assert head.current(store).number == 0


def test_the_errors_of_every_file_are_told_at_once(store: Store) -> None:
    with pytest.raises(Rejected, match="誤りが2件") as refused:
        put(store, actions(progress=101, rows=1), milestones(title=""))
    assert {issue.table for issue in refused.value.issues} == {"action_plan", "milestones"}


def test_actuals_of_a_kpi_that_is_nowhere_are_not_published(store: Store) -> None:
    put(store, kpis(1))
    with pytest.raises(Rejected) as refused:
        put(store, actuals(1, 2))
    assert [issue.code for issue in refused.value.issues] == ["orphan_kpi"]


def test_a_kpi_that_still_has_actuals_cannot_be_taken_out(store: Store) -> None:
    put(store, kpis(1, 2), actuals(1, 2))
    with pytest.raises(Rejected):
        put(store, kpis(1), as_at=LATER)
    put(store, kpis(1), actuals(1), as_at=LATER)


def test_a_late_report_must_also_fit_the_tables_of_later_dates(store: Store) -> None:
    put(store, kpis(1, 2), as_at=EARLIER)
    put(store, actuals(1, 2), as_at=LATER)
    with pytest.raises(Rejected):
        put(store, kpis(1), as_at=AS_AT)


def test_units_typed_into_actuals_are_read_with_the_kpis_published_beside_them(store: Store) -> None:
    with_unit = Upload("kpi_actuals.csv", actuals(1, value=900).data.replace(b"900", "900人".encode()))
    put(store, with_unit, kpis(1))
    assert set(in_force(store)) == {"kpis", "kpi_actuals"}


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    put(store, actions())
    with pytest.raises(NothingToPublish, match="変更はありません"):
        put(store, actions())
    assert len(list_revisions(store)) == 1


def test_an_unchanged_file_beside_a_changed_one_is_left_out(store: Store) -> None:
    put(store, actions(), milestones())
    made = put(store, actions(60), milestones())
    assert set(made.revisions) == {"action_plan"}


def test_the_same_content_may_be_confirmed_for_a_later_date(store: Store) -> None:
    put(store, actions())
    put(store, actions(), as_at=LATER)
    assert [revision.as_at for revision in list_revisions(store)] == [AS_AT, LATER]


def test_an_earlier_content_may_come_back_as_a_new_revision(store: Store) -> None:
    put(store, actions(50))
    put(store, actions(60))
    put(store, actions(50))
    assert in_force(store) == {"action_plan": 3}


def test_of_each_table_the_newest_date_not_after_the_asked_one_is_in_force(store: Store) -> None:
    put(store, actions(50), milestones(), as_at=EARLIER)
    put(store, actions(60), as_at=LATER)
    assert in_force(store, date(2026, 7, 30)) == {}
    assert in_force(store, EARLIER) == {"action_plan": 1, "milestones": 2}
    assert in_force(store, LATER) == {"action_plan": 3, "milestones": 2}


def test_among_equal_dates_the_newest_published_is_in_force(store: Store) -> None:
    put(store, actions(50))
    put(store, actions(60))
    assert in_force(store, AS_AT) == {"action_plan": 2}


def test_a_late_report_of_an_earlier_date_does_not_replace_the_newest(store: Store) -> None:
    put(store, actions(60), as_at=LATER)
    put(store, actions(50), as_at=EARLIER)
    assert in_force(store) == {"action_plan": 1}
    assert in_force(store, EARLIER) == {"action_plan": 2}
    assert [revision.parent for revision in list_revisions(store)] == [None, None]


def test_each_revision_names_the_one_it_replaced(store: Store) -> None:
    for progress in (50, 60, 70):
        put(store, actions(progress))
    assert [revision.parent for revision in list_revisions(store)] == [None, 1, 2]


def test_a_viewer_publishes_nothing_and_the_refusal_is_on_record(store: Store) -> None:
    with pytest.raises(Forbidden, match="編集者・管理者の権限が必要"):
        publish(store, strategy(), VIEWER, [actions()], as_at=AS_AT, note="試し")
    (entry,) = audit.entries(store)
    assert (entry.actor, entry.action, entry.address) == ("見学 太郎", "refused", "192.0.2.8")
    assert entry.detail == {"asked": "publish", "role": "viewer"}
    assert list_revisions(store) == []


def test_an_administrator_may_publish_too(store: Store) -> None:
    publish(store, strategy(), ADMIN, [actions()], as_at=AS_AT, note="代理")
    assert list_revisions(store)[0].by == "管理 次郎"


def test_a_publication_over_another_ones_is_refused_with_who_and_when(store: Store) -> None:
    base = head.current(store).number
    other = publish(store, strategy(), ADMIN, [actions(50)], as_at=AS_AT, note="先", base=base)
    with pytest.raises(StaleBase, match=r"\(令和\d+年\d+月\d+日 \d\d:\d\d・管理 次郎\)") as refused:
        put(store, milestones(), base=base)
    assert (refused.value.by, refused.value.at) == ("管理 次郎", other.published_at)
    assert refused.value.number == other.number
    put(store, milestones(), base=refused.value.number)
    assert audit.entries(store)[1].detail["published_by"] == "管理 次郎"


@pytest.mark.parametrize("note", ["", "  \u3000\n", "\x00\x1b"])
def test_a_publication_needs_a_reason(store: Store, note: str) -> None:
    with pytest.raises(NotPossible, match="理由"):
        put(store, actions(), note=note)


@pytest.mark.parametrize("name", ["", "あ" * 201])
def test_a_publication_needs_a_name_that_fits(store: Store, name: str) -> None:
    with pytest.raises(NotPossible, match="担当者名"):
        publish(store, strategy(), Actor(name, "editor"), [actions()], as_at=AS_AT, note="試し")


def test_no_file_is_nothing_to_publish(store: Store) -> None:
    with pytest.raises(NotPossible, match="ファイルを選んで"):
        put(store)


def test_a_date_after_the_plan_is_a_slip_of_the_pen(store: Store) -> None:
    with pytest.raises(NotPossible, match="2062-10-31"):
        put(store, actions(), as_at=date(2062, 10, 31))


def test_two_whole_tables_of_one_kind_contradict_each_other(store: Store) -> None:
    with pytest.raises(NotPossible, match="2つ以上"):
        put(store, actions(50), actions(60))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/x.csv", "x.csv"),
        ("C:\\Users\\kashima\\取組.csv", "取組.csv"),
        ("x.exe:$s.csv", "x.exe_$s.csv"),
        ("x.csv.exe", "x.csv.exe"),
        ("あ" * 300 + ".csv", "あ" * 196 + ".csv"),
        ("a\x00b\udcff\n.csv", "a_b__.csv"),
        ("..", "無題"),
    ],
)
def test_a_hostile_file_name_is_kept_as_a_plain_one(store: Store, sent: str, kept: str) -> None:
    put(store, Upload(sent, actions().data))
    assert list_revisions(store)[0].file_name == kept


def test_limits_are_told_before_anything_is_read(store: Store) -> None:
    with pytest.raises(OverLimit, match="10ファイルまで"):
        put(store, *[actions()] * 11)
    with pytest.raises(OverLimit, match=r"「action_plan.csv」は10\.0MB"):
        put(store, Upload("action_plan.csv", b"x" * (10 * 1024 * 1024 + 1)))
    with pytest.raises(Rejected) as refused:
        publish(store, strategy(), EDITOR, [actions(rows=4)], as_at=AS_AT, note="長い", limits=Limits(rows=3))
    assert [issue.code for issue in refused.value.issues] == ["too_many_rows"]


def test_texts_of_every_kind_come_back_as_typed(store: Store) -> None:
    remark = '髙﨑①㈱=1+1 <b>\'""; DROP TABLE revision'
    put(store, Upload("a.csv", csv(ACTION_HEADER, action(1, remarks=f'"{remark}"'))), note=remark)
    assert list_revisions(store)[0].note == remark
