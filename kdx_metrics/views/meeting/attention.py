"""ご判断, ご報告 and 事務局で確認 in rows: items with their questions, reasons, outlooks and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kdx_metrics.numbers.meeting.attention import AttentionItem
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.views.listing import Column, Columns, Listing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.meeting.board import CHECK, DECIDE, REPORT, WATCH
from kdx_metrics.wording.meeting.reasons import brief, reason
from kdx_metrics.wording.words import attention_word

ON_PAPER: Mapping[str, tuple[str, ...]] = {
    DECIDE: ("title", "ask_text", "reason", "issue", "decided"),
    REPORT: ("kind", "title", "reason", "issue", "next_step", "ask_text"),
    CHECK: ("title", "reason", "issue", "next_step"),
    WATCH: ("kind", "title", "reason", "issue", "next_step", "decided"),
}


class Line(NamedTuple):
    """One item in its place; `issue` is an outlook for a 指標. `since` and `decided` are known with the history."""

    position: int
    item: AttentionItem
    where: str
    reason: str
    issue: str
    next_step: str
    since: date | None = None
    decided: str = ""


def columns(strategy: Strategy, about: str = "取組・指標") -> Columns[Line]:
    """Every column of the attention list, whose items are `about` these things."""
    periods: Mapping[int | None, str] = {period.number: period.name for period in strategy.periods}
    return (
        Column("position", "順", lambda line: line.position, "ordinal", 5),
        Column("kind", "種類", lambda line: attention_word(line.item).label, width=15, share=7),
        Column("id", "番号", lambda line: line.item.id, width=10),
        Column("period", "期", lambda line: periods.get(line.item.period, ""), width=7),
        Column("title", "名称", lambda line: line.item.title, "text", 36, title_text, about, 14),
        Column("department", "所管課", lambda line: line.item.department, width=14),
        Column("ask", "本部への依頼", lambda line: line.item.ask, width=11),
        Column("ask_text", "依頼内容", lambda line: line.item.ask_text, width=44, share=17),
        Column("reason", "理由", lambda line: line.reason, width=44, share=17),
        Column("issue", "課題・見通し", lambda line: line.issue, width=36, share=13),
        Column("next_step", "今後の対応", lambda line: line.next_step, width=36, share=12),
        Column("since", "一覧に載った時点", lambda line: line.since, "date", 11),
        # A paper leaves room for the pen.
        Column("decided", "決定", lambda line: line.decided, "text", 30, lambda _: "", share=9),
    )


def attention(
    summary: Summary,
    since: Callable[[AttentionItem], date | None] = lambda _: None,
    decided: Callable[[AttentionItem], str] = lambda _: "",
) -> tuple[Listing[Line], ...]:
    """The lists of a meeting, each with one row per item: three, or 要注意 alone where nobody asks anything."""
    of = summary.board
    named = {DECIDE: of.decide, REPORT: of.report, CHECK: of.check} if of.asks else {WATCH: of.report}
    return tuple(listed(name, items, summary, since, decided) for name, items in named.items())


def listed(
    name: str,
    items: Sequence[AttentionItem],
    summary: Summary,
    since: Callable[[AttentionItem], date | None] = lambda _: None,
    decided: Callable[[AttentionItem], str] = lambda _: "",
) -> Listing[Line]:
    """One row per item, in the order given, under the `name` of their list."""
    strategy = summary.snapshot.strategy

    def line(position: int, item: AttentionItem) -> Line:
        why = reason(item, summary)
        return Line(position, item, whose(item, strategy), why, *_ahead(item, why, summary), since(item), decided(item))

    lines = [line(*pair) for pair in enumerate(items, start=1)]
    return Listing(name, columns(strategy, subjects(summary)), lines, f"{name}はありません。")


def on_paper(listing: Listing[Line]) -> Listing[Line]:
    """One of the lists as a paper shows it."""
    return listing.only(*ON_PAPER[listing.caption])


def briefly(items: Sequence[AttentionItem], summary: Summary, caption: str) -> Listing[AttentionItem]:
    """One line per item for a room: its class, its name, its 所管課, and what is reported or the rule's numbers."""
    shown: Columns[AttentionItem] = (
        Column("kind", "種類", lambda item: attention_word(item).word, share=9.8),
        Column("title", subjects(summary), lambda item: item.title, share=15),
        Column("department", "所管課", lambda item: item.department, share=6.5),
        Column("said", "報告・数値", lambda item: item.ask_text or brief(item, summary), share=17),
    )
    return Listing(caption, shown, items, f"{caption}はありません。")


def subjects(summary: Summary) -> str:
    """`取組・指標`, or the one of them that the city has."""
    labels = {"action_plan": "取組", "kpis": "指標"}
    return "・".join(label for table, label in labels.items() if summary.snapshot.uses(table))


def whose(item: AttentionItem, strategy: Strategy) -> str:
    """`第2期・市民課` of a 取組, `市民課` of a 指標."""
    return item.department if item.period is None else f"{strategy.period(item.period).name}・{item.department}"


def title_text(line: Line) -> str:
    """`P1-01 取組名(第2期・市民課)`."""
    return f"{line.item.id} {line.item.title}({line.where})"


def _ahead(item: AttentionItem, why: str, summary: Summary) -> tuple[str, str]:
    """課題 and 今後の対応; of a 指標 要因, or else its outlook unless that is the reason already."""
    if item.kpi is not None:
        outlook = kpi_sentences.outlook(item.kpi, summary.forecasts[item.id])
        return item.kpi.statement.cause or ("" if outlook == why else outlook), item.kpi.statement.next_step
    row = summary.actions.loc[item.row]
    return str(row["issue"]), str(row["next_step"])
