"""Columns that several tables have."""

from __future__ import annotations

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables.columns import Choice, Column

DEPARTMENT = Column("department", "所管課", "department", required=True)
RELATED_DEPARTMENTS = Column(
    "related_departments", "関係課", "departments", rule="ほかに関わる課。いくつかあるときは「、」で区切ります"
)
SOURCE = Column("source", "出典", "text", rule="「サンプル」で始まる行はサンプルとして表示します", prose=True)
REMARKS = Column("remarks", "備考", "text", prose=True)


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


def words(*values: str) -> tuple[Choice, ...]:
    """Choices that are shown as they are kept."""
    return tuple(Choice(value) for value in values)
