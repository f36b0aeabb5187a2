"""The rehearsal of an edition: tables, columns, rows and sentences that citizens have not seen before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kdx_metrics.numbers.summary import summarise
from kdx_metrics.plan.snapshot import Snapshot
from kdx_metrics.plan.strategy.public import Public
from kdx_metrics.site.allowed import DEFAULT
from kdx_metrics.site.content import Edition, edition_of
from kdx_metrics.site.edition import write_edition
from kdx_metrics.site.first_seen import first_seen, in_words, shown_by, shown_in
from kdx_metrics.site.rendering import files_of
from tests.shipped import MEETINGS, NOW, strategy, summary


def edition(snapshot: Snapshot) -> Edition:
    return edition_of(summarise(snapshot), [], None)


def answered(snapshot: Snapshot, number: str, answer: str, public: str = "可") -> Snapshot:
    """The snapshot in which an opinion has this answer and 公開."""
    voices = snapshot.table("voices").copy()
    voices.loc[voices["voice_id"] == number, ["answer", "public"]] = [answer, public]
    return replace(snapshot, frames={**snapshot.frames, "voices": voices})


def test_of_the_first_edition_all_is_seen_for_the_first_time() -> None:
    now = edition_of(summary(NOW), [], None)
    news = first_seen(now, [])
    rows = sum(len(records) for records in shown_by(now).values())
    assert len(news) == rows + len(now.tables)
    assert "K09 令和7年10月31日" in {each.name for each in news}
    assert in_words(news, []) == f"これまでに公開した版がないため、{len(news)}件すべてがはじめて公開されます。"


def test_the_same_data_show_nothing_new() -> None:
    now = edition_of(summary(NOW), [], None)
    news = first_seen(now, [shown_by(now)])
    assert (len(news), in_words(news, [shown_by(now)])) == (0, "はじめて公開されるものはありません。")


def test_an_opinion_that_becomes_public_and_an_answer_are_named_with_their_text() -> None:
    whole = summary(NOW).snapshot
    hidden = next(row for row in whole.table("voices").to_dict("records") if row["public"] == "否")
    secret = str(hidden["voice_id"])
    before = edition(whole)
    now = edition(answered(answered(whole, "V012", "3月に始めます。"), secret, ""))
    news = first_seen(now, [shown_by(before)])
    assert sorted(tuple(each) for each in news) == sorted(
        [
            ("意見", "行", secret, str(hidden["opinion"])),
            ("意見", "文", "V012 市の考え方", "3月に始めます。"),
        ]
    )
    assert in_words(news, [shown_by(before)]) == "はじめて公開されるもの: 行1件、文1件。"


def test_a_column_that_the_city_makes_public_is_named() -> None:
    whole = summary(NOW).snapshot
    telling = strategy().model_copy(
        update={"public": Public.model_validate({"action_plan": [*DEFAULT["action_plan"], "重み"]})}
    )
    news = list(first_seen(edition(replace(whole, strategy=telling)), [shown_by(edition(whole))]))
    assert [tuple(each) for each in news] == [("取組", "列", "重み", "")]


def test_what_any_kept_edition_has_shown_is_not_new(tmp_path: Path) -> None:
    for day in MEETINGS[:2]:
        write_edition(tmp_path, day, files_of(edition_of(summary(day), [], None)))
    earlier = shown_in(tmp_path)
    assert len(earlier) == 2
    assert len(first_seen(edition_of(summary(MEETINGS[0]), [], None), earlier)) == 0
    news = first_seen(edition_of(summary(NOW), [], None), earlier)
    assert "P3-07 2" in [each.name for each in news if (each.table, each.kind) == ("取組", "行")]


def test_a_value_of_zero_is_told_like_any_other() -> None:
    whole = summary(NOW).snapshot
    effects = whole.effects.copy()
    effects["method"] = ""
    effects["actual"] = 0.0
    before = replace(whole, frames={**whole.frames, "effects": effects.iloc[1:]})
    now = replace(whole, frames={**whole.frames, "effects": effects})
    (news,) = first_seen(edition(now), [shown_by(edition(before))])
    assert "実績 0" in news.text
