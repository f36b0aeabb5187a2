"""The deck's slides in the order of the meeting: each a finding, one or two charts or a table, and its reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from pptx.slide import Slide

from kdx_metrics.meeting import homework as records
from kdx_metrics.meeting.briefing import Material, next_meeting
from kdx_metrics.numbers.carry_over import COURSES, GroupOutlook
from kdx_metrics.numbers.changes import Changes
from kdx_metrics.numbers.ratings import KPI_NEEDS_ATTENTION
from kdx_metrics.papers.slides_bullets import against_plan
from kdx_metrics.papers.slides_charts import compared, course, stacked
from kdx_metrics.papers.slides_deck import BOTTOM, INNER, MARGIN, PALETTE, TOP, Box, Deck
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.views import actions as action_views
from kdx_metrics.views import attention as attention_views
from kdx_metrics.views import decisions as decision_views
from kdx_metrics.views import kpis as kpi_views
from kdx_metrics.views.changes import action_changes, kpi_changes
from kdx_metrics.views.groups import headlines_of, period_and_pillars
from kdx_metrics.views.outlook import candidates
from kdx_metrics.wording import board, explanations, headlines, kpi_sentences, movements, rules, standing
from kdx_metrics.wording.kpi_explanations import explain_kpi
from kdx_metrics.wording.outlooks import handed_on, period_end
from kdx_metrics.wording.reasons import reason
from kdx_metrics.wording.words import COURSE_WORDS, NO_ACTIONS, RATING_WORDS, SAMPLES, kpi_word

HALF = (INNER - 0.3) / 2
LEFT, RIGHT = MARGIN, MARGIN + HALF + 0.3
CHARTS = 3.65  # inches of height of the charts, over the points
POINTS_AT = TOP + 0.35 + CHARTS + 0.1
SHOWN_KPIS = 8  # drawn as lines, four to a slide
ATTENTION_SIZE = 11.0


def cover(deck: Deck, content: Material) -> None:
    """The first slide: the plan, the meeting, and the date and scope of the numbers."""
    summary = content.summary
    slide = deck.cover("会議資料", content.title)
    shown = [
        content.meeting.title,
        f"{wareki(summary.as_of)}時点の進捗({content.outlook.period.name}、期末まで{content.outlook.days_left}日)",
        f"対象: {content.scope}",
        f"作成: {wareki(content.today)}",
    ]
    if content.changes is not None:
        shown.append(f"比べる相手: {content.since}")
    deck.text(slide, Box(MARGIN, 3.2, INNER, 2.4), shown, 22)
    if summary.snapshot.has_samples:
        box = Box(MARGIN, 6.0, INNER, 0.6)
        deck.text(
            slide,
            box,
            [SAMPLES],
            18,
            bold=True,
            fill=PALETTE.track,
            middle=True,
        )
    deck.notes(slide, (rules.groups if content.uses("action_plan") else rules.kpis)(content.strategy))


def homework(deck: Deck, content: Material) -> None:
    """前回までの決定・宿題: the meeting opens with what is still open."""
    if not records.is_known(content):
        return
    finding = records.finding_of(content)
    listing = records.listing_of(content).only(*decision_views.ON_PAPER)
    for page in deck.tables(records.TITLE, finding, listing) or [deck.slide(records.TITLE, finding)]:
        deck.notes(page, f"{records.ORDER_NOTE}\n「…」で終わる長い内容は、Excel と配布資料に全文があります。")


def overall(deck: Deck, content: Material) -> None:
    """全体: plan and actual of all and of every pillar, and how many 取組 have which rating."""
    summary, strategy = content.summary, content.strategy
    slide = deck.slide("全体概況", standing.overall(summary, content.previous))
    named = period_and_pillars(summary)
    _pair(deck, slide, named, ("柱別の進捗率(計画と実績)", "柱別の評価ごとの取組の数"), strategy.rating, parts=1)
    whole = summary.current
    points = [
        f"{standing.numbers(whole, strategy.rating.rounding)}、報告率{standing.reporting_rate(whole)}。",
        standing.ratings(named[1:]),
        headlines.course("計画全体", summary.earned),
    ]
    deck.points(slide, Box(MARGIN, POINTS_AT, INNER, BOTTOM - POINTS_AT), points)
    deck.notes(slide, _reason(explanations.explain_group(summary.running, whole, strategy)))


def pillars(deck: Deck, content: Material) -> None:
    """柱ごと: by 期, and then every 取組 of the running 期."""
    summary, strategy = content.summary, content.strategy
    for pillar in strategy.pillars:
        measured = summary.pillars[pillar.id]
        slide = deck.slide(
            f"{pillar.role}: {pillar.name}", standing.group(pillar.name, measured, strategy.rating.rounding)
        )
        named = [(period.name, summary.cells[pillar.id, period.number]) for period in strategy.periods]
        _pair(deck, slide, named, ("期別の進捗率(計画と実績)", "期別の評価ごとの取組の数"), strategy.rating)
        points = [
            standing.ratings(named),
            headlines.course(pillar.name, summary.earned_pillars[pillar.id]),
            _foremost(content, pillar.id),
        ]
        deck.points(slide, Box(MARGIN, POINTS_AT, INNER, BOTTOM - POINTS_AT), points)
        rows = summary.actions[summary.actions["pillar"] == pillar.id]
        deck.notes(slide, _reason(explanations.explain_group(rows, measured, strategy)))
        running = rows[rows["period"] == summary.period]
        if len(running):
            name = content.outlook.period.name
            listing = action_views.actions(running, strategy, f"{pillar.name}の取組({name})")
            deck.tables(
                f"{pillar.role}: {pillar.name} — {name}の取組",
                standing.ratings([(name, summary.cells[pillar.id, summary.period])]),
                listing.only(*action_views.ON_PAPER),
            )


def changes(deck: Deck, content: Material) -> None:
    """前回会議からの変化: both sides of every pillar, what moved among 取組, and among KPIs."""
    moved = content.changes
    if moved is None:
        return
    when = f"{content.since}からの変化"
    if content.uses("action_plan"):
        _moved_actions(deck, content, moved, when)
    if content.uses("kpis"):
        deck.tables(when, movements.kpis(moved), kpi_changes(moved, content.summary))


def _moved_actions(deck: Deck, content: Material, moved: Changes, when: str) -> None:
    slide = deck.slide(when, movements.finding(moved, content.strategy))
    named = headlines_of(moved, content.strategy)
    deck.text(slide, Box(LEFT, TOP, HALF, 0.35), ["柱別の実績(前回と今回)"], 16, bold=True)
    compared(
        slide,
        Box(LEFT, TOP + 0.35, HALF, CHARTS + 1.0),
        [name for name, _ in named],
        ("前回の実績", [both.before.actual for _, both in named]),
        ("今回の実績", [both.after.actual for _, both in named]),
        name="柱別の実績(前回と今回)",
    )
    deck.text(slide, Box(RIGHT, TOP, HALF, 0.35), ["動いた取組"], 16, bold=True)
    said = [
        *movements.counts(moved),
        *movements.unmoved(moved, with_kpis=content.uses("kpis")),
    ]
    deck.points(slide, Box(RIGHT, TOP + 0.45, HALF, BOTTOM - TOP - 0.45), said, (20, 18, 16))
    deck.notes(slide, f"{rules.CHANGES}\n{movements.worked(named, content.strategy)}")
    deck.tables(when, f"{movements.counts_in_words(moved)}。", action_changes(moved, content.strategy))


def outlook(deck: Deck, content: Material) -> None:
    """期末の見通し・次期への引継ぎ."""
    ahead = content.outlook
    topic = "期末の見通し・次期への引継ぎ"
    slide = deck.slide(topic, period_end(ahead))
    named: list[tuple[str, GroupOutlook]] = [
        ("全体", ahead.overall),
        *((pillar.name, ahead.pillars[pillar.id]) for pillar in content.strategy.pillars),
    ]
    title = f"{ahead.period.name}の取組は期末にどうなるか(件数)"
    deck.text(slide, Box(LEFT, TOP, INNER, 0.35), [title], 16, bold=True)
    looks = dict(zip(COURSES, ("completed", "on_track", "behind", "not_reported", "excluded"), strict=True))
    if ahead.rows:
        stacked(
            slide,
            Box(LEFT, TOP + 0.35, INNER, CHARTS),
            [name for name, _ in named],
            {
                COURSE_WORDS[key]: (PALETTE.ratings[looks[key]], [group.counts[key] for _, group in named])
                for key in COURSES
            },
            name=title,
        )
    handed = handed_on(ahead)
    points = [
        headlines.course(f"{ahead.period.name}の取組全体", ahead.overall.earned),
        handed,
        rules.COURSE,
    ]
    deck.points(slide, Box(MARGIN, POINTS_AT, INNER, BOTTOM - POINTS_AT), points)
    deck.notes(slide, f"{_reason(explanations.explain_earned(ahead.overall.earned))}\n{rules.suggestions()}")
    for page in deck.tables(topic, handed, candidates(ahead, content.strategy)):
        deck.notes(page, rules.suggestions())


def kpis(deck: Deck, content: Material) -> None:
    """KPI, those needing attention first: the table, then the lines of those."""
    ordered = content.kpis
    finding = kpi_sentences.counts(content.summary.kpis)
    listing = kpi_views.kpis(ordered, content.summary, "指標").only(*kpi_views.on_paper(content.strategy))
    for page in deck.tables("KPI(注意が必要なものから)", finding, listing):
        deck.notes(page, rules.kpis(content.strategy))
    drawn = [kpi for kpi in ordered if kpi.actuals and kpi.rating in KPI_NEEDS_ATTENTION][:SHOWN_KPIS]
    each = math.ceil(len(drawn) / math.ceil(len(drawn) / 4)) if drawn else 1
    for first in range(0, len(drawn), each):
        shown = drawn[first : first + each]
        slide = deck.slide(
            "KPI(注意が必要なもの)", f"{'、'.join(f'{kpi.name}は{kpi_word(kpi).word}' for kpi in shown)}です。"
        )
        tall = (BOTTOM - TOP + 0.2) / math.ceil(len(shown) / 2) - 0.2
        wide = HALF if len(shown) > 1 else INNER
        for position, kpi in enumerate(shown):
            x, y = (LEFT, RIGHT)[position % 2], TOP + (position // 2) * (tall + 0.2)
            said = f"{kpi.kpi_id} {kpi.name}: {kpi_sentences.headline(kpi, content.summary.forecasts[kpi.kpi_id])}"
            deck.text(slide, Box(x, y, wide, 0.5), [said], 12, bold=True)
            course(slide, Box(x, y + 0.52, wide, tall - 0.52), kpi, content.strategy, name=kpi.name)
        reasons = [
            f"{kpi.kpi_id} {kpi.name}\n"
            + _reason(explain_kpi(kpi, content.summary.forecasts[kpi.kpi_id], content.strategy))
            for kpi in shown
        ]
        deck.notes(slide, "\n".join(reasons))


def attention(deck: Deck, content: Material) -> None:
    """ご判断 with room for the decision, ご報告 and 事務局で確認, each list in full."""
    _questions(deck, content)
    for listing in attention_views.attention(content.summary):
        finding = f"{listing.caption}は{len(listing)}件です。" if len(listing) else listing.none
        pages = deck.tables(listing.caption, finding, attention_views.on_paper(listing), smallest=ATTENTION_SIZE)
        for page in pages or [deck.slide(listing.caption, finding)]:
            deck.notes(page, rules.attention_order(content.uses))


def _questions(deck: Deck, content: Material) -> None:
    """One slide per question: the question as its title, its options, and what it is about."""
    items = content.summary.board.decide
    for number, item in enumerate(items, start=1):
        asked = board.question(item.ask_text)
        slide = deck.slide(f"ご判断 {number}/{len(items)}", asked.text)
        deck.points(slide, Box(MARGIN, TOP + 0.2, INNER, 3.2), asked.options, (26, 24, 20))
        about = f"{item.id} {item.title}({attention_views.whose(item, content.strategy)})"
        deck.text(slide, Box(MARGIN, 5.2, INNER, 1.5), [about, reason(item, content.summary)], 18)
        deck.notes(slide, rules.board(content.uses))


def closing(deck: Deck, content: Material) -> None:
    """Last slide of the meeting: what it decided, by whom and when, and the next meeting."""
    if not records.is_known(content):
        return
    listing = records.listing_of(content)
    new = replace(listing, items=[row for row in listing if row.of_this_meeting]).only(*decision_views.ON_PAPER)
    finding = f"次回の会議: {next_meeting(content)}"
    for page in deck.tables(records.DECIDED, finding, new) or [deck.slide(records.DECIDED, finding)]:
        deck.notes(page, rules.HOMEWORK)


def _pair(  # one caller per slide, each with all of them
    deck: Deck,
    slide: Slide,
    named: Sequence[standing.Named],
    titles: tuple[str, str],
    bands: RatingBands,
    parts: int = 0,
) -> None:
    """Left plan and actual of the groups, right the counts per rating from the group at `parts` on."""
    for x, title in zip((LEFT, RIGHT), titles, strict=True):
        deck.text(slide, Box(x, TOP, HALF, 0.35), [title], 16, bold=True)
    if not any(group.actions for _, group in named):
        deck.text(slide, Box(LEFT, TOP + 0.5, INNER, 0.5), [NO_ACTIONS], 18)
        return
    against_plan(slide, Box(LEFT, TOP + 0.35, HALF, CHARTS), named, bands, name=titles[0])
    counts = {
        word.word: (PALETTE.ratings[rating], [group.ratings[rating] for _, group in named[parts:]])
        for rating, word in RATING_WORDS.items()
    }
    stacked(slide, Box(RIGHT, TOP + 0.35, HALF, CHARTS), [name for name, _ in named[parts:]], counts, name=titles[1])


def _foremost(content: Material, pillar: str) -> str:
    """The pillar's first line on the attention list."""
    places = content.summary.actions["pillar"]
    for item in content.summary.attention:
        if item.kpi is None and places.get(item.row) == pillar:
            return f"{item.id} {item.title}: {reason(item, content.summary)}"
    return ""


def _reason(why: explanations.Explanation) -> str:
    return f"{why.rule}\n{why.worked}"
