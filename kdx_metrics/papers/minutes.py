"""The plain text for the minutes: every finding in words, ready to paste."""

from __future__ import annotations

from collections.abc import Iterable

from kdx_metrics.meeting.briefing import Material
from kdx_metrics.meeting.tables import attention_table
from kdx_metrics.meeting.tables_ahead import coming_table
from kdx_metrics.meeting.tables_changes import changes_table, kpi_changes_table
from kdx_metrics.meeting.tables_decisions import TITLE, decisions_finding, decisions_table, has_decisions
from kdx_metrics.numbers.carry_over import SUGGESTIONS
from kdx_metrics.papers.fitting import clean
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.wording import headlines, kpi_sentences, movements
from kdx_metrics.wording.outlooks import candidate_reason, period_end
from kdx_metrics.wording.words import SAMPLES, SUGGESTION_WORDS, counts_in_words


def write_minutes(content: Material) -> bytes:
    """UTF-8 with BOM and CRLF, so that Windows' editor shows it right."""
    parts = [
        _homework(content),
        _whole(content),
        _changes(content),
        _outlook(content),
        _kpis(content),
        _attention(content),
        _coming(content),
    ]
    numbered = [[f"{number} {part[0]}", *part[1:]] for number, part in enumerate(filter(None, parts), start=1)]
    text = "\n\n".join("\n".join(part) for part in [_head(content), *numbered])
    return f"{text}\n".replace("\n", "\r\n").encode("utf-8-sig")


def _head(content: Material) -> list[str]:
    lines = [f"{content.title} 進捗の要約({content.meeting})", content.stamp]
    lines.append(f"対象: {content.scope} 作成: {wareki(content.today)}")
    if content.summary.snapshot.has_samples:
        lines.append(f"※{SAMPLES}")
    return lines


def _homework(content: Material) -> list[str]:
    if not has_decisions(content):
        return []
    lines = [TITLE, decisions_finding(content)]
    for row in decisions_table(content).rows:
        kind, text, about, department, due, state, meeting = row
        facts = (about, department, due if due.startswith("期限") else f"期限 {due}", state, f"{meeting}の会議")
        lines += _listed([f"[{kind}] {text}({'、'.join(fact for fact in facts if fact)})"])
    return lines


def _whole(content: Material) -> list[str]:
    summary = content.summary
    lines = ["全体", headlines.overall(summary), _numbers("全体", content)]
    for pillar in content.strategy.pillars:
        group = summary.pillars[pillar.id]
        lines += [headlines.group(pillar.name, group), f"  取組{group.actions}件: {counts_in_words(group.ratings)}"]
    return lines


def _numbers(name: str, content: Material) -> str:
    group = content.summary.overall
    return f"{name}: {headlines.numbers(group)}。取組{group.actions}件: {counts_in_words(group.ratings)}"


def _changes(content: Material) -> list[str]:
    changes = content.changes
    if changes is None:
        return []
    lines = [f"{content.since}からの変化", movements.finding(changes)]
    lines += [
        f"{movements.headline(content.strategy.pillar(key).name, both)}。" for key, both in changes.pillars.items()
    ]
    lines += _listed(
        f"[{row[0]}] {row[1]} {row[2]} {row[3]}({row[4]}): {row[5]}" for row in changes_table(changes, content).rows
    )
    lines += _listed(f"[指標] {row[0]} {row[1]}: {row[2]}。{row[3]}" for row in kpi_changes_table(changes).rows)
    return lines


def _outlook(content: Material) -> list[str]:
    ahead = content.outlook
    lines = ["期末の見通し・次期への引継ぎ", period_end(ahead)]
    for suggestion in SUGGESTIONS:
        candidates = ahead.suggested(suggestion)
        if candidates:
            lines.append(f"{SUGGESTION_WORDS[suggestion]}の目安: {len(candidates)}件")
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


def _attention(content: Material) -> list[str]:
    lines = ["ご判断いただきたいこと", headlines.attention(content.summary.attention)]
    for number, row in enumerate(attention_table(content).rows, start=1):
        lines.append(f"({number}) {row[0]} {clean(row[1])}: {row[2]}")
        lines += [
            f"    {word}: {clean(text)}" for word, text in (("課題・見通し", row[3]), ("今後の対応", row[4])) if text
        ]
        lines.append("    決定:")
    return lines


def _coming(content: Material) -> list[str]:
    listed = coming_table(content, content.today)
    rows = [f"{row[0]} {row[1]} {row[2]}" + (f"({row[3]})" if row[3] else "") for row in listed.rows]
    return ["これからの予定", *(_listed(rows) or [listed.none])]


def _listed(lines: Iterable[str]) -> list[str]:
    return [f"  ・{clean(line)}" for line in lines]
