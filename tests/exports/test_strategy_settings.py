"""Every setting that strategy.toml may hold is in the data dictionary, with its default and its meaning."""

from __future__ import annotations

from typing import Any

from kdx_metrics.exports.data_dictionary import data_dictionary
from kdx_metrics.exports.strategy_settings import FREE, MEANINGS, listed_meanings
from kdx_metrics.plan.strategy import Strategy

SCHEMA: dict[str, Any] = Strategy.model_json_schema(by_alias=True)
KEYS_OF_ITS_OWN = {"status", "public"}  # their keys are words of the plan and names of tables


def keys(section: str) -> set[str]:
    """Keys of a section as the program knows them."""
    part = SCHEMA["properties"][section]
    name = part["items"]["$ref"] if "items" in part else part.get("$ref", "")
    return set(SCHEMA["$defs"][name.rsplit("/", 1)[-1]]["properties"]) if name else set()


def test_every_section_and_key_has_its_meaning() -> None:
    assert {section: set(of) for section, of in MEANINGS.items() if section not in KEYS_OF_ITS_OWN} == {
        section: keys(section) for section in SCHEMA["properties"] if section not in KEYS_OF_ITS_OWN
    }
    assert set(FREE) == KEYS_OF_ITS_OWN


def test_the_dictionary_lists_them_with_what_holds_where_nothing_is_written(strategy: Strategy) -> None:
    text = data_dictionary(strategy)
    for setting in listed_meanings():
        assert " | ".join(setting) in text
    assert "| [rating] | `behind` | 25 |" in text
    assert "| [[assessment]] | `means` | 必須 |" in text
    assert "| [public] | `licence` | CC BY 4.0 |" in text
    assert "| [status] | 状況の語 |" in text
