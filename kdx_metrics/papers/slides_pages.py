"""Slides of the meeting about 取組: each a finding, one or two charts, and its reasons in the notes."""

from __future__ import annotations

from pptx.slide import Slide

from kdx_metrics.meeting.agenda import Screen
from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.points import LATE_NAMED, LateAction, late_by_pillar, overall_points
from kdx_metrics.numbers.changes import Changes
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.meeting.carry_over import Course, GroupOutlook, RowOutlook
from kdx_metrics.numbers.ordering import by_standing
from kdx_metrics.papers.fitting import height
from kdx_metrics.papers.slides_bullets import against_plan
from kdx_metrics.papers.slides_charts import gaps, stacked
from kdx_metrics.papers.slides_deck import BOTTOM, INNER, MARGIN, PALETTE, TOP, Box, Deck
from kdx_metrics.plan.fiscal_calendar import wareki_month
from kdx_metrics.plan.formats import Rounding
from kdx_metrics.views.groups import both_dates, headlines_of, period_and_pillars
from kdx_metrics.views.meeting.changes import put_off
from kdx_metrics.wording import explanations, rules
from kdx_metrics.wording.groups import shares, spans, standing
from kdx_metrics.wording.meeting import movements
from kdx_metrics.wording.meeting.outlooks import NONE_TOO_LATE, ends_in_words, handed_on, period_end
from kdx_metrics.wording.words import COURSE_WORDS, NO_ACTIONS, NONE_LATE, RATING_WORDS

GAP = 0.3  # inches between columns
LEFT = MARGIN
BULLETS = 7.2  # inches of the bars against the plan, which carry two labels
COUNTS = INNER - BULLETS - GAP
CHARTS = 3.55  # inches of height of the charts, over the points
CAPTION = 0.4
POINTS_AT = TOP + CAPTION + CHARTS + 0.1
BESIDE, RIGHT_EDGE = MARGIN + 2.9, MARGIN + INNER
LEAST = 1.3  # inches of a pillar's row
LOOKS: dict[Course, str] = {  # the worst first
    "late": "behind",
    "unknown": "not_reported",
    "in_time": "on_track",
    "completed": "completed",
    "excluded": "excluded",
}


def overall(deck: Deck, content: Material, screen: Screen) -> None:
    """今日の結論: plan and actual of the 期 in force and of every pillar in it, and how many 取組 have which rating."""
    summary, bands = content.summary, content.strategy.rating
    slide = deck.slide(screen.title, standing.headline(summary, content.previous))
    whole, *pillars = period_and_pillars(summary)
    named = [whole, *sorted(pillars, key=lambda pair: by_standing(pair[1]))]
    captions = ("進捗率(棒は実績、縦線と右の数は計画)", shares.COUNTS)
    bars, counted = Box(LEFT, TOP, BULLETS, CAPTION), Box(LEFT + BULLETS + GAP, TOP, COUNTS, CAPTION)
    drawn = dict(zip(captions, (bars, counted), strict=True))
    if summary.share_leads:  # no mean to draw: the counts have the whole width
        drawn = {captions[1]: Box(LEFT, TOP, INNER, CAPTION)}
    for caption, box in drawn.items():
        deck.text(slide, box, [caption], 18, bold=True)
    if any(group.actions for _, group in named):
        if captions[0] in drawn:
            against_plan(slide, Box(LEFT, TOP + CAPTION, BULLETS, CHARTS), named, bands, name=captions[0])
        counts = {
            word.word: (PALETTE.ratings[rating], [group.ratings[rating] for _, group in named[1:]])
            for rating, word in RATING_WORDS.items()
        }
        area = drawn[captions[1]]._replace(y=TOP + CAPTION, height=CHARTS)
        stacked(slide, area, [name for name, _ in named[1:]], counts, name=captions[1])
    else:
        deck.text(slide, Box(LEFT, TOP + 0.5, INNER, 0.5), [NO_ACTIONS], 20)
    deck.points(slide, Box(MARGIN, POINTS_AT, INNER, BOTTOM - POINTS_AT), overall_points(content))
    deck.notes(slide, _reason(explanations.explain_group(summary.running, summary.current, content.strategy)))


def pillars(deck: Deck, content: Material, screen: Screen) -> None:
    """Every pillar in the 期 in force: its gap large, and beside it its late 取組 by name."""
    named = period_and_pillars(content.summary)[1:]
    slide = deck.slide(screen.title, standing.ratings(named))
    texts, heights = _late_that_fit(content)
    spare = max(BOTTOM - TOP - sum(heights), 0) / len(named)
    top = TOP
    for (name, group), lines, needed in zip(named, texts, heights, strict=True):
        deck.text(slide, Box(LEFT, top, BESIDE - LEFT, 0.35), [name], 18, bold=True)
        _gap(deck, slide, content, group, Box(LEFT, top + 0.35, BESIDE - LEFT, 0.56))
        counted = f"{group.actions}件中 完了{group.ratings['completed']}件" if group.actions else NO_ACTIONS
        deck.text(slide, Box(LEFT, top + 0.92, BESIDE - LEFT, 0.3), [counted], 16, colour=PALETTE.quiet)
        deck.lines(slide, Box(BESIDE, top, RIGHT_EDGE - BESIDE, needed + spare - 0.05), lines)
        top += needed + spare
    deck.notes(slide, "\n".join(standing.group(name, group, content.strategy.rating.rounding) for name, group in named))


def _late_that_fit(content: Material) -> tuple[list[list[str]], list[float]]:
    """Late 取組 of each pillar in lines, as many as the slide holds, and the inches that each pillar needs."""
    for named in range(LATE_NAMED, 0, -1):
        texts = [_late_actions(*late) for late in late_by_pillar(content, named).values()]
        heights = [max(sum(height(line, 16, RIGHT_EDGE - BESIDE) for line in lines) + 0.1, LEAST) for lines in texts]
        if sum(heights) <= BOTTOM - TOP:
            break
    return texts, heights


def _gap(deck: Deck, slide: Slide, content: Material, group: Group, box: Box) -> None:
    bands = content.strategy.rating
    if group.share_leads and group.judged:
        deck.text(slide, box, [f"{shares.ON_TRACK_SHARE} {shares.percent(group)}"], 24, bold=True)
        return
    if group.gap is None:
        deck.text(slide, box, [standing.without_gap(group)], 24, bold=True, colour=PALETTE.quiet)
        return
    colour, is_open = (
        PALETTE.ratings[spans.states(group, bands)[0]].text,
        bool(spans.gap_ends(group, bands.rounding)[1:]),
    )
    deck.text(slide, box, [spans.gap_span(group, bands.rounding)], 20 if is_open else 30, bold=True, colour=colour)


def _late_actions(rows: list[LateAction], more: int) -> list[str]:
    lines = [f"{RATING_WORDS[row.rating].label} {row.title}({row.department})" for row in rows]
    return [*lines, *([f"ほか{more}件"] if more else [])] or [NONE_LATE]


def changes(deck: Deck, content: Material, screen: Screen) -> None:
    """計画との差の変化: gaps at the meeting before and now, and the 取組 that moved."""
    moved = _moved(content)
    slide = deck.slide(f"{screen.title}({content.since}から)", movements.of_plan(moved, content.strategy))
    named = headlines_of(moved, content.strategy)
    by_share = content.summary.share_leads
    caption = f"{shares.ON_TRACK_SHARE}(前回と今回)" if by_share else "計画との差(ポイント)。0が計画どおり"
    deck.text(slide, Box(LEFT, TOP, INNER, CAPTION), [caption], 18, bold=True)
    if by_share:
        deck.table(slide, Box(LEFT, TOP + CAPTION, INNER, CHARTS), both_dates(named))
    rounding = content.strategy.rating.rounding
    rows = [(_with_ends(name, both.after, rounding), both.before.gap_low, both.after.gap_low) for name, both in named]
    if any(gap is not None for _, *both in rows for gap in both):
        area = Box(LEFT, TOP + CAPTION, INNER, CHARTS)
        gaps(slide, area, rows, ("前回", "今回"), name=caption)
    deck.points(slide, Box(MARGIN, POINTS_AT, INNER, BOTTOM - POINTS_AT), movements.kinds(moved))
    deck.notes(slide, f"{rules.CHANGES}\n{movements.worked(named, content.strategy)}")


def _with_ends(name: str, group: Group, rounding: Rounding) -> str:
    """The name, and below it both ends of a gap that is open: its bar shows the low one."""
    is_open = len(spans.gap_ends(group, rounding)) > 1
    return f"{name}\n今回 {spans.gap_span(group, rounding)}" if is_open else name


def slips(deck: Deck, content: Material, screen: Screen) -> None:
    """完了予定の後ろ倒し: the ends put off, furthest first, each at first, last time and now."""
    moved = _moved(content)
    slide = deck.slide(screen.title, movements.slips(moved))
    deck.table(slide, Box(MARGIN, TOP, INNER, BOTTOM - TOP), put_off(moved, content.summary))
    deck.notes(slide, rules.SLIPS)


def outlook(deck: Deck, content: Material, screen: Screen) -> None:
    """期末の見込み: courses of the 期's 取組 to its end, and by name those that will not be done in time."""
    ahead = content.outlook
    slide = deck.slide(screen.title, period_end(ahead))
    named: list[tuple[str, GroupOutlook]] = [
        ("全体", ahead.overall),
        *((pillar.name, ahead.pillars[pillar.id]) for pillar in content.strategy.pillars),
    ]
    caption = "期末の見込み(取組の数)"
    wide, due = INNER * 0.4, 0.75
    beside, tall = LEFT + wide + GAP, BOTTOM - TOP - CAPTION - due
    deck.text(slide, Box(LEFT, TOP, wide, CAPTION), [caption], 18, bold=True)
    if ahead.rows:
        counts = {
            COURSE_WORDS[key]: (PALETTE.ratings[LOOKS[key]], [group.counts[key] for _, group in named]) for key in LOOKS
        }
        stacked(slide, Box(LEFT, TOP + CAPTION, wide, tall), [name for name, _ in named], counts, name=caption)
    deck.text(slide, Box(LEFT, BOTTOM - due, wide, due), [ends_in_words(ahead)], 18, bold=True)
    late = [row for row in ahead.rows if row.course == "late"]
    title = f"{COURSE_WORDS['late']}の{len(late)}件(完了の見込み)" if late else NONE_TOO_LATE
    deck.text(slide, Box(beside, TOP, RIGHT_EDGE - beside, CAPTION), [title], 18, bold=True)
    if late:
        area = Box(beside, TOP + CAPTION, RIGHT_EDGE - beside, BOTTOM - TOP - CAPTION)
        deck.points(slide, area, [_late(row) for row in late], (18, 16))
    deck.notes(
        slide,
        f"{rules.COURSE}\n{_reason(explanations.explain_earned(ahead.overall.earned))}\n"
        f"{handed_on(ahead)}候補の一覧は配布資料にあります。\n{rules.suggestions(ahead.directed)}",
    )


def _late(row: RowOutlook) -> str:
    when = f" {wareki_month(row.forecast_end)}" if row.forecast_end else ""
    return f"{row.title}({row.department}){when}"


def _moved(content: Material) -> Changes:
    if content.changes is None:
        raise ValueError("nothing is compared")
    return content.changes


def _reason(why: explanations.Explanation) -> str:
    return f"{why.rule}\n{why.worked}"
