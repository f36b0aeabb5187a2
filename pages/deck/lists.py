"""The screens of the deck that are lists: cover, homework and the table of KPIs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from kdx_metrics.database.actors import EDITORS
from kdx_metrics.database.errors import StoreError
from kdx_metrics.meeting.agenda import HOMEWORK_ROWS, KPI_ROWS, kpis_apart
from kdx_metrics.meeting.decisions import STATES, Decision, change
from kdx_metrics.meeting.homework import TITLE, decision_rows
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views.decisions import DecisionRow, due_phrase
from kdx_metrics.views.kpis import kpis as kpis_listing
from pages.deck.sitting import Sitting

KPI_COLUMNS = ("name", "actual", "target", "attainment", "rating", "verdict")
REFUSED = "_homework_refused"


def cover(now: Sitting) -> str:
    """Meeting, date, 時点 and what is compared with what."""
    meeting = now.meeting
    since = f"前回: {wareki(meeting.previous)} {escape(meeting.previous_title)}" if meeting.previous else ""
    sample = now.material.summary.snapshot.has_samples
    badge = "<p><span class='kdx-badge'>サンプルデータを表示しています</span></p>" if sample else ""
    topics = "".join(f"<li>{escape(word)}</li>" for word in _topics(now))
    return (
        f"<div class='deck-cover'><section><p class='deck-meeting'>{escape(meeting.title)}</p>"
        f"<p class='deck-day'>{wareki(meeting.on)}</p><p>{escape(now.material.stamp)}</p><p>{since}</p>{badge}"
        f"</section><section><p class='deck-day'>本日の流れ</p><ol>{topics}</ol></section></div>"
    )


def _topics(now: Sitting) -> list[str]:
    """What the deck goes through, with counts."""
    summary = now.material.summary
    alone, together = kpis_apart(now.material)
    return [
        f"{TITLE}(残り{len(now.homework)}件)",
        "全体と柱ごとの進み方",
        *(["前回会議からの変化"] if now.material.changes is not None else []),
        "期末の見通しと次期への引継ぎ",
        f"KPI({len(alone) + len(together)}指標、要注意{len(alone)})",
        f"ご判断いただきたいこと({len(summary.attention)}件)",
        "年表と今後の予定",
    ]


def homework_rows(now: Sitting, page: int) -> Callable[[], None] | str:
    """Draw one page of what earlier meetings left open; editors set the state on the spot."""
    left = now.homework[(page - 1) * HOMEWORK_ROWS : page * HOMEWORK_ROWS]
    if not left:
        return "<p class='deck-none'>会議で決まったことは、どの画面でも編集者が「決定を記録」で残せます。</p>"

    rows = decision_rows((each.content for each in left), now.material.summary, now.meeting.on, now.view.today)

    def draw() -> None:
        if refusal := st.session_state.pop(REFUSED, None):
            st.error(refusal, icon=":material/error:")
        for decision, row in zip(left, rows, strict=True):
            _homework_row(now, decision, row)

    return draw


def _homework_row(now: Sitting, one: Decision, row: DecisionRow) -> None:
    content = one.content
    facts = "・".join(fact for fact in (row.about, row.department, due_phrase(row)) if fact)
    with st.container(horizontal=True, vertical_alignment="center", key=f"homework-{one.id}"):
        st.html(
            f"<p class='deck-text'><b>【{content.kind}】</b>{escape(content.text)}</p>"
            f"<p class='{'kdx-behind' if row.late else 'deck-facts'}'>{escape(facts)}</p>"
        )
        if now.person is None or not now.person.may(EDITORS):
            st.html(f"<p class='deck-state'>{content.state}</p>", width="content")
            return
        key = f"homework-state-{one.id}-{one.version}"
        st.segmented_control(
            f"No.{one.id} の状態",
            STATES,
            default=content.state,
            required=True,
            key=key,
            label_visibility="collapsed",
            on_change=lambda: _set_state(now, one, key),
            width="content",
        )


def _set_state(now: Sitting, one: Decision, key: str) -> None:
    if now.person is None:
        return
    content = replace(one.content, state=st.session_state[key])
    actor = now.person.actor(st.context.ip_address or "")
    try:
        change(now.view.source.store, actor, one.id, content, version=one.version)
    except StoreError as refusal:
        st.session_state[REFUSED] = str(refusal)


def kpi_rows(now: Sitting, kpis: Sequence[KpiResult], page: int) -> str:
    """One page of KPIs as a table; dates stand below their values, since a projector of 1024 pixels is narrow."""
    shown = kpis_listing(kpis[(page - 1) * KPI_ROWS : page * KPI_ROWS], now.material.summary).only(*KPI_COLUMNS)
    head = "".join(f"<th>{escape(column.title)}</th>" for column in shown.columns)
    rows = "".join(
        f"<tr><th>{escape(name)}</th>{''.join(f'<td>{_broken(cell)}</td>' for cell in cells)}</tr>"
        for name, *cells in shown.texts
    )
    return f"<table class='deck-table'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _broken(cell: str) -> str:
    value, bracket, remark = escape(cell).partition("(")
    return f"{value}<br>({remark}" if bracket else value
