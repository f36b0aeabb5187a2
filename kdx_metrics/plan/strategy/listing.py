"""Settings of a strategy.toml, one by one, in Japanese: what history, comparison and rehearsal of it show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kdx_metrics.plan.strategy.parts import Strategy

_SECTIONS: Mapping[str, str] = {
    "strategy": "戦略",
    "data": "付属データ",
    "pillar": "柱",
    "period": "期",
    "rating": "取組の評価",
    "kpi": "指標の評価",
    "status": "状況の言い換え",
    "milestones": "年表",
    "effects": "効果",
    "grant": "交付金",
    "theme": "施策",
    "department": "課",
    "assessment": "評価の語",
    "directions": "方向性",
    "voices": "意見",
    "public": "公開",
}
_KEYS: Mapping[str, str] = {
    "title": "名称",
    "organization": "団体",
    "municipality_code": "団体コード",
    "timezone": "時間帯",
    "vision": "達成すべき状態",
    "policy": "基本方針",
    "source": "出典",
    "as_at": "時点",
    "name": "名前",
    "role": "役割",
    "aliases": "読み替える語",
    "first_fiscal_year": "最初の年度",
    "last_fiscal_year": "最後の年度",
    "slightly_behind": "やや遅れの境目",
    "behind": "遅れの境目",
    "on_track": "順調の境目",
    "attainment": "先に示す達成率",
    "categories": "区分",
    "meeting": "本部の会議",
    "pillar": "柱",
    "about": "意味",
    "means": "評価",
    "words": "語",
    "review": "見直す語",
    "close": "終える語",
    "kinds": "種類",
    "hourly_yen": "1時間あたりの円",
    "published_on": "公表日",
    "total": "総額(千円)",
    "subsidy": "うち国費(千円)",
    "works": "事業",
    "licence": "利用条件",
}
_NAMES = ("id", "number", "word", "name")  # the first of them that a part has tells it from its neighbours


def listed_settings(strategy: Strategy) -> list[tuple[str, str]]:
    """Every setting that holds anything, as 「取組の評価: 遅れの境目 [rating] behind」 and its value, in file order."""
    content = strategy.model_dump(mode="json", by_alias=True)
    listed: dict[str, str] = {}
    for section, part in content.items():
        for item, text in _part(section, part):
            name, number = item, 2
            while name in listed:  # two parts of one name
                name, number = f"{item} ({number})", number + 1
            if text:
                listed[name] = text
    return list(listed.items())


def _part(section: str, part: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # what TOML holds
    word = _SECTIONS.get(section, section)
    if isinstance(part, dict):
        for key, value in part.items():
            yield f"{word}: {_KEYS.get(key, key)} [{section}] {key}", _text(value)
        return
    for each in part:
        name_key = next(key for key in _NAMES if key in each)
        for key, value in each.items():
            if key != name_key or key not in {"id", "number"}:
                yield f"{word} {each[name_key]}: {_KEYS.get(key, key)} [[{section}]] {key}", _text(value)


def _text(value: Any) -> str:  # noqa: ANN401  # what TOML holds
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(map(_text, value))
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)
