"""The plain text for the minutes: every finding in words, ready to paste."""

from __future__ import annotations

from collections.abc import Iterable

from kdx_metrics.meeting import homework
from kdx_metrics.meeting.briefing import Material, next_meeting
from kdx_metrics.numbers.meeting.carry_over import ONWARD
from kdx_metrics.numbers.voices import overall
from kdx_metrics.papers.fitting import clean
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.views.groups import period_and_pillars
from kdx_metrics.views.listing import Listing
from kdx_metrics.views.meeting.attention import Line, attention
from kdx_metrics.views.meeting.changes import action_changes, kpi_changes
from kdx_metrics.views.meeting.decisions import DecisionRow, due_phrase, meeting_text
from kdx_metrics.views.milestones import coming
from kdx_metrics.views.value import title_of
from kdx_metrics.views.voices import calls, shown_open
from kdx_metrics.wording import value, voices
from kdx_metrics.wording.groups import standing
from kdx_metrics.wording.kpi import kpi_sentences
from kdx_metrics.wording.meeting import movements
from kdx_metrics.wording.meeting.board import DECIDE, WATCH
from kdx_metrics.wording.meeting.outlooks import candidate_reason, period_end
from kdx_metrics.wording.words import ONWARD_WORDS, SAMPLES, counts_in_words


def write_minutes(content: Material) -> bytes:
    """UTF-8 with BOM and CRLF, so that Windows' editor shows it right."""
    parts = [
        _decided(content),
        _homework(content),
        _whole(content) if content.uses("action_plan") else [],
        _changes(content),
        _outlook(content) if content.uses("action_plan") else [],
        _kpis(content) if content.uses("kpis") else [],
        [value.TITLE, *value.told(content.summary, title_of(content.summary))] if content.summary.has_value else [],
        _voices(content) if len(content.summary.voices) else [],
        *_lists(content),
        _coming(content) if content.uses("milestones") else [],
    ]
    numbered = [[f"{number} {part[0]}", *part[1:]] for number, part in enumerate(filter(None, parts), start=1)]
    text = "\n\n".join("\n".join(part) for part in [_head(content), *numbered])
    return f"{text}\n".replace("\n", "\r\n").encode("utf-8-sig")


def _head(content: Material) -> list[str]:
    lines = [f"{content.title} 進捗の要約({content.meeting.title})", content.stamp]
    lines.append(f"対象: {content.scope} 作成: {wareki(content.today)}")
    if content.summary.snapshot.has_samples:
        lines.append(f"※{SAMPLES}")
    return lines


def _decided(content: Material) -> list[str]:
    """Records of this meeting, as read out at its end, and the next meeting."""
    if not homework.is_known(content):
        return []
    new = [row for row in homework.listing_of(content) if row.of_this_meeting]
    none = [] if new else [homework.NONE_DECIDED]
    return [homework.DECIDED, *none, *_records(new), f"次回の会議: {next_meeting(content)}"]


def _homework(content: Material) -> list[str]:
    if not homework.is_known(content):
        return []
    left = [row for row in homework.listing_of(content) if not row.of_this_meeting]
    return [homework.TITLE, homework.finding_of(content), *_records(left)]


def _records(rows: Iterable[DecisionRow]) -> list[str]:
    lines = []
    for row in rows:
        facts = (row.about, row.department, due_phrase(row), row.state, f"{meeting_text(row)}の会議")
        lines.append(f"[{row.kind}] {row.text}({'、'.join(fact for fact in facts if fact)})")
    return _listed(lines)


def _whole(content: Material) -> list[str]:
    summary = content.summary
    gaps = content.strategy.rating.rounding
    (name, whole), *pillars = period_and_pillars(summary)
    means = f"{name}: {standing.numbers(whole, gaps)}。取組{whole.actions}件: {counts_in_words(whole.ratings)}"
    lines = [f"{name}の進捗", standing.overall(summary, content.previous), means]
    for pillar, group in pillars:
        lines += [standing.group(pillar, group, gaps), f"  取組{group.actions}件: {counts_in_words(group.ratings)}"]
    return lines


def _changes(content: Material) -> list[str]:
    changes = content.changes
    if changes is None:
        return []
    lines = [f"{content.since}からの変化"]
    if content.uses("action_plan"):
        gaps = content.strategy.rating.rounding
        lines.append(movements.finding(changes, content.strategy))
        lines += [
            f"{movements.headline(content.strategy.pillar(key).name, both, gaps)}。"
            for key, both in changes.pillars.items()
        ]
    elif not changes.kpis:
        lines.append(movements.kpis(changes))
    lines += _listed(
        f"[{row['kinds']}] {row['action_id']} {row['period']} {row['title']}({row['department']}): {row['moves']}"
        for row in action_changes(changes, content.strategy).records
    )
    lines += _listed(
        f"[指標] {row['kpi_id']} {row['name']}: {row['values']}。{row['moves']}"
        for row in kpi_changes(changes, content.summary).records
    )
    return lines


def _outlook(content: Material) -> list[str]:
    ahead = content.outlook
    lines = ["期末の見通し・次期への引継ぎ", period_end(ahead)]
    led = "(方向性の記録または目安)" if ahead.directed else "の目安"
    for onward in ONWARD:
        candidates = ahead.going(onward)
        if candidates:
            lines.append(f"{ONWARD_WORDS[onward]}{led}: {len(candidates)}件")
            lines += _listed(
                f"{each.outlook.action_id} {each.outlook.title}: {candidate_reason(each, ahead, content.strategy)}"
                for each in candidates
            )
    return lines


def _kpis(content: Material) -> list[str]:
    lines = ["指標(KPI)", kpi_sentences.counts(content.summary.kpis)]
    forecasts = content.summary.forecasts
    lines += _listed(
        f"{kpi.kpi_id} {kpi.name}: {kpi_sentences.headline(kpi, forecasts[kpi.kpi_id])}" for kpi in content.kpis
    )
    return lines


def _voices(content: Material) -> list[str]:
    """Opinions counted, and those that wait for an answer, of those that may be shown."""
    summary = content.summary
    still_open, hidden = shown_open(summary)
    lines = [voices.TITLE, voices.finding(overall(summary.voices)), *_listed(map(voices.counts, calls(summary)))]
    lines.append(f"{still_open.caption}: {len(still_open)}件" if len(still_open) else still_open.none)
    lines += _listed(
        f"[{row['response']}] {row['number']} {row['kind']}({row['date']}): {row['opinion']}"
        + (f"({row['actions']})" if row["actions"] else "")
        for row in still_open.records
    )
    return [*lines, *([hidden] if hidden else [])]


def _lists(content: Material) -> list[list[str]]:
    """One part per list; only what is to decide has room for the decision."""
    return [_list(listing) for listing in attention(content.summary)]


def _list(listing: Listing[Line]) -> list[str]:
    lines = [listing.caption, *([] if len(listing) else [listing.none])]
    texts = (("依頼内容", "ask_text"), ("課題・見通し", "issue"), ("今後の対応", "next_step"))
    for row in listing.records:
        lines.append(f"({row['position']}) {row['kind']} {clean(row['title'])}: {row['reason']}")
        lines += [f"    {word}: {clean(row[name])}" for word, name in texts if row[name]]
        if listing.caption in {DECIDE, WATCH}:
            lines.append("    決定:")
    return lines


def _coming(content: Material) -> list[str]:
    listing = coming(content.summary, content.today)
    rows = [
        f"{row['day']} {row['category']} {row['title']}" + (f"({row['department']})" if row["department"] else "")
        for row in listing.records
    ]
    return [listing.caption, *(_listed(rows) or [listing.none])]


def _listed(lines: Iterable[str]) -> list[str]:
    return [f"  ・{clean(line)}" for line in lines]
