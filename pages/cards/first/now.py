"""The three large figures of 全体概況: gap to plan, late 取組, KPIs off course; each with its change and its course."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from kdx_metrics.charts.drawing.theme import PALETTES, Palette
from kdx_metrics.charts.sparklines import course_of_numbers
from kdx_metrics.numbers.groups import Group
from kdx_metrics.numbers.summary import Summary
from kdx_metrics.plan.formats import Rounding, format_number
from kdx_metrics.plan.strategy import RatingBands
from kdx_metrics.views.actions import on_screen
from kdx_metrics.views.groups import groups, period_and_pillars
from kdx_metrics.wording.explanations import explain_many
from kdx_metrics.wording.groups import shares, spans, standing
from kdx_metrics.wording.words import rating_label
from pages.cards.card import Card, cached
from pages.cards.first.late import late_in_short
from pages.frame.filters import cell_query
from pages.html import css, image, joined, page_link, paragraph, tag
from pages.view.address import RATING
from pages.view.meeting import meeting_material
from pages.view.view import View, address_of

UNKNOWN = "不明"  # a count of what nobody has reported


class Figure(NamedTuple):
    """One large figure; `tone` is the rating whose colour it has, "" for plain ink.

    `state` is the word for that tone, `other` a second number that corrects the first one, as large as that.
    """

    label: str
    address: str
    number: str
    unit: str
    change: str
    beside: str
    course: Sequence[float | None]
    tone: str = ""
    state: str = ""
    other: tuple[str, str] = ("", "")


def now_card(view: View) -> Card:
    """Three figures, and behind them the groups of the 期 in force with their 根拠."""
    summary = view.summary
    named = period_and_pillars(summary)
    gaps = view.strategy.rating.rounding
    finding = cached(view, _finding)
    return Card(
        key="now",
        title=cached(view, _title),
        finding=finding,
        alt=finding,
        body=cached(view, figures_of_now),
        table=lambda: groups(named, gaps=gaps),
        why=lambda: explain_many(named, view.strategy),
        rows=lambda: on_screen(summary.actions, view.strategy),
        tone=tone_of(summary.current, view.strategy.rating),
    )


def tone_of(group: Group, bands: RatingBands) -> str:
    """Rating in whose colour a group is spoken of: the worse one where silence leaves it open, "" without any."""
    if states := spans.states(group, bands):
        return states[0]
    return "not_reported" if group.unreported and not group.share_leads else ""


def _then(view: View) -> Summary | None:
    """The numbers at the last meeting; None where the 期 had no number yet."""
    before = meeting_material(view)[1].previous
    if before is None:
        return None
    group = before.group(period=view.summary.period)
    return before if _is_measured(group) else None


def _title(view: View) -> str:
    since = f"と{meeting_material(view)[1].since}からの変化" if _then(view) else ""
    return f"{view.strategy.period(view.summary.period).name}の進捗{since}"


def progress_of(summary: Summary) -> str:
    """Kind of data in the title of a card of groups."""
    return shares.ON_TRACK_SHARE if summary.share_leads else "計画との差"


def _finding(view: View) -> str:
    """The headline; where nothing earlier is known, that no one can say whether it got better."""
    before, current = meeting_material(view)[1].previous, view.summary.current
    then = None if before is None else before.group(period=view.summary.period)
    is_first = _is_measured(current) and (then is None or then.leading_percent is None)
    return standing.headline(view.summary, before) + (standing.NO_EARLIER if is_first else "")


def figures_of_now(view: View) -> Markup:
    """The three figures in a row."""
    palette = PALETTES[view.mode]
    return tag("div", *(_drawn(figure, palette) for figure in _figures(view)), kind="kdx-now")


def _late(group: Group) -> int | None:
    """Number of late rows; None where nobody has told of any."""
    late = group.ratings["behind"]
    return late if late or group.leading_percent is not None else None


def _is_measured(group: Group) -> bool:
    """True of a group that has begun and of which a percentage is known, whichever leads."""
    return group.leading_percent is not None and not group.is_waiting


def _alarms(summary: Summary) -> int | None:
    """Number of KPIs that need attention; None where none has a rating."""
    return len(summary.kpi_alarms) if any(kpi.rating != "not_evaluable" for kpi in summary.kpis) else None


def _figures(view: View) -> tuple[Figure, ...]:
    summary, (_, material) = view.summary, meeting_material(view)
    before, history, period = material.previous, view.history(), summary.period
    group, then = summary.current, None if before is None else before.group(period=period)
    late, in_force = group.ratings["behind"], cell_query(view, None, period)
    of_actions = (
        _share(view, then, history) if group.share_leads else _gap(view, then, history),
        Figure(
            "遅れている取組",
            address_of(view, "actions", **in_force | {RATING: rating_label("behind")}),
            format_number(late) if late or _is_measured(group) or group.is_waiting else UNKNOWN,
            f"/{group.actions}件",
            _count_then(late, then.ratings["behind"]) if then and _is_measured(then) else "",
            late_in_short(view),
            [_late(past.group(period=period)) for past in history],
            "behind" if late else "",
            other=(format_number(first), "件(当初の期限なら)") if (first := group.behind_by_first) > late else ("", ""),
        ),
    )
    if not view.uses("kpis"):
        return of_actions
    alarms = _alarms(summary)
    of_kpis = Figure(
        "要注意の指標",
        address_of(view, "kpis"),
        UNKNOWN if alarms is None else format_number(alarms),
        f"/{len(summary.kpis)}件",
        "" if alarms is None or before is None or not before.kpis else _count_then(alarms, len(before.kpi_alarms)),
        _kpi_words(summary),
        [_alarms(past) for past in history],
        "behind" if alarms else "",
    )
    return (*of_actions, of_kpis)


def _gap(view: View, then: Group | None, history: Sequence[Summary]) -> Figure:
    """計画との差 of the 期 in force: the end that silence does not lift is the large one."""
    summary, bands = view.summary, view.strategy.rating
    group, period = summary.current, summary.period
    low, *high = spans.gap_ends(group, bands.rounding) or [standing.without_gap(group)]
    return Figure(
        "計画との差",
        address_of(view, "progress", **cell_query(view, None, period)),
        low,
        "".join(f"{spans.BETWEEN}{end}" for end in high) + ("ポイント" if group.gap is not None else ""),
        _way(group, then, bands.rounding),
        _means(group, bands),
        [past.group(period=period).gap for past in history],
        tone_of(group, bands) if group.gap is not None else "",
        spans.state_words(group, bands),
    )


def _means(group: Group, bands: RatingBands) -> str:
    if group.gap is None:
        return f"{group.actions}件中 未報告 {group.unreported}件" if group.unreported else ""
    why = f"・{spans.tolerance(bands)}" if group.gap < 0 and spans.states(group, bands) == ["on_track"] else ""
    return spans.means(group, bands.rounding, plan="・計画") + why


def _way(now: Group, then: Group | None, gaps: Rounding) -> str:
    """`前回から悪化`; by how much is in the headline."""
    points = None if then is None else standing.moved(now, then, gaps)
    if points is None:
        return ""
    if not any(points):
        return "前回と同じ"
    return f"前回から{'改善' if points[0] > 0 else '悪化'}"


def _count_then(now: int, then: int) -> str:
    """`前回 0件から増加`."""
    return f"前回 {then}件" + ("と同じ" if now == then else "から増加" if now > then else "から減少")


def _share(view: View, then: Group | None, history: Sequence[Summary]) -> Figure:
    """順調率 of the 期 in force, with the counts behind it."""
    summary = view.summary
    group, number = summary.current, shares.percent(summary.current)
    return Figure(
        shares.ON_TRACK_SHARE,
        address_of(view, "progress", **cell_query(view, None, summary.period)),
        number.removesuffix("%"),
        "%" if group.judged else "",
        f"前回 {shares.percent(then)}" if then is not None and then.judged else "",
        "・".join(filter(None, (f"{shares.of(group)}が{shares.WELL}" if group.judged else "", shares.others(group)))),
        [past.group(period=summary.period).on_track_percent for past in history],
    )


def _kpi_words(summary: Summary) -> str:
    unknown = sum(kpi.rating == "not_evaluable" for kpi in summary.kpis)
    return f"データなし {unknown}件" if unknown else ""


def _drawn(figure: Figure, palette: Palette) -> Markup:
    said = f"{figure.label}の推移"
    tone = f"kdx-{css(figure.tone)}" if figure.tone else ""
    state = [tag("b", figure.state, kind=tone)] if figure.state else []
    change = [tag("span", figure.change, kind="kdx-then")] if figure.change else []
    number, unit = figure.other
    other = [tag("span", number, tag("small", unit))] if number else []
    return tag(
        "section",
        tag("h3", joined([page_link(figure.address, figure.label), *state, *change], " ")),
        paragraph(joined([figure.number + tag("small", figure.unit), *other], " "), kind=f"kdx-big {tone}".rstrip()),
        image(course_of_numbers(figure.course, said, palette), said, "kdx-course"),
        paragraph(figure.beside, kind="kdx-beside"),
    )
