"""A table that the program does not have: 費用, one row per 取組 and date of payment."""

from __future__ import annotations

import pytest

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.tables import Choice, Column, Reference, Table, registry
from kdx_metrics.plan.tables.codes import error
from kdx_metrics.plan.tables.rules import Rule
from kdx_metrics.publications.proposal.staging import Upload
from tests.publications.support import csv

NEGATIVE_COST = error(
    "negative_cost", "費用が負", "金額「{value}」が0より小さい数です。", "0以上の数を入力してください。"
)
HEADER = "取組番号,支払日,費目,金額"


def define(_strategy: Strategy) -> Table:
    """A table with a reference, a date, a choice, an amount in 千円 and a rule of its own."""
    return Table(
        "costs",
        "費用",
        ("action_id", "paid_on"),
        (
            Column("action_id", "取組番号", "code", required=True, refers_to=(Reference("action_plan", "action_id"),)),
            Column("paid_on", "支払日", "date", required=True),
            Column("kind", "費目", "choice", required=True, choices=(Choice("委託料"), Choice("使用料", "クラウド"))),
            Column("amount", "金額", "number", rule="千円。0以上", unit="千円", keeps_reason=True),
            Column("remarks", "備考", "text", prose=True),
        ),
        "1行が1回の支払いです。",
        (Rule(NEGATIVE_COST, "amount", lambda frame, _: frame["amount"] < 0),),
    )


def costs(*lines: str) -> Upload:
    """A file of 費用."""
    return Upload("costs.csv", csv(HEADER, *lines))


@pytest.fixture
def _costs_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program with 費用 as one more table: one line in the registry."""
    monkeypatch.setattr(registry, "DEFINITIONS", (*registry.DEFINITIONS, define))
