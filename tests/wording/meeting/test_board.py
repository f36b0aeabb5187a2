"""Names and findings of the lists of a meeting, and questions taken apart."""

from __future__ import annotations

import pytest

from kdx_metrics.wording.meeting import board
from tests.factories import action, summary


def test_where_nobody_asks_anything_the_list_is_called_by_its_rule_and_counted_by_kind() -> None:
    of = summary([action(progress=10.0), action("A-02", progress=None)]).board
    assert board.topic(of) == "要注意"
    assert board.finding(of) == "要注意は2件です(遅れ1件、未報告1件)。本部への依頼はありません。"
    assert board.finding(of, by_kind=False) == "要注意は2件です。本部への依頼はありません。"
    assert board.finding(summary([]).board) == "要注意の項目はありません。本部への依頼はありません。"


def test_questions_reports_and_silence_are_counted_apart() -> None:
    rows = [
        action("A-01", progress=10.0, ask="判断", ask_text="続けるか。"),
        action("A-02", progress=20.0),
        action("A-03", progress=None),
    ]
    of = summary(rows).board
    assert board.topic(of) == "本日のご判断とご報告"
    assert board.finding(of) == "ご判断は1件、ご報告は1件、事務局で確認は1件です。"


def test_the_classes_that_occur_are_counted_the_first_three_by_name() -> None:
    assert board.kinds([]) == ""
    assert board.kinds(summary([action(progress=10.0)]).attention) == "遅れ1件"


@pytest.mark.parametrize(
    ("ask_text", "text", "options"),
    [
        ("閉じてよいか。", "閉じてよいか。", ()),
        ("どうするか。案1:閉じる(0円) 案2:続ける", "どうするか。", ("案1: 閉じる(0円)", "案2: 続ける")),
        ("どうするか。\n案A: 閉じる\n案B: 続ける", "どうするか。", ("案A: 閉じる", "案B: 続ける")),
        ("どうするか。案1:閉じる", "どうするか。", ("案1: 閉じる",)),
        ("方針案の1を採るか", "方針案の1を採るか", ()),
    ],
)
def test_a_question_is_told_from_its_options(ask_text: str, text: str, options: tuple[str, ...]) -> None:
    assert board.question(ask_text) == board.Question(text, options)
