"""会議モード and 変化と決定 in AppTest: what a visitor sees, and what an editor may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from markupsafe import Markup

from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.meeting import screen_sharing
from kdx_metrics.meeting.decisions import Content, add, change, list_decisions
from kdx_metrics.numbers.voices import overall, waiting
from kdx_metrics.publications.live import get_source
from kdx_metrics.wording import voices
from pages.deck import sharing
from pages.frame import meeting_banner
from tests.pages.screen import Screen, column
from tests.pages.staff import CHIEF, send
from tests.pages.staff import press as by_label
from tests.shipped import NOW, summary

Seat = Callable[[str], Screen]
MEETING = date(2026, 11, 23)
LAST = date(2026, 1, 7)


def press(screen: Screen, key: str) -> Screen:
    """Click the button of that key."""
    screen.at.button(key=key).click()
    return screen.run()


def press_key(screen: Screen, key: str) -> Screen:
    """Press a key that stands for a screen."""
    screen.at.segmented_control(key=f"deck-keys-{at_screen(screen)}").set_value(key)
    return screen.run()


def at_screen(screen: Screen) -> str:
    """Which screen the address names."""
    held = screen.at.query_params.get("screen", "cover")
    return str(held[0] if isinstance(held, list) else held)


def test_the_deck_opens_with_its_cover_and_without_the_header(screen: Screen) -> None:
    shown = screen.open("meeting")
    assert "本部会議" in shown.text
    assert "令和8年11月23日" in shown.text
    assert "前回: 令和8年1月7日 令和7年度第2回DX推進本部会議" in shown.text
    assert [each.key for each in shown.at.date_input] == []


@pytest.mark.parametrize("asked", ["0001-01-01", "9999-12-31", "2017-01-01", "2050-01-01", "tomorrow", "9" * 5000])
def test_a_date_that_the_strategy_does_not_reach_is_the_newest_one(screen: Screen, asked: str) -> None:
    newest = screen.open("meeting").text
    assert screen.open("meeting", as_of="2026-01-07").text != newest
    assert screen.open("meeting", as_of=asked).text == newest


def test_every_screen_of_the_deck_says_what_it_found(screen: Screen) -> None:
    shown = screen.open("meeting")
    keys = shown.at.segmented_control(key="deck-keys-cover").options
    assert keys == ["Home", "End", *(str(number) for number in range(1, 10))]
    seen = []
    while not shown.at.button(key="deck-next").disabled:
        press(shown, "deck-next")
        seen.append(at_screen(shown))
        assert shown._of("p class='deck-finding'")[0]
    assert seen == [
        "overall", "pillars", "changes", "slips", "outlook", "kpis", "value", "voices",
        "decide-1", "decide-2", "decide-3", "report", "closing",
    ]  # fmt: skip


def test_every_screen_of_the_appendix_is_there_with_its_place_and_its_finding(screen: Screen) -> None:
    shown = screen.open("meeting", screen="pillar-P1")
    seen = [at_screen(shown)]
    while not shown.at.button(key="deck-next").disabled:
        press(shown, "deck-next")
        seen.append(at_screen(shown))
        assert shown._of("p class='deck-finding'")[0]
    assert (seen[-1], len(seen)) == ("timeline", 12)
    assert "付録 12 / 12" in shown.text


def test_home_and_end_and_number_keys_and_the_list_of_screens_lead_anywhere(screen: Screen) -> None:
    shown = press_key(screen.open("meeting"), "End")
    assert at_screen(shown) == "closing"
    assert at_screen(press(shown, "deck-back")) == "report"
    assert at_screen(press_key(shown, "7")) == "value"
    assert at_screen(press_key(shown, "8")) == "voices"
    assert at_screen(press_key(shown, "9")) == "decide-1"
    shown.at.session_state["deck-contents"] = True
    assert at_screen(press(shown.run(), "contents-pillar-P2")) == "pillar-P2"
    first, *_ = (str(each.key) for each in shown.at.button if str(each.key).startswith("contents-"))
    assert first == "contents-pillar-P1", "the part in view comes first"
    assert at_screen(press_key(shown, "Home")) == "cover"


def test_what_waits_for_an_answer_stands_in_the_meeting_with_the_action_it_touches(screen: Screen) -> None:
    shown = screen.open("meeting", screen="voices")
    rows = summary(NOW).voices
    assert shown._of("p class='deck-finding'") == [voices.finding(overall(rows))]
    still_open = waiting(rows)
    assert all(opinion in shown.text for opinion in still_open["opinion"])
    assert not any(opinion in shown.text for opinion in rows.drop(still_open.index)["opinion"])
    assert "actions?action=P1-11&amp;from=voices" in shown.html


def test_a_question_stands_with_its_options_and_what_it_is_about(screen: Screen) -> None:
    shown = screen.open("meeting", screen="decide-2")
    assert shown._of("p class='deck-finding'") == [
        "予約型交通の予約システムを、近隣市町との共同利用で調達する協議に入ってよいか。"
    ]
    assert "案1: 共同利用で協議する(市の負担は年300万円、稼働は令和9年10月)" in shown.html
    assert "公共交通DX(運行情報の見える化と予約のデジタル化)</a><span>(第2期・都市建設課)</span>" in shown.html


@pytest.mark.parametrize(
    ("at", "opened"),
    [
        ("overall", f"actions?pillar={quote('市民の利便性向上')}&period={quote('第2期')}"),
        ("pillars", "actions?action=P1-08"),
        ("slips", "actions?action=P2-06"),
        ("outlook", "actions?action=P1-01"),
        ("kpis", "kpis?kpi=K10"),
        ("decide-1", "actions?action=P1-08"),
        ("report", "kpis?kpi=K10"),
        ("check", "actions?action=P1-07"),
    ],
)  # fmt: skip
def test_a_name_on_a_screen_opens_the_thing_itself_with_a_way_back(screen: Screen, at: str, opened: str) -> None:
    shown = screen.open("meeting", screen=at)
    assert str(Markup("href='{}'").format(f"{opened}&from={at}")) in shown.html
    thing = Screen().open("actions", action="P1-08", **{"from": at})
    assert "会議の画面に戻る" in thing.links
    assert "会議の画面に戻る" not in Screen().open("actions", action="P1-08").links


def test_the_topics_of_the_cover_lead_to_their_screens(screen: Screen) -> None:
    assert at_screen(press(screen.open("meeting"), "agenda-kpis")) == "kpis"


def test_each_question_is_told_at_the_end_to_be_recorded_or_not(seat: Seat) -> None:
    seat("hanako")
    assert Screen().open("meeting", screen="closing").html.count("まだ記録がありません") == 3
    add(get_source().store, CHIEF, Content("決定", "第1期分を閉じる", MEETING, action_id="P1-08", period=1))
    shown = Screen().open("meeting", screen="closing")
    assert shown.html.count("まだ記録がありません") == 2
    assert "記録 1件" in shown.html


def test_an_editor_records_in_a_strip_in_place_of_the_points(seat: Seat) -> None:
    shown = seat("hanako").open("meeting", screen="decide-1")
    assert "class='deck-points'" in shown.html
    press(shown, "deck-record")
    assert "class='deck-points'" not in shown.html
    shown.at.text_area[0].set_value("第1期分を閉じる")
    submit(shown)
    (made,) = list_decisions(get_source().store)
    assert (made.content.text, made.content.action_id, made.content.period) == ("第1期分を閉じる", "P1-08", 1)


def test_what_this_meeting_decided_is_read_out_on_its_last_screen(seat: Seat) -> None:
    seat("hanako")
    shown = Screen().open("meeting", screen="closing")
    assert "まだありません" in shown._of("p class='deck-finding'")[0]
    assert "次回の会議" in shown.html
    add(get_source().store, CHIEF, Content("決定", "第1期分を閉じる", MEETING, department="都市建設課"))
    add(get_source().store, CHIEF, Content("宿題", "前の会議の宿題", LAST))
    shown = Screen().open("meeting", screen="closing")
    assert "第1期分を閉じる" in shown.html
    assert "都市建設課" in shown.html
    assert "前の会議の宿題" not in shown.html


def test_the_deck_of_an_earlier_date_shows_that_date(screen: Screen) -> None:
    shown = screen.open("meeting", screen="overall", as_of="2026-01-07")
    assert "令和8年1月7日時点" in shown.text
    assert "前回(令和6年4月16日)から" in shown.text


def test_a_visitor_can_neither_lead_nor_record(screen: Screen) -> None:
    shown = screen.open("meeting", screen="decide-1")
    assert "share-start" not in [each.key for each in shown.at.button]
    assert not shown.at.get("form")


def test_an_editor_leads_and_a_visitor_follows_through_the_store(seat: Seat) -> None:
    editor = press(seat("hanako").open("meeting"), "share-start")
    shared = screen_sharing.shared(get_source().store)
    assert shared is not None
    assert (shared.leader, shared.screen) == ("鹿島 花子", "cover")
    press(editor, "deck-next")
    shared = screen_sharing.shared(get_source().store)
    assert shared is not None
    assert shared.screen == "overall"
    visitor = Screen().open("meeting", follow="1")
    assert at_screen(visitor) == "overall"
    assert "進行 鹿島 花子さん" in visitor.text
    press(visitor, "deck-next")
    assert "follow" not in visitor.at.query_params
    press(editor, "share-stop")
    assert screen_sharing.shared(get_source().store) is None


def test_a_second_editor_who_takes_over_ends_the_first_ones_sharing(seat: Seat) -> None:
    first = press(seat("hanako").open("meeting"), "share-start")
    press(Screen().open("meeting", screen="overall"), "share-start")
    press(first, "deck-next")
    assert "share-stop" not in [each.key for each in first.at.button]
    shared = screen_sharing.shared(get_source().store)
    assert shared is not None
    assert shared.screen == "overall"


def test_whoever_comes_while_somebody_leads_follows_unless_a_screen_was_asked_for(seat: Seat) -> None:
    editor = press(seat("hanako").open("meeting"), "share-start")
    press(editor, "deck-next")
    visitor = Screen().open("meeting")
    assert (at_screen(visitor), "follow" in visitor.at.query_params) == ("overall", True)
    sent = Screen().open("meeting", screen="kpis")
    assert (at_screen(sent), "follow" in sent.at.query_params) == ("kpis", False)


def test_every_page_tells_of_a_meeting_and_leads_into_it(seat: Seat) -> None:
    meeting_banner._leader.cache_clear()
    editor = press(seat("hanako").open("meeting"), "share-start")
    meeting_banner._leader.cache_clear()
    shown = Screen().open("kpis")
    assert "会議中です(進行 鹿島 花子さん)。" in shown.told("info")
    assert "一緒に見る" in shown.links
    press(editor, "share-stop")
    meeting_banner._leader.cache_clear()
    assert Screen().open("kpis").told("info") == []


def test_the_leaders_page_opened_anew_leads_on_where_it_was(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "this_page", lambda: "0f8fad5b-d9cb-469f-a165-70867728950e")
    editor = press(seat("hanako").open("meeting"), "share-start")
    press(editor, "deck-next")
    monkeypatch.setattr(sharing, "cookies_of_page", lambda _page: {})  # the first page is still open
    assert "share-stop" not in [each.key for each in Screen().open("meeting").at.button]
    monkeypatch.setattr(sharing, "cookies_of_page", lambda _page: None)
    again = Screen().open("meeting")
    assert "share-stop" in [each.key for each in again.at.button]
    assert at_screen(again) == "overall"
    press(again, "deck-next")
    shared = screen_sharing.shared(get_source().store)
    assert shared is not None
    assert (shared.leader, shared.screen) == ("鹿島 花子", "pillars")


def test_an_editor_records_a_decision_from_the_full_list(seat: Seat) -> None:
    shown = seat("hanako").open("changes", about="会議にかけること")
    table = shown.table("ご判断いただきたいことの一覧")
    assert table["番号"].tolist() == [item.id for item in summary(NOW).board.decide]
    assert table["今後の対応"].iloc[0].startswith("未公開の路線は第2期の取組に引き継ぎ")
    assert table["一覧に載った時点"].iloc[0] == "令和6年4月16日"
    shown.at.text_area[0].set_value("分担を決めて12月に報告する")
    about = next(each for each in shown.at.selectbox if each.label == "取組・指標")
    about.set_value("P1-08 第2期 公共交通DX(運行情報の見える化と予約のデジタル化)")
    submit(shown)
    (made,) = list_decisions(get_source().store)
    assert (made.content.text, made.content.action_id, made.content.period) == (
        "分担を決めて12月に報告する",
        "P1-08",
        2,
    )
    assert (made.content.department, made.content.meeting_on, made.created_by) == ("都市建設課", MEETING, "鹿島 花子")
    assert "分担を決めて12月に報告する" in shown.table("ご判断いただきたいことの一覧")["決定"].iloc[1]


def submit(screen: Screen) -> Screen:
    """Press the one form's button."""
    (button,) = (each for each in screen.at.button if each.proto.is_form_submitter)
    button.click()
    return screen.run()


def test_the_earlier_text_of_a_decision_is_for_editors(seat: Seat) -> None:
    shown = seat("hanako")
    content = Content(kind="決定", text="住民の氏名を書いてしまった", meeting_on=MEETING)
    made = add(get_source().store, CHIEF, content)
    change(get_source().store, CHIEF, made.id, replace(content, text="書き直した"), version=1)
    query = {"about": "決定事項", "decision": str(made.id)}
    history = shown.open("changes", **query).table(f"No.{made.id} の変更の記録")
    assert history["内容"].tolist() == ["【決定】住民の氏名を書いてしまった(未対応)", "【決定】書き直した(未対応)"]
    for account in ("", "mina"):
        other = seat(account).open("changes", **query)
        assert "書き直した" in str(other.table("決定事項の一覧"))
        assert "住民の氏名" not in other.html + str([other.table(name) for name in other.tables])


def test_an_administrator_erases_a_decision_with_a_reason_and_a_tick(seat: Seat) -> None:
    seat("hanako")
    content = Content(kind="宿題", text="住民の氏名を書いてしまった", meeting_on=MEETING)
    made = add(get_source().store, CHIEF, content)
    query = {"about": "決定事項", "decision": str(made.id)}
    assert "抹消する" not in [each.label for each in seat("hanako").open("changes", **query).at.button]
    shown = seat("jiro").open("changes", **query)
    assert by_label(shown, "抹消する").alarms == ["確認の欄にチェックを入れてください。"]
    shown.at.checkbox[0].check()
    (reason,) = (each for each in shown.at.text_input if each.label == "抹消の理由")
    reason.set_value("個人情報が入っていたため")
    by_label(shown, "抹消する")
    assert shown.told("success")[0] == f"No.{made.id} の内容を抹消しました。"
    assert list_decisions(get_source().store)[0].content.text == "(内容は抹消されました)"
    assert [each.value for each in shown.at.text_area if "c-text" in str(each.key)] == ["(内容は抹消されました)"]
    assert "住民の氏名" not in shown.html + str([shown.table(name) for name in shown.tables])


def test_an_empty_decision_is_refused_in_words(seat: Seat) -> None:
    shown = submit(seat("hanako").open("changes", about="会議にかけること"))
    assert shown.alarms == ["内容を入力してください。"]


def test_open_homework_waits_on_the_first_screen_and_an_editor_sets_its_state(seat: Seat) -> None:
    shown = seat("hanako")
    made = add(get_source().store, CHIEF, Content("宿題", "理由を調べる", LAST, kpi_id="K10", due=LAST))
    shown.open("meeting", screen="cover")
    assert "前回までの決定・宿題1件のうち、残りは1件です(うち期限切れ1件)。" in shown.text
    shown.at.segmented_control(key=f"homework-state-{made.id}-1").set_value("完了")
    shown.run()
    assert list_decisions(get_source().store)[0].content.state == "完了"
    assert "すべて完了しました" in shown.text


def test_a_change_made_meanwhile_is_not_overwritten(seat: Seat) -> None:
    shown = seat("hanako")
    store = get_source().store
    made = add(store, CHIEF, Content("宿題", "理由を調べる", LAST))
    shown.open("meeting", screen="cover")
    change(store, CHIEF, made.id, Content("宿題", "理由を調べて報告する", LAST), version=1)
    shown.at.segmented_control(key=f"homework-state-{made.id}-1").set_value("完了")
    shown.run()
    assert list_decisions(store)[0].content.text == "理由を調べて報告する"
    assert list_decisions(store)[0].content.state == "未対応"
    assert "管理 次郎さんが変更しました" in shown.alarms[0]


def test_the_list_of_decisions_can_be_seen_by_all_and_changed_by_editors_only(seat: Seat) -> None:
    visitor = seat("")
    assert visitor.open("changes", about="決定事項").findings == ["決定・宿題はまだありません。"]
    assert not visitor.at.get("download_button")
    add(get_source().store, CHIEF, Content("決定", "第2期へ引き継ぐ", LAST, action_id="P1-08", period=1))
    visitor.open("changes", about="決定事項")
    assert visitor.table("決定事項の一覧")["内容"].tolist() == ["第2期へ引き継ぐ"]
    assert not visitor.at.text_area
    assert "第2期へ引き継ぐ" in visitor.open("actions", action="P1-08").text


def test_a_file_of_decisions_is_taken_in_once_it_is_free_of_errors(seat: Seat) -> None:
    editor = seat("hanako").open("changes", about="決定事項")
    assert "ひな形(Excel)" in [button.proto.label for button in editor.at.get("download_button")]
    header, row = "会議日,種類,内容,取組番号,期", "R8.11.23,宿題,分担を決める,P1-08,"
    send(editor, ("決定.csv", f"{header}\n{row}第9期\n".encode()))
    assert editor.alarms == ["誤りが1件あるため、取り込めません。"]
    assert column(editor.table("決定事項のCSVの誤りと注意"), "セル") == ["E2"]
    send(editor, ("決定.csv", f"{header},メモ\n{row}第2期,あとで\n".encode()))
    assert column(editor.table("決定事項のCSVの誤りと注意"), "区分") == ["注意"]
    by_label(editor, "取り込む")
    assert [decision.content.text for decision in list_decisions(get_source().store)] == ["分担を決める"]


def test_what_moved_since_the_last_meeting_is_shown_and_any_other_date_can_be_chosen(screen: Screen) -> None:
    shown = screen.open("changes")
    assert shown.findings[0].startswith("第2期の計画との差は−6.4から−10.5 ~ −8.3へ広がりました(ポイント)。")
    assert len(shown.table("前回から動いた取組")) == 29
    shown.at.date_input(key="since").set_value(date(2024, 4, 16))
    shown.run()
    assert not shown.findings[0].startswith("第2期の計画との差は−6.4から")
    assert "完了予定" in shown.alt("slips")


def test_where_nothing_was_put_off_the_finding_stands_without_an_empty_figure(screen: Screen) -> None:
    shown = screen.open("changes", since="2026-10-31")
    assert "前回から後ろ倒しになった取組はありません。" in shown.findings
    assert "slips" not in shown.figures


def test_both_sides_counts_stand_beside_the_headline(screen: Screen) -> None:
    table = screen.open("changes").numbers("changes").table("計画との差(前回と今回・ポイント)の数値")
    whole = table[table["区分"] == "第2期"].set_index("項目")
    assert [whole[side]["取組数"] for side in ("前回", "今回", "変化")] == ["25", "27", "+2"]


@pytest.mark.parametrize("page", ["meeting", "changes"])
def test_the_pages_do_without_a_store_that_has_gone_away(
    page: str, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.open(page)
    store = get_source().store
    monkeypatch.setattr(type(store), "reading", _gone)
    if page == "meeting":
        screen.at.query_params["screen"] = "closing"
    screen.run()
    assert screen.text


def _gone(_store: object) -> None:
    raise StoreUnavailable("データベースに接続できません。")
