"""The text for the minutes."""

from __future__ import annotations

from kdx_metrics.views.meeting.changes import action_changes
from kdx_metrics.wording.groups import standing
from tests.papers.papers import bare, content, empty, paper
from tests.shipped import NOW, reasons, strategy
from tests.shipped import summary as shipped


def text() -> str:
    return paper("text").data.decode("utf-8-sig")


def test_the_text_opens_with_the_plan_the_stamp_and_the_headline() -> None:
    lines = text().split("\r\n")
    assert lines[0] == "鹿島市 かしまデジタル変革(DX)戦略 進捗の要約(本部会議)"
    assert lines[1] == content().stamp
    assert standing.overall(shipped(NOW), content().previous) in lines


def test_windows_editors_show_it_right() -> None:
    assert paper("text").data.startswith(b"\xef\xbb\xbf")
    assert "\n" not in text().replace("\r\n", "")


def test_every_decision_to_take_has_its_line_and_room() -> None:
    assert text().count("    決定:") == len(shipped(NOW).board.decide) == 3
    assert [reason for reason in reasons(shipped(NOW)) if reason not in text()] == []


def test_every_count_of_changes_has_as_many_rows() -> None:
    moved = content().changes
    assert moved is not None
    kinds = [row["kinds"].split("・") for row in action_changes(moved, strategy()).records]
    for word, count in (
        ("完了", len(moved.moved("completed"))),
        ("遅れに転じた", len(moved.moved("fell_behind"))),
        ("持ち直した", len(moved.moved("recovered"))),
        ("後ろ倒し", len(moved.delayed)),
        ("追加", len(moved.added)),
        ("削除", len(moved.removed)),
        ("新たに未報告", sum(change.newly_unreported for change in moved.actions)),
    ):
        assert sum(word in row for row in kinds) == count > 0
        assert f"{word}{count}件" in text()


def test_an_empty_plan_still_makes_a_text() -> None:
    made = bare("text", empty()).data.decode("utf-8-sig")
    assert "取組がありません" in made
    assert "からの変化" not in made


def test_the_minutes_begin_with_what_this_meeting_decided_and_the_next_meeting() -> None:
    lines = text().split("\r\n")
    decided, earlier = lines.index("1 本日の決定と宿題"), lines.index("2 前回までの決定・宿題")
    assert "次回の会議: 年表にまだありません。" in lines[decided:earlier]
