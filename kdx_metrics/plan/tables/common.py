"""Columns that several tables have."""

from __future__ import annotations

from dataclasses import replace

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.codes import UNKNOWN_REFERENCE, Code, error
from kdx_metrics.plan.tables.columns import Choice, Column, Reference
from kdx_metrics.plan.tables.rules import Context, Frame, Mask, Rule

DEPARTMENT = Column("department", "所管課", "department", required=True)
RELATED_DEPARTMENTS = Column(
    "related_departments", "関係課", "departments", rule="ほかに関わる課。いくつかあるときは「、」で区切ります"
)
SOURCE = Column("source", "出典", "text", rule="「サンプル」で始まる行はサンプルとして表示します", prose=True)
UNKNOWN_ACTION = replace(UNKNOWN_REFERENCE, name="unknown_action", meaning="取組の表にない番号")
UNKNOWN_KPI = replace(UNKNOWN_REFERENCE, name="unknown_kpi", meaning="指標の表にない番号")
# In a table about 取組.
ACTION_ID = Column(
    "action_id",
    "取組番号",
    "code",
    required=True,
    rule="取組の表にある番号",
    refers_to=(Reference("action_plan", "action_id", UNKNOWN_ACTION),),
)
FISCAL_YEAR = Column("fiscal_year", "年度", "fiscal_year", required=True, rule="令和7年度・R7・2025 のいずれか")
REMARKS = Column("remarks", "備考", "text", prose=True)


def words(*values: str) -> tuple[Choice, ...]:
    """Choices that are shown as they are kept."""
    return tuple(Choice(value) for value in values)


DECISION, REPORT = "判断", "報告"  # classes of what the headquarters are asked for
NEXT_STEP = Column("next_step", "今後の対応", "text", prose=True)
ASK = Column("ask", "本部への依頼", "choice", rule=f"{DECISION}・{REPORT}", choices=words(DECISION, REPORT))
ASK_TEXT = Column(
    "ask_text",
    "依頼内容",
    "text",
    rule="本部への問い。選択肢は、費用も添えて「案1:…」「案2:…」と続けます。判断なら必須",
    prose=True,
)
ASK_WITHOUT_TEXT = error(
    "ask_without_text",
    "判断を求めるのに問いがない",
    "本部への依頼が「判断」ですが、依頼内容が空欄です。",
    "何を判断してほしいかを依頼内容に書くか、本部への依頼を「報告」か空欄にしてください。",
)


def _decision_without_text(frame: Frame, context: Context) -> Mask:
    mask: Mask = ((frame["ask"] == DECISION) & (frame["ask_text"] == "")).to_numpy(dtype=bool)
    return mask & ~context.is_unread("ask_text")


ASK_RULE = Rule(ASK_WITHOUT_TEXT, "ask_text", _decision_without_text)


def kpi_id(unknown: Code) -> Column:
    """Column of 指標番号 in a table about 指標; a number that the table of 指標 lacks is `unknown`."""
    return Column(
        "kpi_id",
        "指標番号",
        "code",
        required=True,
        rule="指標の表にある番号",
        refers_to=(Reference("kpis", "kpi_id", unknown),),
    )


def pillar(strategy: Strategy) -> Column:
    """Column of 柱, kept by id and shown by name."""
    return Column(
        "pillar",
        "柱",
        "choice",
        required=True,
        rule="番号または名称: " + "・".join(f"{pillar.id} {pillar.name}" for pillar in strategy.pillars),
        choices=tuple(Choice(pillar.id, pillar.name, pillar.aliases) for pillar in strategy.pillars),
        unknown="unknown_pillar",
    )


def period(strategy: Strategy) -> Column:
    """Column of 期, kept by number."""
    return Column(
        "period",
        "期",
        "period",
        required=True,
        rule=f"1~{len(strategy.periods)}(「{strategy.periods[0].name}」「１」も可)",
        choices=tuple(Choice(str(period.number), period.name) for period in strategy.periods),
    )


def theme(strategy: Strategy) -> Column:
    """Column of 施策, kept by id and shown by name."""
    named = "・".join(f"{theme.id} {theme.name}" for theme in strategy.themes)
    return Column(
        "theme",
        "施策",
        "choice",
        rule=f"番号または名称: {named}" if named else "strategy.toml に施策を書くと使えます",
        choices=tuple(Choice(theme.id, theme.name) for theme in strategy.themes),
        unknown="unknown_theme",
    )
