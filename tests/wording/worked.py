"""A reader with a pencil: the sums of a 根拠 read from their text and worked out again from the digits shown.

A sum is written as `名前 = 左辺 = 結果` or `名前: 左辺 = 結果`. Units are passed over; brackets with any other word are
remarks.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from kdx_metrics.plan.formats import Rounding, rounded

_NUMBER = re.compile(r"−?[0-9][0-9,]*(?:\.[0-9]+)?")
_TOKEN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[×÷+−()]")
_BRACKET = re.compile(r"\(([^()]*)\)")
_UNITS = re.compile(r"[ESPDAT]{2} |日|か月|%")
_WORD = re.compile(r"[^0-9 ×÷+−.,]")


class Sum(NamedTuple):
    """One worked sum: the value of what stands left of its result, and the result as it is shown."""

    name: str
    value: Fraction
    result: str

    def is_shown_right(self, rounding: Rounding) -> bool:
        """True where the value worked out by hand is shown as the result says."""
        return rounded(float(self.value), rounding) == float(number(self.result))


def number(text: str) -> Fraction:
    """The first number of a text: `−1,234.5ポイント`."""
    match = _NUMBER.search(text)
    assert match, text
    return Fraction(match[0].replace(",", "").replace("−", "-"))


def sums(text: str) -> list[Sum]:
    """Every sum of a 根拠, by line."""
    return [_sum(line) for line in text.splitlines() if " = " in line]


def _sum(line: str) -> Sum:
    written, _, result = line.rpartition(" = ")
    name, sign, inputs = written.partition(" = " if " = " in written else ": ")
    assert sign, line
    return Sum(name, value(inputs), result)


def value(written: str) -> Fraction:
    """Result of a written sum: × and ÷ before + and −, brackets first."""
    tokens = _TOKEN.findall(_BRACKET.sub(_without_remark, written))
    result = _terms(tokens)
    assert not tokens, (written, tokens)
    return result


def _without_remark(bracket: re.Match[str]) -> str:
    return "" if _WORD.search(_UNITS.sub("", bracket[1])) else bracket[0]


def _terms(tokens: list[str]) -> Fraction:
    total = _factors(tokens)
    while tokens and tokens[0] in "+−":
        sign = tokens.pop(0)
        term = _factors(tokens)
        total = total + term if sign == "+" else total - term
    return total


def _factors(tokens: list[str]) -> Fraction:
    product = _unit(tokens)
    while tokens and tokens[0] in "×÷":
        sign = tokens.pop(0)
        factor = _unit(tokens)
        product = product * factor if sign == "×" else product / factor
    return product


def _unit(tokens: list[str]) -> Fraction:
    token = tokens.pop(0)
    if token == "−":
        return -_unit(tokens)
    if token == "(":
        inside = _terms(tokens)
        assert tokens.pop(0) == ")"
        return inside
    return Fraction(token.replace(",", ""))
