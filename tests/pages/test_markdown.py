"""Texts of data stay texts: Markdown in any of them is shown as typed, on every page and in every refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from kdx_metrics.database.actors import Actor
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import people
from kdx_metrics.identity.request_identity import get_identity
from kdx_metrics.meeting import screen_sharing
from kdx_metrics.meeting.decisions import Content, add, change, list_decisions
from kdx_metrics.plan.tables import tables
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.revisions import list_revisions
from pages.frame.words import plain
from pages.titles import PAGES
from tests.pages.screen import Screen
from tests.pages.staff import CHIEF, Browser, Rows, chair, hire, press, publish, saved, send, shipped_rows
from tests.pages.test_troubles import edited
from tests.shipped import NOW, strategy

MARK = "evil.example"
TITLE = f"![x](https://{MARK}/i.png) **b** :red[x] $x$ <i>x"
NUMBER = f"[P](//{MARK})"
MEETING = date(2026, 1, 7)
Open = Callable[[str], Screen]


@pytest.fixture
def hostile(serve: Callable[[Path, str], None], folder: Path, browser: Browser, tmp_path: Path) -> Open:
    """`hostile("hanako")` sits somebody down in an office whose every text, of data and of people, is TITLE."""
    for table in tables(strategy()).values():
        texts = [column.header for column in table.columns if column.kind in {"text", "department"}]
        file = folder / table.file_name
        if not file.is_file():
            continue
        with edited(file) as rows:
            fill(rows, texts)
            if table.name == "action_plan":
                rows[0]["取組番号"] = NUMBER
    serve(folder, f"sqlite:///{tmp_path / 'store.sqlite3'}")
    cookies = hire("hanako", "jiro")
    store = get_identity().store()
    with store.writing() as connection:
        for number, account in enumerate(cookies):
            named = update(person).where(person.c.account == account)
            connection.execute(named.values(name=f"{TITLE} {number}"))
    get_identity().forget()

    return chair(browser, cookies)


def fill(rows: Rows, headers: list[str]) -> None:
    for row in rows:
        row |= {header: TITLE for header in headers if header in row}


def texts(message: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # a protobuf message without types
    """Every text of a message to the browser, with the name of its field."""
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        for each in values:
            if hasattr(each, "ListFields"):
                yield from texts(each)
            elif isinstance(each, str):
                yield f"{message.DESCRIPTOR.name}.{field.name}", each


# Fields that the browser shows as they are; whatever else holds a text of data may be Markdown.
PLAIN = {
    "Html.body",
    "Text.body",
    "PlotlyChart.alt",
    "PlotlyChart.spec",
    "Selectbox.options",
    "Selectbox.raw_value",
    "TextArea.default",
    "TextInput.default",
    "PageLink.query_string",
}


def markup(screen: Screen) -> set[tuple[str, str]]:
    """Fields of the screen in which a text of data could be read as Markdown, each with its text."""
    messages = (node.proto for node in screen.at._tree if hasattr(getattr(node, "proto", None), "ListFields"))
    return {
        (field, text)
        for message in messages
        for field, text in texts(message)
        if field not in PLAIN
        and not field.endswith((".id", ".form_id"))
        and MARK in text.replace(plain(TITLE), "").replace(plain(NUMBER), "")
    }


PARTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("overview", {"dept": TITLE}),
    ("actions", {"action": NUMBER}),
    ("actions", {"action": "P1-08"}),
    ("actions", {"view": "工程表"}),
    ("kpis", {"kpi": "K01"}),
    ("changes", {"about": "会議にかけること"}),
    ("changes", {"about": "決定事項", "decision": "1"}),
    ("changes", {"about": "会議資料"}),
    ("guide", {"part": "計算のしかた"}),
    ("guide", {"part": "データ項目"}),
    ("history", {"version": "1"}),
    ("history", {"history": "版の比較"}),
    ("history", {"history": "監査ログ"}),
    ("update", {"update": "ひな形"}),
    ("update", {"update": "回収状況"}),
)


def test_no_page_and_no_part_of_one_reads_a_text_of_data_as_markdown(hostile: Open) -> None:
    screen = hostile("jiro")
    recorded()
    read: dict[str, set[tuple[str, str]]] = {}
    for page, query in (*((page.name, {}) for page in PAGES), *PARTS):
        screen.open(page, **query)
        for card in screen.figures:
            screen.at.session_state[f"numbers-{card}"] = True
        read[f"{page} {query}"] = markup(screen.run())
        screen = hostile("jiro")
    assert {where: fields for where, fields in read.items() if fields} == {}


def test_no_screen_of_the_deck_does(hostile: Open) -> None:
    screen = hostile("hanako")
    recorded()
    screen_sharing.lead(get_source().store, somebody(), "cover", NOW)
    screen.open("meeting")
    screen.at.session_state["deck-contents"] = True
    screen.at.button(key="deck-record").click()
    seen = ["cover"]
    while not screen.at.button(key="deck-next").disabled:
        screen.at.button(key="deck-next").click()
        screen.at.session_state[f"why-{screen.at.query_params.get('screen', ['cover'])[0]}"] = True
        assert markup(screen.run()) == set()
        seen.append("".join(screen.at.query_params["screen"]))
    assert seen == [
        *("cover", "overall", "pillars", "outlook", "kpis", "decide-1", "decide-2", "decide-3", "report", "closing"),
    ]


def test_no_step_from_an_upload_to_its_erasure_does(hostile: Open) -> None:
    screen = hostile("jiro").open("update")
    name, rows = f"{TITLE}.csv".replace("/", ""), shipped_rows("milestones.csv")
    broken = [row | {"区分": TITLE, "日付": TITLE} for row in rows]
    assert markup(send(screen, (name, saved(broken, "utf-8-sig")))) == set()
    assert screen.alarms != []
    rows[0]["日付"] = "R4.10.21"
    assert markup(send(press(screen, "ファイルを選び直す"), (name, saved(rows, "utf-8-sig")))) == set()
    stale = hostile("jiro").open("update")
    send(stale, (name, saved([rows[0] | {"内容": f"{TITLE}3"}, *rows[1:]], "utf-8-sig")))
    assert markup(publish(screen, TITLE)) == set()
    assert screen.told("success")[0].startswith("公開しました")
    assert markup(publish(stale, TITLE)) == set()
    assert "別の方が公開しました(令和" in stale.alarms[0]
    assert TITLE in stale.alarms[0]
    newest = list_revisions(get_source().store)[-1].id
    history = hostile("jiro").open("history", version=str(newest))
    history.at.checkbox[0].check()
    for field in history.at.text_input:
        field.set_value(TITLE)
    assert markup(press(history, "抹消する")) == set()
    assert TITLE in history.told("warning")[0]


def test_no_refusal_does(hostile: Open) -> None:
    screen = hostile("hanako")
    number = recorded()
    before = list_decisions(get_source().store)[0]
    screen.open("meeting", screen="homework")
    listed = hostile("hanako").open("changes", about="決定事項", decision=str(number))
    change(get_source().store, somebody(), number, replace(before.content, state="対応中"), version=before.version)
    screen_sharing.lead(get_source().store, somebody(), "cover", NOW)
    (state,) = (each for each in screen.at.segmented_control if str(each.key).startswith("homework-state"))
    state.set_value("完了")
    assert markup(screen.run()) == set()
    assert f"{TITLE} 1さんが変更しました" in screen.alarms[0]
    assert markup(press(listed, "変更を保存")) == set()
    assert f"{TITLE} 1さんが変更しました" in listed.alarms[0]
    early = hostile("hanako").open("meeting")
    people.set_role(get_source().store, CHIEF, people.by_account(get_source().store, "hanako").id, "viewer")
    early.at.button(key="share-start").click()
    assert markup(early.run()) == set()
    assert f"{TITLE} 0さんは閲覧者です" in early.told("toast")[0]
    get_identity().forget()
    assert markup(hostile("hanako").open("update")) == set()


def recorded() -> int:
    """Number of a homework of an earlier meeting, changed once."""
    content = Content("宿題", TITLE, MEETING, department=TITLE)
    made = add(get_source().store, somebody(), content)
    return change(get_source().store, somebody(), made.id, replace(content, text=f"{TITLE}2"), version=1).id


def somebody() -> Actor:
    return people.by_account(get_source().store, "jiro").actor()
