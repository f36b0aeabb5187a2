"""Numbers return codes and values: Japanese is made of them in wording alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kdx_metrics.plan.strategy import STATUSES
from kdx_metrics.plan.tables import AGGREGATIONS, DIRECTIONS
from kdx_metrics.plan.tables.kpi.kpis import PATHS
from kdx_metrics.settings import ROOT

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
NUMBERS = sorted((ROOT / "kdx_metrics" / "numbers").rglob("*.py"))
# Codes of the tables, which a city types and which are compared: 状況, 方向性, 集計 and 目標の道筋.
DATA_WORDS = {*STATUSES, *DIRECTIONS, *AGGREGATIONS, *PATHS}


def texts(module: Path) -> Iterator[str]:
    """Every string constant of a module but its docstrings."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("module", NUMBERS, ids=lambda module: str(module.relative_to(ROOT)))
def test_numbers_make_no_japanese_but_the_codes_of_the_tables(module: Path) -> None:
    assert {text for text in texts(module) if JAPANESE.search(text)} <= DATA_WORDS
