"""Small plans of other cities, as their folders hold them: here, and in the examples that ship."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kdx_metrics.intake.folder import Folder, read_folder, snapshot_of
from kdx_metrics.numbers.summary import Summary, summarise
from kdx_metrics.plan.strategy import Strategy, load_strategy
from kdx_metrics.plan.tables import TableName
from kdx_metrics.settings import ROOT

HERE = Path(__file__).parent
SHIPPED = ROOT / "data" / "examples"
FOLDERS = {path.parent.name: path.parent for home in (HERE, SHIPPED) for path in sorted(home.glob("*/strategy.toml"))}
CITIES = tuple(sorted(FOLDERS))
# Words that speak of a table.
WORDS: dict[TableName, tuple[str, ...]] = {
    "action_plan": ("取組", "工程", "進捗率"),
    "action_years": ("年度評価", "自己評価", "本部評価"),
    "kpis": ("KPI", "指標"),
    "links": ("つながり",),
    "kpi_targets": ("年度目標",),
    "milestones": ("年表",),
    "voices": ("市の考え方", "未回答"),
    "effects": ("お金と効果", "効果"),
}


def city_folder(city: str) -> Path:
    """Folder of a city."""
    return FOLDERS[city]


@lru_cache
def strategy_of(city: str) -> Strategy:
    """Strategy of a city."""
    return load_strategy(city_folder(city) / "strategy.toml")


@lru_cache
def read(city: str) -> Folder:
    """Tables of a city at the 時点 of its data."""
    strategy = strategy_of(city)
    return read_folder(city_folder(city), strategy, as_at=strategy.data.as_at)


@lru_cache
def summary_of(city: str) -> Summary:
    """Numbers of a city at the 時点 of its data."""
    strategy = strategy_of(city)
    assert strategy.data.as_at is not None
    return summarise(snapshot_of(read(city), strategy, strategy.data.as_at))


def absent_words(city: str) -> tuple[str, ...]:
    """Words that nothing may say, since the city has no such table."""
    frames = read(city).frames
    years = frames.get("action_years")
    silent = (
        WORDS.keys() - frames.keys() - ({"effects"} if years is not None and years["budget"].notna().any() else set())
    )
    return tuple(word for table in silent for word in WORDS[table])
