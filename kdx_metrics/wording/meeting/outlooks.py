"""Sentences about the end of the running 期: the course of each row, and what is handed on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kdx_metrics.numbers.meeting.carry_over import (
    ONWARD,
    SLOW,
    Candidate,
    Ground,
    NoPace,
    Outlook,
    RowOutlook,
)
from kdx_metrics.plan.fiscal_calendar import era_fiscal_year, wareki, wareki_month
from kdx_metrics.plan.formats import SPEED, format_computed, format_number, format_percent
from kdx_metrics.plan.strategy import Onward, Strategy
from kdx_metrics.wording.words import COURSE_WORDS, ONWARD_WORDS, titles_in_words

DIRECTION = "今後の方向性"
FINISHED = "終了"
NONE_TOO_LATE = "間に合わない見込みの取組はありません。"
SPEED_OF_ROW = SPEED._replace(below=(SLOW, *SPEED.below))

_NO_PACE: Mapping[NoPace, str] = {
    "nothing_evaluable": "評価できる取組がないため、計算しません。",
    "not_begun": "開始予定日より前のため、計算しません。",
    "complete": "すべて完了しているため、計算しません(完了後は値が下がるだけになります)。",
    "nothing_earned": "実績が0%のため、完了の見込みは計算できません。",
    "too_far": "実績がごくわずかなため、完了の見込みは計算できません。",
    "not_planned": "後の期は計画策定前のため、完了の時期は示しません。",
    "by_people": "進捗率のある取組が少ないため、速さと完了の見込みは計算しません。",
    "assessed": "人が付けた評価だけで進捗率がないため、見通しは計算できません。",
    "unreported": "進捗率が未報告のため、見通しは計算できません。",
}


def no_pace(missing: NoPace | None) -> str:
    """Reason for which nothing is known of a pace, "" where it is known."""
    return _NO_PACE[missing] if missing else ""


def row_course(row: RowOutlook, end: date) -> str:
    """The course of one row to the `end` of a 期."""
    if row.course == "excluded":
        return "中止した取組です。"
    if row.course == "completed":
        return "完了しています。"
    if row.missing == "complete":
        return "実績は100%です。状況を完了にしてください。"
    if row.missing is not None or row.forecast_end is None:
        return no_pace(row.missing)
    speed, when = format_computed(row.spi_t, SPEED_OF_ROW), wareki(row.forecast_end)
    late = (row.forecast_end - end).days
    beyond = f"(期末の{format_number(late)}日後)" if late > 0 else ""
    return f"予定の{speed}倍の速さで進み、このままなら{when}に完了する見込みです{beyond}。"


def candidate_reason(candidate: Candidate, outlook: Outlook, strategy: Strategy) -> str:
    """Reason for which a row is a candidate for the next 期, with its numbers; first, where people say otherwise."""
    row, due = candidate.outlook, wareki(candidate.outlook.planned_end)
    course, running = row_course(row, outlook.period.last_day), outlook.period.name
    own = strategy.period(row.period).name
    reasons: Mapping[Ground, str] = {
        "goes_on": f"{running}に同じ番号の取組があるため、{own}の分は閉じることを提案します。",
        "idle": f"予定の{format_percent(row.planned)}が過ぎても実績が0%です。",
        "under_review": f"状況が「見直し」です。{course}",
        "silent_past_due": f"完了予定({due})を過ぎて報告がありません。",
        "slow": course,
        "late": course,
        "unreported": f"{no_pace('unreported')}報告を確かめてから決めてください。",
        "open": f"完了予定は{due}です。{course}",
        "finished": course,
    }
    return f"{_differs(candidate)}{reasons[candidate.ground]}"


def _differs(candidate: Candidate) -> str:
    if not candidate.differs:
        return ""
    return f"{DIRECTION}「{recorded(candidate.outlook)}」は目安の{suggested(candidate)}と違います。"


def suggested(candidate: Candidate) -> str:
    """`継続`: the suggestion; 終了 of a row of which nothing is left to do."""
    return FINISHED if candidate.ground == "finished" else ONWARD_WORDS[candidate.suggestion]


def recorded(row: Any) -> str:  # noqa: ANN401  # a row of progress.rate, or its outlook
    """`継続(令和7年度)`: the 今後の方向性 that people have recorded last, "" without one."""
    return f"{row.direction}({era_fiscal_year(row.direction_year)})" if row.direction else ""


def draft_remark(candidate: Candidate, strategy: Strategy, *, dated_by_pace: bool) -> str:
    """Remark of a row drafted for the next 期: where it comes from, and on what its planned end stands."""
    origin, rule = strategy.period(candidate.outlook.period).name, suggested(candidate)
    led = f"{DIRECTION}は{recorded(candidate.outlook)}、目安は{rule}" if candidate.directed else rule
    end = "今の速さによる" if dated_by_pace else "仮の日付"
    return f"{origin}からの引継ぎ案({led}、完了予定は{end})"


def period_end(outlook: Outlook) -> str:
    """The end of the 期: how many rows will be done, how many not, and of how many nothing is known."""
    counts = outlook.overall.counts
    total = outlook.overall.total - counts["excluded"]
    if not total:
        return f"{outlook.period.name}には取組がありません。"
    excluded = f"(中止{counts['excluded']}件を除く)" if counts["excluded"] else ""
    rows = f"{outlook.period.name}の取組{total}件{excluded}のうち"
    if outlook.overall.earned.missing == "by_people":
        return f"{rows}{counts['completed']}件が完了しています。{no_pace('by_people')}"
    done = counts["completed"] + counts["in_time"]
    rest = [f"{COURSE_WORDS[course]}{counts[course]}件" for course in ("late", "unknown") if counts[course]]
    undone = f"({'、'.join(rest)})" if rest else ""
    end = wareki(outlook.period.last_day)
    return f"{rows}、期末({end})までに{done}件が完了する見込みです{undone}。"


def ends_in_words(outlook: Outlook) -> str:
    """`終わっていない取組20件のうち15件の完了予定が令和9年3月です。`: the month in which most rows are due."""
    months = {month: len(rows) for month, rows in outlook.due.items()}
    if not months:
        return "終わっていない取組はありません。"
    month = max(months, key=lambda month: (months[month], month))
    return f"終わっていない取組{sum(months.values())}件のうち{months[month]}件の完了予定が{wareki_month(month)}です。"


def handed_on(outlook: Outlook) -> str:
    """Number of candidates for the next 期, and of each way of going on."""
    counts = "、".join(f"{ONWARD_WORDS[each]}{len(outlook.going(each))}件" for each in ONWARD)
    rest = "、ほかは目安" if outlook.directed < len(outlook.candidates) else ""
    led = f"{counts}。{outlook.directed}件は{DIRECTION}の記録{rest}" if outlook.directed else f"目安: {counts}"
    other = sum(candidate.differs for candidate in outlook.candidates)
    differ = f"{DIRECTION}と目安が違うのは{other}件です。" if other else ""
    return f"次期への引継ぎの候補は{len(outlook.candidates)}件です({led})。{differ}"


def candidates(onward: Onward, outlook: Outlook) -> str:
    """Number of candidates that go on in one way, and the first by name."""
    word = {"continue": "継続の候補", "review": "見直しの候補", "close": "閉じる・中止の候補"}[onward]
    titles = [candidate.outlook.title for candidate in outlook.going(onward)]
    return f"{word}: {titles_in_words(titles)}。" if titles else f"{word}はありません。"
