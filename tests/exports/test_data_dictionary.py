"""The data dictionary agrees with the tables, the strategy and the issue codes."""

from __future__ import annotations

from pathlib import Path

from kdx_metrics.exports.data_dictionary import data_dictionary
from kdx_metrics.intake.checking.across import rule_codes
from kdx_metrics.intake.checking.codes import READING_CODES
from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import tables
from tests.cities.cities import strategy_of

SHIPPED = Path(__file__).parents[2] / "data" / "README.md"


def test_the_shipped_dictionary_is_fresh(strategy: Strategy) -> None:
    assert SHIPPED.read_text(encoding="utf-8") == data_dictionary(strategy), (
        "python -m kdx_metrics dictionary --output data/README.md"
    )


def test_every_column_and_every_issue_code_is_in_it(strategy: Strategy) -> None:
    text = data_dictionary(strategy)
    for table in tables(strategy).values():
        for column in table.columns:
            assert f"| {column.header} | `{column.name}` |" in text
    for code, kind in (READING_CODES | rule_codes(strategy)).items():
        assert f"| `{code}` | {'誤り' if kind.severity == 'error' else '注意'} | {kind.meaning} |" in text


def test_a_city_without_aliases_of_states_has_no_empty_table_of_them() -> None:
    assert not strategy_of("mihon").status
    assert "状況の言い換え" not in data_dictionary(strategy_of("mihon"))
