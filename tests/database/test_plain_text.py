from __future__ import annotations

import pytest

from kdx_metrics.database.errors import NotPossible
from kdx_metrics.database.plain_text import folded_name, plain_person, plain_text, visible


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  鹿島 花子 ", "鹿島 花子"),
        ("鹿島　花子", "鹿島　花子"),
        ("管理\u202e 郎一", "管理 郎一"),
        ("\u2066管理\u2069 一郎\u200f", "管理 一郎"),
        ("管理\u200b\u00ad一郎\ufeff", "管理一郎"),
        ("管\x00理\x1b[31m一郎\x7f", "管理[31m一郎"),
        ("葛\U000e0100飾 花子", "葛\U000e0100飾 花子"),
        ("外字\ue000", "外字\ue000"),
        ("管理\r\n一郎\u2028二郎\t三郎", "管理 一郎 二郎 三郎"),
    ],
)
def test_a_name_is_one_line_of_signs_that_are_seen(given: str, kept: str) -> None:
    assert plain_person(given) == kept


def test_a_note_keeps_its_lines() -> None:
    assert plain_text(" 一行目\r\n二行目\u2029三行目\u202e ", "メモ") == "一行目\n二行目\n三行目"


@pytest.mark.parametrize("nothing", ["", " \n", "\u202e\u200b", "\u3164\u115f", "\ud800"])
def test_a_text_of_which_nothing_is_seen_is_none(nothing: str) -> None:
    assert visible(nothing) == ""
    with pytest.raises(NotPossible, match="メモを入力してください"):
        plain_text(nothing, "メモ")


@pytest.mark.parametrize(
    "other", ["編集次郎", "編集　次郎", " 編集 次郎", "編\u200b集 次郎", "編集\U000e0100 次郎", "編集 次郎\u202e"]
)
def test_names_that_look_the_same_are_the_same(other: str) -> None:
    assert folded_name(other) == folded_name("編集 次郎")
    assert folded_name("ＪＩＲＯ Ｓａｇａ") == folded_name("jiro saga")
    assert folded_name("編集 三郎") != folded_name("編集 次郎")
