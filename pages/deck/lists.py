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
from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import format_percent, format_value
from kdx_metrics.wording.words import KPI_RATING_WORDS, verdict_label
from pages.deck.sitting import Sitting

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
        f"前回までの宿題・決定(残り{len(now.homework)}件)",
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

    def draw() -> None:
        if refusal := st.session_state.pop(REFUSED, None):
            st.error(refusal, icon=":material/error:")
        for one in left:
            _homework_row(now, one)

    return draw


def _homework_row(now: Sitting, one: Decision) -> None:
    content = one.content
    late = content.due is not None and content.due < now.view.today
    due = f"期限 {wareki(content.due)}{'(期限切れ)' if late else ''}" if content.due else "期限なし"
    about = content.action_id or content.kpi_id
    facts = "・".join(part for part in (about, content.department, due) if part)
    with st.container(horizontal=True, vertical_alignment="center", key=f"homework-{one.id}"):
        st.html(
            f"<p class='deck-text'><b>【{content.kind}】</b>{escape(content.text)}</p>"
            f"<p class='{'kdx-behind' if late else 'deck-facts'}'>{escape(facts)}</p>"
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
    """One page of KPIs as a table."""
    shown = kpis[(page - 1) * KPI_ROWS : page * KPI_ROWS]
    rows = "".join(_kpi_row(now, kpi) for kpi in shown)
    head = "".join(f"<th>{word}</th>" for word in ("指標", "実績", "目標", "達成率", "評価", "見込み"))
    return f"<table class='deck-table'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _kpi_row(now: Sitting, kpi: KpiResult) -> str:
    cells = (
        format_value(kpi.actual, kpi.unit),
        format_value(kpi.target, kpi.unit),
        format_percent(kpi.attainment),
        KPI_RATING_WORDS[kpi.rating].label,
        verdict_label(now.material.summary.forecasts[kpi.kpi_id].verdict),
    )
    return f"<tr><th>{escape(kpi.name)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
