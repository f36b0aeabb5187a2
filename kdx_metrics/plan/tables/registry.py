"""Registry of tables: a new one is a module beside this one and its line in DEFINITIONS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import action_plan, action_years, effects, links, milestones, voices
from kdx_metrics.plan.tables.kpi import kpi_actuals, kpi_targets, kpis
from kdx_metrics.plan.tables.strategy_settings import SETTINGS, STRATEGY
from kdx_metrics.plan.tables.table import Table, TableName

Define = Callable[[Strategy], Table]

# In the order in which they are read and shown: a table stands after those that its columns refer to.
DEFINITIONS: tuple[Define, ...] = (
    action_plan.define,
    action_years.define,
    kpis.define,
    links.define,
    kpi_targets.define,
    kpi_actuals.define,
    milestones.define,
    effects.define,
    voices.define,
)


def tables(strategy: Strategy) -> Mapping[TableName, Table]:
    """Tables for a strategy by name, in the order of DEFINITIONS."""
    return _tables(strategy, DEFINITIONS)


def publications(strategy: Strategy) -> Mapping[TableName, Table]:
    """All that is published by name: the tables, then the settings of strategy.toml, by which they are read."""
    return {**tables(strategy), STRATEGY: SETTINGS}


def leading_tables(strategy: Strategy) -> tuple[Table, ...]:
    """Tables of which a city has at least one."""
    return tuple(table for table in tables(strategy).values() if table.leading)


@lru_cache(maxsize=16)
def _tables(strategy: Strategy, definitions: tuple[Define, ...]) -> Mapping[TableName, Table]:
    defined = (define(strategy) for define in definitions)
    return MappingProxyType({table.name: table for table in defined})
